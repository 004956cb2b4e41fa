#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS
    $script:emulator = Start-Emulator
    Connect-Emulator $emulator
    $script:sample = Join-Path $PSScriptRoot '../../samples/customers.csv'

    function Get-Row([int] $Count) { foreach ($i in 1..$Count) { [pscustomobject]@{ Name = "n$i"; Phone = "$i" } } }

    # In Legacy without the columns that it has no field for.
    function Get-Sample {
        $without = if ((Get-SuiteDialect) -eq 'Legacy') { 'pincode', 'CustomerType', 'contact_person_name', 'contact_person_phone' } else { @() }
        Import-Csv $sample | Select-Object -ExcludeProperty $without
    }

    # Answers out of order: some at once, some after a while.
    function Use-Jitter {
        Set-EmulatorFault $emulator @{ kind = 'slow'; delayMs = 12; probability = 0.2; seed = 1 }, @{ kind = 'slow'; delayMs = 3; probability = 0.5; seed = 2 }
    }
}

AfterAll {
    Disconnect-Kapture
    Stop-Emulator $emulator
}

Describe 'The pipeline' {
    BeforeEach {
        Reset-Emulator $emulator
    }

    Context 'A whole job' {
        It 'adds, looks up and changes in one line' {
            $results = @(Get-Row 3 | New-KaptureCustomer | Get-KaptureCustomer | Set-KaptureCustomer -City Pune -PassThru)
            $results.Action | Should -Be Updated, Updated, Updated
            $results.Row | Should -Be 1, 2, 3
            (Get-KaptureCustomer $results.CustomerId).City | Should -Be Pune, Pune, Pune
            (Get-KaptureCustomer $results.CustomerId).Name | Should -Be n1, n2, n3
        }

        It 'gives one result for each good row of the sample and one error for each bad one, in order' {
            $rows = @(Get-Sample)
            $results = @($rows | New-KaptureCustomer -ErrorVariable failed -ErrorAction SilentlyContinue -WarningAction SilentlyContinue |
                    Get-KaptureCustomer |
                    Set-KaptureCustomer -City Pune -PassThru)
            # In one row it is the kind of customer that is wrong.
            $failed.Count | Should -Be $(if ((Get-SuiteDialect) -eq 'V1') { 6 } else { 5 })
            $results.Count | Should -Be ($rows.Count - $failed.Count)
            $results | Where-Object Action -NotIn Updated, Unchanged | Should -BeNullOrEmpty

            $bad = $failed.Exception.Row
            $bad | Should -Be ($bad | Sort-Object)
            foreach ($record in $failed) {
                [object]::ReferenceEquals($record.TargetObject, $rows[$record.Exception.Row - 1]) | Should -BeTrue
            }

            $good = @(1..$rows.Count | Where-Object { $_ -notin $bad } | ForEach-Object { $rows[$_ - 1] })
            $customers = @(Get-KaptureCustomer $results.CustomerId)
            $customers.Name | Should -Be $good.customer_name
            $customers.CustomerCode | Should -Be ($good.customer_code | ForEach-Object { if ($_) { $_ } else { $null } })
            $customers.City | Select-Object -Unique | Should -Be Pune
            (Get-EmulatorStats $emulator).customers | Should -Be $good.Count
        }

        It 'keeps the phones of the sample as they are written' {
            $rows = @(Get-Sample)
            $results = @($rows | New-KaptureCustomer -ErrorAction SilentlyContinue -WarningAction SilentlyContinue)
            $customers = @(Get-KaptureCustomer $results.CustomerId)
            $checked = 0
            for ($i = 0; $i -lt $results.Count; $i++) {
                $sent = $rows[$results[$i].Row - 1].phone
                if ($sent) {
                    $customers[$i].Phone | Should -BeExactly $sent
                    $checked++
                }
            }

            $checked | Should -BeGreaterThan 100
        }

        It 'writes rejects that can be mended and run again' {
            @([pscustomobject]@{ Name = 'a'; Phone = '01'; Tier = 'x' }, [pscustomobject]@{ Name = ''; Phone = '02'; Tier = 'y' }, [pscustomobject]@{ Name = 'c'; Phone = '9.38E+09'; Tier = 'z' }) |
                New-KaptureCustomer -ErrorVariable failed -ErrorAction SilentlyContinue -WarningAction SilentlyContinue | Should -HaveCount 1
            $failed.TargetObject | Export-Csv TestDrive:/rejects.csv
            $rejects = Import-Csv TestDrive:/rejects.csv
            $rejects.Tier | Should -Be y, z
            $rejects[0].Name = 'b'
            $rejects[1].Phone = '9380491326'
            $rejects | New-KaptureCustomer -AdditionalFieldProperty Tier | Should -HaveCount 2
            (Get-EmulatorStats $emulator).customers | Should -Be 3
        }
    }

    Context 'Order and throttle' {
        It 'gives results in the order of the rows, however the answers come' {
            Use-Jitter
            $results = @(Get-Row 120 | New-KaptureCustomer -ThrottleLimit 8)
            $results.Row | Should -Be (1..120)
            $results.Name | Should -Be (1..120 | ForEach-Object { "n$_" })
            $stats = Get-EmulatorStats $emulator
            $stats.duplicates | Should -Be 0
            $stats.operations.add.requests | Should -Be 120
        }

        It 'gives errors at their place among the results' {
            Use-Jitter
            $rows = Get-Row 40 | ForEach-Object { if ($_.Name -match '[05]$') { $_.Name = '' }; $_ }
            $stream = @($rows | New-KaptureCustomer -ThrottleLimit 4 2>&1)
            $order = $stream | ForEach-Object { if ($_ -is [Management.Automation.ErrorRecord]) { $_.Exception.Row } else { $_.Row } }
            $order | Should -Be (1..40)
        }

        It 'never has more requests in flight than -ThrottleLimit <_>, and that many in earnest' -ForEach 1, 3, 16 {
            Set-EmulatorFault $emulator @{ kind = 'slow'; delayMs = 2 }
            $null = Get-Row 40 | New-KaptureCustomer -ThrottleLimit $_
            (Get-EmulatorStats $emulator).highestInFlight | Should -Be $_
        }

        It 'looks up side by side, too' {
            $ids = (Get-Row 20 | New-KaptureCustomer).CustomerId
            Reset-Emulator $emulator
            Set-EmulatorFault $emulator @{ kind = 'slow'; delayMs = 2 }
            $null = $ids | Get-KaptureCustomer -ThrottleLimit 5 -ErrorAction SilentlyContinue
            $null = Get-KaptureCustomer -Id $ids -ThrottleLimit 5 -ErrorAction SilentlyContinue
            (Get-EmulatorStats $emulator).highestInFlight | Should -Be 5
        }

        It 'refuses a throttle of <_>' -ForEach 0, 257, -1 {
            { New-KaptureCustomer -Name a -Phone 1 -ThrottleLimit $_ } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        }

        It 'streams: the first result comes before the last row is read' {
            $script:read = 0
            $seen = 1..50 | ForEach-Object { $script:read++; [pscustomobject]@{ Name = "n$_"; Phone = "$_" } } |
                New-KaptureCustomer -ThrottleLimit 2 | ForEach-Object { $script:read }
            $seen[0] | Should -BeLessThan 10
        }
    }

    Context 'What it tells on the way' {
        It 'has one verbose line a request' {
            Set-EmulatorFault $emulator @{ kind = 'status'; statusCode = 429; retryAfter = 0; times = 1 }
            $verbose = Get-Row 2 | New-KaptureCustomer -ThrottleLimit 1 -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] -and "$_" -like 'Row *' }
            $verbose | Should -HaveCount 3
            "$($verbose[0])" | Should -Match '^Row 1: Add /\S+ -> 429 \(attempt 1, \d+ ms\)$'
            "$($verbose[1])" | Should -Match '^Row 1: Add /\S+ -> 200 \(attempt 2, \d+ ms\)$'
            "$($verbose[2])" | Should -Match '^Row 2: Add /\S+ -> 200 \(attempt 1, \d+ ms\)$'
        }

        It 'says nothing but its results without being asked' {
            $said = Get-Row 3 | New-KaptureCustomer *>&1
            $said | Should -HaveCount 3
            $said | Should -BeOfType Kapture.WriteResult
        }
    }

    Context 'Stopping' {
        It 'sends no more than the throttle for Select-Object -First 1' {
            $result = Get-Row 50 | New-KaptureCustomer -ThrottleLimit 4 | Select-Object -First 1
            $result.Row | Should -Be 1
            $stats = Get-EmulatorStats $emulator
            $stats.operations.add.requests | Should -BeLessOrEqual 4
        }

        It 'leaves nothing running after Select-Object -First 1' {
            Set-EmulatorFault $emulator @{ kind = 'hang'; skip = 1 }, @{ kind = 'slow'; delayMs = 100; times = 1 }
            $watch = [Diagnostics.Stopwatch]::StartNew()

            # The one that does not hang has to be the first row's: all would wait for that row.
            $null = & {
                Get-Row 1
                while ((Get-EmulatorStats $emulator).requests -lt 1 -and $watch.Elapsed.TotalSeconds -lt 5) { continue }
                Get-Row 50 | Select-Object -Skip 1
            } | New-KaptureCustomer -ThrottleLimit 4 | Select-Object -First 1
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
            $before = Get-EmulatorStats $emulator
            $before.requests | Should -BeLessOrEqual 4
            (Get-EmulatorStats $emulator).requests | Should -Be $before.requests
        }

        It 'stops at once where the caller throws' {
            { Get-Row 50 | New-KaptureCustomer -ThrottleLimit 2 | ForEach-Object { throw 'enough' } } | Should -Throw 'enough'
            (Get-EmulatorStats $emulator).requests | Should -BeLessOrEqual 4
        }

        It 'stops where the rows throw' {
            { & { Get-Row 3; throw 'no more rows' } | New-KaptureCustomer } | Should -Throw 'no more rows'
        }

        It 'stops at once for a stop of the shell, though a request hangs' {
            Set-EmulatorFault $emulator @{ kind = 'hang' }
            $shell = [powershell]::Create()
            try {
                $null = $shell.AddScript({
                        param($module, $session)
                        Import-Module $module
                        1..20 | ForEach-Object { [pscustomobject]@{ Name = "n$_"; Phone = "$_" } } | New-KaptureCustomer -Session $session -ThrottleLimit 2
                    }).AddArgument((Get-ModulePath)).AddArgument((Get-KaptureSession))
                $running = $shell.BeginInvoke()
                while ((Get-EmulatorStats $emulator).inFlight -lt 2 -and -not $running.IsCompleted) { continue }
                $watch = [Diagnostics.Stopwatch]::StartNew()
                $shell.Stop()
                $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
                $running.IsCompleted | Should -BeTrue
                (Get-EmulatorStats $emulator).requests | Should -Be 2
            }
            finally {
                $shell.Dispose()
            }
        }
    }
}
