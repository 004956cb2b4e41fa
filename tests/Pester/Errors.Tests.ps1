#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS
    $script:emulator = Start-Emulator
    Connect-Emulator $emulator @{ MaximumRetryCount = 0 }
    $script:good = [pscustomobject]@{ Name = 'good'; Phone = '1' }
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
    Stop-Emulator $emulator
}

Describe 'Errors' {
    BeforeEach {
        Reset-Emulator $emulator
    }

    Context 'A bad row' {
        It 'is <Id> for <What>, and the next rows go on' -ForEach @(
            @{ What = 'no name'; Id = 'MissingField'; Category = 'InvalidData'; Row = @{ Phone = '1' } }
            @{ What = 'a blank name'; Id = 'MissingField'; Category = 'InvalidData'; Row = @{ Name = ' '; Phone = '1' } }
            @{ What = 'neither phone nor email'; Id = 'MissingField'; Category = 'InvalidData'; Row = @{ Name = 'a'; Phone = ''; Email = '' } }
            @{ What = 'a phone that a spreadsheet rounded'; Id = 'InvalidValue'; Category = 'InvalidArgument'; Row = @{ Name = 'a'; Phone = '9.38E+09' } }
            @{ What = 'a spreadsheet''s error'; Id = 'InvalidValue'; Category = 'InvalidArgument'; Row = @{ Name = 'a'; Phone = '1'; City = '#REF!' } }
            @{ What = 'a spreadsheet''s blank'; Id = 'InvalidValue'; Category = 'InvalidArgument'; Row = @{ Name = '#N/A'; Phone = '1' } }
            @{ What = 'half a letter'; Id = 'InvalidValue'; Category = 'InvalidArgument'; Row = @{ Name = "a$([char] 0xD83D)"; Phone = '1' } }
            @{ What = 'an AdditionalField column of text'; Id = 'InvalidValue'; Category = 'InvalidArgument'; Row = @{ Name = 'a'; Phone = '1'; AdditionalField = 'tier=gold' } }
            @{ What = 'what the dialect has no field for'; Id = 'NotInDialect'; Category = 'NotImplemented'; Row = @{ Name = 'a'; Phone = '1'; date_of_birth = '1990-02-03'; Enquiry = @{ remarks = 'hot' } } }

            # In Legacy these are NotInDialect, readable or not.
            if ($env:KAPTUREPS_DIALECT -ne 'Legacy') {
                @{ What = 'a kind of customer that is none'; Id = 'InvalidValue'; Category = 'InvalidArgument'; Row = @{ Name = 'a'; Phone = '1'; CustomerType = 'Bogus' } }
                @{ What = 'a kind of customer by number'; Id = 'InvalidValue'; Category = 'InvalidArgument'; Row = @{ Name = 'a'; Phone = '1'; CustomerType = '1' } }
                @{ What = 'a date that is none'; Id = 'InvalidValue'; Category = 'InvalidArgument'; Row = @{ Name = 'a'; Phone = '1'; dob = '31.31.1990' } }
                @{ What = 'a contact''s phone that a spreadsheet rounded'; Id = 'InvalidValue'; Category = 'InvalidArgument'; Row = @{ Name = 'a'; Phone = '1'; ContactPhone = '9,38E+09' } }
                @{ What = 'a Contact column of text'; Id = 'InvalidValue'; Category = 'InvalidArgument'; Row = @{ Name = 'a'; Phone = '1'; Contact = 'Vikram' } }
                @{ What = 'an Enquiry column of text'; Id = 'InvalidValue'; Category = 'InvalidArgument'; Row = @{ Name = 'a'; Phone = '1'; Enquiry = 'hot' } }
                @{ What = 'a contact''s date that is none'; Id = 'InvalidValue'; Category = 'InvalidArgument'; Row = @{ Name = 'a'; Phone = '1'; Contact = @{ Phone = '2'; DateOfBirth = '1990-13-01' } } }
                @{ What = 'an unknown key of a contact'; Id = 'InvalidValue'; Category = 'InvalidArgument'; Row = @{ Name = 'a'; Phone = '1'; Contact = @{ Fone = '2' } } }
                @{ What = 'an unknown key of an enquiry'; Id = 'InvalidValue'; Category = 'InvalidArgument'; Row = @{ Name = 'a'; Phone = '1'; Enquiry = @{ Sub = 'x' } } }
            }
        ) {
            $bad = [pscustomobject] $Row
            $results = @($good, $bad, $good | New-KaptureCustomer -ErrorVariable failed -ErrorAction SilentlyContinue)
            $results.Row | Should -Be 1, 3
            $failed.Count | Should -Be 1
            $failed[0].FullyQualifiedErrorId | Should -BeExactly "$Id,KapturePS.NewKaptureCustomerCommand"
            $failed[0].CategoryInfo.Category | Should -Be $Category
            [object]::ReferenceEquals($failed[0].TargetObject, $bad) | Should -BeTrue
            "$($failed[0])" | Should -BeLike 'Row 2: *'
            $failed[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            $failed[0].Exception.Row | Should -Be 2
            $failed[0].Exception.Attempts | Should -Be 0
            $failed[0].Exception.StatusCode | Should -BeNullOrEmpty
            (Get-EmulatorStats $emulator).requests | Should -Be 2
        }

        It 'names the unknown key of -<Parameter> and those that are known' -Tag V1 -ForEach @(
            @{ Parameter = 'Contact'; Known = 'FirstName' }
            @{ Parameter = 'Enquiry'; Known = 'NextFollowUpDate' }
        ) {
            $with = @{ $Parameter = @{ Bogus = '1' } }
            $null = New-KaptureCustomer -Name a -Phone 1 @with -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.Exception.Message | Should -BeLike "*Bogus*$Known*"
        }

        It 'is InvalidValue of Set for the id <Value>' -ForEach @(
            @{ Value = 'abc' }, @{ Value = '5.5' }, @{ Value = '-1' }, @{ Value = '0' }, @{ Value = 5.5 }, @{ Value = -1 }, @{ Value = '5e3' }, @{ Value = '99999999999999999999' }, @{ Value = '#N/A' }
        ) {
            $bad = [pscustomobject]@{ Id = $Value; City = 'Pune' }
            $missing = [pscustomobject]@{ Id = ''; City = 'Pune' }
            $added = New-KaptureCustomer -Name a -Phone 1
            $results = @($bad, $missing, [pscustomobject]@{ Id = $added.CustomerId; City = 'Pune' } | Set-KaptureCustomer -PassThru -ErrorVariable failed -ErrorAction SilentlyContinue)
            $results.CustomerId | Should -Be $added.CustomerId
            $failed[0].FullyQualifiedErrorId | Should -BeExactly 'InvalidValue,KapturePS.SetKaptureCustomerCommand'
            [object]::ReferenceEquals($failed[0].TargetObject, $bad) | Should -BeTrue
            $failed[1].FullyQualifiedErrorId | Should -BeExactly 'MissingField,KapturePS.SetKaptureCustomerCommand'
            $failed.Count | Should -Be 2
        }

        It 'is InvalidValue of Set for the contact id <_>' -ForEach 'abc', '5.5', '-1' {
            $null = [pscustomobject]@{ Id = '5'; ContactId = $_; ContactName = 'x' } | Set-KaptureCustomer -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            (Get-EmulatorStats $emulator).requests | Should -Be 0
        }

        It 'is InvalidValue of Get for the id <_>' -ForEach 'abc', '5.5', '-1', '0', '1e3' {
            $added = New-KaptureCustomer -Name a -Phone 1
            $bad = [pscustomobject]@{ Id = $_ }
            $found = @($bad, [pscustomobject]@{ Id = $added.CustomerId } | Get-KaptureCustomer -ErrorVariable failed -ErrorAction SilentlyContinue)
            $found.Id | Should -Be $added.CustomerId
            $failed.Count | Should -Be 1
            $failed[0].FullyQualifiedErrorId | Should -BeExactly 'InvalidValue,KapturePS.GetKaptureCustomerCommand'
            [object]::ReferenceEquals($failed[0].TargetObject, $bad) | Should -BeTrue
        }

        It 'is InvalidValue of Get for the value <_>' -ForEach 'abc', '5.5', -1, 0, 5.5 {
            $null = $_ | Get-KaptureCustomer -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.Count | Should -Be 1
            $failed[0].FullyQualifiedErrorId | Should -BeExactly 'InvalidValue,KapturePS.GetKaptureCustomerCommand'
            $failed[0].TargetObject | Should -Be $_
        }

        It 'is MissingField of Get where the row has no key' {
            $null = [pscustomobject]@{ Id = ''; Email = ''; Phone = ' ' }, [pscustomobject]@{ Other = 1 } | Get-KaptureCustomer -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.Count | Should -Be 2
            $failed.FullyQualifiedErrorId | Should -Be 'MissingField,KapturePS.GetKaptureCustomerCommand', 'MissingField,KapturePS.GetKaptureCustomerCommand'
        }

        It 'is InvalidValue for a hashtable, whose keys are no columns' {
            $row = @{ Name = 'a'; Phone = '1' }
            $results = @($row, $good | New-KaptureCustomer -ErrorVariable failed -ErrorAction SilentlyContinue)
            $results.Row | Should -Be 2
            $failed.FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            $failed.Exception.Message | Should -BeLike '*pscustomobject*'
            [object]::ReferenceEquals($failed[0].TargetObject, $row) | Should -BeTrue
        }

        It 'is MissingField where the pipeline brings $null' {
            $null = $null, $good | New-KaptureCustomer -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.Count | Should -Be 1
            $failed[0].FullyQualifiedErrorId | Should -BeLike 'MissingField,*'
        }

        It 'has the value that failed as its target where there is no pipeline' {
            $null = New-KaptureCustomer -Name a -Phone '9.38E+09' -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.TargetObject | Should -BeExactly '9.38E+09'
            $null = Set-KaptureCustomer -Id abc -City x -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.TargetObject | Should -BeExactly 'abc'
            $null = Get-KaptureCustomer 5 -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.TargetObject | Should -Be 5
        }

        It 'has the kind of customer that is none as its target' -Tag V1 {
            $null = New-KaptureCustomer -Name a -Phone 1 -CustomerType Bogus -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.TargetObject | Should -BeExactly 'Bogus'
        }
    }

    Context 'The service' {
        It 'says <Id> for <What>' -ForEach @(
            @{ What = 'no such customer'; Id = 'CustomerNotFound'; Category = 'ObjectNotFound'; Status = 200; Fault = $null; Call = { Set-KaptureCustomer -Id 5 -City Pune } }
            @{ What = 'a row it refuses'; Id = 'Rejected'; Category = 'InvalidOperation'; Status = 200; Fault = @{ kind = 'status'; statusCode = 200; body = '{"message":"Zone unknown","status":"failed"}' }; Call = { New-KaptureCustomer -Name a -Phone 1 } }
            @{ What = 'a key that may not do this'; Id = 'PermissionDenied'; Category = 'PermissionDenied'; Status = 403; Fault = @{ kind = 'status'; statusCode = 403; body = '{"message":"not allowed","status":"failed"}' }; Call = { New-KaptureCustomer -Name a -Phone 1 } }
            @{ What = 'too many requests'; Id = 'RateLimited'; Category = 'LimitsExceeded'; Status = 429; Fault = @{ kind = 'status'; statusCode = 429; body = '' }; Call = { New-KaptureCustomer -Name a -Phone 1 } }
            @{ What = 'a read that fails'; Id = 'ServiceUnavailable'; Category = 'ResourceUnavailable'; Status = 500; Fault = @{ kind = 'status'; statusCode = 500; body = '' }; Call = { Get-KaptureCustomer 5 } }
            @{ What = 'a read that is garbage'; Id = 'UnexpectedResponse'; Category = 'InvalidResult'; Status = 200; Fault = @{ kind = 'garbage' }; Call = { Get-KaptureCustomer 5 } }
            @{ What = 'a write that may have been applied'; Id = 'WriteUncertain'; Category = 'OperationTimeout'; Status = 500; Fault = @{ kind = 'status'; statusCode = 500; body = '' }; Call = { Set-KaptureCustomer -Id 5 -City Pune } }
        ) {
            if ($Fault) { Set-EmulatorFault $emulator $Fault }
            $null = & $Call 2>&1 | Tee-Object -Variable failed
            $failed.Count | Should -Be 1
            $failed[0].FullyQualifiedErrorId | Should -BeLike "$Id,KapturePS.*Command"
            $failed[0].CategoryInfo.Category | Should -Be $Category
            $failed[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            $exception = $failed[0].Exception
            $exception.GetType().FullName | Should -BeExactly 'Kapture.KaptureException'
            "$($exception.ErrorId)" | Should -BeExactly $Id
            $exception.StatusCode | Should -Be $Status
            $exception.Path | Should -Match '^/'
            $exception.Row | Should -Be 1
            $exception.Attempts | Should -Be 1
        }

        It 'is quoted in its own words' {
            Set-EmulatorFault $emulator @{ kind = 'status'; statusCode = 400; body = '{"message":"Zone unknown","status":"failed"}' }
            $null = New-KaptureCustomer -Name a -Phone 1 -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.Exception.ServiceMessage | Should -BeExactly 'Zone unknown'
            "$failed" | Should -BeLike 'Row 1: *Zone unknown*'
        }

        It 'is asked again after a 429, and the row tells how often' {
            Connect-Emulator $emulator @{ Name = 'patient'; MaximumRetryCount = 2 }
            Set-EmulatorFault $emulator @{ kind = 'status'; statusCode = 429; retryAfter = 0; times = 1 }
            $result = New-KaptureCustomer -Name a -Phone 1
            $result.Attempts | Should -Be 2
            (Get-EmulatorStats $emulator).customers | Should -Be 1
            Connect-Emulator $emulator @{ MaximumRetryCount = 0 }
        }
    }

    Context 'What ends the pipeline' {
        It 'ends at a key that is refused' {
            Connect-Emulator $emulator @{ Name = 'wrong'; Token = (ConvertTo-Secret 'no-such-token'); SkipVerification = $true }
            try {
                { 1..20 | ForEach-Object { [pscustomobject]@{ Name = "n$_"; Phone = "$_" } } | New-KaptureCustomer -ThrottleLimit 2 } |
                    Should -Throw -ErrorId 'AuthenticationFailed,KapturePS.NewKaptureCustomerCommand'
                (Get-EmulatorStats $emulator).requests | Should -BeLessOrEqual 4
                (Get-EmulatorStats $emulator).customers | Should -Be 0
            }
            finally {
                Connect-Emulator $emulator @{ MaximumRetryCount = 0 }
            }
        }

        It 'ends where nobody can be reached for several rows in succession, and says how far it came' {
            $closed = New-ClosedPort
            $session = Connect-Emulator $closed @{ SkipVerification = $true; MaximumRetryCount = 0; PassThru = $true; TimeoutSec = 5 }
            try {
                $failed = @()
                $read = [ref] 0
                $caught = try {
                    1..50 | ForEach-Object { $read.Value++; [pscustomobject]@{ Name = "n$_"; Phone = "$_" } } |
                        New-KaptureCustomer -Session $session -ThrottleLimit 3 -ErrorVariable +failed -ErrorAction SilentlyContinue
                }
                catch { $_ }
                $caught.FullyQualifiedErrorId | Should -BeExactly 'ServiceUnavailable,KapturePS.NewKaptureCustomerCommand'
                $caught.CategoryInfo.Category | Should -Be ResourceUnavailable
                $caught.Exception.Message | Should -BeLike '*the run ends here*row*'
                @($failed | Where-Object { $_ -is [Management.Automation.ErrorRecord] -and $_.Exception.Row -gt 0 }).Count | Should -BeLessOrEqual 6
                $read.Value | Should -BeLessThan 20
            }
            finally {
                $session | Disconnect-Kapture
                $closed.Socket.Dispose()
                Connect-Emulator $emulator @{ MaximumRetryCount = 0 }
            }
        }

        It 'goes on where a few rows find nobody and others do' {
            Set-EmulatorFault $emulator @{ kind = 'status'; operation = 'add'; statusCode = 503; retryAfter = 0; every = 2 }
            $rows = 1..20 | ForEach-Object { [pscustomobject]@{ Name = "n$_"; Phone = "$_" } }
            $results = @($rows | New-KaptureCustomer -ErrorVariable failed -ErrorAction SilentlyContinue)
            $results.Count + $failed.Count | Should -Be 20
            $results.Count | Should -Be 10
            (Get-EmulatorStats $emulator).customers | Should -Be 10
        }
    }

    Context 'Preferences' {
        It 'ends at the first error with -ErrorAction Stop, and try catches it' {
            $caught = try { [pscustomobject]@{ Phone = '1' }, $good | New-KaptureCustomer -ErrorAction Stop } catch { $_ }
            $caught.FullyQualifiedErrorId | Should -BeLike 'MissingField,*'
            $caught.Exception | Should -BeOfType Kapture.KaptureException
        }

        It 'obeys $ErrorActionPreference' {
            $ErrorActionPreference = 'Stop'
            { [pscustomobject]@{ Phone = '1' } | New-KaptureCustomer } | Should -Throw -ErrorId 'MissingField,*'
        }

        It 'can be caught by its type' {
            $caught = try { Get-KaptureCustomer 5 -ErrorAction Stop } catch [Kapture.KaptureException] { "typed $($_.Exception.ErrorId)" }
            $caught | Should -BeExactly 'typed CustomerNotFound'
        }

        It 'lets nothing through with -ErrorAction SilentlyContinue, and keeps it in $Error' {
            $Error.Clear()
            $stream = [pscustomobject]@{ Phone = '1' } | New-KaptureCustomer -ErrorAction SilentlyContinue 2>&1
            $stream | Should -BeNullOrEmpty
            $Error[0].FullyQualifiedErrorId | Should -BeLike 'MissingField,*'
        }

        It 'keeps nothing with -ErrorAction Ignore' {
            $Error.Clear()
            [pscustomobject]@{ Phone = '1' } | New-KaptureCustomer -ErrorAction Ignore
            $Error.Count | Should -Be 0
        }
    }

    Context 'Without a console' {
        It 'never asks and never fails to bind where something mandatory is missing' {
            $child = Invoke-ChildShell @"
                Import-Module '$(Get-ModulePath)'
                Connect-Kapture -Emulator 6> `$null
                `$ErrorActionPreference = 'SilentlyContinue'
                New-KaptureCustomer -ErrorVariable +all
                Set-KaptureCustomer -ErrorVariable +all
                Get-KaptureCustomer -ErrorVariable +all
                [pscustomobject]@{ Nothing = 1 } | New-KaptureCustomer -ErrorVariable +all -WarningAction Ignore
                [pscustomobject]@{ Nothing = 1 } | Set-KaptureCustomer -ErrorVariable +all -WarningAction Ignore
                [pscustomobject]@{ Nothing = 1 } | Get-KaptureCustomer -ErrorVariable +all
                `$all.FullyQualifiedErrorId
"@
            $child.ExitCode | Should -Be 0
            $ids = $child.Output -split '\r?\n'
            $ids.Count | Should -Be 6
            $ids | Should -BeLike 'MissingField,KapturePS.*'
        }

        It 'never asks because of -Debug' {
            $child = Invoke-ChildShell @"
                Import-Module '$(Get-ModulePath)'
                Connect-Kapture -Emulator -Debug 6> `$null 5> `$null
                1..2 | ForEach-Object { [pscustomobject]@{ Name = 'Asha'; Phone = "555010`$_" } } | New-KaptureCustomer -Debug 5> `$null | ForEach-Object Action
                @(Get-KaptureCustomerByDate (Get-Date).AddDays(-1) -Debug 5> `$null).Count
"@
            $child.Errors | Should -BeNullOrEmpty
            $child.Output -split '\r?\n' | Should -Be Added, Added, 2
        }
    }
}
