#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeDiscovery {
    $script:hasAnalyzer = [bool] (Get-Module -ListAvailable -Name PSScriptAnalyzer)
    $script:hasVaults = [bool] (Get-Module -ListAvailable -Name Microsoft.PowerShell.SecretManagement)
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-Module (Join-Path $PSScriptRoot 'Automation.psm1')

    # Invented, and found nowhere else.
    $script:token = 'emulator-token-of-the-night'
    $script:emulator = Start-Emulator -Argument '--token', $token, '--expired-key', 'old-token', '--dialect', 'v1'
    $script:modules = Copy-ModuleTo (Join-Path $TestDrive 'modules')
    $script:environment = @{ KAPTURE_BASE_URI = "$($emulator.BaseUri)"; KAPTURE_TOKEN = $token; KAPTURE_ACCOUNT_ID = '1000298'; PSModulePath = $modules }
    $script:sync = Get-NightlyPath 'Sync-Customer.ps1'

    function Open-Sync([string[]] $Argument = @(), [hashtable] $Environment = @{}) {
        $merged = $script:environment.Clone()
        foreach ($name in $Environment.Keys) { $merged[$name] = $Environment[$name] }
        Start-Shell -Argument (@('-File', $sync) + $Argument) -Folder $folder -Environment $merged
    }

    function Invoke-Sync([int] $Code, [string[]] $Argument = @('-Path', 'customers.csv'), [hashtable] $Environment = @{}) {
        $ended = Wait-ChildShell (Open-Sync $Argument $Environment)
        $ended.ExitCode | Should -Be $Code -Because "$($ended.Output)`n$($ended.Errors)"
        $ended
    }

    function Get-Line([int] $Count, [int] $First = 1, [string] $City = 'Pune') {
        foreach ($i in $First..($First + $Count - 1)) { "n$i,n$i@example.com,98000$("$i".PadLeft(5, '0')),$City" }
    }

    function Write-Csv([string[]] $Line, [string] $Name = 'customers.csv', [string] $Header = 'Name,Email,Phone,City', [switch] $Bom) {
        [IO.File]::WriteAllLines((Join-Path $folder $Name), [string[]] (@($Header) + $Line), [Text.UTF8Encoding]::new($Bom))
    }

    function Get-Operation([string] $Name) { [long] (Get-EmulatorStats $emulator).operations.$Name.requests }

    function Get-State([string] $Name) { Join-Path $folder "kapture-state/$Name" }
}

AfterAll {
    Stop-Emulator $emulator
}

