#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS
    $script:emulator = Start-Emulator
    Connect-Emulator $emulator @{ MaximumRetryCount = 0 }

    function Get-Row([int] $Count, [int] $First = 1) {
        foreach ($i in $First..($First + $Count - 1)) { [pscustomobject]@{ Name = "n$i"; Phone = "98000$("$i".PadLeft(5, '0'))" } }
    }

    function Get-AddCount { [long] (Get-EmulatorStats $emulator).operations.add.requests }

    # A run in a runspace of its own that brings so many rows and then waits for Complete-Run, or to be stopped.
    function Open-Run([int] $Count, [int] $Before, [int] $ThrottleLimit = 2) {
        $gate = [Threading.ManualResetEventSlim]::new()
        $shell = [powershell]::Create().AddScript({
                param($module, $session, $rows, $before, $gate, $journal, $throttleLimit)
                Import-Module $module
                $bring = { param($rows, $before, $gate) $rows[0..($before - 1)]; while (-not $gate.Wait(10)) { continue }; $rows[$before..$rows.Count] }
                & $bring $rows $before $gate | New-KaptureCustomer -Session $session -Journal $journal -ThrottleLimit $throttleLimit
            })
        foreach ($argument in (Get-ModulePath), (Get-KaptureSession), (Get-Row $Count), $Before, $gate, $journal, $ThrottleLimit) { $null = $shell.AddArgument($argument) }
        $output = [Management.Automation.PSDataCollection[psobject]]::new()
        $run = [pscustomobject]@{ Shell = $shell; Gate = $gate; Output = $output; Running = $null }
        $run.Running = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output)
        $run
    }

    function Complete-Run($Run) {
        $Run.Gate.Set()
        $Run.Shell.EndInvoke($Run.Running)
        $Run.Shell.Streams.Error | Should -BeNullOrEmpty
        $Run.Output
        $Run.Shell.Dispose()
    }
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
    Stop-Emulator $emulator
}

