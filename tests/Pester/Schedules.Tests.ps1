#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeDiscovery {
    $script:hasSystemd = [bool] (Get-Command systemd-analyze -CommandType Application -ErrorAction Ignore)
    $script:hasShell = -not $IsWindows
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-Module (Join-Path $PSScriptRoot 'Automation.psm1')
    $script:repository = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../..'))
    $script:modules = Copy-ModuleTo (Join-Path $TestDrive 'modules')
    $script:emulator = Start-Emulator -Argument '--dialect', 'v1'
    $script:environment = @{ KAPTURE_BASE_URI = "$($emulator.BaseUri)"; KAPTURE_TOKEN = 'emulator-token'; KAPTURE_ACCOUNT_ID = '1000298'; PSModulePath = $modules; POWERSHELL_UPDATECHECK = 'Off' }

    # A program on this machine and its arguments, bounded, with this as its whole environment but for what it needs to start.
    function Invoke-Program([string] $Name, [string[]] $Argument, [string] $Folder, [hashtable] $Environment = @{}) {
        $start = [Diagnostics.ProcessStartInfo]::new($Name)
        $start.WorkingDirectory = $Folder
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        foreach ($key in $Environment.Keys) { $start.Environment[$key] = $Environment[$key] }
        foreach ($part in $Argument) { $start.ArgumentList.Add($part) }
        $process = [Diagnostics.Process]::Start($start)
        $process.StandardInput.Close()
        Wait-ChildShell ([pscustomobject]@{ Process = $process; Output = $process.StandardOutput.ReadToEndAsync(); Errors = $process.StandardError.ReadToEndAsync() })
    }

    # What a command line says to Sync-Customer.ps1, and whether it takes it.
    function Test-Parameter([string[]] $Parameter) {
        $known = (Get-Command (Get-NightlyPath Sync-Customer.ps1)).Parameters.Keys
        $Parameter | Where-Object { $_ -notin $known }
    }
}

AfterAll {
    Stop-Emulator $emulator
}

