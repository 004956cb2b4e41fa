#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# A real SIGINT to a real pwsh. Time-outs and waits are of ten minutes and more: what ends, ends because it was stopped.

BeforeDiscovery {
    $hang = @{ kind = 'hang' }
    $later = @{ kind = 'status'; statusCode = 429; retryAfter = 900 }
    $slow = @{ kind = 'slow'; delayMs = 600000 }
    $isV1 = $env:KAPTUREPS_DIALECT -ne 'Legacy'
    $rows = 'foreach ($i in 1..40) { [pscustomobject]@{ Name = "n$i"; Phone = "98000$i" } }'
    $endless = 'for ($i = 1; $true; $i++) { [pscustomobject]@{ Name = "n$i"; Phone = "98000$i" } }'

    # The phase has been reached when the server has seen so many requests, and so many of them are in flight.
    $script:phases = @(
        @{ Cmdlet = 'Connect-Kapture'; Phase = 'waits for its first answer'; Fault = $hang; Line = 'Connect-Kapture @how -Name second'; Sent = 1; InFlight = 1 }
        @{ Cmdlet = 'Connect-Kapture'; Phase = 'is in the middle of an answer'; Fault = $slow; Line = 'Connect-Kapture @how -Name second'; Sent = 1; InFlight = 1 }
        @{ Cmdlet = 'Connect-Kapture'; Phase = 'waits as it was told to'; Fault = $later; Line = 'Connect-Kapture @how -Name second'; Sent = 1; InFlight = 0 }
        @{ Cmdlet = 'New-KaptureCustomer'; Phase = 'waits for its first answers, rows still coming'; Fault = $hang; Line = "& { $endless } | New-KaptureCustomer -ThrottleLimit 4"; Sent = 4; InFlight = 4 }
        @{ Cmdlet = 'New-KaptureCustomer'; Phase = 'is in the middle of answers'; Fault = $slow; Line = "& { $rows } | New-KaptureCustomer -ThrottleLimit 4"; Sent = 4; InFlight = 4 }
        @{ Cmdlet = 'New-KaptureCustomer'; Phase = 'is in the middle of a run'; Fault = $hang + @{ skip = 20 }; Line = "& { $endless } | New-KaptureCustomer -ThrottleLimit 4 | Out-Null"; Sent = 24; InFlight = 4 }
        @{ Cmdlet = 'New-KaptureCustomer'; Phase = 'waits as it was told to'; Fault = $later; Line = "& { $rows } | New-KaptureCustomer -ThrottleLimit 1"; Sent = 1; InFlight = 0; Held = $true }
        @{ Cmdlet = 'New-KaptureCustomer'; Phase = 'waits for its turn (-RequestsPerSecond)'; Line = "& { $rows } | New-KaptureCustomer -ThrottleLimit 4 -Session seldom"; Sent = 1; InFlight = 0 }
        @{ Cmdlet = 'New-KaptureCustomer'; Phase = 'waits for the last rows'; Fault = $hang; Line = "& { $rows } | Select-Object -First 4 | New-KaptureCustomer -ThrottleLimit 4"; Sent = 4; InFlight = 4 }
        @{ Cmdlet = 'New-KaptureCustomer'; Phase = 'has sent all that came, and waits for more'; Fault = $hang; Line = "& { $rows } | ForEach-Object { `$_; if (`$_.Name -eq 'n4') { Start-Sleep 900 } } | New-KaptureCustomer -ThrottleLimit 4"; Sent = 4; InFlight = 4 }
        @{ Cmdlet = 'New-KaptureCustomer'; Phase = 'waits for who reads its results'; Line = "& { $rows } | Select-Object -First 4 | New-KaptureCustomer -ThrottleLimit 4 | ForEach-Object { Start-Sleep 900 }"; Sent = 4; InFlight = 0 }
        @{ Cmdlet = 'New-KaptureCustomer'; Phase = 'looks up whose answer was lost'; Fault = @{ kind = 'dropAfter'; operation = 'add' }, @{ kind = 'hang'; operation = $(if ($isV1) { 'get' } else { 'pull' }) }; Line = "& { $rows } | New-KaptureCustomer -ThrottleLimit 1"; Sent = 2; InFlight = 1 }
        @{ Cmdlet = 'New-KaptureCustomer'; Phase = 'waits to look again'; Fault = @{ kind = 'dropBefore'; operation = 'add' }, ($later + @{ operation = $(if ($isV1) { 'get' } else { 'pull' }) }); Line = "& { $rows } | New-KaptureCustomer -ThrottleLimit 1"; Sent = 2; InFlight = 0; Held = $true }
        @{ Cmdlet = 'Set-KaptureCustomer'; Phase = 'waits for its first answers'; Fault = $hang; Line = "191700000..191700039 | ForEach-Object { [pscustomobject]@{ Id = `$_; City = 'Pune' } } | Set-KaptureCustomer -ThrottleLimit 4"; Sent = 4; InFlight = 4 }
        @{ Cmdlet = 'Set-KaptureCustomer'; Phase = 'has rows that wait for each other'; Fault = $hang; Line = "1..8 | ForEach-Object { [pscustomobject]@{ Id = 191700000; City = `"c`$_`" } } | Set-KaptureCustomer -ThrottleLimit 4"; Sent = 1; InFlight = 1 }
        @{ Cmdlet = 'Set-KaptureCustomer'; Phase = 'waits as it was told to'; Fault = $later; Line = "191700000..191700039 | ForEach-Object { [pscustomobject]@{ Id = `$_; City = 'Pune' } } | Set-KaptureCustomer -ThrottleLimit 1"; Sent = 1; InFlight = 0; Held = $true }
        @{ Cmdlet = 'Add-KaptureContact'; Phase = 'waits for its first answers'; Fault = $hang; Line = "191700000..191700039 | ForEach-Object { [pscustomobject]@{ CustomerId = `$_; Phone = '99' } } | Add-KaptureContact -ThrottleLimit 4"; Sent = 4; InFlight = 4 }
        @{ Cmdlet = 'Get-KaptureCustomer'; Phase = 'waits for its first answers'; Fault = $hang; Line = '191700000..191700039 | Get-KaptureCustomer -ThrottleLimit 4'; Sent = 4; InFlight = 4 }
        @{ Cmdlet = 'Get-KaptureCustomer'; Phase = 'is in the middle of answers'; Fault = $slow; Line = '191700000..191700039 | Get-KaptureCustomer -ThrottleLimit 4'; Sent = 4; InFlight = 4 }
        @{ Cmdlet = 'Get-KaptureCustomer'; Phase = 'waits as it was told to'; Fault = $later; Line = 'Get-KaptureCustomer 191700000'; Sent = 1; InFlight = 0; Held = $true }
        @{ Cmdlet = 'Invoke-KaptureRequest'; Phase = 'waits for its answer'; Fault = $hang; Line = "Invoke-KaptureRequest /search-customer-by-customer-id.html -Body @{ customer_id = '191700000' }"; Sent = 1; InFlight = 1 }
        @{ Cmdlet = 'Get-KaptureCustomerByDate'; Phase = 'waits for its first pages'; Fault = $hang; Line = 'Get-KaptureCustomerByDate 2024-05-01 2024-05-30 -ThrottleLimit 1'; Sent = 1; InFlight = 1 }
        @{ Cmdlet = 'Get-KaptureCustomerByDate'; Phase = 'is in the middle of a page'; Fault = $slow; Line = 'Get-KaptureCustomerByDate 2024-05-01 2024-05-30 -ThrottleLimit 1'; Sent = 1; InFlight = 1 }
        @{ Cmdlet = 'Get-KaptureCustomerByDate'; Phase = 'waits as it was told to'; Fault = $later; Line = 'Get-KaptureCustomerByDate 2024-05-01 2024-05-30 -ThrottleLimit 1'; Sent = 1; InFlight = 0; Held = $true }
        @{ Cmdlet = 'Get-KaptureCustomerByDate'; Phase = 'waits for who reads'; Line = 'Get-KaptureCustomerByDate 2024-05-01 2024-05-01 -ThrottleLimit 1 | ForEach-Object { Start-Sleep 900 }'; Sent = $(if ($isV1) { 2 } else { 1 }); InFlight = 0 }
        if ($isV1) {
            @{ Cmdlet = 'New-KaptureCustomer'; Phase = 'looks up who is there'; Fault = $hang + @{ operation = 'get' }; Line = "& { $rows } | New-KaptureCustomer -IfExists Update -ThrottleLimit 4"; Sent = 4; InFlight = 4 }
        }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-Module (Join-Path $PSScriptRoot 'Automation.psm1')
    Import-Module (Join-Path $PSScriptRoot 'Prompt.psm1')
    Import-KapturePS
    $script:times = [Collections.Generic.List[string]]::new()
}

AfterAll {
    # What it took, for people: no test depends on it.
    $times | ForEach-Object { Write-Information $_ -InformationAction Continue }
}

Describe 'Ctrl+C' -Skip:$IsWindows {
    BeforeAll {
        # Two customers a day.
        $script:emulator = Start-Emulator -Argument '--seed', '60', '--seed-start', '2024-05-01', '--seed-days', '30'
        $script:prompt = Start-Prompt
        Send-Line $prompt "Import-Module '$(Get-ModulePath)'"
        Send-Line $prompt ('$how = @{ BaseUri = "' + $emulator.BaseUri + '"; Token = (ConvertTo-SecureString emulator-token -AsPlainText -Force); AccountId = 1000298; NoProxy = $true; TimeoutSec = 900; Dialect = "' + (Get-SuiteDialect) + '" }')
        Send-Line $prompt 'Connect-Kapture @how -Name seldom -RequestsPerSecond 0.001 -SkipVerification; Connect-Kapture @how -Name first'

        # Stops the line that is running, and asks the same shell for a customer: the figures before that question, and what was printed.
        function Stop-Line([string] $Name) {
            $watch = [Diagnostics.Stopwatch]::StartNew()
            Send-Signal $prompt.Id INT
            Send-Line $prompt 'Write-Output "stopped:$(1)"'
            $said = Wait-Text $prompt 'stopped:1'
            $times.Add(('{0,6} ms  {1}' -f $watch.ElapsedMilliseconds, $Name))
            $rest = Wait-Server $emulator { param($s) $s.inFlight -eq 0 }
            Set-EmulatorFault $emulator
            Send-Line $prompt 'Write-Output "asked:$((Get-KaptureCustomer 191700000 -Session first).Id):$((Get-KaptureSession).Name)"'
            $null = Wait-Text $prompt 'asked:191700000:(first|held)\W'
            (Get-EmulatorStats $emulator).requests | Should -Be ($rest.requests + 1) -Because 'nothing was sent after the stop but the question'
            [pscustomobject]@{ Said = $said; Requests = $rest.requests; Customers = $rest.customers }
        }
    }

    AfterAll {
        Stop-Prompt $prompt
        Stop-Emulator $emulator
    }

    BeforeEach {
        Send-Line $prompt 'Write-Output "begun:$(1)"'
        $null = Wait-Text $prompt 'begun:1'
        Reset-Emulator $emulator
    }

    It 'ends <Cmdlet> where it <Phase>, and the session goes on' -ForEach $phases {
        # What a service has asked to wait for is waited for after a stop, too.
        if ($Held) { Send-Line $prompt 'Connect-Kapture @how -Name held -SkipVerification' }
        Set-EmulatorFault $emulator @($Fault | Where-Object { $_ })
        Send-Line $prompt "$Line; 'came to ' + 'its end'"
        try {
            $null = Wait-Server $emulator { param($s) $s.requests -eq $Sent -and $s.inFlight -eq $InFlight } $prompt.Process
        }
        finally {
            $stopped = Stop-Line "$Cmdlet $Phase"
            if ($Held) { Send-Line $prompt 'Get-KaptureSession -Name * | Where-Object Name -ne seldom | Disconnect-Kapture; Connect-Kapture @how -Name first -SkipVerification' }
        }

        $stopped.Said | Should -Not -BeLike '*came to its end*'
        $stopped.Requests | Should -Be $Sent
    }

    It 'ends <Cmdlet> where it reads a journal that has no end, and lets it go' -ForEach @(
        @{ Cmdlet = 'Get-KaptureJournal'; Line = "Get-KaptureJournal '{0}'" }
        @{ Cmdlet = 'New-KaptureCustomer'; Line = "[pscustomobject]@{{ Name = 'b'; Phone = '2' }} | New-KaptureCustomer -Journal '{0}'" }
    ) {
        # As a power cut may leave one: its end is zeros, more of them than anybody reads in a day, and none of them on the disk.
        $journal = Join-Path $TestDrive "$Cmdlet.jsonl"
        $null = New-KaptureCustomer -Name a -Phone 1 -Session (Connect-Emulator $emulator @{ PassThru = $true }) -Journal $journal
        $file = [IO.File]::OpenWrite($journal)
        $file.SetLength([Math]::Pow(2, 42))
        $file.Dispose()
        $before = (Get-EmulatorStats $emulator).requests
        Send-Line $prompt ("Write-Output `"reads:`$(1)`"; $($Line -f $journal); 'came to ' + 'its end'")
        $null = Wait-Text $prompt 'reads:1'
        $links = "/proc/$($prompt.Id)/fd"
        while ((Test-Path $links) -and -not (Get-ChildItem $links -ErrorAction Ignore | Where-Object Target -EQ $journal)) {
            $prompt.Process.HasExited | Should -BeFalse
        }

        $stopped = Stop-Line "$Cmdlet reads a journal"
        $stopped.Said | Should -Not -BeLike '*came to its end*'
        $stopped.Requests | Should -Be $before
        Get-ChildItem $links -ErrorAction Ignore | Where-Object Target -Like "$journal*" | Should -BeNullOrEmpty
    }

    It 'is gone on with by the same line in the same shell, and each row arrives once: <What>' -ForEach @(
        @{ What = 'Import-Csv'; Parts = 1; Line = 'Import-Csv "FOLDER/1.csv" | New-KaptureCustomer -Journal "FOLDER/1.jsonl" -ThrottleLimit 4 | ForEach-Object { $rows++ }' }
        @{ What = 'ForEach-Object -Parallel'; Parts = 4; Line = '$rows = @(1..4 | ForEach-Object -ThrottleLimit 4 -Parallel { Import-Module "MODULE"; Import-Csv "FOLDER/$_.csv" | New-KaptureCustomer -Session $using:session -Journal "FOLDER/$_.jsonl" -ThrottleLimit 1 }).Count' }
    ) {
        $folder = (New-Item (Join-Path $TestDrive "again$Parts") -ItemType Directory).FullName
        foreach ($part in 1..$Parts) { [IO.File]::WriteAllLines("$folder/$part.csv", [string[]] (@('Name,Email,Phone') + (1..(40 / $Parts) | ForEach-Object { "n$_,n$part.$_@example.com,98$part$_" }))) }
        $command = $Line.Replace('FOLDER', $folder).Replace('MODULE', (Get-ModulePath))
        Send-Line $prompt '$session = Get-KaptureSession first'

        # What hangs the first time has been applied, what hangs the second time has not; nobody is told either.
        foreach ($applied in $true, $false) {
            $there = (Get-EmulatorStats $emulator).customers
            Set-EmulatorFault $emulator @{ kind = 'hang'; operation = 'add'; applied = $applied; skip = 4 }
            Send-Line $prompt "`$rows = 0; $command; 'came to ' + 'its end'"
            try { $null = Wait-Server $emulator { param($s) $s.inFlight -eq 4 -and $s.customers -eq $there + 4 + 4 * $applied } $prompt.Process }
            finally { $stopped = Stop-Line "$What, what hangs $(if ($applied) { 'has been' } else { 'is not' }) applied" }
            $stopped.Said | Should -Not -BeLike '*came to its end*'
        }

        Send-Line $prompt "`$rows = 0; $command; Write-Output `"all:`$(`$rows):`""
        $null = Wait-Text $prompt 'all:40:'
        $stats = Get-EmulatorStats $emulator
        "$($stats.customers - 60) there, $($stats.duplicates) twice, $($stats.operations.add.requests) sent" | Should -Be '40 there, 0 twice, 44 sent'
    }

    It 'leaves no threads and no handles behind, however often' -Tag Both -Skip:(-not (Test-Path /proc/self/fd)) {
        function Measure-Prompt {
            $process = Get-Process -Id $prompt.Id
            [pscustomobject]@{ Threads = $process.Threads.Count; Handles = @([IO.Directory]::GetFileSystemEntries("/proc/$($prompt.Id)/fd")).Count }
        }

        $journal = Join-Path $TestDrive 'often.jsonl'
        $line = "1..40 | ForEach-Object { [pscustomobject]@{ Name = `"n`$_`"; Phone = `"98000`$_`" } } | New-KaptureCustomer -ThrottleLimit 4 -Journal '$journal'"
        $before = $null
        foreach ($run in 1..25) {
            # The first ones make what is kept for good: connections, and a pool of threads.
            if ($run -eq 6) { $before = Measure-Prompt }
            Set-EmulatorFault $emulator @{ kind = 'hang' }
            Send-Line $prompt $line
            try { $null = Wait-Server $emulator { param($s) $s.inFlight -eq 4 } $prompt.Process }
            finally { $null = Stop-Line "time $run" }
            Remove-Item $journal
        }

        # What each run left behind would be twenty by now; what the runtime keeps for a while comes and goes.
        $watch = [Diagnostics.Stopwatch]::StartNew()
        do { $after = Measure-Prompt } until (($after.Threads -lt $before.Threads + 20 -and $after.Handles -lt $before.Handles + 20) -or $watch.Elapsed.TotalSeconds -gt 60)
        $after.Threads | Should -BeLessThan ($before.Threads + 20)
        $after.Handles | Should -BeLessThan ($before.Handles + 20)
        $times.Add("         after 20 stops $($after.Threads - $before.Threads) threads and $($after.Handles - $before.Handles) handles more")
    }

    It 'ends Connect-Kapture where it fills an emulator, and the session before stays the current one' {
        # A file of rows that has no end, either: the shell's own thread reads it.
        $data = Join-Path $TestDrive 'data.csv'
        [IO.File]::WriteAllText($data, "Name,Phone`n" + ("Asha,98000`n" * 400000))
        Send-Line $prompt "`$WarningPreference = 'Continue'; Connect-Kapture -Emulator -EmulatorData '$data'; 'came to ' + 'its end'"
        $null = Wait-Text $prompt 'inside this process'
        (Stop-Line 'Connect-Kapture fills an emulator').Said | Should -Not -BeLike '*came to its end*'
        Send-Line $prompt 'Write-Output "left:$(@(Get-KaptureSession -Name Emulator).Count)"'
        Wait-Text $prompt 'left:\d' | Should -BeLike '*left:0'
    }
}

