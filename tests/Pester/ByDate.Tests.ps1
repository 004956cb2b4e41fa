#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeDiscovery {
    $script:readings = 'inclusive', 'exclusive'
    $script:cultures = 'th-TH', 'ar-SA', 'hi-IN', 'en-GB', 'de-DE'
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS

    # 300 customers, ten a day from the first of May 2024; days in India.
    $script:seed = '--seed', '300', '--seed-start', '2024-05-01', '--seed-days', '30'
    $script:emulator = Start-Emulator -Argument $seed
    Connect-Emulator $emulator
    $script:all = @(Get-KaptureCustomerByDate 2024-05-01 2024-05-30)

    function Get-PullCount { [long] (Get-EmulatorStats $emulator).operations.pull.requests }
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
    Stop-Emulator $emulator
}

Describe 'Get-KaptureCustomerByDate' {
    BeforeEach {
        Reset-Emulator $emulator
    }

    It 'gives each customer of the range once, oldest day first' {
        $all.Count | Should -Be 300
        ($all.Id | Select-Object -Unique).Count | Should -Be 300
        $days = $all.Created | ForEach-Object { $_.Date }
        $days | Should -Be ($days | Sort-Object)
        $all[0] | Should -BeOfType Kapture.Customer
    }

    It 'tells when each was changed last' -Tag V1 {
        $all.LastModified | Should -BeOfType DateTimeOffset
    }

    Context 'Where the service reads the end date as <_>' -ForEach $readings {
        BeforeAll {
            $script:other = Start-Emulator -Argument ($seed + '--end-date', $_, '--max-limit', '3')
            $script:otherSession = Connect-Emulator $other @{ PassThru = $true; Name = 'other' }
        }

        AfterAll {
            $otherSession | Disconnect-Kapture
            Stop-Emulator $other
            Connect-Emulator $emulator
        }

        It 'gives the same, however small the pages are' {
            foreach ($size in 1, 3, 4, 1000) {
                $found = @(Get-KaptureCustomerByDate 2024-05-03 2024-05-06 -PageSize $size -Session $otherSession)
                $found.Id | Should -Be ($all | Where-Object { $_.Created.Date -ge '2024-05-03' -and $_.Created.Date -le '2024-05-06' }).Id
            }
        }
    }

    Context 'Ends of the range' {
        It 'takes an end without a time of day for that whole day' {
            $found = @(Get-KaptureCustomerByDate 2024-05-02 2024-05-02)
            $found.Count | Should -Be 10
            $found.Created | ForEach-Object { $_.Date } | Select-Object -Unique | Should -Be ([datetime] '2024-05-02')
        }

        It 'takes an end with a time of day for that instant, inclusive, and a start likewise' {
            $second = $all[15].Created
            $text = $second.ToString('yyyy-MM-dd HH:mm:ss', [cultureinfo]::InvariantCulture)
            (Get-KaptureCustomerByDate 2024-05-02 $text).Id[-1] | Should -Be $all[15].Id
            (Get-KaptureCustomerByDate $text 2024-05-02)[0].Id | Should -Be $all[15].Id
            $before = $second.AddSeconds(-1).ToString('yyyy-MM-dd HH:mm:ss', [cultureinfo]::InvariantCulture)
            (Get-KaptureCustomerByDate 2024-05-02 $before).Id | Should -Not -Contain $all[15].Id
        }

        It 'ends now where no end is given' {
            $added = New-KaptureCustomer -Name new -Phone 1
            $found = @(Get-KaptureCustomerByDate ([datetimeoffset]::UtcNow.AddMinutes(-5).LocalDateTime))
            $found.Id | Should -Be $added.CustomerId
        }

        It 'asks up to now where the range lies partly in the future' {
            $added = New-KaptureCustomer -Name new -Phone 1
            $found = @(Get-KaptureCustomerByDate ([datetime]::UtcNow.AddMinutes(-5)) ([datetime]::UtcNow.AddYears(20)))
            $found.Id | Should -Be $added.CustomerId
            Get-PullCount | Should -BeLessThan 6
        }

        It 'refuses <What> before any request' -ForEach @(
            @{ What = 'an inverted range'; Start = '2024-05-03'; End = '2024-05-02' }
            @{ What = 'a range that ends a second too early'; Start = '2024-05-03 10:00:01'; End = '2024-05-03 10:00:00' }
            @{ What = 'a range in the future'; Start = '2199-01-01'; End = '2199-01-02' }
            @{ What = 'a start in the future'; Start = '2199-01-01'; End = $null }
        ) {
            $with = @{ StartDate = $Start }
            if ($End) { $with.EndDate = $End }
            $caught = try { Get-KaptureCustomerByDate @with } catch { $_ }
            $caught.FullyQualifiedErrorId | Should -BeExactly 'InvalidDateRange,KapturePS.GetKaptureCustomerByDateCommand'
            $caught.CategoryInfo.Category | Should -Be InvalidArgument
            (Get-EmulatorStats $emulator).requests | Should -Be 0
        }

        It 'refuses what is no date' {
            { Get-KaptureCustomerByDate yesterday } | Should -Throw '*yesterday*2024-05-02*'
            { Get-KaptureCustomerByDate 2024-02-30 } | Should -Throw '*2024-02-30*'
            (Get-EmulatorStats $emulator).requests | Should -Be 0
        }

        It 'misses an account id' -Tag V1 {
            $session = Connect-Kapture -BaseUri $emulator.BaseUri -Token (ConvertTo-Secret 'emulator-token') -NoProxy -PassThru -SkipVerification
            $caught = try { Get-KaptureCustomerByDate 2024-05-02 } catch { $_ }
            $caught.FullyQualifiedErrorId | Should -BeLike 'MissingField,*'
            @(Get-KaptureCustomerByDate 2024-05-02 2024-05-02 -AccountId 1000298).Count | Should -Be 10
            @(Get-KaptureCustomerByDate 2024-05-02 2024-05-02 -cm_id 1000298 -Session $session).Count | Should -Be 10
            $session | Disconnect-Kapture
            Connect-Emulator $emulator
        }
    }

    Context 'Text under the culture <_>' -ForEach $cultures {
        BeforeAll {
            $script:before = [cultureinfo]::CurrentCulture
            [cultureinfo]::CurrentCulture = [cultureinfo]::GetCultureInfo($_)
        }

        AfterAll {
            [cultureinfo]::CurrentCulture = $before
        }

        It 'is the same day' {
            $found = @(Get-KaptureCustomerByDate '2024-05-02' '2024-05-02')
            $found.Id | Should -Be $all[10..19].Id
            @(Get-KaptureCustomerByDate '2024-05-02 00:00:00' '2024-05-02T23:59:59').Id | Should -Be $all[10..19].Id
            @(Get-KaptureCustomerByDate -StartDate '2024-05-01T18:30:00Z' -EndDate '2024-05-02T18:29:59Z').Id | Should -Be $all[10..19].Id
        }

        It 'of the service is read as it is meant' {
            $customer = Get-KaptureCustomer $all[10].Id
            $customer.Created | Should -Be $all[10].Created
            $customer.Created.Year | Should -Be 2024
        }
    }

    Context 'Kinds of time' {
        It 'takes a time without an offset for the session''s zone' {
            $unspecified = [datetime]::new(2024, 5, 2)
            @(Get-KaptureCustomerByDate $unspecified $unspecified).Id | Should -Be $all[10..19].Id
        }

        It 'converts Utc, Local and offsets' {
            $start = [datetimeoffset]::new(2024, 5, 2, 0, 0, 0, [timespan] '05:30')
            $end = $start.AddDays(1).AddSeconds(-1)
            @(Get-KaptureCustomerByDate $start.UtcDateTime $end.UtcDateTime).Id | Should -Be $all[10..19].Id
            @(Get-KaptureCustomerByDate $start.LocalDateTime $end.LocalDateTime).Id | Should -Be $all[10..19].Id
            @(Get-KaptureCustomerByDate $start $end).Id | Should -Be $all[10..19].Id
        }

        It 'takes the wall clock of another zone where the session says so' {
            $session = Connect-Emulator $emulator @{ TimeZone = 'UTC'; PassThru = $true; Name = 'utc' }
            $found = @(Get-KaptureCustomerByDate 2024-05-02 2024-05-02 -Session $session)
            $found.Id | Should -Be $all[10..19].Id
            $found[0].Created.Offset | Should -Be ([timespan]::Zero)
            $session | Disconnect-Kapture
            Connect-Emulator $emulator
        }
    }

    Context 'How many' {
        It 'takes -First and -Skip' {
            @(Get-KaptureCustomerByDate 2024-05-01 2024-05-30 -First 12).Id | Should -Be $all[0..11].Id
            @(Get-KaptureCustomerByDate 2024-05-01 2024-05-30 -Skip 8 -First 5).Id | Should -Be $all[8..12].Id
            @(Get-KaptureCustomerByDate 2024-05-01 2024-05-02 -Skip 18).Id | Should -Be $all[18..19].Id
            @(Get-KaptureCustomerByDate 2024-05-01 2024-05-02 -Skip 20).Count | Should -Be 0
        }

        It 'stops asking once it has enough' {
            # Whole, it would be sixty requests; how many of two at once get out before the first customer is seen, is chance.
            $null = Get-KaptureCustomerByDate 2024-05-01 2024-05-30 -First 1 -ThrottleLimit 2
            Get-PullCount | Should -BeLessThan 20
            Reset-Emulator $emulator
            $null = Get-KaptureCustomerByDate 2024-05-01 2024-05-30 -ThrottleLimit 2 | Select-Object -First 1
            Get-PullCount | Should -BeLessThan 20
        }

        It 'fetches days ahead side by side, and no more than -ThrottleLimit' {
            Set-EmulatorFault $emulator @{ kind = 'slow'; delayMs = 1 }
            $null = Get-KaptureCustomerByDate 2024-05-01 2024-05-10 -ThrottleLimit 3
            (Get-EmulatorStats $emulator).highestInFlight | Should -Be 3
        }

        It 'ends with the error of the day that fails' {
            Connect-Emulator $emulator @{ MaximumRetryCount = 0 }
            Set-EmulatorFault $emulator @{ kind = 'status'; statusCode = 500; body = ''; skip = 4 }
            $found = @(Get-KaptureCustomerByDate 2024-05-01 2024-05-30 -ThrottleLimit 1 -ErrorVariable failed -ErrorAction SilentlyContinue)
            $failed.Count | Should -Be 1
            $days = ($failed[0].TargetObject - [datetime] '2024-05-01').Days
            $days | Should -BeIn 2, 4 -Because 'each day is asked for at once, or page by page'
            $found.Id | Should -Be $all[0..(10 * $days - 1)].Id
            $failed[0].FullyQualifiedErrorId | Should -BeLike 'ServiceUnavailable,*'
            Reset-Emulator $emulator
            Connect-Emulator $emulator
        }

        It 'gives nothing and no error for days without customers' {
            @(Get-KaptureCustomerByDate 2023-01-01 2023-01-05 -ErrorVariable failed).Count | Should -Be 0
            $failed | Should -BeNullOrEmpty
        }
    }

    Context 'Filters' {
        It 'asks for <What>' -Tag V1 -ForEach @(
            @{ What = 'a name'; With = { @{ Name = $all[3].Name } }; Fits = { $_.Name -eq $all[3].Name } }
            @{ What = 'a code'; With = { @{ CustomerCode = $all[3].CustomerCode } }; Fits = { $_.CustomerCode -eq $all[3].CustomerCode } }
            @{ What = 'an id'; With = { @{ CustomerId = $all[3].Id } }; Fits = { $_.Id -eq $all[3].Id } }
            @{ What = 'an email'; With = { @{ Email = $all[3].Email } }; Fits = { $_.Email -eq $all[3].Email } }
            @{ What = 'a phone'; With = { @{ Phone = $all[3].Phone } }; Fits = { $_.Phone -eq $all[3].Phone } }
            @{ What = 'organizations'; With = { @{ CustomerType = 'Organization' } }; Fits = { $_.CustomerType -eq 'Organization' } }
            @{ What = 'all'; With = { @{ CustomerType = 'All' } }; Fits = { $true } }
        ) {
            $with = & $With
            $found = @(Get-KaptureCustomerByDate 2024-05-01 2024-05-04 @with)
            $found.Id | Should -Be @($all[0..39] | Where-Object $Fits).Id
        }

        It 'sends each filter under its wire name' -Tag V1 {
            $recorder = Start-Recorder -Answer '{"message":[],"status":"success"}'
            try {
                $session = Connect-Emulator $recorder @{ SkipVerification = $true; PassThru = $true; Name = 'recorder' }
                $null = Get-KaptureCustomerByDate 2024-05-02 2024-05-02 -Session $session -DesignationType Owner -ZoneId 3, 4 -AssignedToId 5, 6 -PrimarySourceId 7 -SecondarySourceId 8 -TertiarySourceId 9 -Attribute @{ attr1 = 'a'; Attr15 = 'b' } -AllCustomerPage -PageSize 50
                $body = Receive-Body $recorder
                $body.createStartDate | Should -BeExactly '2024-05-02'
                $body.designationType | Should -BeExactly 'Owner'
                $body.zoneIdStr | Should -BeExactly '3,4'
                $body.assignedToIdStr | Should -BeExactly '5,6'
                $body.primarySourceId | Should -Be 7
                $body.secondarySourceId | Should -Be 8
                $body.tertiarySourceId | Should -Be 9
                $body.attr1 | Should -BeExactly 'a'
                $body.attr15 | Should -BeExactly 'b'
                "$($body.isAllCustomerPage)" | Should -Be 'True'
                $body.cm_id | Should -Be 1000298
                $body.limit | Should -Be 50
                $body.offset | Should -Be 0

                $null = Get-KaptureCustomerByDate 2024-05-02 2024-05-02 -Session $session
                $body = Receive-Body $recorder
                $body.Keys | Sort-Object | Should -Be cm_id, createEndDate, createStartDate, limit, offset
            }
            finally {
                $session | Disconnect-Kapture
                Stop-Recorder $recorder
                Connect-Emulator $emulator
            }
        }

        It 'refuses an attribute that is none' {
            $null = Get-KaptureCustomerByDate 2024-05-02 -Attribute @{ attr16 = 'x' } -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            (Get-EmulatorStats $emulator).requests | Should -Be 0
        }
    }

    It 'feeds a bulk edit' {
        Get-KaptureCustomerByDate 2024-05-02 2024-05-02 | Set-KaptureCustomer -Classification Reviewed
        (Get-KaptureCustomerByDate 2024-05-02 2024-05-02).Classification | Select-Object -Unique | Should -Be Reviewed
        (Get-EmulatorStats $emulator).operations.update.requests | Should -Be 10
    }
}