Describe 'A write with -Journal' {
    BeforeEach {
        Reset-Emulator $emulator
        $script:folder = Join-Path $TestDrive ([guid]::NewGuid())
        $null = New-Item $folder -ItemType Directory
        $script:journal = Join-Path $folder 'add.jsonl'
    }

    Context 'Run again' {
        It 'sends nothing that is done, and gives the ids of the first time' {
            $first = @(Get-Row 5 | New-KaptureCustomer -Journal $journal)
            $again = @(Get-Row 5 | New-KaptureCustomer -Journal $journal)
            $first.Action | Select-Object -Unique | Should -Be Added
            $again.Action | Should -Be (@('Resumed') * 5)
            $again.Row | Should -Be (1..5)
            $again.Name | Should -Be $first.Name
            $again.CustomerId | Should -Be $first.CustomerId
            $again.ContactId | Should -Be $first.ContactId
            $again.Attempts | Should -Be (@(0) * 5)
            (Get-EmulatorStats $emulator).requests | Should -Be 5
        }

        It 'finds its rows in a file that was sorted, and sends only what is new in it' {
            $first = @(Get-Row 10 | New-KaptureCustomer -Journal $journal)
            $twin = Get-Row 1 4
            $rows = @(Get-Row 13 | Sort-Object Name -Descending) + $twin
            $again = @($rows | New-KaptureCustomer -Journal $journal)
            $again.Row | Should -Be (1..14)

            # Which of two rows alike is the one that was there is nobody's to say.
            ($again | Where-Object Action -EQ Added).Name | Sort-Object | Should -Be n11, n12, n13, n4
            foreach ($resumed in $again | Where-Object Action -EQ Resumed) {
                $resumed.CustomerId | Should -Be ($first | Where-Object Name -EQ $resumed.Name).CustomerId
            }

            $stats = Get-EmulatorStats $emulator
            $stats.requests | Should -Be 14
            $stats.duplicates | Should -Be 1 -Because 'one row is there twice'
            @(Get-KaptureJournal $journal).Count | Should -Be 14
        }

        It 'sends what failed once more' {
            Set-EmulatorFault $emulator @{ kind = 'status'; operation = 'add'; skip = 2; times = 2; statusCode = 400; body = '{"message":"Name is too long","status":"failed"}' }
            $first = @(Get-Row 6 | New-KaptureCustomer -Journal $journal -ThrottleLimit 1 -ErrorVariable failed -ErrorAction SilentlyContinue)
            $first.Row | Should -Be 1, 2, 5, 6
            $failed.FullyQualifiedErrorId | Should -Be (@('Rejected,KapturePS.NewKaptureCustomerCommand') * 2)
            (Get-KaptureJournal $journal).State | Should -Be Done, Done, Failed, Failed, Done, Done
            $again = @(Get-Row 6 | New-KaptureCustomer -Journal $journal)
            $again.Action | Should -Be Resumed, Resumed, Added, Added, Resumed, Resumed
            (Get-KaptureJournal $journal).State | Select-Object -Unique | Should -Be Done
            (Get-EmulatorStats $emulator).customers | Should -Be 6
        }

        It 'sends a row that a mended file brings, and leaves those that were right' {
            $rows = Get-Row 3
            $rows[1].Phone = '9.38E+09'
            $null = $rows | New-KaptureCustomer -Journal $journal -ErrorAction SilentlyContinue
            @(Get-KaptureJournal $journal).Count | Should -Be 2 -Because 'a row that cannot be sent is none'
            (Get-Row 3 | New-KaptureCustomer -Journal $journal).Action | Should -Be Resumed, Added, Resumed
        }

        It 'looks up what is in doubt, takes what is there, and sends what is not' {
            Set-EmulatorFault $emulator @{ kind = 'dropAfter'; operation = 'add'; skip = 1; times = 1 }, @{ kind = 'dropBefore'; operation = 'add'; skip = 1; times = 1 }, @{ kind = 'dropBefore'; operation = 'get' }, @{ kind = 'dropBefore'; operation = 'pull' }
            $first = @(Get-Row 4 | New-KaptureCustomer -Journal $journal -ThrottleLimit 1 -ErrorVariable failed -ErrorAction SilentlyContinue)
            $first.Row | Should -Be 1, 4
            $failed.FullyQualifiedErrorId | Should -Be (@('WriteUncertain,KapturePS.NewKaptureCustomerCommand') * 2)
            (Get-KaptureJournal $journal).State | Should -Be Done, InDoubt, InDoubt, Done
            Set-EmulatorFault $emulator
            $adds = Get-AddCount

            $again = @(Get-Row 4 | New-KaptureCustomer -Journal $journal)
            $again.Action | Should -Be Resumed, Added, Added, Resumed
            $again.Reconciled | Should -Be $false, $true, $false, $false
            Get-AddCount | Should -Be ($adds + 1)
            (Get-EmulatorStats $emulator).customers | Should -Be 4
            (Get-EmulatorStats $emulator).duplicates | Should -Be 0
        }

        It 'keeps in doubt what still cannot be looked up' {
            Set-EmulatorFault $emulator @{ kind = 'dropAfter'; operation = 'add'; times = 1 }, @{ kind = 'dropBefore'; operation = 'get' }, @{ kind = 'dropBefore'; operation = 'pull' }
            foreach ($run in 1..2) {
                $null = Get-Row 2 | New-KaptureCustomer -Journal $journal -ErrorVariable failed -ErrorAction SilentlyContinue
                $failed.FullyQualifiedErrorId | Should -BeLike 'WriteUncertain,*'
                (Get-KaptureJournal $journal | Where-Object State -NE Done).State | Should -Be InDoubt
            }

            Get-AddCount | Should -Be 2
        }
    }

    Context 'Stopped in the middle' {
        It 'can be stopped by Ctrl+C, lets go of the journal, and makes each row once' {
            Set-EmulatorFault $emulator @{ kind = 'hang'; operation = 'add'; skip = 4; times = 1; applied = $true }
            $run = Open-Run -Count 20 -Before 20 -ThrottleLimit 1
            while (((Get-AddCount) -lt 5 -or $run.Output.Count -lt 4) -and -not $run.Running.IsCompleted) { continue }
            $run.Shell.Stop()
            $run.Output.Row | Should -Be (1..4)
            $run.Shell.Dispose()
            (Get-KaptureJournal $journal).State | Should -Be Done, Done, Done, Done, InDoubt

            $again = @(Get-Row 20 | New-KaptureCustomer -Journal $journal)
            $again.Row | Should -Be (1..20)
            $again.Action | Should -Be (@('Resumed') * 4 + @('Added') * 16)
            ($again | Where-Object Reconciled).Row | Should -Be 5
            $stats = Get-EmulatorStats $emulator
            $stats.customers | Should -Be 20
            $stats.duplicates | Should -Be 0
        }

        It 'goes on behind Select-Object -First' {
            $null = Get-Row 20 | New-KaptureCustomer -Journal $journal -ThrottleLimit 4 | Select-Object -First 3
            $again = @(Get-Row 20 | New-KaptureCustomer -Journal $journal)
            $again.Row | Should -Be (1..20)
            ($again | Select-Object -First 3).Action | Should -Be Resumed, Resumed, Resumed
            (Get-EmulatorStats $emulator).customers | Should -Be 20
        }

        It 'goes on behind a script that threw' {
            { Get-Row 20 | New-KaptureCustomer -Journal $journal -ThrottleLimit 4 | ForEach-Object { if ($_.Row -eq 5) { throw 'enough' } } } | Should -Throw enough
            @(Get-Row 20 | New-KaptureCustomer -Journal $journal).Count | Should -Be 20
            (Get-EmulatorStats $emulator).customers | Should -Be 20
        }
    }

    Context 'A journal with something wrong' {
        BeforeEach {
            $script:first = @(Get-Row 5 | New-KaptureCustomer -Journal $journal -ThrottleLimit 1)
        }

        It 'mends a last line that is torn in the end of a row: looks it up, and sends nothing' {
            $bytes = [IO.File]::ReadAllBytes($journal)
            $last = [Array]::LastIndexOf($bytes, [byte] 10, $bytes.Length - 2) + 1
            [IO.File]::WriteAllBytes($journal, $bytes[0..($last + ($bytes.Length - $last) / 2)])

            $again = @(Get-Row 5 | New-KaptureCustomer -Journal $journal)
            $again.CustomerId | Should -Be $first.CustomerId
            $again.Action | Should -Be Resumed, Resumed, Resumed, Resumed, Added
            $again[4].Reconciled | Should -BeTrue
            Get-AddCount | Should -Be 5
            (Get-KaptureJournal $journal).State | Should -Be (@('Done') * 5)
            Get-Content $journal | ForEach-Object { { $_ | ConvertFrom-Json } | Should -Not -Throw }
        }

        It 'mends a last line that is torn in the beginning of a row: it was not sent, and is now' {
            [IO.File]::AppendAllText($journal, '{"row":6,"key":"0011')
            $again = @(Get-Row 6 | New-KaptureCustomer -Journal $journal)
            $again.Action | Should -Be Resumed, Resumed, Resumed, Resumed, Resumed, Added
            Get-AddCount | Should -Be 6
            (Get-KaptureJournal $journal).State | Should -Be (@('Done') * 6)
        }

        It 'ends at a line in the middle that cannot be read, names it, and sends and changes nothing' {
            $lines = Get-Content $journal
            $lines[4] = $lines[4].Substring(0, 30)
            Set-Content $journal $lines
            $before = Get-Content $journal -Raw
            $caught = try { Get-Row 7 | New-KaptureCustomer -Journal $journal } catch { $_ }
            $caught.FullyQualifiedErrorId | Should -Be 'JournalCorrupt,KapturePS.NewKaptureCustomerCommand'
            $caught.CategoryInfo.Category | Should -Be InvalidData
            $caught.Exception.Message | Should -BeLike "*Line 5 of the journal '$journal' cannot be read*"
            $caught.TargetObject | Should -Be $journal
            Get-AddCount | Should -Be 5
            Get-Content $journal -Raw | Should -BeExactly $before
        }

        It 'refuses a journal of <What>, and leaves it as it is' -ForEach @(
            @{ What = 'another operation'; Run = { [pscustomobject]@{ Id = $first[0].CustomerId; City = 'Pune' } | Set-KaptureCustomer -Journal $journal }; Says = '*Add on 127.0.0.1*Update on 127.0.0.1*' }
            @{
                What = 'another host'
                Run  = {
                    $other = Connect-Emulator $emulator @{ BaseUri = "http://localhost:$($emulator.BaseUri.Port)"; Name = 'other'; SkipVerification = $true; PassThru = $true }
                    try { Get-Row 5 | New-KaptureCustomer -Journal $journal -Session $other } finally { Disconnect-Kapture -Session $other; Connect-Emulator $emulator @{ MaximumRetryCount = 0 } }
                }
                Says = '*Add on 127.0.0.1*Add on localhost*'
            }
        ) {
            $before = Get-Content $journal -Raw
            $caught = try { & $Run } catch { $_ }
            $caught.FullyQualifiedErrorId | Should -BeLike 'JournalCorrupt,*'
            $caught.Exception.Message | Should -BeLike $Says
            Get-Content $journal -Raw | Should -BeExactly $before
            $stats = Get-EmulatorStats $emulator
            $stats.operations.add.requests | Should -Be 5
            $stats.operations.update | Should -BeNullOrEmpty
        }

        It 'refuses a file that is no journal, and makes nothing beside it' {
            $other = Join-Path $folder 'customers.csv'
            Set-Content $other 'Name,Phone', 'Asha,1'
            { Get-Row 1 | New-KaptureCustomer -Journal $other } | Should -Throw -ErrorId 'JournalCorrupt,*'
            Get-Content $other | Should -Be 'Name,Phone', 'Asha,1'
            Test-Path "$other.lock" | Should -BeFalse
            Get-AddCount | Should -Be 5
        }
    }

    Context 'A journal in use' {
        It 'refuses a second process, and the first one notices nothing' {
            $run = Open-Run -Count 10 -Before 4
            while ((Get-EmulatorStats $emulator).customers -lt 4 -and -not $run.Running.IsCompleted) { continue }
            $second = Invoke-ChildShell @"
Import-Module '$(Get-ModulePath)'
Connect-Kapture -BaseUri $($emulator.BaseUri) -Token (ConvertTo-SecureString emulator-token -AsPlainText -Force) -NoProxy -SkipVerification -Dialect $(Get-SuiteDialect)
try { [pscustomobject]@{ Name = 'late'; Phone = '1' } | New-KaptureCustomer -Journal '$journal' } catch { `$_.FullyQualifiedErrorId; "`$(`$_.CategoryInfo.Category)"; "`$_" }
"@
            $second.Errors | Should -BeNullOrEmpty
            $second.Output | Should -BeLike "JournalLocked,KapturePS.NewKaptureCustomerCommand*ResourceBusy*'$journal' is in use by another run*another file*"
            { Get-Row 1 | New-KaptureCustomer -Journal $journal } | Should -Throw -ErrorId 'JournalLocked,*' -Because 'this process is none but the first either'
            (Get-KaptureJournal $journal).Count | Should -Be 4 -Because 'it can be read all the while'

            (Complete-Run $run).Row | Should -Be (1..10)
            (Get-EmulatorStats $emulator).customers | Should -Be 10
            (Get-KaptureJournal $journal).State | Should -Be (@('Done') * 10)
        }
    }

    Context 'Where the journal is' {
        It 'writes none for -WhatIf' {
            Get-Row 3 | New-KaptureCustomer -Journal $journal -WhatIf
            Get-ChildItem $folder | Should -BeNullOrEmpty
            (Get-EmulatorStats $emulator).requests | Should -Be 0
        }

        It 'leaves one as it is for -WhatIf' {
            $null = Get-Row 3 | New-KaptureCustomer -Journal $journal
            $before = Get-Content $journal -Raw
            Get-Row 5 | New-KaptureCustomer -Journal $journal -WhatIf
            Get-Content $journal -Raw | Should -BeExactly $before
        }

        It 'takes a path from where the caller is: <_>' -ForEach 'add.jsonl', './add.jsonl', '../other/add.jsonl' {
            $here = New-Item (Join-Path $folder 'here') -ItemType Directory
            $null = New-Item (Join-Path $folder 'other') -ItemType Directory
            Push-Location $here
            try {
                $null = Get-Row 2 | New-KaptureCustomer -Journal $_
                Test-Path $_ | Should -BeTrue
                (Get-Row 2 | New-KaptureCustomer -Journal $_).Action | Should -Be Resumed, Resumed
            }
            finally {
                Pop-Location
            }
        }

        It 'takes a path on a drive of PowerShell, and one with brackets as it is' {
            $null = New-PSDrive -Name journals -PSProvider FileSystem -Root $folder -Scope Script
            try {
                $null = Get-Row 2 | New-KaptureCustomer -Journal 'journals:/add[1].jsonl'
                Test-Path -LiteralPath (Join-Path $folder 'add[1].jsonl') | Should -BeTrue
                (Get-Row 2 | New-KaptureCustomer -Journal 'journals:/add[1].jsonl').Action | Should -Be Resumed, Resumed
            }
            finally {
                Remove-PSDrive journals -Scope Script
            }
        }

        It 'is JournalFailed for <What>, before anything is sent' -ForEach @(
            @{ What = 'a folder that does not exist'; Path = { Join-Path $folder 'none/add.jsonl' } }
            @{ What = 'a folder'; Path = { $folder } }
            @{ What = 'what is no file'; Path = { 'env:PATH' } }
        ) {
            $where = & $Path
            $caught = try { Get-Row 2 | New-KaptureCustomer -Journal $where } catch { $_ }
            $caught.FullyQualifiedErrorId | Should -Be 'JournalFailed,KapturePS.NewKaptureCustomerCommand'
            $caught.CategoryInfo.Category | Should -Be WriteError
            (Get-EmulatorStats $emulator).requests | Should -Be 0
        }
    }

    Context 'Other writes' {
        It 'resumes Set-KaptureCustomer, and knows an update that arrived without an answer' {
            $ids = (Get-Row 4 | New-KaptureCustomer).CustomerId
            $rows = $ids | ForEach-Object { [pscustomobject]@{ Id = $_; City = 'Pune' } }
            Set-EmulatorFault $emulator @{ kind = 'dropAfter'; operation = 'update'; skip = 1; times = 1 }, @{ kind = 'dropBefore'; operation = 'get' }
            $first = @($rows | Set-KaptureCustomer -Journal $journal -PassThru -ThrottleLimit 1 -ErrorVariable failed -ErrorAction SilentlyContinue)
            $first.CustomerId | Should -Be $ids[0, 2, 3]
            $failed.FullyQualifiedErrorId | Should -Be 'WriteUncertain,KapturePS.SetKaptureCustomerCommand'
            Set-EmulatorFault $emulator

            $again = @($rows | Set-KaptureCustomer -Journal $journal -PassThru)
            $again.CustomerId | Should -Be $ids
            $again.Action | Should -Be Resumed, Updated, Resumed, Resumed
            $again[1].Reconciled | Should -BeTrue
            (Get-EmulatorStats $emulator).operations.update.requests | Should -Be 4
            (Get-KaptureJournal $journal).Operation | Select-Object -Unique | Should -Be Update
        }

        It 'resumes -IfExists Update: what was there is changed once, what was not is made once' -Tag V1 {
            $null = Get-Row 2 | New-KaptureCustomer
            $rows = Get-Row 4 | Select-Object *, @{ Name = 'City'; Expression = { 'Pune' } }
            $first = @($rows | New-KaptureCustomer -IfExists Update -Journal $journal)
            $first.Action | Should -Be Updated, Updated, Added, Added
            $before = Get-EmulatorStats $emulator
            $again = @($rows | New-KaptureCustomer -IfExists Update -Journal $journal)
            $again.Action | Should -Be (@('Resumed') * 4)
            $again.CustomerId | Should -Be $first.CustomerId
            (Get-EmulatorStats $emulator).requests | Should -Be $before.requests
            $before.customers | Should -Be 4
        }

        It 'makes nobody twice where -IfExists Update was stopped between sending and the answer' -Tag V1 {
            $null = Get-Row 1 | New-KaptureCustomer
            $rows = Get-Row 3 | Select-Object *, @{ Name = 'City'; Expression = { 'Pune' } }
            Set-EmulatorFault $emulator @{ kind = 'dropAfter'; operation = 'add'; times = 1 }, @{ kind = 'dropAfter'; operation = 'update'; times = 1 }, @{ kind = 'dropBefore'; operation = 'get'; every = 2 }
            $null = $rows | New-KaptureCustomer -IfExists Update -MatchBy Phone -Journal $journal -ThrottleLimit 1 -ErrorAction SilentlyContinue
            Set-EmulatorFault $emulator
            $again = @($rows | New-KaptureCustomer -IfExists Update -MatchBy Phone -Journal $journal)
            $again.Row | Should -Be 1, 2, 3
            (Get-EmulatorStats $emulator).customers | Should -Be 3
            (Get-KaptureCustomer $again.CustomerId).City | Should -Be Pune, Pune, Pune
        }
    }

    Context 'A full disk' {
        It 'ends the run, accounts for every row that was sent, and goes on when there is room' {
            $disk = Join-Path $folder 'disk'
            $null = New-Item $disk -ItemType Directory
            $isMounted = $false
            if ($IsLinux -and (Get-Command mount -CommandType Application -ErrorAction Ignore)) {
                mount -t tmpfs -o size=64k tmpfs $disk 2>$null
                $isMounted = $LASTEXITCODE -eq 0
            }

            if (-not $isMounted) {
                Set-ItResult -Skipped -Because 'it needs a small disk of its own (tmpfs), which only root of a Linux may mount'
                return
            }

            try {
                $journal = Join-Path $disk 'add.jsonl'
                [IO.File]::WriteAllBytes((Join-Path $disk 'filler'), [byte[]]::new(40kb))
                $results = [Collections.Generic.List[object]]::new()
                $caught = try { Get-Row 500 | New-KaptureCustomer -Journal $journal -ErrorVariable failed -ErrorAction SilentlyContinue | ForEach-Object { $results.Add($_) } } catch { $_ }
                $caught.FullyQualifiedErrorId | Should -Be 'JournalFailed,KapturePS.NewKaptureCustomerCommand'
                $caught.CategoryInfo.Category | Should -Be WriteError
                $caught.Exception.Message | Should -BeLike "*'$journal'*room*"
                $results.Count | Should -BeIn (20..300)
                $sent = (Get-EmulatorStats $emulator).customers
                $results.Count | Should -Be $sent -Because 'each row that was sent is told'
                $results.Row | Should -Be (@($results.Row) | Sort-Object)
                $failed | Where-Object { $_ -is [Management.Automation.ErrorRecord] -and $_.FullyQualifiedErrorId -notlike 'JournalFailed,*' } | Should -BeNullOrEmpty

                # As long as there is no room, no more is sent than the journal can take in, and nothing is lost.
                $more = [Collections.Generic.List[object]]::new()
                { Get-Row 500 | New-KaptureCustomer -Journal $journal -ErrorAction SilentlyContinue | ForEach-Object { $more.Add($_) } } | Should -Throw -ErrorId 'JournalFailed,*'
                $sent += @($more | Where-Object Action -EQ 'Added' | Where-Object Reconciled -EQ $false).Count
                (Get-EmulatorStats $emulator).customers | Should -Be $sent

                Remove-Item (Join-Path $disk 'filler')
                mount -o remount,size=1m $disk
                $again = @(Get-Row 500 | New-KaptureCustomer -Journal $journal)
                $again.Row | Should -Be (1..500)
                ($again | Where-Object { $_.Action -eq 'Added' -and -not $_.Reconciled }).Count | Should -Be (500 - $sent)

                # A row may have found no room that one behind it still had.
                $again[$results.Row.ForEach({ $_ - 1 })].CustomerId | Should -Be $results.CustomerId
                $stats = Get-EmulatorStats $emulator
                $stats.customers | Should -Be 500
                $stats.duplicates | Should -Be 0
            }
            finally {
                # Lazily: should something hold the journal open, that is a failure of its own.
                umount -l $disk
            }
        }
    }

    Context 'Without the service' {
        It 'stops after a few rows, names the journal, and the same command completes when the service is there' {
            $closed = New-ClosedPort
            Connect-Emulator $closed @{ MaximumRetryCount = 0; SkipVerification = $true; Name = 'gone' }
            $other = $null
            try {
                $caught = try { Get-Row 100 | New-KaptureCustomer -Journal $journal -ThrottleLimit 4 -ErrorVariable failed -ErrorAction SilentlyContinue } catch { $_ }
                $caught.FullyQualifiedErrorId | Should -Be 'ServiceUnavailable,KapturePS.NewKaptureCustomerCommand'
                $caught.Exception.Message | Should -BeLike "*rows after row * were not sent*same command*'$journal'*"
                @(Get-KaptureJournal $journal).Count | Should -BeIn (1..8)
                (Get-KaptureJournal $journal).State | Select-Object -Unique | Should -Be Failed

                $closed.Socket.Dispose()
                $other = Start-Emulator -Argument '--port', "$($closed.BaseUri.Port)"
                $results = @(Get-Row 100 | New-KaptureCustomer -Journal $journal -ThrottleLimit 4)
                $results.Row | Should -Be (1..100)
                $results.Action | Select-Object -Unique | Should -Be Added
                (Get-EmulatorStats $other).customers | Should -Be 100
                (Get-EmulatorStats $other).duplicates | Should -Be 0
            }
            finally {
                $closed.Socket.Dispose()
                Disconnect-Kapture
                Connect-Emulator $emulator @{ MaximumRetryCount = 0 }
                if ($other) { Stop-Emulator $other }
            }
        }

        It 'stops where the service goes in the middle, and sends the rest when it is back' {
            $other = Start-Emulator
            $port = $other.BaseUri.Port
            Connect-Emulator $other @{ MaximumRetryCount = 0; Name = 'going' }
            try {
                # What had arrived by then is gone with this emulator; what the next one gets is what was left.
                $rows = Get-Row 60
                $first = [Collections.Generic.List[object]]::new()
                $caught = try {
                    & { $rows[0..19]; $other.Process.Kill(); $other.Process.WaitForExit(); $rows[20..59] } |
                        New-KaptureCustomer -Journal $journal -ThrottleLimit 2 -ErrorVariable failed -ErrorAction SilentlyContinue |
                        ForEach-Object { $first.Add($_) }
                }
                catch { $_ }
                $caught.FullyQualifiedErrorId | Should -BeLike 'ServiceUnavailable,*'
                $first.Count | Should -BeIn (12..20)
                $done = @(Get-KaptureJournal $journal | Where-Object State -EQ Done)
                $done.Count | Should -Be $first.Count

                $other = Start-Emulator -Argument '--port', "$port"
                $again = @($rows | New-KaptureCustomer -Journal $journal -ThrottleLimit 2)
                $again.Row | Should -Be (1..60)
                @($again | Where-Object Action -EQ Resumed).Row | Should -Be $first.Row
                (Get-EmulatorStats $other).customers | Should -Be (60 - $first.Count)
                (Get-EmulatorStats $other).duplicates | Should -Be 0
            }
            finally {
                Disconnect-Kapture
                Connect-Emulator $emulator @{ MaximumRetryCount = 0 }
                if (-not $other.Process.HasExited) { Stop-Emulator $other }
            }
        }
    }
}
