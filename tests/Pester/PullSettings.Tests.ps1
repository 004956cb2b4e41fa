#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeDiscovery {
    $script:settings = foreach ($reading in 'inclusive', 'exclusive') {
        foreach ($order in 'oldest', 'newest') {
            foreach ($cap in $null, 40) { @{ Reading = $reading; Order = $order; Cap = $cap } }
        }
    }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
}

Describe 'A pull from a service that reads the end date as <Reading>, gives the <Order> first and caps a page at <Cap>' -ForEach $settings {
    BeforeAll {
        # Three hundred customers a day; the third of the four days is today in India, and part of it has yet to come. With every
        # page that is asked for, somebody else adds four; not so many that two pages in succession could bring nobody new.
        $script:today = [TimeZoneInfo]::ConvertTimeBySystemTimeZoneId([datetimeoffset]::UtcNow, 'Asia/Kolkata').Date
        $first = $today.AddDays(-2).ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)
        $argument = '--seed', '1200', '--seed-start', $first, '--seed-days', '4', '--end-date', $Reading, '--pull-order', $Order, '--arrivals', '4', '--max-arrivals', '70'
        if ($Cap) { $argument += '--max-limit', "$Cap" }
        $script:emulator = Start-Emulator -Argument $argument
        Connect-Emulator $emulator
        $script:seeded = @(Get-KaptureCustomer (Get-SeededId 1200))
    }

    AfterAll {
        Disconnect-Kapture
        Stop-Emulator $emulator
    }

    BeforeEach {
        Reset-Emulator $emulator
    }

    It 'gives each customer of days that are over once, oldest day first' {
        $found = @(Get-KaptureCustomerByDate $today.AddDays(-2) $today.AddDays(-1))
        Compare-Customer $found (Get-SeededId 600) | Should -BeNullOrEmpty
        $days = $found.Created.Date
        $days | Should -Be ($days | Sort-Object)

        # A range that begins and ends within a day, in pages of another size.
        $inside = $seeded | Where-Object { $_.Created.DateTime -ge $today.AddDays(-2).AddHours(13) -and $_.Created.DateTime -le $today.AddDays(-1).AddHours(7) }
        Compare-Customer @(Get-KaptureCustomerByDate $today.AddDays(-2).AddHours(13) $today.AddDays(-1).AddHours(7) -PageSize 37) $inside.Id | Should -BeNullOrEmpty
    }

    It 'gives each who was there before once, while others are added: <Days> days, -ThrottleLimit <ThrottleLimit>' -ForEach @(
        @{ Days = 1; ThrottleLimit = 1 }
        @{ Days = 3; ThrottleLimit = 4 }
    ) {
        $start = $today.AddDays(1 - $Days)
        $now = [datetimeoffset]::UtcNow.AddSeconds(-1)
        $before = @($seeded | Where-Object { $_.Created.DateTime -ge $start -and $_.Created -lt $now }).Id
        $others = @($seeded | Where-Object Created -GE $now).Id + (Get-SeededId 70 -Skip 1200)

        $found = @(Get-KaptureCustomerByDate $start -PageSize 50 -ThrottleLimit $ThrottleLimit)

        # Who comes while it runs may come, but not twice.
        Compare-Customer $found $before -Allowed $others | Should -BeNullOrEmpty
        $days = $found.Created.Date
        $days | Should -Be ($days | Sort-Object)
        @($found | Where-Object Created -GT ([datetimeoffset]::UtcNow)) | Should -HaveCount 0

        # There was something to get wrong: somebody came with each request.
        $stats = Get-EmulatorStats $emulator
        $stats.customers | Should -BeGreaterOrEqual (1200 + [Math]::Min(70, 4 * $stats.operations.pull.requests))
    }
}

Describe 'A day with many pages' -Tag V1 {
    BeforeAll {
        $script:emulator = Start-Emulator -Argument '--seed', '5000', '--seed-start', '2024-05-02', '--seed-days', '1'
        Connect-Emulator $emulator
    }

    AfterAll {
        Disconnect-Kapture
        Stop-Emulator $emulator
    }

    BeforeEach {
        Reset-Emulator $emulator
    }

    It 'comes whole and in order, side by side and within -ThrottleLimit <_>' -ForEach 1, 2, 6 {
        Set-EmulatorFault $emulator @{ kind = 'slow'; delayMs = 1 }
        $found = @(Get-KaptureCustomerByDate 2024-05-02 2024-05-02 -PageSize 100 -ThrottleLimit $_)
        $found.Id -join ',' | Should -BeExactly ((Get-SeededId 5000) -join ',')
        $stats = Get-EmulatorStats $emulator
        $stats.highestInFlight | Should -Be $_

        # Fifty pages, and those behind the last one that were under way already.
        $stats.operations.pull.requests | Should -BeGreaterThan 50
        $stats.operations.pull.requests | Should -BeLessOrEqual (51 + $_)
    }

    It 'comes whole where answers are late, break off or never come' {
        Set-EmulatorFault $emulator @{ kind = 'truncate'; skip = 5; every = 9; times = 2 }, @{ kind = 'dropBefore'; skip = 3; every = 11; times = 2 },
        @{ kind = 'slow'; delayMs = 2; probability = 0.3 }
        $found = @(Get-KaptureCustomerByDate 2024-05-02 2024-05-02 -PageSize 100 -ThrottleLimit 4)
        $found.Id -join ',' | Should -BeExactly ((Get-SeededId 5000) -join ',')
        (Get-EmulatorStats $emulator).operations.pull.byStatus.none | Should -Be 2
    }
}
