#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeDiscovery {
    $script:cultures = 'th-TH', 'ar-SA', 'hi-IN'
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS

    # 48 customers a day, one each half an hour, from the 30th of December 2023 on for a year: by its end 2024 has had a leap day.
    $script:emulator = Start-Emulator -Argument '--seed', '17664', '--seed-start', '2023-12-30', '--seed-days', '368'
    Connect-Emulator $emulator

    # A day is asked for at once in Legacy; in V1 there is an empty page behind the one that has them all.
    $script:requestsPerDay = if ((Get-SuiteDialect) -eq 'Legacy') { 1 } else { 2 }

    # The ids of those that were made on a day.
    function Get-IdOfDay([datetime] $Day, [int] $Days = 1) {
        Get-SeededId ($Days * 48) -Skip (($Day - [datetime] '2023-12-30').Days * 48)
    }
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
    Stop-Emulator $emulator
}

Describe 'A range of dates' {
    BeforeEach {
        Reset-Emulator $emulator
    }

    It 'may be one instant' {
        $one = Get-KaptureCustomer (Get-IdOfDay 2024-05-02)[20]
        @(Get-KaptureCustomerByDate $one.Created $one.Created).Id | Should -Be $one.Id
        @(Get-KaptureCustomerByDate $one.Created.AddSeconds(1) $one.Created.AddSeconds(1)) | Should -HaveCount 0
        @(Get-KaptureCustomerByDate $one.Created.AddSeconds(-1) $one.Created.AddSeconds(-1)) | Should -HaveCount 0
    }

    It 'may hold <What>' -ForEach @(
        @{ What = 'a leap day'; Start = '2024-02-29'; End = '2024-02-29'; Days = 1 }
        @{ What = 'the days around a leap day'; Start = '2024-02-28'; End = '2024-03-01'; Days = 3 }
        @{ What = 'the end of a year'; Start = '2023-12-31'; End = '2024-01-01'; Days = 2 }
        @{ What = 'the end of a leap year'; Start = '2024-12-30'; End = '2024-12-31'; Days = 2 }
        @{ What = 'a month'; Start = '2024-03-01'; End = '2024-03-31'; Days = 31 }
    ) {
        $found = @(Get-KaptureCustomerByDate $Start $End)
        $found.Id | Should -Be (Get-IdOfDay $Start $Days)
        $found[0].Created.Date | Should -Be ([datetime] $Start)
        $found[-1].Created.Date | Should -Be ([datetime] $End)
    }

    It 'ends with the last second of a year' {
        @(Get-KaptureCustomerByDate '2023-12-31 23:00:00' '2023-12-31 23:59:59').Id | Should -Be (Get-IdOfDay 2023-12-31)[46, 47]
        @(Get-KaptureCustomerByDate '2023-12-31 23:00:00' '2024-01-01 00:59:59').Id | Should -Be ((Get-IdOfDay 2023-12-31)[46, 47] + (Get-IdOfDay 2024-01-01)[0, 1])
    }

    It 'may be ten years in which nearly no day has anybody' {
        $sparse = Start-Emulator -Argument '--seed', '4', '--seed-start', '2014-01-01', '--seed-days', '3652'
        try {
            $session = Connect-Emulator $sparse @{ PassThru = $true; Name = 'sparse' }
            $found = @(Get-KaptureCustomerByDate 2014-01-01 2023-12-31 -Session $session -ThrottleLimit 8)
            $found.Id | Should -Be (Get-SeededId 4)
            $found[-1].Created.Year - $found[0].Created.Year | Should -BeGreaterThan 6

            # One a day; where somebody was made, one more for that day and for the day before, to whose answer its own may belong.
            (Get-EmulatorStats $sparse).operations.pull.requests | Should -BeLessOrEqual (3652 + 8)
        }
        finally {
            $session | Disconnect-Kapture
            Stop-Emulator $sparse
            Connect-Emulator $emulator
        }
    }

    It 'is refused before any request where it is <What>' -ForEach @(
        @{ What = 'inverted, of DateTime'; Start = { [datetime]::new(2024, 5, 3) }; End = { [datetime]::new(2024, 5, 2) } }
        @{ What = 'inverted, of DateTimeOffset'; Start = { [datetimeoffset] '2024-05-02T12:00:00+05:30' }; End = { [datetimeoffset] '2024-05-02T06:29:59Z' } }
        @{ What = 'in the future, of DateTime'; Start = { [datetime]::UtcNow.AddMinutes(10) }; End = { $null } }
        @{ What = 'in the future, of DateTimeOffset'; Start = { [datetimeoffset]::UtcNow.AddMinutes(10) }; End = { [datetimeoffset]::UtcNow.AddDays(10) } }
    ) {
        $caught = try { Get-KaptureCustomerByDate (& $Start) (& $End) } catch { $_ }
        $caught.FullyQualifiedErrorId | Should -BeExactly 'InvalidDateRange,KapturePS.GetKaptureCustomerByDateCommand'
        (Get-EmulatorStats $emulator).requests | Should -Be 0
    }

    It 'takes in who is added until now where it ends in the future, as <Kind>' -ForEach @(
        @{ Kind = 'DateTime'; End = { [datetime]::Now.AddYears(1) } }
        @{ Kind = 'DateTimeOffset'; End = { [datetimeoffset]::UtcNow.AddYears(1) } }
        @{ Kind = 'text'; End = { '2199-12-31' } }
    ) {
        $added = New-KaptureCustomer -Name new -Phone 1
        @(Get-KaptureCustomerByDate ([datetimeoffset]::UtcNow.AddMinutes(-5)) (& $End)).Id | Should -Be $added.CustomerId
        (Get-EmulatorStats $emulator).operations.pull.requests | Should -BeLessOrEqual 6
    }

    Context 'Under the culture <_>' -ForEach $cultures {
        BeforeAll {
            $script:before = [cultureinfo]::CurrentCulture
            [cultureinfo]::CurrentCulture = [cultureinfo]::GetCultureInfo($_)
        }

        AfterAll {
            [cultureinfo]::CurrentCulture = $before
        }

        It 'is the same, given as <Kind>' -ForEach @(
            @{ Kind = 'text'; Start = { '2024-02-29' }; End = { '2024-02-29' } }
            @{ Kind = 'text with times'; Start = { '2024-02-29 00:00:00' }; End = { '2024-02-29 23:59:59' } }
            @{ Kind = 'DateTime'; Start = { [datetime]::new(2024, 2, 29) }; End = { [datetime]::new(2024, 2, 29) } }
            @{ Kind = 'a cast'; Start = { [datetime] '2024-02-29' }; End = { [datetime] '2024-02-29T23:59:59' } }
            @{ Kind = 'UTC'; Start = { [datetime]::new(2024, 2, 28, 18, 30, 0, [DateTimeKind]::Utc) }; End = { [datetime]::new(2024, 2, 29, 18, 29, 59, [DateTimeKind]::Utc) } }
            @{ Kind = 'DateTimeOffset'; Start = { [datetimeoffset]::new(2024, 2, 29, 0, 0, 0, [timespan]::FromHours(5.5)) }; End = { [datetimeoffset]::new(2024, 2, 29, 10, 29, 59, [timespan]::FromHours(-8)) } }
        ) {
            $found = @(Get-KaptureCustomerByDate (& $Start) (& $End))
            $found.Id | Should -Be (Get-IdOfDay 2024-02-29)
            $found[0].Created.Ticks | Should -BeGreaterOrEqual ([datetime]::new(2024, 2, 29).Ticks)
            $found[0].Created.Offset | Should -Be ([timespan]::FromHours(5.5))
        }

        It 'has changes in the same calendar' -Tag V1 {
            (Get-KaptureCustomerByDate 2024-02-29 2024-02-29).LastModified.Year | Select-Object -Unique | Should -Be 2024
        }

        It 'is refused in words of the Gregorian calendar' {
            { Get-KaptureCustomerByDate 2024-05-03 2024-05-02 } | Should -Throw '*2024-05-03 00:00:00 +05:30*'
        }

        It 'names the day that failed as it can be written again' {
            Set-EmulatorFault $emulator @{ kind = 'garbage'; operation = 'pull'; skip = $requestsPerDay }
            $null = Get-KaptureCustomerByDate 2024-02-28 2024-03-02 -ThrottleLimit 1 -ErrorVariable failed -ErrorAction SilentlyContinue
            "$failed" | Should -BeLike '*-StartDate 2024-02-29.'
        }
    }

    Context 'In the zone <Zone>, on <Day>' -ForEach @(
        @{ Zone = 'Europe/Berlin'; Day = '2024-03-31'; First = '01:00'; Last = '02:00' }
        @{ Zone = 'Europe/Berlin'; Day = '2024-10-27'; First = '02:00'; Last = '01:00' }
        @{ Zone = 'Europe/Dublin'; Day = '2024-03-31'; First = '00:00'; Last = '01:00' }
        @{ Zone = 'America/New_York'; Day = '2024-03-10'; First = '-05:00'; Last = '-04:00' }
        @{ Zone = 'America/New_York'; Day = '2024-11-03'; First = '-04:00'; Last = '-05:00' }
        @{ Zone = 'Australia/Lord_Howe'; Day = '2024-10-06'; First = '10:30'; Last = '11:00' }
        @{ Zone = 'Africa/Cairo'; Day = '2024-04-26'; First = '02:00'; Last = '03:00' }
        @{ Zone = 'America/Havana'; Day = '2024-11-03'; First = '-05:00'; Last = '-05:00' }
        @{ Zone = 'Pacific/Kiritimati'; Day = '2024-01-01'; First = '14:00'; Last = '14:00' }
    ) {
        BeforeAll {
            $script:session = Connect-Emulator $emulator @{ TimeZone = $Zone; PassThru = $true; Name = 'zone' }
        }

        AfterAll {
            $session | Disconnect-Kapture
            Connect-Emulator $emulator
        }

        It 'gives the same wall-clock day with that zone''s offsets' {
            $found = @(Get-KaptureCustomerByDate $Day $Day -Session $session)
            $found.Id | Should -Be (Get-IdOfDay $Day)

            # In Cairo the first of them stand in an hour that never was; in Havana in one that came twice, and nobody knows which.
            $found[-1].Created.Offset | Should -Be ([timespan] $Last)
            $found[0].Created.Offset | Should -Be ([timespan] $First)
            $found.Created.Date | Select-Object -Unique | Should -Be ([datetime] $Day)
        }

        It 'has nobody of the days around it twice, and nobody between them lost' {
            $middle = [datetime] $Day
            $found = @(Get-KaptureCustomerByDate $middle.AddDays(-1) $middle.AddDays(1) -Session $session)
            $found.Id | Should -Be (Get-IdOfDay $middle.AddDays(-1) 3)
            $halves = @(Get-KaptureCustomerByDate $middle "$Day 11:59:59" -Session $session) + @(Get-KaptureCustomerByDate "$Day 12:00:00" $Day -Session $session)
            $halves.Id | Should -Be (Get-IdOfDay $Day)
        }
    }

    Context 'With a start in the hour that a clock leaps over' {
        BeforeAll {
            $script:session = Connect-Emulator $emulator @{ TimeZone = 'Europe/Berlin'; PassThru = $true; Name = 'zone' }
            $script:leap = [datetimeoffset] '2024-03-31T01:00:00Z'
            $script:day = @(Get-KaptureCustomer (Get-IdOfDay 2024-03-31) -Session $session)
        }

        AfterAll {
            $session | Disconnect-Kapture
            Connect-Emulator $emulator
        }

        It 'has those from the leap on' {
            $found = @(Get-KaptureCustomerByDate '2024-03-31 02:30:00' '2024-03-31' -Session $session)
            $found.Id | Should -Be @($day | Where-Object Created -GE $leap).Id
            $found.Count | Should -BeLessThan 48
        }

        It 'and an end in it, has those up to the leap' {
            $found = @(Get-KaptureCustomerByDate '2024-03-31' '2024-03-31 02:30:00' -Session $session)
            $found.Id | Should -Be @($day | Where-Object Created -LT $leap).Id
            $found.Count | Should -BeGreaterThan 0
        }
    }
}