Describe 'A run that a signal ends' -Skip:$IsWindows {
    BeforeAll {
        $script:emulator = Start-Emulator
        $script:folder = Join-Path $TestDrive night
        $null = New-Item $folder -ItemType Directory
        $script:modules = Copy-ModuleTo (Join-Path $TestDrive modules)
        $script:environment = @{ KAPTURE_BASE_URI = "$($emulator.BaseUri)"; KAPTURE_TOKEN = 'emulator-token'; KAPTURE_ACCOUNT_ID = '1000298'; PSModulePath = $modules; KAPTURE_DIALECT = Get-SuiteDialect }
        $script:csv = Join-Path $folder customers.csv
        [IO.File]::WriteAllLines($csv, [string[]] (@('Name,Email,Phone') + (1..60 | ForEach-Object { "n$_,n$_@example.com,98000$_" })))
    }

    AfterAll {
        Stop-Emulator $emulator
    }

    It 'has the exit codes that docs/automation.md names: <Signal>, <How>' -Tag Both -ForEach @(
        foreach ($how in @(
                @{ How = '-File'; Argument = '-File', './own.ps1', 'x'; Int = 0 }
                @{ How = '-File, exit in finally'; Argument = '-File', './own.ps1', 'x', 'exit 2'; Int = 0 }
                @{ How = '-File, SetShouldExit in finally'; Argument = '-File', './own.ps1', 'x', '$Host.SetShouldExit(2)'; Int = 2 }
                @{ How = '-Command'; Argument = '-Command', '& ./own.ps1 x; exit $LASTEXITCODE'; Int = 1 }
            )) {
            @{ Signal = 'INT'; Code = $how.Int } + $how
            if ($how.How -notlike '*exit in*') { @{ Signal = 'TERM'; Code = 143 } + $how }
        }
        @{ Signal = 'HUP'; Code = 129; How = '-File'; Argument = '-File', './own.ps1', 'x' }
    ) {
        Reset-Emulator $emulator
        Set-EmulatorFault $emulator @{ kind = 'hang'; operation = 'add'; skip = 2 }
        Set-Content (Join-Path $folder own.ps1) @'
param([Parameter(Mandatory = $true)] [string] $Name, [string] $Finally = '')
Set-Content state begun
Import-Module KapturePS
Connect-Kapture -FromEnvironment
try { 1..9 | ForEach-Object { [pscustomobject]@{ Name = "$Name$_"; Phone = "$_" } } | New-KaptureCustomer -ThrottleLimit 2 | Out-Null }
finally { Set-Content state finally; . ([scriptblock]::Create($Finally)) }
'@
        $shell = Start-Shell -Argument $Argument -Folder $folder -Environment $environment
        $hangs = Wait-Server $emulator { param($s) $s.inFlight -eq 2 -and $s.customers -eq 2 } $shell.Process
        Send-Signal $shell.Process.Id $Signal
        $ended = Wait-ChildShell $shell
        $ended.ExitCode | Should -Be $Code -Because "$($ended.Output) $($ended.Errors)"
        Get-Content (Join-Path $folder state) | Should -Be $(if ($Signal -eq 'INT') { 'finally' } else { 'begun' })
        (Wait-Server $emulator { param($s) $s.inFlight -eq 0 }).requests | Should -Be $hangs.requests
    }

    It 'is gone on with, and each row arrives once: the nightly sample' -Tag Both {
        Reset-Emulator $emulator

        # The code of who ends by a signal that nobody catches is 128 and its number.
        $sync = Get-NightlyPath 'Sync-Customer.ps1'
        foreach ($step in @{ Signal = 'INT'; Code = 2; Done = 10 }, @{ Signal = 'TERM'; Code = 143; Done = 25 }, @{ Signal = 'HUP'; Code = 129; Done = 40 }) {
            # What hangs has been applied, and nobody is told so.
            $there = (Get-EmulatorStats $emulator).customers
            Set-EmulatorFault $emulator @{ kind = 'hang'; operation = 'add'; applied = $true; skip = $step.Done - $there }
            $shell = Start-Shell -Argument '-File', $sync, '-Path', $csv, '-ThrottleLimit', '4' -Folder $folder -Environment $environment
            $hangs = Wait-Server $emulator { param($s) $s.inFlight -eq 4 -and $s.customers -eq $step.Done + 4 } $shell.Process
            Send-Signal $shell.Process.Id $step.Signal
            $ended = Wait-ChildShell $shell
            $ended.ExitCode | Should -Be $step.Code -Because "$($step.Signal): $($ended.Output) $($ended.Errors)"
            (Wait-Server $emulator { param($s) $s.inFlight -eq 0 }).requests | Should -Be $hangs.requests
            if ($step.Signal -eq 'INT') { $ended.Errors | Should -BeLike '*customers.csv: was stopped. Run the same command again*' }
        }

        Set-EmulatorFault $emulator
        $ended = Wait-ChildShell (Start-Shell -Argument '-File', $sync, '-Path', $csv -Folder $folder -Environment $environment)
        $ended.ExitCode | Should -Be 0 -Because "$($ended.Output) $($ended.Errors)"
        $stats = Get-EmulatorStats $emulator
        $stats.customers | Should -Be 60
        $stats.duplicates | Should -Be 0
        $stats.operations.add.requests | Should -Be 60
    }
}
