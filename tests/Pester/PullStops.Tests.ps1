#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS

    # 300 customers, thirty a day from the first to the tenth of May 2024; a day is answered with its own.
    $script:emulator = Start-Emulator -Argument '--seed', '300', '--seed-start', '2024-05-01', '--seed-days', '10', '--end-date', 'exclusive'
    $script:whole = @{ StartDate = '2024-05-01'; EndDate = '2024-05-10' }
    $script:all = Get-SeededId 300
    # A day is asked for at once in Legacy; in V1 with pages of 20, two of them and an empty one.
    $script:requestsPerDay = if ((Get-SuiteDialect) -eq 'Legacy') { 1 } else { 3 }
    $script:patient = Connect-Emulator $emulator @{ PassThru = $true; Name = 'patient' }

    # Fails at once where it would otherwise wait or repeat.
    $script:hasty = Connect-Emulator $emulator @{ MaximumRetryCount = 0; TimeoutSec = 20; PassThru = $true; Name = 'hasty' }

    function Get-PullCount { [long] (Get-EmulatorStats $emulator).operations.pull.requests }

    # The requests so far, once the server has noticed that nobody waits for those under way: twenty looks without a change.
    function Get-CountAtRest {
        $calm = 0
        $count = -1
        foreach ($look in 1..1000) {
            $stats = Get-EmulatorStats $emulator
            $calm = if ($stats.inFlight -eq 0 -and $stats.operations.pull.requests -eq $count) { $calm + 1 } else { 0 }
            $count = $stats.operations.pull.requests
            if ($calm -eq 20) { return $count }
        }

        throw 'Requests are still in flight.'
    }
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
    Stop-Emulator $emulator
}

Describe 'A pull that ends before its range does' {
    BeforeEach {
        Reset-Emulator $emulator
    }

    It 'gives <First> after <Skip>, across the borders of days and pages' -ForEach @(
        @{ Skip = 0; First = 1 }
        @{ Skip = 0; First = 30 }
        @{ Skip = 0; First = 31 }
        @{ Skip = 29; First = 1 }
        @{ Skip = 29; First = 2 }
        @{ Skip = 30; First = 30 }
        @{ Skip = 45; First = 100 }
        @{ Skip = 299; First = 5 }
        @{ Skip = 250; First = 1000 }
        @{ Skip = 300; First = 1 }
    ) {
        $expected = @($all | Select-Object -Skip $Skip -First $First)
        @(Get-KaptureCustomerByDate @whole -Skip $Skip -First $First -PageSize 7).Id | Should -Be $(if ($expected) { $expected })
        @(Get-KaptureCustomerByDate @whole -Skip $Skip | Select-Object -First $First).Id | Should -Be $(if ($expected) { $expected })
    }

    Context 'By <What>' -ForEach @(
        @{ What = 'Select-Object -First'; Script = { Get-KaptureCustomerByDate @with | Select-Object -First 5 } }
        @{ What = '-First'; Script = { Get-KaptureCustomerByDate @with -First 5 } }
        @{ What = 'an error of the caller'; Script = { try { Get-KaptureCustomerByDate @with | ForEach-Object { $_; if ($_.Id -eq $all[4]) { throw 'enough' } } } catch { "$_" | Should -BeExactly enough } } }
        @{ What = 'break'; Script = { foreach ($once in 1) { Get-KaptureCustomerByDate @with | ForEach-Object { $_; if ($_.Id -eq $all[4]) { break } } } } }
    ) {
        It 'lets go of a request that hangs, and the session is as good as new' {
            Set-EmulatorFault $emulator @{ kind = 'hang'; operation = 'pull'; skip = 1 }
            $script:with = $whole + @{ ThrottleLimit = 1; PageSize = 10; Session = $hasty }
            @(& $Script).Id | Should -Be $all[0..4]
            Get-CountAtRest | Should -BeLessOrEqual 2
            Set-EmulatorFault $emulator
            Compare-Customer (Get-KaptureCustomerByDate @whole -Session $hasty) $all | Should -BeNullOrEmpty
        }

        It 'starts no request afterwards, though days were being fetched ahead' {
            Set-EmulatorFault $emulator @{ kind = 'slow'; delayMs = 1 }
            $script:with = $whole + @{ ThrottleLimit = 2; PageSize = 30; Session = $hasty }
            @(& $Script).Id | Should -Be $all[0..4]

            # Two days, each of a page and an empty one, and one more that may have been under way.
            $count = Get-CountAtRest
            $count | Should -BeLessOrEqual 6
            1..20 | ForEach-Object { Get-PullCount } | Select-Object -Unique | Should -Be $count
        }
    }

    It 'ends the fetching at Ctrl+C' {
        Set-EmulatorFault $emulator @{ kind = 'hang'; operation = 'pull'; skip = 3 }
        $output = [Management.Automation.PSDataCollection[psobject]]::new()
        $shell = [powershell]::Create().AddScript({
                param($module, $session, $whole)
                Import-Module $module
                Get-KaptureCustomerByDate @whole -Session $session -ThrottleLimit 1
            }).AddArgument((Get-ModulePath)).AddArgument($hasty).AddArgument($whole)
        try {
            $running = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output)
            while ((Get-PullCount) -lt 4 -and -not $running.IsCompleted) { continue }
            $shell.Stop()
            $running.IsCompleted | Should -BeTrue
            $shell.InvocationStateInfo.State | Should -Be Stopped
        }
        finally {
            $shell.Dispose()
        }

        Get-CountAtRest | Should -Be 4
        Compare-Customer $output @() -Allowed $all[0..89] | Should -BeNullOrEmpty
        Set-EmulatorFault $emulator
        Compare-Customer (Get-KaptureCustomerByDate @whole -Session $hasty) $all | Should -BeNullOrEmpty
    }
}

