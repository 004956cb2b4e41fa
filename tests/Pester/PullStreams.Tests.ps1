#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS

    # 240 customers, twenty a day for twelve days.
    $script:seed = '--seed', '240', '--seed-start', '2024-05-01', '--seed-days', '12'
    $script:emulator = Start-Emulator -Argument $seed
    Connect-Emulator $emulator
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
    Stop-Emulator $emulator
}

Describe 'What a pull tells on the way' {
    BeforeEach {
        Reset-Emulator $emulator
    }

    It 'is nothing but its customers, without being asked' {
        $said = @(Get-KaptureCustomerByDate 2024-05-01 2024-05-12 *>&1)
        $said | Should -HaveCount 240
        $said | Should -BeOfType Kapture.Customer
    }

    It 'is with -Verbose one line a request: the operation, the status, the attempt' {
        Set-EmulatorFault $emulator @{ kind = 'status'; statusCode = 429; retryAfter = 0; times = 1 }
        $said = @(Get-KaptureCustomerByDate 2024-05-01 2024-05-05 -PageSize 15 -Verbose 4>&1)
        $lines = @($said | Where-Object { $_ -is [Management.Automation.VerboseRecord] -and "$_" -like '* -> *' } | ForEach-Object { "$_" })
        $lines.Count | Should -Be (Get-EmulatorStats $emulator).operations.pull.requests
        $lines | Should -Match '^Pull /(ms/customer-search/customer-search/api/v1|select-customer-between-start-and-end-dates\.html) -> (200|429) \(attempt [12], \d+ ms\)$'
        @($lines | Where-Object { $_ -like '* -> 429 (attempt 1,*' }) | Should -HaveCount 1
        @($lines | Where-Object { $_ -like '*(attempt 2,*' }) | Should -HaveCount 1
        @($said | Where-Object { $_ -is [Kapture.Customer] }) | Should -HaveCount 100
    }

    It 'is with -Verbose also the request that nobody answered' {
        Set-EmulatorFault $emulator @{ kind = 'dropBefore'; times = 1 }
        $said = @(Get-KaptureCustomerByDate 2024-05-01 2024-05-01 -Verbose 4>&1)
        @($said | Where-Object { $_ -is [Management.Automation.VerboseRecord] -and "$_" -match '^Pull /\S+ -> \D.* \(attempt 1, \d+ ms\)$' }) | Should -HaveCount 1
        @($said | Where-Object { $_ -is [Kapture.Customer] }) | Should -HaveCount 20
    }

    It 'is with -Debug each body, masked, and the customers still come' {
        $said = @(Get-KaptureCustomerByDate 2024-05-01 2024-05-02 -Debug 5>&1)
        $customers = @($said | Where-Object { $_ -is [Kapture.Customer] })
        Compare-Customer $customers (Get-SeededId 40) | Should -BeNullOrEmpty
        $customers[0].Name | Should -Not -BeNullOrEmpty

        $bodies = @($said | Where-Object { $_ -is [Management.Automation.DebugRecord] } | ForEach-Object { "$_" })
        $sent = @($bodies | Where-Object { $_ -like 'sent *' })
        $sent.Count | Should -Be (Get-EmulatorStats $emulator).operations.pull.requests
        $sent -join '' | Should -BeLike '*start*date":"2024-05-01"*'
        $got = @($bodies | Where-Object { $_ -like 'got *' })
        $got.Count | Should -Be $sent.Count
        $got -join '' | Should -BeLike "*$($customers[0].Id)*"

        $whole = $bodies -join "`n"
        foreach ($customer in $customers) {
            foreach ($private in $customer.Name, $customer.Phone, $customer.Email) {
                if ($private -and $whole.Contains($private)) { throw "The debug stream shows '$private'." }
            }
        }

        $whole | Should -Not -BeLike '*emulator-token*'
    }

    It 'counts days in the progress' {
        # A dozen requests or more one after the other, each a tenth of a second: longer than the second for which nothing is shown.
        $slow = Start-Emulator -Argument ($seed + '--latency', '100', '--end-date', 'exclusive')
        try {
            $session = Connect-Emulator $slow @{ PassThru = $true; Name = 'slow' }
            $shell = [powershell]::Create().AddScript({
                    param($module, $session)
                    Import-Module $module
                    $ProgressPreference = 'Continue'
                    Get-KaptureCustomerByDate 2024-05-01 2024-05-12 -Session $session -ThrottleLimit 1
                    $ProgressPreference = 'SilentlyContinue'
                    Get-KaptureCustomerByDate 2024-05-01 2024-05-12 -Session $session -ThrottleLimit 1 -First 1
                }).AddArgument((Get-ModulePath)).AddArgument($session)
            $output = $shell.Invoke()
            $progress = @($shell.Streams.Progress | Where-Object Activity -EQ Get-KaptureCustomerByDate)
            $shell.Dispose()
        }
        finally {
            $session | Disconnect-Kapture
            Stop-Emulator $slow
            Connect-Emulator $emulator
        }

        $output | Should -HaveCount 241
        $shown = @($progress | Where-Object RecordType -EQ Processing)
        $shown.Count | Should -BeGreaterThan 0
        $shown.StatusDescription | Should -Match '^\d+ customers, \d+ of 12 days, \d+ customers a second$'
        $days = [int[]] @($shown.StatusDescription | ForEach-Object { if ($_ -match '(\d+) of 12 days') { $Matches[1] } })
        $days | Should -Be ($days | Sort-Object)
        $days[-1] | Should -BeGreaterThan 0
        $shown[-1].PercentComplete | Should -Be ([Math]::Floor($days[-1] * 100 / 12))
        $shown[-1].SecondsRemaining | Should -BeGreaterOrEqual 0
        $progress[-1].RecordType | Should -Be Completed
    }
}