Describe 'The nightly sample' -Tag Both {
    BeforeEach {
        Reset-Emulator $emulator
        $script:folder = Join-Path $TestDrive ([guid]::NewGuid())
        $null = New-Item $folder -ItemType Directory
    }

    Context 'A night' {
        It 'brings every row, says so in the log, and gives 0' {
            Write-Csv (Get-Line 12)
            $ended = Invoke-Sync 0
            $ended.Errors | Should -BeNullOrEmpty
            $log = @(Get-Content (Get-State customers.log))
            $log | Should -Be ($ended.Output -split '\r?\n')
            $log | Should -Match '^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ INFO  '
            $log[1] | Should -BeLike '*INFO  rows 12: added 12, updated 0, unchanged 0, resumed 0, rejected 0'
            (Get-EmulatorStats $emulator).customers | Should -Be 12
            (Get-ChildItem (Join-Path $folder 'kapture-state')).Name -replace '\d{8}T\d{6}Z', 'TIME' | Sort-Object |
                Should -Be customers.journal.lock, customers.lock, customers.log, customers.TIME.journal
        }

        It 'sends nothing the night after of what has not changed, and what has' {
            Write-Csv (Get-Line 6)
            $null = Invoke-Sync 0
            $null = Invoke-Sync 0
            Get-Operation add | Should -Be 6
            Get-Operation update | Should -Be 0
            Get-Content (Get-State customers.log) | Select-Object -Last 2 | Select-Object -First 1 | Should -BeLike '*added 0, updated 0, unchanged 6, resumed 0, rejected 0'

            Write-Csv (@(Get-Line 2 -City Kochi) + @(Get-Line 5 3))
            $null = Invoke-Sync 0
            Get-Content (Get-State customers.log) | Select-Object -Last 2 | Select-Object -First 1 | Should -BeLike '*added 1, updated 2, unchanged 4, resumed 0, rejected 0'
            (Get-EmulatorStats $emulator).customers | Should -Be 7
        }

        It 'leaves the rows that were rejected to be mended: 1, and 0 when they are' {
            Write-Csv (@(Get-Line 3) + ',n4@example.com,9800000004,Pune' + 'n5,n5@example.com,9.38E+09,Pune')
            $ended = Invoke-Sync 1
            $ended.Errors | Should -BeLike '*ERROR customers.csv: 2 rows were rejected; they lie in*'
            $rejects = Get-State customers.rejects.csv
            $rows = @(Import-Csv $rejects)
            $rows[0].PSObject.Properties.Name | Should -Be Name, Email, Phone, City, Error, ErrorId
            $rows.ErrorId | Should -Be MissingField, InvalidValue
            $rows[0].Error | Should -BeLike 'Row 4: Name is missing*'
            [IO.File]::ReadAllBytes($rejects)[0..2] | Should -Be 0xEF, 0xBB, 0xBF

            # Where it lies, and without the columns being taken out.
            $rows[0].Name = 'n4'
            $rows[1].Phone = '9800000005'
            $rows | Export-Csv $rejects
            $ended = Invoke-Sync 0 -Argument '-Path', 'kapture-state/customers.rejects.csv'
            $ended.Output | Should -Not -Match 'WARN'
            (Get-EmulatorStats $emulator).customers | Should -Be 5
            Join-Path $folder 'kapture-state/kapture-state' | Should -Not -Exist
        }

        It 'keeps the rejects of the night before aside' {
            foreach ($i in 1, 2) {
                Write-Csv ",n$i@example.com,980000000$i,Pune"
                $null = Invoke-Sync 1
            }

            @(Import-Csv (Get-State customers.rejects.csv)).Email | Should -Be 'n2@example.com'
            @(Get-ChildItem (Get-State 'customers.rejects.2*.csv') | Import-Csv).Email | Should -Be 'n1@example.com'
        }

        It 'tells in the log which column it does not know' {
            Write-Csv -Header 'Name,Email,Phone,City,Shoe' -Line 'n1,n1@example.com,9800000001,Pune,44'
            $null = Invoke-Sync 0
            @((Get-Content (Get-State customers.log)) -like '* WARN  *the column Shoe*').Count | Should -Be 1
        }

        It 'sends nothing and writes nothing with -WhatIf' {
            Write-Csv (@(Get-Line 2) + ',n3@example.com,1,Pune')
            $ended = Invoke-Sync 1 -Argument '-Path', 'customers.csv', '-WhatIf'
            $ended.Output | Should -BeLike '*target "n2 (row 2)"*'
            (Get-EmulatorStats $emulator).customers | Should -Be 0
            (Get-ChildItem $folder).Name | Should -Be customers.csv
        }

        It 'takes a file without rows for a night without changes where it is told to' {
            Write-Csv @()
            $null = Invoke-Sync 0 -Argument '-Path', 'customers.csv', '-AllowEmpty'
            (Get-EmulatorStats $emulator).requests | Should -Be 0
        }

        It 'gives each day its log, and keeps for so many days what it has moved aside' {
            Write-Csv (Get-Line 1)
            $null = New-Item (Join-Path $folder kapture-state) -ItemType Directory
            $old = 'customers.20200101.log', 'customers.20200101T020000Z.journal', 'customers.rejects.20200101T020000Z.csv', 'customers.2020.log', 'others.20200101.log', 'customers.log'
            foreach ($name in $old) {
                Set-Content (Get-State $name) 'old'
                (Get-Item (Get-State $name)).LastWriteTimeUtc = [datetime]::UtcNow.AddDays($name -eq 'customers.log' ? -1 : -31)
            }

            $null = Invoke-Sync 0
            $old.Where({ Test-Path (Get-State $_) }) | Should -Be customers.2020.log, others.20200101.log, customers.log
            Get-State "customers.$([datetime]::UtcNow.AddDays(-1).ToString('yyyyMMdd')).log" | Should -FileContentMatch 'old'
            Get-State customers.log | Should -Not -FileContentMatch 'old'
        }
    }

    Context 'Whatever the machine and the file look like' {
        It 'with <Culture>, a file <Kind> and blanks in paths' -ForEach @(
            @{ Culture = 'de_DE.UTF-8'; Kind = 'with a byte order mark and semicolons'; Bom = $true; Delimiter = ';' }
            @{ Culture = 'hi_IN.UTF-8'; Kind = 'without a byte order mark'; Bom = $false; Delimiter = ',' }
            @{ Culture = 'th_TH.UTF-8'; Kind = 'with a byte order mark'; Bom = $true; Delimiter = ',' }
        ) {
            $script:folder = Join-Path $folder 'a [folder] of ours'
            $null = New-Item $folder -ItemType Directory
            $lines = "J`u{fc}rgen Wei`u{df},j@example.com,9800000001,K`u{f6}ln", "`u{906}`u{936}`u{93e} `u{92a}`u{93e}`u{91f}`u{940}`u{932},a@example.com,9800000002,`u{92a}`u{941}`u{923}`u{947}", ",x@example.com,9800000003,Gro`u{df}enkneten"
            Write-Csv ($lines -replace ',', $Delimiter) -Name 'our customers.csv' -Header ('Name,Email,Phone,City' -replace ',', $Delimiter) -Bom:$Bom
            $ended = Invoke-Sync 1 -Argument '-Path', 'our customers.csv', '-State', 'state of it', '-Delimiter', $Delimiter -Environment @{ LC_ALL = $Culture }
            $ended.Output | Should -Match "(?m)^$([datetime]::UtcNow.Year)-.* INFO  rows 3: added 2,"
            (Import-Csv -LiteralPath (Join-Path $folder 'state of it/our customers.rejects.csv') -Delimiter $Delimiter).City | Should -Be "Gro`u{df}enkneten"

            $with = @{ BaseUri = $emulator.BaseUri; NoProxy = $true; AccountId = 1000298; Token = ConvertTo-Secret $token; Name = 'look'; PassThru = $true; Dialect = 'V1' }
            Import-KapturePS
            $session = Connect-Kapture @with
            (Get-KaptureCustomer -Email j@example.com, a@example.com -Session $session).City | Should -Be "K`u{f6}ln", "`u{92a}`u{941}`u{923}`u{947}"
            Disconnect-Kapture $session
        }

        It 'takes lists and wildcards as pwsh -File hands them over' {
            Write-Csv -Header 'Name,Email,Phone,Tier,Region' -Line 'n1,n1@example.com,9800000001,Gold,North'
            $ended = Invoke-Sync 0 -Argument '-Path', 'customers.csv', '-MatchBy', 'Phone,Email', '-AdditionalFieldProperty', 'Tier, Reg*'
            $ended.Output | Should -Not -Match 'WARN'
        }
    }

    Context 'A run that ends early' {
        It 'gives 2 when the service goes away, and the same command brings the rest, each row once' {
            Write-Csv (Get-Line 80)
            Set-EmulatorFault $emulator @{ kind = 'dropBefore'; skip = 60 }
            $ended = Invoke-Sync 2 -Argument '-Path', 'customers.csv', '-MaximumRetryCount', '0'
            $ended.Errors | Should -BeLike '*ERROR ServiceUnavailable: *Run the same command again*'
            Get-State customers.pending.csv | Should -Exist
            Get-State customers.rejects.csv* | Should -Not -Exist
            $before = (Get-EmulatorStats $emulator).customers
            $before | Should -BeGreaterThan 0
            $before | Should -BeLessThan 80

            Set-EmulatorFault $emulator
            $ended = Invoke-Sync 0 -Argument '-Path', 'customers.csv', '-MaximumRetryCount', '0'
            $ended.Output | Should -Match "rows 80: added \d+, updated 0, unchanged \d+, resumed \d*[1-9]\d*, rejected 0"
            $stats = Get-EmulatorStats $emulator
            $stats.customers | Should -Be 80
            $stats.duplicates | Should -Be 0
            Get-State customers.pending.csv | Should -Not -Exist
        }

        It 'gives 2 where it finds nobody to begin with, and does not touch what is unfinished' {
            Write-Csv (Get-Line 3)
            $closed = New-ClosedPort
            try { $null = Invoke-Sync 2 -Argument '-Path', 'customers.csv', '-MaximumRetryCount', '0' -Environment @{ KAPTURE_BASE_URI = "$($closed.BaseUri)" } }
            finally { $closed.Socket.Dispose() }
            $null = Invoke-Sync 0
            (Get-EmulatorStats $emulator).customers | Should -Be 3
        }

        It 'is gone on with by -ResumeOnly where nobody was there to begin with' {
            Write-Csv (Get-Line 3)
            $closed = New-ClosedPort
            try { $null = Invoke-Sync 2 -Argument '-Path', 'customers.csv', '-MaximumRetryCount', '0' -Environment @{ KAPTURE_BASE_URI = "$($closed.BaseUri)" } }
            finally { $closed.Socket.Dispose() }
            $null = Invoke-Sync 0 -Argument '-Path', 'customers.csv', '-ResumeOnly'
            (Get-EmulatorStats $emulator).customers | Should -Be 3
        }

        It 'is gone on with after a kill, also with -ResumeOnly and a file that is gone' {
            Write-Csv (Get-Line 3000)
            $child = Open-Sync '-Path', 'customers.csv'
            Wait-Request $emulator 500 $child
            $null = Wait-ChildShell $child -Kill
            (Get-EmulatorStats $emulator).customers | Should -BeLessThan 3000
            Remove-Item (Join-Path $folder customers.csv)

            $ended = Invoke-Sync 0 -Argument '-Path', 'customers.csv', '-ResumeOnly'
            $ended.Output | Should -Match 'rows 3000: .*resumed \d*[1-9]'
            $stats = Get-EmulatorStats $emulator
            $stats.customers | Should -Be 3000
            $stats.duplicates | Should -Be 0
            $ended = Invoke-Sync 0 -Argument '-Path', 'customers.csv', '-ResumeOnly'
            $ended.Output | Should -BeLike '*nothing is unfinished'
        }

        It 'goes on with the earlier file first where there is another one now' {
            Write-Csv (Get-Line 40)
            Set-EmulatorFault $emulator @{ kind = 'dropBefore'; skip = 20 }
            $null = Invoke-Sync 2 -Argument '-Path', 'customers.csv', '-MaximumRetryCount', '0'
            Set-EmulatorFault $emulator

            # The first of them says another thing now: the newer file has the last word.
            Write-Csv (@(Get-Line 1 -City Kochi) + @(Get-Line 2 41))
            $ended = Invoke-Sync 0
            $ended.Output | Should -BeLike '*of an earlier file*rows 40:*rows 3: added 2, updated 1,*'
            (Get-EmulatorStats $emulator).customers | Should -Be 42
        }

        It 'goes on with the earlier file though that of today <What>' -ForEach @(
            @{ What = 'is empty'; Content = ''; Says = '*customers.csv has no rows*' }
            @{ What = 'is not there'; Content = $null; Says = '*There is no file*' }
        ) {
            Write-Csv (@(Get-Line 40) + ',n41@example.com,9800000041,Pune')
            Set-EmulatorFault $emulator @{ kind = 'dropBefore'; skip = 20 }
            $null = Invoke-Sync 2 -Argument '-Path', 'customers.csv', '-MaximumRetryCount', '0'
            Set-EmulatorFault $emulator
            $today = Join-Path $folder customers.csv
            if ($null -eq $Content) { Remove-Item $today } else { [IO.File]::WriteAllText($today, $Content) }
            $ended = Invoke-Sync 3
            $ended.Errors | Should -BeLike "*1 row was rejected; it lies in*$Says"
            (Get-EmulatorStats $emulator).customers | Should -Be 40
            Get-State customers.pending.csv | Should -Not -Exist
        }

        It 'says what to do where the key stops being good in the middle' {
            Write-Csv (Get-Line 40)
            Set-EmulatorFault $emulator @{ kind = 'status'; operation = 'add'; skip = 5; statusCode = 200; body = '{"message":"APIExpired","status":"failed"}' }
            $ended = Invoke-Sync 2
            $ended.Errors | Should -BeLike '*ERROR AuthenticationFailed: *'
            Set-EmulatorFault $emulator
            $null = Invoke-Sync 0
            $stats = Get-EmulatorStats $emulator
            $stats.customers, $stats.duplicates | Should -Be 40, 0
        }
    }

    Context 'A run that cannot begin gives 3' {
        It 'where <What>' -ForEach @(
            @{ What = 'the key is wrong'; Environment = @{ KAPTURE_TOKEN = 'wrong' }; Says = '*AuthenticationFailed: *' }
            @{ What = 'the key is expired'; Environment = @{ KAPTURE_TOKEN = 'old-token' }; Says = '*AuthenticationFailed: *expired*' }
            @{ What = 'there is no key'; Environment = @{ KAPTURE_TOKEN = $null }; Says = '*MissingField: *KAPTURE_TOKEN*' }
            @{ What = 'the tenant is Legacy'; Environment = @{ KAPTURE_DIALECT = 'Legacy'; KAPTURE_ACCOUNT_ID = $null }; Says = '*Legacy*' }
            @{ What = 'the module is not there'; Environment = @{ PSModulePath = '/nowhere' }; Says = "*'KapturePS'*" }
            @{ What = 'no file is named'; Argument = @(); Says = '*-Path*' }
            @{ What = 'there is no such file'; Argument = @('-Path', 'nobody.csv'); Says = "*There is no file '*nobody.csv'*" }
            @{ What = 'the path is a folder'; Argument = @('-Path', '.'); Says = '*There is no file*' }
            @{ What = '-MatchBy is none'; Argument = @('-Path', 'customers.csv', '-MatchBy', 'Name'); Says = '*Email, Phone*' }
            @{ What = '-Subdomain has no key'; Argument = @('-Path', 'customers.csv', '-Subdomain', 'contoso'); Says = '*-SecretName or -TokenFile*' }
            @{ What = 'the file of the key is not there'; Argument = @('-Path', 'customers.csv', '-TokenFile', 'no.txt'); Says = '*no.txt*' }
            @{ What = 'the file is empty'; Content = ''; Says = '*customers.csv has no rows*' }
            @{ What = 'the file has only headers'; Content = "Name,Email,Phone`n"; Says = '*customers.csv has no rows*' }
            @{ What = 'the file has no name'; Content = "Email,Phone`na@example.com,1`n"; Says = '*no column for Name (Name, customer_name,*' }
            @{ What = 'the file has nothing to match by'; Content = "Name,City`na,b`n"; Says = '*no column for Email or Phone (Email, email_id,*' }
            @{ What = 'the file has other separators'; Content = "Name;Email`na;b`n"; Says = '*-Delimiter*' }
            @{ What = 'there is no such parameter'; Argument = @('-Path', 'customers.csv', '-Sate', 'x'); Says = '*no parameter for -Sate*' }
            @{ What = 'a number is none'; Argument = @('-Path', 'customers.csv', '-AccountId', 'abc'); Says = "*-AccountId is 'abc'*" }
            @{ What = 'a number is too large'; Argument = @('-Path', 'customers.csv', '-ThrottleLimit', '257'); Says = "*-ThrottleLimit is '257'*" }
            @{ What = 'the file has one header twice'; Content = "Name,Email,Name`na,b,c`n"; Says = '*Name*' }
        ) {
            Write-Csv (Get-Line 1)
            if ($null -ne $Content) { [IO.File]::WriteAllText((Join-Path $folder 'customers.csv'), $Content) }
            $with = @{}
            if ($null -ne $Argument) { $with.Argument = $Argument }
            if ($Environment) { $with.Environment = $Environment }
            $ended = Invoke-Sync 3 @with
            $ended.Errors | Should -BeLike $Says
            (Get-EmulatorStats $emulator).customers | Should -Be 0
            Get-State customers.pending.csv* | Should -Not -Exist
        }

        It 'where it cannot lock, and says why' -Skip:$IsWindows {
            Write-Csv (Get-Line 1)
            $null = New-Item (Join-Path $folder kapture-state) -ItemType Directory
            $null = New-Item (Get-State customers.lock) -ItemType SymbolicLink -Target (Get-State customers.lock)
            (Invoke-Sync 3).Errors | Should -Not -Match 'Another run is at work'
        }

        It 'where another one is at work, which it leaves alone' {
            Write-Csv (Get-Line 3)
            Set-EmulatorFault $emulator @{ kind = 'hang'; operation = 'add'; times = 1 }
            $first = Open-Sync '-Path', 'customers.csv'
            try {
                # The check of the key, two look-ups for each row, and all three rows on their way.
                Wait-Request $emulator 10 $first
                $before = (Get-EmulatorStats $emulator).requests
                (Invoke-Sync 3).Errors | Should -BeLike '*Another run is at work on customers.csv*'
                (Get-EmulatorStats $emulator).requests | Should -Be $before
                $first.Process.HasExited | Should -BeFalse
            }
            finally {
                $null = Wait-ChildShell $first -Kill
            }

            $null = Invoke-Sync 0
            $stats = Get-EmulatorStats $emulator
            $stats.customers, $stats.duplicates | Should -Be 3, 0
        }

        It 'where something else has the journal' {
            Write-Csv (Get-Line 1)
            $null = New-Item (Join-Path $folder kapture-state) -ItemType Directory
            $held = [IO.File]::Open((Get-State customers.journal.lock), 'OpenOrCreate', 'ReadWrite', 'None')
            try { (Invoke-Sync 3).Errors | Should -BeLike '*ERROR JournalLocked: *' }
            finally { $held.Dispose() }
            $null = Invoke-Sync 0
            (Get-EmulatorStats $emulator).customers | Should -Be 1
        }
    }

    Context 'Windows PowerShell 5.1' {
        It 'knows the syntax of <_>' -Skip:(-not $hasAnalyzer) -ForEach 'Sync-Customer.ps1', 'Register-NightlyTask.ps1' {
            Import-Module PSScriptAnalyzer
            $settings = @{ IncludeRules = @('PSUseCompatibleSyntax'); Rules = @{ PSUseCompatibleSyntax = @{ Enable = $true; TargetVersions = @('5.1', '7.0') } } }
            Invoke-ScriptAnalyzer -Path (Get-NightlyPath $_) -Settings $settings -ErrorAction Stop | ForEach-Object Message | Should -BeNullOrEmpty
        }
    }

    Context 'Secrets and people' {
        It 'are in no log, no journal, no stream and no transcript' {
            Write-Csv -Header 'Name,Email,Phone,City,CustomerType' -Line @(
                'Canaryname1,canarymail1@example.com,9812345671,Canarytown,'
                'Canaryname2,canarymail2@example.com,9812345672,Canarytown,Canarykind'
                'Canaryname3,canarymail3@example.com,9812345673,Canarytown,'
                ',canarymail4@example.com,9812345674,Canarytown,'
                'Canaryname5,canarymail5@example.com,9812345675,Canarytown,')
            Set-EmulatorFault $emulator @{ kind = 'status'; operation = 'add'; skip = 2; times = 1; statusCode = 400; body = '{"message":"No more of these","status":"failed"}' }
            $transcript = Join-Path $folder transcript.txt
            $command = "`$null = Start-Transcript '$transcript'; & '$sync' -Path customers.csv; `$code = `$LASTEXITCODE; `$null = Stop-Transcript; exit `$code"
            $ended = Wait-ChildShell (Start-Shell -Argument '-Command', $command -Folder $folder -Environment $environment)
            $ended.ExitCode | Should -Be 1 -Because $ended.Errors
            $journals = @(Get-ChildItem (Get-State customers.*.journal))
            $journals.Count | Should -Be 1
            $text = @($ended.Output, $ended.Errors) + @(Get-Content $transcript -Raw) + @(Get-Content (Get-State customers.log) -Raw) + @($journals | Get-Content -Raw) -join "`n"
            $text | Should -Match 'rows 5: added 2,.* rejected 3 \(InvalidValue 1, MissingField 1, Rejected 1\)'
            $text | Should -Match '"failed":'
            $text | Should -Not -Match 'canary'
            $text | Should -Not -Match '98123456'
            $text | Should -Not -Match $token
            Get-State customers.rejects.csv | Should -Not -FileContentMatch $token
        }

        It 'are nobody else''s to read' -Skip:$IsWindows {
            Write-Csv (@(Get-Line 1) + ',n2@example.com,1,Pune')
            $null = Invoke-Sync 1 -Argument '-Path', 'customers.csv', '-RejectPath', 'rejects/r.csv'
            (Get-Item (Join-Path $folder kapture-state), (Join-Path $folder rejects)).UnixMode | Should -Be 'drwx------', 'drwx------'
        }

        It 'steer no terminal that shows the log' {
            Write-Csv -Header 'Name,Email,Phone,City' -Line 'n1,n1@example.com,1,Pune'
            Set-EmulatorFault $emulator @{ kind = 'status'; operation = 'get'; statusCode = 200; body = "{`"message`":`"Invalid Auth Key\u001b[2J\u202e`",`"status`":`"failed`"}" }
            $ended = Invoke-Sync 3
            $ended.Errors | Should -BeLike '*Invalid Auth Key*'
            $ended.Errors + (Get-Content (Get-State customers.log) -Raw) | Should -Not -Match '[\e\u202e]'
        }

        It 'are no argument of a command, which module logging would show' {
            $ast = [Management.Automation.Language.Parser]::ParseFile($sync, [ref] $null, [ref] $null)
            $commands = $ast.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)
            $commands.Count | Should -BeGreaterThan 30
            @($commands | Where-Object { $_.FindAll({ $args[0] -is [Management.Automation.Language.VariableExpressionAst] -and $args[0].VariablePath.UserPath -eq 'key' }, $true) }) | Should -BeNullOrEmpty
        }

        It 'take the key from a file, with an end of line or without' {
            Write-Csv (Get-Line 1)
            [IO.File]::WriteAllText((Join-Path $folder 'key.txt'), "$token`n")
            $null = Invoke-Sync 0 -Argument '-Path', 'customers.csv', '-TokenFile', 'key.txt' -Environment @{ KAPTURE_TOKEN = $null }
            (Get-EmulatorStats $emulator).customers | Should -Be 1
        }

        It 'take the key from a vault: <Kind>' -Skip:(-not $hasVaults) -ForEach @(
            @{ Kind = 'a text'; Name = 'text' }
            @{ Kind = 'a SecureString'; Name = 'secure' }
        ) {
            Write-Csv (Get-Line 1)

            # A vault that keeps nothing on disk but this: it knows two secrets by heart.
            $vault = Join-Path $folder 'TestVault'
            $null = New-Item (Join-Path $vault 'TestVault.Extension') -ItemType Directory
            Set-Content (Join-Path $vault 'TestVault.psd1') "@{ ModuleVersion = '1.0'; NestedModules = @('./TestVault.Extension'); FunctionsToExport = @(); CmdletsToExport = @() }"
            Set-Content (Join-Path $vault 'TestVault.Extension/TestVault.Extension.psd1') "@{ ModuleVersion = '1.0'; RootModule = './TestVault.Extension.psm1'; FunctionsToExport = @('Get-Secret', 'Set-Secret', 'Remove-Secret', 'Get-SecretInfo', 'Test-SecretVault') }"
            Set-Content (Join-Path $vault 'TestVault.Extension/TestVault.Extension.psm1') @"
function Get-Secret { param(`$Name, `$VaultName, `$AdditionalParameters) if (`$Name -eq 'text') { '$token' } elseif (`$Name -eq 'secure') { ConvertTo-SecureString '$token' -AsPlainText -Force } }
function Set-Secret { param(`$Name, `$Secret, `$VaultName, `$AdditionalParameters) `$false }
function Remove-Secret { param(`$Name, `$VaultName, `$AdditionalParameters) `$false }
function Get-SecretInfo { param(`$Filter, `$VaultName, `$AdditionalParameters) 'text', 'secure' -like `$Filter | ForEach-Object { [Microsoft.PowerShell.SecretManagement.SecretInformation]::new(`$_, 'String', `$VaultName) } }
function Test-SecretVault { param(`$VaultName, `$AdditionalParameters) `$true }
"@
            $vaults = Split-Path (Split-Path (Get-Module -ListAvailable -Name Microsoft.PowerShell.SecretManagement)[0].ModuleBase)
            $with = $environment.Clone()
            $with.PSModulePath = $modules + [IO.Path]::PathSeparator + $vaults
            $with.KAPTURE_TOKEN = $null
            $with.HOME = $folder
            $registered = Wait-ChildShell (Start-Shell -Argument '-Command', "Register-SecretVault -Name ours -ModuleName '$vault' -DefaultVault" -Folder $folder -Environment $with)
            $registered.ExitCode | Should -Be 0 -Because $registered.Errors
            $null = Invoke-Sync 0 -Argument '-Path', 'customers.csv', '-SecretName', $Name -Environment $with
            $null = Invoke-Sync 0 -Argument '-Path', 'customers.csv', '-SecretName', $Name, '-Vault', 'ours' -Environment $with
            (Invoke-Sync 3 -Argument '-Path', 'customers.csv', '-SecretName', 'nobody' -Environment $with).Errors | Should -BeLike '*nobody*'
            (Get-EmulatorStats $emulator).customers | Should -Be 1
        }

        It 'says what is missing where there are no vaults' {
            Write-Csv (Get-Line 1)
            # A shell adds the folder of all users to the path that it is given: it may have vaults.
            $alone = "`$env:PSModulePath = '$modules' + [IO.Path]::PathSeparator + (Join-Path `$PSHOME Modules); & '$sync' -Path customers.csv -SecretName Kapture; exit `$LASTEXITCODE"
            $ended = Wait-ChildShell (Start-Shell -Argument '-Command', $alone -Folder $folder -Environment $environment)
            $ended.ExitCode | Should -Be 3
            $ended.Errors | Should -BeLike '*Microsoft.PowerShell.SecretManagement*'
        }
    }
}