Describe 'A day that fails' {
    BeforeEach {
        Reset-Emulator $emulator
    }

    It 'is named by the error, all before it came, and asking again from there gives the rest: <Kind>, -ThrottleLimit <ThrottleLimit>' -ForEach @(
        foreach ($kind in 'status', 'garbage', 'html', 'dropBefore', 'truncate') {
            foreach ($limit in 1, 4) { @{ Kind = $kind; ThrottleLimit = $limit } }
        }
    ) {
        Set-EmulatorFault $emulator @{ kind = $Kind; operation = 'pull'; skip = 3 * $requestsPerDay; times = 1 }
        $found = @(Get-KaptureCustomerByDate @whole -Session $hasty -PageSize 20 -ThrottleLimit $ThrottleLimit -ErrorVariable failed -ErrorAction SilentlyContinue)

        $failed | Should -HaveCount 1
        $day = $failed[0].TargetObject
        $day | Should -BeOfType datetime
        $failed[0].Exception.Message | Should -BeLike "*All days before $($day.ToString('yyyy-MM-dd')) have come*-StartDate $($day.ToString('yyyy-MM-dd')).*"
        $failed[0].FullyQualifiedErrorId | Should -BeIn 'ServiceUnavailable,KapturePS.GetKaptureCustomerByDateCommand', 'UnexpectedResponse,KapturePS.GetKaptureCustomerByDateCommand'
        $complete = ($day - [datetime] '2024-05-01').Days * 30
        Compare-Customer $found @($all | Select-Object -First $complete) -Allowed @($all | Select-Object -Skip $complete -First 30) | Should -BeNullOrEmpty
        if ($ThrottleLimit -eq 1) {
            $day | Should -Be ([datetime] '2024-05-04')
        }

        $rest = @(Get-KaptureCustomerByDate -StartDate $day -EndDate 2024-05-10 -Session $hasty)
        $rest.Id | Should -Be @($all | Select-Object -Skip $complete)
        Compare-Customer @(@($found) + $rest | Sort-Object Id -Unique) $all | Should -BeNullOrEmpty
    }

    It 'ends what came with the page before, and hides nobody of it' -Tag V1 {
        Set-EmulatorFault $emulator @{ kind = 'status'; operation = 'pull'; statusCode = 500; body = ''; skip = 10; times = 1 }
        $found = @(Get-KaptureCustomerByDate @whole -Session $hasty -PageSize 20 -ThrottleLimit 1 -ErrorVariable failed -ErrorAction SilentlyContinue)
        $found.Id | Should -Be $all[0..109]
        $failed[0].TargetObject | Should -Be ([datetime] '2024-05-04')
        $failed[0].Exception.StatusCode | Should -Be 500
    }

    It 'ends the script with -ErrorAction Stop' {
        Set-EmulatorFault $emulator @{ kind = 'garbage'; operation = 'pull'; skip = 9; times = 1 }
        $caught = try { Get-KaptureCustomerByDate @whole -Session $hasty -ThrottleLimit 1 -ErrorAction Stop | ForEach-Object { $null = $_ } } catch { $_ }
        $caught.TargetObject | Should -BeOfType datetime
        Get-CountAtRest | Should -Be 10
    }

    It 'ends the pipeline where the key is refused in the middle' {
        Set-EmulatorFault $emulator @{ kind = 'status'; operation = 'pull'; statusCode = 200; body = '{"message":"Invalid Auth Key","status":"failed"}'; skip = 3 * $requestsPerDay }
        $found = [Collections.Generic.List[object]]::new()
        $caught = try { Get-KaptureCustomerByDate @whole -Session $hasty -PageSize 20 -ThrottleLimit 1 -ErrorAction SilentlyContinue | ForEach-Object { $found.Add($_) } } catch { $_ }
        $caught.FullyQualifiedErrorId | Should -BeExactly 'AuthenticationFailed,KapturePS.GetKaptureCustomerByDateCommand'
        $caught.TargetObject | Should -Be ([datetime] '2024-05-04')
        $found.Id | Should -Be $all[0..89]
        Get-CountAtRest | Should -Be (3 * $requestsPerDay + 1)
    }

    It 'is asked for again where the connection breaks in the middle of a page, and gives nobody twice' {
        Set-EmulatorFault $emulator @{ kind = 'truncate'; operation = 'pull'; skip = 2; every = 6; times = 2 }, @{ kind = 'dropBefore'; operation = 'pull'; skip = 4; every = 7; times = 1 },
        @{ kind = 'slow'; delayMs = 1; probability = 0.5 }
        $found = @(Get-KaptureCustomerByDate @whole -Session $patient -PageSize 20 -ErrorVariable failed)
        $found.Id | Should -Be $all
        $failed | Should -BeNullOrEmpty
    }
}

