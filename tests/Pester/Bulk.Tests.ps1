#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS
    $script:emulator = Start-Emulator
    Connect-Emulator $emulator

    function Get-Row([int] $Count) { foreach ($i in 1..$Count) { [pscustomobject]@{ Name = "n$i"; Phone = "$i" } } }

    # Runs a script in a runspace of its own, with the module, a session and one more value; gives its streams.
    function Invoke-Shell([string] $Script, $Session, $Value) {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("param(`$module, `$session, `$value); Import-Module `$module; $Script").
        AddArgument((Get-ModulePath)).AddArgument($Session).AddArgument($Value)
        $output = $shell.Invoke()
        [pscustomobject]@{ Output = $output; Progress = @($shell.Streams.Progress); Errors = @($shell.Streams.Error); Shell = $shell }
        $shell.Dispose()
    }
}

AfterAll {
    Disconnect-Kapture
    Stop-Emulator $emulator
}

Describe 'Bulk writes' {
    BeforeEach {
        Reset-Emulator $emulator
    }

    Context 'Back-pressure' {
        It 'sends few of 10,000 rows for Select-Object -First 5' {
            $script:read = 0
            $results = @(1..10000 | ForEach-Object { $script:read++; [pscustomobject]@{ Name = "n$_"; Phone = "$_" } } |
                    New-KaptureCustomer -ThrottleLimit 4 | Select-Object -First 5)
            $results.Row | Should -Be (1..5)
            (Get-EmulatorStats $emulator).operations.add.requests | Should -BeLessOrEqual 21
            $script:read | Should -BeLessOrEqual 21
        }

        It 'stops sending while nobody reads on' {
            $script:atRest = @()
            Get-Row 200 | New-KaptureCustomer -ThrottleLimit 2 | ForEach-Object {
                if ($_.Row -eq 20) {
                    # All that is under way comes to its end; then nothing more may come.
                    do { $stats = Get-EmulatorStats $emulator } while ($stats.inFlight -gt 0)
                    $script:atRest = @(1..20 | ForEach-Object { (Get-EmulatorStats $emulator).operations.add.requests })
                }
            }

            $atRest[-1] | Should -BeLessOrEqual 28
            (Get-EmulatorStats $emulator).customers | Should -Be 200
        }

        It 'goes on after an error in the middle, and writes it in its place' {
            $rows = @(Get-Row 60)
            $rows[29].Phone = ' '
            $stream = @($rows | New-KaptureCustomer -ThrottleLimit 8 2>&1)
            $stream | ForEach-Object { if ($_ -is [Management.Automation.ErrorRecord]) { $_.Exception.Row } else { $_.Row } } | Should -Be (1..60)
            $stream[29].FullyQualifiedErrorId | Should -BeLike 'MissingField,*'
            [object]::ReferenceEquals($stream[29].TargetObject, $rows[29]) | Should -BeTrue
            (Get-EmulatorStats $emulator).customers | Should -Be 59
        }

        It 'reports each row where all of them fail' {
            Set-EmulatorFault $emulator @{ kind = 'status'; operation = 'add'; statusCode = 403 }
            $results = Get-Row 40 | New-KaptureCustomer -ErrorVariable failed -ErrorAction SilentlyContinue
            $results | Should -BeNullOrEmpty
            $failed.Exception.Row | Should -Be (1..40)
            $failed.FullyQualifiedErrorId | Should -BeLike 'PermissionDenied,*'
        }

        It 'sends nothing for no rows' {
            @() | New-KaptureCustomer | Should -BeNullOrEmpty
            (Get-EmulatorStats $emulator).requests | Should -Be 0
        }
    }

    Context 'Lost answers' {
        It 'has every row once where every third connection breaks, after or before the work' {
            Set-EmulatorFault $emulator @{ kind = 'dropAfter'; operation = 'add'; every = 3 }, @{ kind = 'dropBefore'; operation = 'add'; every = 5 }
            $results = @(Get-Row 150 | New-KaptureCustomer -ThrottleLimit 16)
            $results.Row | Should -Be (1..150)
            $stats = Get-EmulatorStats $emulator
            $stats.customers | Should -Be 150
            $stats.duplicates | Should -Be 0
            @($results | Where-Object Reconciled).Count | Should -BeGreaterThan 40
            Set-EmulatorFault $emulator
            (Get-KaptureCustomer $results.CustomerId).Name | Should -Be $results.Name
        }
    }

    Context 'Where the run ends early' {
        It 'says how far it came and how to go on, where nobody is there' {
            $closed = New-ClosedPort
            Connect-Emulator ([pscustomobject]@{ BaseUri = $closed.BaseUri }) @{ SkipVerification = $true; MaximumRetryCount = 0; Name = 'closed' }
            $session = Get-KaptureSession -Name closed
            try {
                $caught = try { Get-Row 100 | New-KaptureCustomer -Session $session -ThrottleLimit 3 -ErrorVariable failed -ErrorAction SilentlyContinue } catch { $_ }
                $caught.FullyQualifiedErrorId | Should -BeExactly 'ServiceUnavailable,KapturePS.NewKaptureCustomerCommand'
                $said = [regex]::Match($caught.Exception.Message, 'The run ends here: rows after row (\d+) were not sent\. To go on, run the rows that failed, this one among them, and those that were not sent: Select-Object -Skip (\d+)\.')
                $said.Success | Should -BeTrue
                $said.Groups[1].Value | Should -BeExactly $said.Groups[2].Value
                $caught.TargetObject.Name | Should -Be n3
            }
            finally {
                $session | Disconnect-Kapture
                $closed.Socket.Dispose()
                Connect-Emulator $emulator
            }
        }

        It 'says so where the key is refused in the middle, and goes on from there' {
            Set-EmulatorFault $emulator @{ kind = 'status'; operation = 'add'; statusCode = 401; skip = 30 }
            $rows = @(Get-Row 100)
            $results = [Collections.Generic.List[object]]::new()
            $caught = try { $rows | New-KaptureCustomer -ThrottleLimit 4 -ErrorVariable failed -ErrorAction SilentlyContinue | ForEach-Object { $results.Add($_) } } catch { $_ }
            $caught.FullyQualifiedErrorId | Should -BeLike 'AuthenticationFailed,*'
            $last = [int] [regex]::Match($caught.Exception.Message, 'rows after row (\d+) were not sent').Groups[1].Value
            $last | Should -BeLessOrEqual 47
            (Get-EmulatorStats $emulator).operations.add.requests | Should -Be $last
            $results.Count | Should -Be 30

            # Those that failed are in the errors, the one that ended the run in what was caught; the rest was not sent.
            Set-EmulatorFault $emulator
            $again = @(@($caught.TargetObject) + @($failed.Where({ $_ -is [Management.Automation.ErrorRecord] }).TargetObject) + @($rows | Select-Object -Skip $last) |
                    Sort-Object { [int] $_.Phone } -Unique | New-KaptureCustomer)
            $again.Count | Should -Be 70
            $stats = Get-EmulatorStats $emulator
            $stats.customers | Should -Be 100
            $stats.duplicates | Should -Be 0
        }
    }

    Context 'Customers that are there already' {
        BeforeEach {
            $script:asha = (New-KaptureCustomer -Name Asha -Phone 9380491326 -Email asha@example.com -City Kochi).CustomerId
        }

        It 'adds a second one where nothing is said' {
            (New-KaptureCustomer -Name Asha -Phone 9380491326).CustomerId | Should -Not -Be $asha
        }

        It 'skips it with -IfExists Skip' -Tag V1 {
            $result = New-KaptureCustomer -Name Asha -Phone 9380491326 -City Pune -IfExists Skip
            $result.Action | Should -Be Skipped
            $result.CustomerId | Should -Be $asha
            (Get-KaptureCustomer $asha).City | Should -BeExactly Kochi
        }

        It 'updates what differs with -IfExists Update, without a warning' -Tag V1 {
            $result = New-KaptureCustomer -Name Asha -Phone 9380491326 -City Pune -IfExists Update -WarningVariable warned
            $result.Action | Should -Be Updated
            $warned | Should -BeNullOrEmpty
            (Get-KaptureCustomer $asha).City | Should -BeExactly Pune
            (New-KaptureCustomer -Name Asha -Phone 9380491326 -City Pune -IfExists Update).Action | Should -Be Unchanged
            (Get-EmulatorStats $emulator).customers | Should -Be 1
        }

        It 'reports it with -IfExists Fail, and says what to do' -Tag V1 {
            $row = [pscustomobject]@{ Name = 'Asha'; Phone = '9380491326' }
            $row | New-KaptureCustomer -IfExists Fail -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.FullyQualifiedErrorId | Should -BeExactly 'CustomerExists,KapturePS.NewKaptureCustomerCommand'
            $failed[0].CategoryInfo.Category | Should -Be ResourceExists
            $failed[0].ErrorDetails.RecommendedAction | Should -BeLike '*-IfExists Skip or Update*'
            [object]::ReferenceEquals($failed[0].TargetObject, $row) | Should -BeTrue
        }

        It 'matches by what -MatchBy names, in its order' -Tag V1 {
            $other = (New-KaptureCustomer -Name Other -Phone 9380491327).CustomerId
            $row = @{ Name = 'Asha'; Phone = '9380491327'; Email = 'asha@example.com'; IfExists = 'Skip' }
            (New-KaptureCustomer @row).CustomerId | Should -Be $asha
            (New-KaptureCustomer @row -MatchBy Phone, Email).CustomerId | Should -Be $other
            (New-KaptureCustomer @row -MatchBy Phone).CustomerId | Should -Be $other
        }

        It 'reports a row that lacks what -MatchBy names' {
            New-KaptureCustomer -Name Asha -Phone 9380491326 -IfExists Update -MatchBy Email -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.FullyQualifiedErrorId | Should -BeLike 'MissingField,*'
            "$failed" | Should -BeLike '*Email is missing*-MatchBy*'
        }

        It 'makes five customers of 200 rows about five, and the last row wins' -Tag V1 {
            $rows = 1..200 | ForEach-Object { [pscustomobject]@{ Name = "p$($_ % 5)"; Phone = "77000$($_ % 5)"; City = "city $_" } }
            $results = @($rows | New-KaptureCustomer -IfExists Update -ThrottleLimit 16)
            $results.Row | Should -Be (1..200)
            (Get-EmulatorStats $emulator).customers | Should -Be 6
            (Get-KaptureCustomer $results[-5..-1].CustomerId).City | Should -Be (196..200 | ForEach-Object { "city $_" })
        }

        It 'completes <Parameter>' -ForEach @{ Parameter = 'IfExists'; Values = 'Send', 'Skip', 'Update', 'Fail' }, @{ Parameter = 'MatchBy'; Values = 'Email', 'Phone' } {
            $line = "New-KaptureCustomer -$Parameter "
            $found = (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText
            $found | Sort-Object | Should -Be ($Values | Sort-Object)
        }

        It 'refuses another word before anything is sent' {
            { New-KaptureCustomer -Name a -Phone 1 -IfExists Replace } | Should -Throw '*Replace*Send, Skip, Update, Fail*' -ErrorId 'ParameterArgumentTransformationError,*'
        }
    }

    Context 'Another action than was asked' {
        BeforeAll {
            $script:matching = Start-Emulator -Argument '--match-existing'
            Connect-Emulator $matching @{ Name = 'matching' }
        }

        AfterAll {
            Get-KaptureSession -Name matching | Disconnect-Kapture
            Stop-Emulator $matching
            Connect-Emulator $emulator
        }

        It 'warns once a row, with the customer' {
            $session = Get-KaptureSession -Name matching
            $id = (New-KaptureCustomer -Name Asha -Phone 9380491326 -Session $session).CustomerId
            $rows = foreach ($city in 'Pune', 'Kochi') { [pscustomobject]@{ Name = 'Asha'; Phone = '9380491326'; City = $city } }
            $results = @($rows | New-KaptureCustomer -Session $session -ThrottleLimit 1 -WarningVariable warned -WarningAction SilentlyContinue)
            $results.Action | Should -Be Updated, Updated
            $warned | Should -HaveCount 2
            "$($warned[0])" | Should -BeLike "Row 1: *asked for Added and says Updated (customer $id)*"
            "$($warned[1])" | Should -BeLike 'Row 2: *'
        }
    }

    Context 'Changes of one customer' {
        It 'makes them in the order of the rows, though 16 run at once' {
            $id = (New-KaptureCustomer -Name Asha -Phone 9380491326).CustomerId
            Set-EmulatorFault $emulator @{ kind = 'slow'; delayMs = 5; probability = 0.5; seed = 1 }
            $results = @(1..40 | ForEach-Object { [pscustomobject]@{ Id = $id; City = "city $_" } } | Set-KaptureCustomer -ThrottleLimit 16 -PassThru)
            $results.Row | Should -Be (1..40)
            (Get-EmulatorStats $emulator).highestInFlight | Should -Be 1
            Set-EmulatorFault $emulator
            (Get-KaptureCustomer $id).City | Should -BeExactly 'city 40'
        }
    }

    Context 'Progress' {
        BeforeAll {
            $script:slow = Start-Emulator -Argument '--latency', '100'
            Connect-Emulator $slow @{ Name = 'slow' }
            $script:slowSession = Get-KaptureSession -Name slow

            # Twenty rows one after the other, a tenth of a second each: longer than the second for which nothing is shown.
            $script:rows = @(Get-Row 20)
            $rows[2].Name = ''
        }

        AfterAll {
            $slowSession | Disconnect-Kapture
            Stop-Emulator $slow
            Connect-Emulator $emulator
        }

        It 'shows rows done, failed and the rate' {
            $run = Invoke-Shell -Script '$value | New-KaptureCustomer -Session $session -ThrottleLimit 1' -Session $slowSession -Value $rows
            $run.Output | Should -HaveCount 19
            $shown = @($run.Progress | Where-Object RecordType -EQ Processing)
            $shown.Count | Should -BeGreaterThan 0
            $shown[0].Activity | Should -BeExactly New-KaptureCustomer
            $shown[0].StatusDescription | Should -Match '^\d+ rows done, 1 failed, \d+ a second$'
            $shown.PercentComplete | Should -Be @(@(-1) * $shown.Count)
            $shown.SecondsRemaining | Should -Be @(@(-1) * $shown.Count)
            $run.Progress[-1].RecordType | Should -Be Completed
        }

        It 'shows the time left where the total is known' {
            $run = Invoke-Shell -Script '$value | New-KaptureCustomer -Session $session -ThrottleLimit 1 -ExpectedCount 200' -Session $slowSession -Value $rows
            $shown = @($run.Progress | Where-Object RecordType -EQ Processing)
            $shown.Count | Should -BeGreaterThan 0
            $shown[0].StatusDescription | Should -Match '^\d+ of 200 rows done, 1 failed, \d+ a second$'
            $shown[0].PercentComplete | Should -BeGreaterThan 0
            $shown[0].SecondsRemaining | Should -BeGreaterThan 0
        }

        It 'bears any -ExpectedCount' {
            $run = Invoke-Shell -Script '$value | New-KaptureCustomer -Session $session -ThrottleLimit 1 -ExpectedCount ([long]::MaxValue)' -Session $slowSession -Value $rows
            $run.Output | Should -HaveCount 19
            @($run.Progress | Where-Object RecordType -EQ Processing).Count | Should -BeGreaterThan 0
        }

        It 'shows nothing where <_>' -ForEach '$ProgressPreference = "SilentlyContinue"; $value | New-KaptureCustomer -Session $session -ThrottleLimit 1',
        '$value | New-KaptureCustomer -Session $session -ThrottleLimit 1 -ProgressAction SilentlyContinue' {
            $run = Invoke-Shell -Script $_ -Session $slowSession -Value $rows
            $run.Output | Should -HaveCount 19
            $run.Progress | Where-Object Activity -EQ New-KaptureCustomer | Should -BeNullOrEmpty
        }

        It 'shows nothing for a run of less than a second' {
            $run = Invoke-Shell -Script '$value | New-KaptureCustomer -Session $session' -Session (Get-KaptureSession) -Value @(Get-Row 3)
            $run.Progress | Where-Object Activity -EQ New-KaptureCustomer | Should -BeNullOrEmpty
        }
    }
}