Describe 'What starts the nightly sample' -Tag Both {
    BeforeEach {
        Reset-Emulator $emulator
        $script:folder = Join-Path $TestDrive ([guid]::NewGuid())
        $null = New-Item (Join-Path $folder 'state') -ItemType Directory
        [IO.File]::WriteAllText((Join-Path $folder 'customers.csv'), "Name,Email,Phone`nn1,n1@example.com,9800000001`n")
        [IO.File]::WriteAllText((Join-Path $folder 'token'), "emulator-token`n")
    }

    Context 'The Task Scheduler' {
        BeforeAll {
            # What Windows has, as far as the script uses it: other parameters are errors here, too.
            function global:New-ScheduledTaskAction { param($Execute, $Argument, $WorkingDirectory) [pscustomobject] $PSBoundParameters }
            function global:New-ScheduledTaskTrigger { param([switch] $Daily, [switch] $Once, [datetime] $At, [timespan] $RepetitionInterval, [timespan] $RepetitionDuration) [pscustomobject]@{ Daily = [bool] $Daily; At = $At; Repetition = if ($Once) { "$RepetitionInterval for $RepetitionDuration" } } }
            function global:New-ScheduledTaskSettingsSet { param([switch] $StartWhenAvailable, $MultipleInstances, [timespan] $ExecutionTimeLimit, [int] $RestartCount, [timespan] $RestartInterval) [pscustomobject] $PSBoundParameters }
            function global:New-ScheduledTaskPrincipal { param($UserId, $LogonType, $RunLevel) [pscustomobject] $PSBoundParameters }
            function global:Register-ScheduledTask {
                [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingUsernameAndPasswordParams', '', Justification = 'As Windows has it.')]
                [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingPlainTextForPassword', '', Justification = 'As Windows has it.')]
                param($TaskName, $Description, $Action, $Trigger, $Settings, $Principal, $User, $Password, $RunLevel, [switch] $Force)

                [pscustomobject] $PSBoundParameters
            }
            $script:register = Get-NightlyPath 'Register-NightlyTask.ps1'
            $script:common = @{ Path = 'D:\Ex port\customers.csv'; State = 'D:\Kapture\'; Subdomain = 'contoso'; AccountId = 1000298 }
        }

        AfterAll {
            Remove-Item Function:/New-ScheduledTask*, Function:/Register-ScheduledTask
        }

        It 'gets a task for the night and one that goes on, for a managed account' {
            $registered = @(& $register @common -Gmsa 'CONTOSO\svc$' -TokenFile 'D:\key.txt' -At '01:30')
            $registered.TaskName | Should -Be 'KapturePS nightly', 'KapturePS nightly (resume)'
            $registered[0].Action.Execute | Should -Be 'pwsh.exe'
            $registered[0].Action.WorkingDirectory | Should -Be (Split-Path $register)
            $registered[0].Action.Argument | Should -Be ('-NoLogo -NoProfile -NonInteractive -File "{0}" -Path "D:\Ex port\customers.csv" -State "D:\Kapture\\" -TokenFile "D:\key.txt" -Subdomain "contoso" -AccountId "1000298"' -f (Get-NightlyPath 'Sync-Customer.ps1'))
            $registered[1].Action.Argument | Should -Be "$($registered[0].Action.Argument) -ResumeOnly"
            $registered.ForEach({ $_.Trigger.At.ToString('HH:mm') }) | Should -Be '01:30', '02:00'
            $registered[0].Trigger.Repetition | Should -BeNullOrEmpty
            $registered[1].Trigger.Repetition | Should -Be '00:30:00 for 04:00:00'
            foreach ($task in $registered) {
                $task.Principal.UserId, $task.Principal.LogonType, $task.Principal.RunLevel | Should -Be 'CONTOSO\svc$', 'Password', 'Limited'
                $task.Settings.MultipleInstances | Should -Be IgnoreNew
                [bool] $task.Settings.StartWhenAvailable | Should -BeTrue
                $task.PSObject.Properties.Name | Should -Not -Contain Password
                Test-Parameter ([regex]::Matches(($task.Action.Argument -replace '"[^"]*"', ''), '(?<=-File .*)-(\w+)').ForEach({ $_.Groups[1].Value })) | Should -BeNullOrEmpty
            }
        }

        It 'logs a user on without a password where none is given, and with it where it is' {
            $registered = @(& $register @common -UserName 'CONTOSO\u' -TokenFile 'D:\key.txt')
            $registered[0].Principal.LogonType | Should -Be S4U
            $registered = @(& $register @common -UserName 'CONTOSO\u' -StorePassword (ConvertTo-Secret 'invented') -SecretName Kapture -Vault ours)
            $registered[0].User, $registered[0].Password, $registered[0].RunLevel | Should -Be 'CONTOSO\u', 'invented', 'Limited'
            $registered[0].PSObject.Properties.Name | Should -Not -Contain Principal
            $registered[0].Action.Argument | Should -BeLike '* -SecretName "Kapture" -Vault "ours" *'
            $registered[0].Action.Argument | Should -Not -BeLike '*invented*'
        }

        It 'gets nothing with -WhatIf' {
            $said = & $register @common -Gmsa 'CONTOSO\svc$' -TokenFile 'D:\key.txt' -WhatIf *>&1
            $said | Should -BeNullOrEmpty
        }

        It 'gets nothing where <What>' -ForEach @(
            @{ What = 'nobody says where the key is'; With = @{}; Says = '*-SecretName*-TokenFile*' }
            @{ What = 'it is in two places'; With = @{ SecretName = 'a'; TokenFile = 'b' }; Says = '*-SecretName*-TokenFile*' }
            @{ What = 'a name would break out of its quotes'; With = @{ TokenFile = 'D:\a" -State "C:' }; Says = '*quotation mark*' }
            @{ What = 'there is no script'; With = @{ TokenFile = 'b'; ScriptPath = 'nobody.ps1' }; Says = "*There is no script 'nobody.ps1'*" }
        ) {
            { & $register @common -Gmsa 'CONTOSO\svc$' @With } | Should -Throw $Says
        }
    }

    Context 'Systemd' {
        It 'verifies the units' -Skip:(-not $hasSystemd) {
            # Only PowerShell may lie elsewhere on this machine.
            $unit = (Get-Content (Get-NightlyPath kapture-sync.service) -Raw).Replace('/usr/bin/pwsh', (Get-Process -Id $PID).Path)
            Set-Content (Join-Path $folder kapture-sync.service) $unit
            Copy-Item (Get-NightlyPath kapture-sync.timer) $folder
            $ended = Invoke-Program systemd-analyze -Argument 'verify', (Join-Path $folder kapture-sync.service), (Join-Path $folder kapture-sync.timer) -Folder $folder
            "$($ended.Output)$($ended.Errors)" | Should -BeNullOrEmpty
            $ended.ExitCode | Should -Be 0
        }

        It 'runs a command line that works' {
            $unit = Get-Content (Get-NightlyPath kapture-sync.service)
            $line = @($unit -match '^ExecStart=') -replace '^ExecStart=/usr/bin/pwsh ', ''
            $line = $line.Replace('/opt/kapture-sync', (Split-Path (Get-NightlyPath Sync-Customer.ps1))).Replace('/srv/kapture-sync', $folder).Replace('/var/lib/kapture-sync', "$folder/state").Replace('${CREDENTIALS_DIRECTORY}', $folder)
            $with = $environment.Clone()
            $with.KAPTURE_TOKEN = $null
            $ended = Wait-ChildShell (Start-Shell -Argument ($line -split ' ') -Folder $folder -Environment $with)
            $ended.ExitCode | Should -Be 0 -Because $ended.Errors
            (Get-EmulatorStats $emulator).customers | Should -Be 1
        }
    }

    Context 'Cron' {
        It 'runs command lines that work, and mails nothing of a night that went well' -Skip:(-not $hasShell) {
            $lines = @(Get-Content (Get-NightlyPath kapture-sync.cron)) -match '^[\d*]'
            $lines.Count | Should -Be 2
            Set-Content (Join-Path $folder environment) "KAPTURE_BASE_URI=$($emulator.BaseUri)", 'KAPTURE_ACCOUNT_ID=1000298'
            $with = $environment.Clone()
            foreach ($name in 'KAPTURE_BASE_URI', 'KAPTURE_ACCOUNT_ID', 'KAPTURE_TOKEN') { $with[$name] = $null }
            $with.PATH = (Split-Path (Get-Process -Id $PID).Path) + ':/usr/bin:/bin'
            $with.NO_PROXY = '127.0.0.1'
            foreach ($line in $lines) {
                # A % is the end of the line to cron.
                $line | Should -Match '^(\S+ ){5}kapture [^%]+$'
                $command = ($line -split ' ', 7)[6]
                $command = $command.Replace('/opt/kapture-sync', "'$(Split-Path (Get-NightlyPath Sync-Customer.ps1))'").Replace('/srv/kapture-sync', $folder).Replace('/var/lib/kapture-sync', "$folder/state").Replace('/etc/kapture-sync', $folder)
                $ended = Invoke-Program /bin/sh -Argument '-c', $command -Folder $folder -Environment $with
                $ended.ExitCode | Should -Be 0 -Because $ended.Errors
                "$($ended.Output)$($ended.Errors)" | Should -BeNullOrEmpty
            }

            (Get-EmulatorStats $emulator).customers | Should -Be 1
            (Get-Item "$folder/state/customers.log").UnixMode | Should -Be '-rw-------'
        }

        It 'mails what went wrong' {
            Remove-Item (Join-Path $folder customers.csv)
            $ended = Wait-ChildShell (Start-Shell -Argument '-File', (Get-NightlyPath Sync-Customer.ps1), '-Path', 'customers.csv', '-InformationAction', 'SilentlyContinue' -Folder $folder -Environment $environment)
            $ended.ExitCode | Should -Be 3
            $ended.Output | Should -BeNullOrEmpty
            $ended.Errors | Should -BeLike '*There is no file*'
        }
    }

    Context 'GitHub Actions' {
        BeforeAll {
            $script:lines = @(Get-Content (Get-NightlyPath github-actions.yml))

            # The blocks behind "run: |", each without its indentation.
            $script:blocks = for ($i = 0; $i -lt $lines.Count; $i++) {
                if ($lines[$i] -notmatch '^( *)run: \|$') { continue }
                $indent = $Matches[1].Length + 2
                $block = while ($i + 1 -lt $lines.Count -and $lines[$i + 1] -match "^ {$indent}\S| {$indent} ") { $lines[++$i].Substring($indent) }
                $block -join "`n"
            }
        }

        It 'is YAML without tabs and odd indents, and parses where something here can parse it' {
            foreach ($line in $lines) {
                $line | Should -Not -Match "`t"
                if ($line -match '^( *)\S') { $Matches[1].Length % 2 | Should -Be 0 -Because $line }
            }

            if (Get-Command python3 -CommandType Application -ErrorAction Ignore) {
                $check = "import sys`ntry:`n  import yaml`nexcept ImportError:`n  sys.exit(0)`nd = yaml.safe_load(open(sys.argv[1], encoding='utf-8'))`nassert [s.get('shell') for s in d['jobs']['sync']['steps'] if 'run' in s] == ['pwsh', 'pwsh']"
                $ended = Invoke-Program python3 -Argument '-c', $check, (Get-NightlyPath github-actions.yml) -Folder $folder
                $ended.ExitCode | Should -Be 0 -Because $ended.Errors
            }
        }

        It 'has steps that parse as PowerShell' {
            $blocks.Count | Should -Be 2
            foreach ($block in $blocks) {
                $errors = $null
                $null = [Management.Automation.Language.Parser]::ParseInput($block, [ref] $null, [ref] $errors)
                $errors | Should -BeNullOrEmpty
            }
        }

        It 'has a step that works, and goes by the exit code' {
            Copy-Item (Get-NightlyPath Sync-Customer.ps1) $folder
            Copy-Item $modules $folder -Recurse
            $with = $environment.Clone()
            $with.PSModulePath = $null
            [IO.File]::WriteAllText((Join-Path $folder 'step.ps1'), $blocks[1])
            $run = { Wait-ChildShell (Start-Shell -Argument '-Command', ". '$(Join-Path $folder 'step.ps1')'" -Folder $folder -Environment $with) }
            $ended = & $run
            $ended.ExitCode | Should -Be 0 -Because $ended.Errors
            Add-Content (Join-Path $folder customers.csv) ',n2@example.com,9800000002'
            (& $run).ExitCode | Should -Be 1
            Join-Path $folder 'rejects/customers.rejects.csv' | Should -Exist
            (Get-EmulatorStats $emulator).customers | Should -Be 1
        }
    }
}