Describe 'A pull whose customers are held up' {
    BeforeAll {
        $script:crowd = Start-Emulator -Argument '--seed', '4000', '--seed-start', '2024-05-01', '--seed-days', '2'
        $script:impatient = Connect-Emulator $crowd @{ TimeoutSec = 1; MaximumRetryCount = 0; PassThru = $true; Name = 'impatient' }
    }

    AfterAll {
        $impatient | Disconnect-Kapture
        Stop-Emulator $crowd
    }

    It 'reads each page before the session''s time-out, and loses nobody' {
        # Pages of a megabyte, more than a socket holds; the first of the first and the last of the second day's are held for longer than a request may take.
        $held = 0
        $found = @(Get-KaptureCustomerByDate 2024-05-01 2024-05-02 -PageSize 1000 -ThrottleLimit 1 -Session $impatient -ErrorVariable failed | ForEach-Object {
                if ($_.Id -in 191700000, 191703999) { $held++; Start-Sleep -Milliseconds 1100 }
                $_
            })
        $held | Should -Be 2
        $failed | Should -BeNullOrEmpty
        $found.Id -join ',' | Should -BeExactly ((Get-SeededId 4000) -join ',')
        [long] (Get-EmulatorStats $crowd).operations.pull.failed | Should -Be 0
    }
}
