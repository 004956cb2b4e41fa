#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1'), (Join-Path $PSScriptRoot 'Topic.psm1')
    $script:names = 'about_KapturePS', 'about_KapturePS_Automation', 'about_KapturePS_Bulk', 'about_KapturePS_Dialects', 'about_KapturePS_Errors'
    $help = Join-Path (Split-Path (Get-ModulePath)) 'en-US'
    $script:examples = @(Get-ChildItem $help -Filter 'about_*.help.txt' -ErrorAction Ignore | Read-Topic | ForEach-Object Examples | Where-Object Prints |
            ForEach-Object { @{ Topic = $_.Topic; Title = $_.Title; Code = $_.Code; Prints = $_.Prints } })
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1'), (Join-Path $PSScriptRoot 'Topic.psm1')
    Import-KapturePS
    $script:manifest = Get-ModulePath
    $script:repository = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../..'))
    $script:topics = [ordered]@{}
    Get-ChildItem (Join-Path (Split-Path $manifest) 'en-US') -Filter 'about_*.help.txt' | Read-Topic | ForEach-Object { $topics[$_.Name] = $_ }
    $script:client = [Kapture.KaptureException].Assembly
    $script:cmdlets = [KapturePS.KaptureSession].Assembly

    # Where the module has to lie for its name to be enough; an installed one is in a folder of its version.
    $lies = Split-Path $manifest
    $script:modulePath = Split-Path $(if ((Split-Path $lies -Leaf) -eq 'KapturePS') { $lies } else { Split-Path $lies })

    function Get-Code { foreach ($topic in $topics.Values) { $topic.Blocks | Where-Object Kind -EQ 'Code' | Select-Object @{ Name = 'Topic'; Expression = { $topic.Name } }, Line, @{ Name = 'Text'; Expression = { $_.Text -join "`n" } } } }

    function Get-Column($Cmdlet) { (Get-Command $Cmdlet).Parameters.Values | Where-Object { $_.ParameterSets.Values.ValueFromPipelineByPropertyName -contains $true } }

    function Test-NameOfParameter($Command, $Name) { $Command.Parameters.ContainsKey($Name) -or $Command.Parameters.Values.Aliases -contains $Name }
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
}

Describe 'About topics' -Tag Both {
    It 'are these' {
        @($topics.Keys | Sort-Object) | Should -Be @('about_KapturePS', 'about_KapturePS_Automation', 'about_KapturePS_Bulk', 'about_KapturePS_Dialects', 'about_KapturePS_Errors')
    }

    It 'are found, each with its own synopsis: <_>' -ForEach $names {
        $help = @(Get-Help $_)
        $help | Should -HaveCount 1
        "$help" | Should -BeLike "*LONG DESCRIPTION*EXAMPLES*SEE ALSO*"
        $listed = @(Get-Help "$_*" | Where-Object Name -EQ $_)
        $listed | Should -HaveCount 1
        $listed[0].Synopsis | Should -Be $topics[$_].Lines[4].Trim()
    }

    It 'are found where the module is only on the path' {
        $told = Invoke-ChildShell "`$env:PSModulePath = '$modulePath' + [IO.Path]::PathSeparator + `$env:PSModulePath; '$($names = $topics.Keys; $names -join "', '")' | ForEach-Object { (Get-Help `$_).Length -gt 1000 }; @(Get-Module KapturePS).Count"
        $told.Errors | Should -BeNullOrEmpty
        $told.Output -split '\r?\n' | Should -Be 'True', 'True', 'True', 'True', 'True', '0'
    }

    It 'have the house''s headings: <_>' -ForEach $names {
        $lines = $topics[$_].Lines
        $lines[0] | Should -BeExactly 'TOPIC'
        $lines[1] | Should -BeExactly "    $_"
        $lines[3] | Should -BeExactly 'SHORT DESCRIPTION'
        @($lines -cmatch '^\S') | Should -BeExactly 'TOPIC', 'SHORT DESCRIPTION', 'LONG DESCRIPTION', 'EXAMPLES', 'SEE ALSO'
    }

    It 'fit 80 columns of ASCII, without tabs or blanks at an end: <_>' -ForEach $names {
        @($topics[$_].Lines | Where-Object { $_.Length -gt 80 -or $_ -cmatch '[^ -~]' -or $_ -match '\s$' }) | Should -BeNullOrEmpty
    }

    It 'indent by 0, 2, 4, 6 or 8 and further only what belongs to a line before: <_>' -ForEach $names {
        @($topics[$_].Blocks | Where-Object { $_.Text[0] -match '^\s' }).Line | Should -BeNullOrEmpty
        @($topics[$_].Lines | Where-Object { $_ -match '^( {1}| {3}| {5}| {7})\S' }) | Should -BeNullOrEmpty
    }

    It 'hold code that parses' {
        $complaints = foreach ($code in Get-Code) {
            $problems = $null
            $null = [Management.Automation.Language.Parser]::ParseInput($code.Text, [ref] $null, [ref] $problems)
            foreach ($problem in $problems) { "$($code.Topic):$($code.Line): $($problem.Message)" }
        }
        $complaints | Should -BeNullOrEmpty
    }

    It 'use commands and parameters that there are, by their whole names' {
        # The vault's module is not everywhere.
        $elsewhere = 'Get-Secret'
        $complaints = foreach ($code in Get-Code) {
            $script = [Management.Automation.Language.Parser]::ParseInput($code.Text, [ref] $null, [ref] $null)
            foreach ($call in $script.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)) {
                $name = $call.GetCommandName()
                if ($name -in $elsewhere) { continue }
                $command = Get-Command $name -CommandType Cmdlet, Function, Application -ErrorAction Ignore | Select-Object -First 1
                if (-not $command) { "$($code.Topic):$($code.Line): $name"; continue }
                if ($command.CommandType -eq 'Application') { continue }
                foreach ($parameter in $call.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] }) {
                    if (-not (Test-NameOfParameter $command $parameter.ParameterName)) { "$($code.Topic):$($code.Line): $name -$($parameter.ParameterName)" }
                }
            }
        }
        $complaints | Should -BeNullOrEmpty
    }

    It 'compare with text, where a number would lose its leading zeros' {
        $complaints = foreach ($code in Get-Code) {
            $script = [Management.Automation.Language.Parser]::ParseInput($code.Text, [ref] $null, [ref] $null)
            foreach ($call in $script.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] -and $args[0].GetCommandName() -eq 'Where-Object' }, $true)) {
                foreach ($number in $call.FindAll({ $args[0] -is [Management.Automation.Language.ConstantExpressionAst] -and $args[0].Extent.Text -match '^0\d' }, $true)) { "$($code.Topic):$($code.Line): $($number.Extent.Text)" }
            }
        }
        $complaints | Should -BeNullOrEmpty
    }

    It 'name cmdlets and parameters that there are, also between the lines' {
        $known = @('ForEach-Object', 'Select-Object', 'Where-Object', 'Export-Csv') + (Get-Command -Module KapturePS).Name | ForEach-Object { (Get-Command $_).Parameters.Keys }
        $ofShell = 'NonInteractive', 'NoProfile', 'File'
        $complaints = foreach ($topic in $topics.Values) {
            foreach ($name in [regex]::Matches($topic.Words, '\b[A-Z][A-Za-z]+-[A-Z][A-Za-z]+\b').Value | Where-Object { $_ -ne 'Retry-After' }) {
                if (-not (Get-Command $name -ErrorAction Ignore)) { "$($topic.Name): $name" }
            }

            foreach ($name in [regex]::Matches($topic.Words, '(?<![\w.<-])-(?<name>[A-Z][A-Za-z]+)').ForEach({ $_.Groups['name'].Value })) {
                if ($name -notin $known -and $name -notin $ofShell) { "$($topic.Name): -$name" }
            }

            foreach ($name in [regex]::Matches($topic.Lines -join "`n", '\bKapture\.[A-Z]\w+').Value) {
                if (-not ($name -as [type])) { "$($topic.Name): $name" }
            }
        }
        $complaints | Should -BeNullOrEmpty
    }

    It 'point to what there is' {
        $project = (Get-Module KapturePS).PrivateData.PSData.ProjectUri
        $ofPowerShell = 'about_Try_Catch_Finally'
        $complaints = foreach ($topic in $topics.Values) {
            foreach ($other in $topic.SeeAlso) {
                $isThere = switch -Regex ($other) {
                    "^$([regex]::Escape("$project/blob/main/"))(.+)$" { Test-Path (Join-Path $repository $Matches[1]) -PathType Leaf; break }
                    '^about_' { ($topics.Contains($other) -or $other -in $ofPowerShell) -and $other -ne $topic.Name; break }
                    default { [bool] (Get-Command $other -Module KapturePS -ErrorAction Ignore) }
                }
                if (-not $isThere) { "$($topic.Name): $other" }
            }

            foreach ($other in [regex]::Matches($topic.Words, '\babout_\w+').Value) {
                if (-not $topics.Contains($other) -and $other -notin $ofPowerShell) { "$($topic.Name): $other" }
            }
        }
        $complaints | Should -BeNullOrEmpty
        foreach ($topic in $topics.Values) { $topic.SeeAlso.Count | Should -BeGreaterThan 3 }
    }
}

Describe 'The examples of the about topics' -Tag Both {
    BeforeEach {
        Push-Location (New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory)
    }

    AfterEach {
        Pop-Location
    }

    It 'print what they say: <Topic>, <Title>' -ForEach $examples {
        $shell = [powershell]::Create()
        try {
            $printed = $shell.AddScript("Import-Module '$manifest'; Set-Location '$PWD'`n$Code").Invoke()
            @($shell.Streams.Error).ForEach({ "$_" }) | Should -BeNullOrEmpty
            $Prints.Count | Should -BeGreaterThan 0
            @($printed.ForEach({ "$_".TrimEnd() })) | Should -BeExactly $Prints
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'are all run, here or as the nightly script' {
        @($topics.Values.Examples).Count | Should -Be (@($topics.Values.Examples | Where-Object Prints).Count + 1)
        foreach ($topic in $topics.Values) { $topic.Examples.Count | Should -BeGreaterThan 1 }
    }
}

Describe 'Nightly.ps1 of about_KapturePS_Automation' -Tag Both {
    BeforeAll {
        # The second key may look up, and so connect, and may not write.
        $script:emulator = Start-Emulator -Argument '--dialect', 'both', '--key', 'emulator-get=get'
        $script:folder = (New-Item (Join-Path $TestDrive nightly) -ItemType Directory).FullName
        Set-Content (Join-Path $folder Nightly.ps1) ($topics['about_KapturePS_Automation'].Examples | Where-Object Title -EQ 'Nightly.ps1').Code
        $script:environment = @{ KAPTURE_BASE_URI = "$($emulator.BaseUri)"; KAPTURE_TOKEN = 'emulator-token'; KAPTURE_ACCOUNT_ID = '1000298'; KAPTURE_DIALECT = 'V1' }
        foreach ($name in 'KAPTURE_SUBDOMAIN', 'KAPTURE_USERNAME', 'KAPTURE_PASSWORD') { $environment[$name] = '' }

        function Invoke-Nightly([AllowEmptyString()] [string] $Csv, [hashtable] $With = @{}) {
            $all = $environment.Clone()
            foreach ($name in $With.Keys) { $all[$name] = $With[$name] }
            Invoke-ChildShell "`$env:PSModulePath = '$modulePath' + [IO.Path]::PathSeparator + `$env:PSModulePath; Set-Location '$folder'; & ./Nightly.ps1 $Csv; exit `$LASTEXITCODE" $all
        }
    }

    AfterAll {
        Stop-Emulator $emulator
    }

    BeforeEach {
        Reset-Emulator $emulator
        Get-ChildItem $folder -Filter '*.csv*' | Remove-Item
        Set-Content (Join-Path $folder rows.csv) 'Name,Phone', 'Asha,0938', 'Vikram,0939'
    }

    It 'has a folder of its own, and leaves the module alone' {
        $folder | Should -BeLike "$TestDrive*"
        (Get-ChildItem (Split-Path $manifest)).Name | Should -Not -Contain Nightly.ps1
    }

    It 'ends with 0 when all rows are done' {
        $run = Invoke-Nightly rows.csv
        $run.ExitCode | Should -Be 0 -Because $run.Errors
        (Import-Csv (Join-Path $folder rows.csv.done.csv)).Action | Should -Be Added, Added
        Join-Path $folder rows.csv.rejects.csv | Should -Not -Exist
    }

    It 'ends with 1 when some were rejected, and leaves them in a file' {
        Add-Content (Join-Path $folder rows.csv) ',0940'
        $run = Invoke-Nightly rows.csv
        $run.ExitCode | Should -Be 1
        $run.Errors | Should -BeLike 'Row 3: Name is missing*'
        (Import-Csv (Join-Path $folder rows.csv.rejects.csv)).Phone | Should -Be '0940'
        (Get-Content (Join-Path $folder rows.csv)) -replace '^,', 'Zoe,' | Set-Content (Join-Path $folder rows.csv)
        (Invoke-Nightly rows.csv).ExitCode | Should -Be 0
        (Import-Csv (Join-Path $folder rows.csv.done.csv)).Action | Should -Be Resumed, Resumed, Added
        Join-Path $folder rows.csv.rejects.csv | Should -Not -Exist
    }

    It 'ends with 2 when the run ended early, and goes on from there' {
        $run = Invoke-Nightly rows.csv @{ KAPTURE_TOKEN = 'emulator-get' }
        $run.ExitCode | Should -Be 2
        $run.Errors | Should -BeLike '*rows.csv.journal*'
        (Invoke-Nightly rows.csv).ExitCode | Should -Be 0
        (Get-EmulatorStats $emulator).customers | Should -Be 2
    }

    It 'ends with 2 where SIGINT stops it, and goes on from there' -Skip:$IsWindows {
        Import-Module (Join-Path $PSScriptRoot 'Automation.psm1'), (Join-Path $PSScriptRoot 'Prompt.psm1')
        $all = $environment + @{ PSModulePath = $modulePath + [IO.Path]::PathSeparator + $env:PSModulePath }
        Set-EmulatorFault $emulator @{ kind = 'hang'; operation = 'add'; applied = $true }
        $shell = Start-Shell -Argument '-File', './Nightly.ps1', 'rows.csv' -Folder $folder -Environment $all
        $null = Wait-Server $emulator { param($s) $s.inFlight -eq 2 } $shell.Process
        Send-Signal $shell.Process.Id INT
        $ended = Wait-ChildShell $shell
        $ended.ExitCode | Should -Be 2 -Because "$($ended.Output) $($ended.Errors)"

        Set-EmulatorFault $emulator
        (Invoke-Nightly rows.csv).ExitCode | Should -Be 0
        (Get-EmulatorStats $emulator).customers | Should -Be 2
    }

    It 'ends with 3 when it could not begin: <What>' -ForEach @(
        @{ What = 'no key'; Csv = 'rows.csv'; With = @{ KAPTURE_TOKEN = '' } }
        @{ What = 'a wrong key'; Csv = 'rows.csv'; With = @{ KAPTURE_TOKEN = 'another' } }
        @{ What = 'no file'; Csv = 'other.csv'; With = @{} }
        @{ What = 'no path'; Csv = ''; With = @{} }
    ) {
        $run = Invoke-Nightly $Csv $With
        $run.ExitCode | Should -Be 3
        $run.Errors | Should -Not -BeNullOrEmpty
        (Get-EmulatorStats $emulator).customers | Should -Be 0
    }

    It 'has the exit codes that are listed' {
        $code = ($topics['about_KapturePS_Automation'].Examples | Where-Object Title -EQ 'Nightly.ps1').Code
        $codes = [regex]::Matches($code, '(?:exit|\$code =) (\d)').ForEach({ $_.Groups[1].Value }) | Sort-Object -Unique
        @((Get-TopicTable $topics['about_KapturePS_Automation'] 'Exit codes').Keys) | Should -Be $codes
    }
}

Describe 'What about_KapturePS says' -Tag Both {
    BeforeAll {
        $script:about = $topics['about_KapturePS']
    }

    It 'lists the cmdlets' {
        @((Get-TopicTable $about 'The cmdlets').Keys | Sort-Object) | Should -Be @((Get-Module KapturePS).ExportedCmdlets.Keys | Sort-Object)
    }

    It 'knows the defaults of a session' {
        $table = Get-TopicTable $about 'Sessions'
        $defaults = [KapturePS.ConnectKaptureCommand]::new()
        Connect-Kapture -Emulator 6> $null
        $options = [KapturePS.KaptureSession].GetProperty('Client', [Reflection.BindingFlags] 'Instance, NonPublic').GetValue((Get-KaptureSession)).Options
        foreach ($name in 'Dialect', 'TimeoutSec', 'MaximumRetryCount') { $table["-$name"][0] | Should -Be "$($defaults.$name)" }
        $table['-TimeZone'][0] | Should -Be ([TimeZoneInfo]::FindSystemTimeZoneById('India Standard Time').Id)
        $options.TimeZone.BaseUtcOffset | Should -Be ([TimeZoneInfo]::FindSystemTimeZoneById($table['-TimeZone'][0]).BaseUtcOffset)
        $table['-RequestsPerSecond'][0] | Should -Be 'no limit'
        $options.RequestsPerSecond | Should -BeNullOrEmpty
        $options.UseProxy | Should -BeTrue
        @($table.Keys).Count | Should -Be 6
    }

    It 'lists the properties of a result' {
        $listed = [regex]::Match($about.Prose, 'gives a Kapture\.WriteResult: (.+?)\.').Groups[1].Value -split ', '
        @($listed | Sort-Object) | Should -Be @([Kapture.WriteResult].GetProperties().Name | Sort-Object)
    }

    It 'has each stream once' {
        @((Get-TopicTable $about 'Streams').Keys) | Should -Be output, error, warning, verbose, debug, information, progress
    }

    It 'has it right about -WhatIf' {
        $about.Prose.Contains('-WhatIf names each row that would be sent and sends none; what a row lacks or holds wrongly, and what the dialect has no words for, is reported all the same. It writes no journal.') | Should -BeTrue

        Connect-Kapture -Emulator -Dialect Legacy 6> $null
        $rows = [pscustomobject]@{ Name = ''; Phone = '1' }, [pscustomobject]@{ Name = 'a'; Phone = '1'; PostalCode = '411001' }
        $journal = Join-Path $TestDrive whatif.jsonl
        $rows | New-KaptureCustomer -WhatIf -Journal $journal -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failed.Exception.ErrorId | Should -Be MissingField, NotInDialect
        $journal | Should -Not -Exist
    }

    It 'has it right about what is piped' {
        $about.Prose.Contains('The second line sends the city and nothing else, and nothing at all where the city is Pune already; -Force sends it all the same. A contact that is piped into Set-KaptureCustomer is changed itself:') | Should -BeTrue

        Connect-Kapture -Emulator 6> $null
        $added = New-KaptureCustomer -Name a -Phone 1 -ContactName b
        $added | Get-KaptureCustomer | Set-KaptureCustomer -City Pune -PassThru | ForEach-Object Action | Should -Be Updated
        $added | Get-KaptureCustomer | Set-KaptureCustomer -City Pune -PassThru | ForEach-Object Action | Should -Be Unchanged
        $added | Get-KaptureCustomer | Set-KaptureCustomer -City Pune -PassThru -Force | ForEach-Object Action | Should -Be Updated
        (Get-KaptureCustomer $added.CustomerId).Contacts | Where-Object IsPrimary | Set-KaptureCustomer -ContactGender Female
        (Get-KaptureCustomer $added.CustomerId).Contacts.Gender | Should -Be Female
    }
}

Describe 'What about_KapturePS_Automation says' -Tag Both {
    It 'knows the environment variables' {
        # The strings of an assembly begin at any byte.
        $bytes = [IO.File]::ReadAllBytes($cmdlets.Location)
        $inCode = 0, 1 | ForEach-Object { [regex]::Matches([Text.Encoding]::Unicode.GetString($bytes, $_, ($bytes.Length - $_) -band -2), 'KAPTURE_[A-Z_]+').Value } | Sort-Object -Unique
        $named = [regex]::Matches($topics.Values.Words -join ' ', 'KAPTURE_[A-Z_]*[A-Z]').Value | Sort-Object -Unique
        @((Get-TopicTable $topics['about_KapturePS_Automation'] 'Connecting').Keys | Sort-Object) | Should -Be $inCode
        $named | Should -Be $inCode
    }

    It 'names all that prompts' {
        $said = ($topics['about_KapturePS_Automation'].Blocks | Where-Object { $_.Part -eq 'What prompts' -and $_.Kind -eq 'Prose' }).Text -join ' '
        foreach ($command in Get-Command -Module KapturePS) {
            $default = @($command.ParameterSets | Where-Object IsDefault) + @($command.ParameterSets) | Select-Object -First 1
            $asked = @($default.Parameters | Where-Object IsMandatory | ForEach-Object Name)
            if ($command.Name -eq 'Connect-Kapture') { $asked | Should -Be Subdomain, Token }
            elseif ($asked) { $said | Should -Match "$($command.Name)( asks)? for -$asked[,.;]" }
            else { $said | Should -Not -Match "\b$($command.Name)\b" }
        }

        $said | Should -BeLike 'Nothing does*. Connect-Kapture asks for a subdomain and a token where*'
    }
}

Describe 'What about_KapturePS_Bulk says' -Tag Both {
    BeforeAll {
        $script:about = $topics['about_KapturePS_Bulk']

        function Compare-Column($Table, $Parameters) {
            foreach ($parameter in $Parameters) {
                if (-not $Table.Contains($parameter.Name)) { "$($parameter.Name) is missing"; continue }
                $headers = @($Table[$parameter.Name][0] -split '[, ]+' -ne '')
                if (($headers -join ' ') -cne ($parameter.Aliases -join ' ')) { "$($parameter.Name): $headers, and not $($parameter.Aliases)" }
            }

            foreach ($name in $Table.Keys) { if ($name -cnotin @($Parameters.Name)) { "$name is no column" } }
        }
    }

    It 'knows the columns of <Cmdlet>' -ForEach @(
        @{ Cmdlet = 'New-KaptureCustomer'; Index = 0; But = @() }
        @{ Cmdlet = 'Set-KaptureCustomer'; Index = 1; But = 'New-KaptureCustomer' }
        @{ Cmdlet = 'Add-KaptureContact'; Index = 2; But = @() }
        @{ Cmdlet = 'Get-KaptureCustomer'; Index = 3; But = @() }
    ) {
        $others = @($But | ForEach-Object { Get-Column $_ } | ForEach-Object Name)
        $columns = @(Get-Column $Cmdlet | Where-Object Name -NotIn $others)
        $columns.Count | Should -BeGreaterThan 1
        Compare-Column (Get-TopicTable $about 'Columns' $Index) $columns | Should -BeNullOrEmpty
    }

    It 'says truly that all columns of New are columns of Set' {
        $ofSet = Get-Column Set-KaptureCustomer
        foreach ($column in Get-Column New-KaptureCustomer) { ($ofSet | Where-Object Name -EQ $column.Name).Aliases | Should -Be $column.Aliases }
    }

    It 'has it right about several columns of one parameter' {
        $about.Prose.Contains('A column binds to the parameter whose name or alias it has, in any case. Where several columns mean one parameter, its name wins, then the aliases in the order below. What the command line names holds for all rows, whatever the columns say.') | Should -BeTrue

        Connect-Kapture -Emulator 6> $null
        $row = [pscustomobject]@{ Telephone = '3'; MOBILE = '2'; Phone = '1'; Name = 'a' }
        ($row | New-KaptureCustomer -WarningAction SilentlyContinue | Get-KaptureCustomer).Phone | Should -Be '1'
        ($row | Select-Object Name, Telephone, MOBILE | New-KaptureCustomer -WarningAction SilentlyContinue | Get-KaptureCustomer).Phone | Should -Be '2'
        ($row | New-KaptureCustomer -Phone 9 -WarningAction SilentlyContinue | Get-KaptureCustomer).Phone | Should -Be '9'
    }

    It 'knows what a spreadsheet leaves' {
        $listed = ($about.Blocks | Where-Object { $_.Part -like '*spreadsheet*' -and $_.Kind -eq 'Table' }).Text -join ' ' -split '[, ]+' -ne ''
        $inCode = $client.GetType('Kapture.TextRules').GetField('_spreadsheetErrors', [Reflection.BindingFlags] 'Static, NonPublic').GetValue($null)
        @($listed | Sort-Object) | Should -Be @($inCode | Sort-Object)
    }

    It 'lists <Enum>' -ForEach @(
        @{ Enum = 'Kapture.WriteAction'; Part = 'What became of a row' }
        @{ Enum = 'Kapture.JournalState'; Part = 'The journal' }
        @{ Enum = 'Kapture.IfExists'; Part = 'Customers that are there already' }
    ) {
        @((Get-TopicTable $about $Part).Keys) | Should -Be ([enum]::GetNames($client.GetType($Enum)))
    }

    It 'knows the defaults and bounds' {
        $new = [KapturePS.NewKaptureCustomerCommand]::new()
        $range = (Get-Command New-KaptureCustomer).Parameters['ThrottleLimit'].Attributes.Where({ $_ -is [Management.Automation.ValidateRangeAttribute] })[0]
        $about.Prose | Should -BeLike "*worked on at once: $($new.ThrottleLimit) by default, $($range.MinRange) to $($range.MaxRange).*"
        "$($new.IfExists)" | Should -Be ((Get-TopicTable $about 'Customers that are there already').GetEnumerator() | Where-Object { "$($_.Value)" -like '*(the default)' }).Key
        $about.Prose | Should -BeLike "*-MatchBy says by what, in this order: $($new.MatchBy -join ', ').*"
        $spread = $client.GetType('Kapture.OrderedWindow`2').GetField('Spread', [Reflection.BindingFlags] 'Static, NonPublic').GetRawConstantValue()
        $about.Prose | Should -BeLike "*at most $spread rows for each of -ThrottleLimit are held*"
        Connect-Kapture -Emulator 6> $null
        $options = [KapturePS.KaptureSession].GetProperty('Client', [Reflection.BindingFlags] 'Instance, NonPublic').GetValue((Get-KaptureSession)).Options
        $about.Prose | Should -BeLike "*a call waits $($options.RetryBudget.TotalMinutes) minutes at most*"
        [enum]::GetNames($client.GetType('Kapture.CustomerType')) | ForEach-Object { $about.Prose | Should -BeLike "*CustomerType is*$_*All else*" }
    }

    It 'has it right about blanks' {
        $about.Prose.Contains('An empty cell means no value and is not sent: it changes nothing. A blank on the command line is meant, and so is -Clear:') | Should -BeTrue

        Connect-Kapture -Emulator 6> $null
        $id = (New-KaptureCustomer -Name a -Phone 1 -City Goa -Address x).CustomerId
        [pscustomobject]@{ Id = $id; City = '' } | Set-KaptureCustomer -PassThru | ForEach-Object Action | Should -Be Unchanged
        (Get-KaptureCustomer $id).City | Should -Be Goa
        Set-KaptureCustomer -Id $id -City ''
        [pscustomobject]@{ Id = $id } | Set-KaptureCustomer -Clear Address
        (Get-KaptureCustomer $id).City | Should -BeNullOrEmpty
        (Get-KaptureCustomer $id).Address | Should -BeNullOrEmpty
    }

    It 'has it right about a service that nobody reaches' {
        $about.Prose.Contains('a service that nobody reaches: after as many rows in succession as -ThrottleLimit says, and at most twice as many were tried. The error says after which row the run ended, and how to go on.') | Should -BeTrue

        $closed = New-ClosedPort
        try {
            Connect-Kapture -BaseUri $closed.BaseUri -Token (ConvertTo-Secret 'emulator-token') -NoProxy -MaximumRetryCount 0 -SkipVerification
            $ended = { 1..20 | ForEach-Object { [pscustomobject]@{ Name = 'a'; Phone = "$_" } } | New-KaptureCustomer -ThrottleLimit 2 -ErrorAction SilentlyContinue } | Should -Throw '*run ends here: rows after row*' -PassThru
            $ended.Exception.Row | Should -Be 2
            [int] [regex]::Match($ended.Exception.Message, 'rows after row (\d+)').Groups[1].Value | Should -BeLessOrEqual 4
        }
        finally {
            $closed.Socket.Dispose()
        }
    }
}

Describe 'What about_KapturePS_Dialects says' -Tag Both {
    BeforeAll {
        $script:about = $topics['about_KapturePS_Dialects']
        foreach ($dialect in 'V1', 'Legacy') { Connect-Kapture -Emulator -Dialect $dialect -Name $dialect 6> $null }
        $script:values = @{
            Contact = @{ Name = 'b'; Phone = '2' }; Enquiry = @{ Remarks = 'hot' }; AssociateField = @{ a = '1' }; AdditionalField = @{ tier = 'gold' }; AdditionalFieldProperty = 'Tier'
            CustomerType = 'Organization'; DateOfBirth = '2001-02-03'; AnniversaryDate = '2001-02-03'; ContactDateOfBirth = '2001-02-03'; Age = '33'; IfExists = 'Skip'; MatchBy = 'Phone'
            Attribute = @{ attr1 = 'a' }; AllCustomerPage = $true; Clear = 'City'; Force = $true; PassThru = $true; Id = 191700000; ContactId = 210010000; CustomerId = 191700000
        }
        foreach ($number in 'ZoneId', 'AssignedToId', 'PrimarySourceId', 'SecondarySourceId', 'TertiarySourceId', 'PageSize', 'First', 'Skip', 'ThrottleLimit', 'ExpectedCount') { $values[$number] = 1 }
        $values.AccountId = 1000298
        $script:calls = [ordered]@{
            'New-KaptureCustomer'       = @{ Name = 'a'; Phone = '1' }
            'Set-KaptureCustomer'       = @{ Id = 191700000; Phone = '1' }
            'Add-KaptureContact'        = @{ CustomerId = 191700000; Phone = '1' }
            'Get-KaptureCustomer'       = @{}
            'Get-KaptureCustomerByDate' = @{ StartDate = '2024-05-01'; EndDate = '2024-05-02' }
        }

        function Get-Only($Part) {
            foreach ($block in $about.Blocks | Where-Object { $_.Part -eq $Part -and $_.Kind -eq 'Table' }) {
                foreach ($cmdlet in $block.Text[0].Trim() -split ', ') {
                    foreach ($parameter in [regex]::Matches(($block.Text | Select-Object -Skip 1) -join ' ', '-(\w+)').ForEach({ $_.Groups[1].Value })) { "$cmdlet -$parameter" }
                }
            }
        }

        # Every parameter that says something to the service, each alone, in one dialect.
        function Get-Refused($Dialect) {
            $common = [Management.Automation.PSCmdlet]::CommonParameters + 'WhatIf', 'Confirm', 'Session', 'InputObject', 'Journal', 'LookUpSession', 'StartDate', 'EndDate'
            foreach ($cmdlet in $calls.Keys) {
                foreach ($parameter in (Get-Command $cmdlet).Parameters.Keys | Where-Object { $_ -notin $common }) {
                    $with = $calls[$cmdlet].Clone()
                    $with[$parameter] = if ($values.ContainsKey($parameter)) { $values[$parameter] } else { 'x' }
                    $null = & $cmdlet @with -Session $Dialect -ErrorVariable failed -ErrorAction SilentlyContinue
                    if ($failed.Exception.ErrorId -contains 'NotInDialect') { "$cmdlet -$parameter" }
                }
            }
        }
    }

    It 'lists what is only in <Dialect>, all of it and nothing else' -ForEach @(
        @{ Dialect = 'V1'; Other = 'Legacy' }
        @{ Dialect = 'Legacy'; Other = 'V1' }
    ) {
        $said = @(Get-Only "Only in $Dialect" | Sort-Object)
        $said.Count | Should -BeGreaterThan 5
        Compare-Object $said @(Get-Refused $Other) | ForEach-Object { "$($_.SideIndicator) $($_.InputObject)" } | Should -BeNullOrEmpty
    }

    It 'names the default' {
        $about.Prose | Should -BeLike "*$([KapturePS.ConnectKaptureCommand]::new().Dialect) is the default.*"
    }

    It 'has it right about custom fields' {
        $about.Prose.Contains('A label that is the name of one of the service''s own fields, such as phone, is refused in Legacy (InvalidValue): use the parameter.') | Should -BeTrue

        $null = New-KaptureCustomer -Name a -Phone 1 -AdditionalField @{ 'Field 1' = 'gold' } -Session Legacy -ErrorVariable failed
        $failed | Should -BeNullOrEmpty
        $null = New-KaptureCustomer -Name a -Phone 1 -AdditionalField @{ phone = '2' } -Session Legacy -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.Exception.ErrorId | Should -Be InvalidValue
    }

    It 'has it right about fields that are left out' {
        $about.Prose.Contains('So -Clear City goes out for a customer whose answer had no city, where V1, which tells every field, would be Unchanged.') | Should -BeTrue

        foreach ($case in @{ Dialect = 'V1'; Action = 'Unchanged' }, @{ Dialect = 'Legacy'; Action = 'Updated' }) {
            $null = New-KaptureCustomer -Name left-out -Phone 7 -Session $case.Dialect
            $customer = Get-KaptureCustomerByDate (Get-Date).AddDays(-1) -Session $case.Dialect | Where-Object Name -EQ left-out
            ($customer | Set-KaptureCustomer -Clear City -PassThru -Session $case.Dialect).Action | Should -Be $case.Action
        }
    }
}

Describe 'What about_KapturePS_Errors says' -Tag Both {
    BeforeAll {
        $script:about = $topics['about_KapturePS_Errors']
        $records = $cmdlets.GetType('KapturePS.ErrorRecords')
        $script:category = $records.GetMethod('Category', [Reflection.BindingFlags] 'Static, NonPublic')
        $script:advice = $records.GetMethod('Advice', [Reflection.BindingFlags] 'Static, NonPublic')
        $script:ids = [enum]::GetValues([Kapture.KaptureErrorId])
    }

    It 'lists the ids with their categories, and what ends' {
        $table = Get-TopicTable $about 'The ids'
        @($table.Keys) | Should -BeExactly @($ids.ForEach({ "$_" }))
        foreach ($id in $ids) {
            $failure = [Kapture.KaptureException]::new($id, 'x', $null)
            $table["$id"][0] | Should -BeExactly "$($category.Invoke($null, @($id)))" -Because $id
            $table["$id"][1] | Should -BeExactly $(if ($failure.EndsRun) { 'run' } else { 'row' }) -Because $id
        }
    }

    It 'gives the advice that the errors give' {
        $terms = Get-TopicTerm $about 'When, and what to do'
        @($terms.Keys) | Should -BeExactly @($ids.ForEach({ "$_" }))
        foreach ($id in $ids) {
            $failure = [Kapture.KaptureException]::new($id, 'x', $null)
            $failure.Row = 1
            $terms["$id"].Contains("-- $($advice.Invoke($null, @($failure)))") | Should -BeTrue -Because $id
        }

        $expired = [Kapture.KaptureException]::new('AuthenticationFailed', 'x', $null)
        [Kapture.KaptureException].GetProperty('ServiceMessage').SetValue($expired, 'Auth Key Expired')
        $expired.IsKeyExpired | Should -BeTrue
        $terms['AuthenticationFailed'].Contains($advice.Invoke($null, @($expired))) | Should -BeTrue

        $refused = [Kapture.KaptureException]::new('ServiceUnavailable', 'x', $null)
        [Kapture.KaptureException].GetProperty('StatusCode').SetValue($refused, [int] 407)
        $refused.IsProxyRefusal | Should -BeTrue
        $unknown = [Activator]::CreateInstance([Kapture.KaptureException].Assembly.GetType('Kapture.UntrustedException'), @('x', $null))
        $untrusted = [Kapture.KaptureException]::new('ServiceUnavailable', 'x', $unknown)
        $untrusted.IsUntrusted | Should -BeTrue
        foreach ($failure in $refused, $untrusted) {
            $terms['ServiceUnavailable'].Contains($advice.Invoke($null, @($failure))) | Should -BeTrue
        }
    }

    It 'lists the properties of the exception' {
        $own = [Kapture.KaptureException].GetProperties([Reflection.BindingFlags] 'Public, Instance, DeclaredOnly').Name
        @((Get-TopicTable $about 'The exception').Keys | Sort-Object) | Should -Be @($own | Sort-Object)
    }

    It 'has it right about what is terminating beside the table' {
        $about.Prose.Contains('ServiceUnavailable ends the run once as many rows in succession as -ThrottleLimit says have found nobody. MissingField is terminating where a range of dates has no account id, and any error is in Connect-Kapture.') | Should -BeTrue

        { Connect-Kapture 'bad subdomain' -Token (ConvertTo-Secret 'emulator-token') -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'InvalidSubdomain,*'
        { Connect-Kapture -Emulator -EmulatorData (Join-Path $TestDrive none.csv) -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'InvalidValue,*'
        $closed = New-ClosedPort
        try {
            Connect-Kapture -BaseUri $closed.BaseUri -Token (ConvertTo-Secret 'emulator-token') -NoProxy -MaximumRetryCount 0 -SkipVerification
            { Get-KaptureCustomerByDate 2024-05-01 2024-05-02 -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'MissingField,*'
        }
        finally {
            $closed.Socket.Dispose()
        }
    }

    It 'has it right about $ErrorActionPreference' {
        $about.Prose.Contains('say -ErrorAction SilentlyContinue or Continue. That leaves terminating errors terminating. Where $ErrorActionPreference is ''Stop'' the same holds, so say -ErrorAction Continue at a bulk cmdlet there.') | Should -BeTrue

        Connect-Kapture -Emulator 6> $null
        $rows = [pscustomobject]@{ Name = '' }, [pscustomobject]@{ Name = 'a'; Phone = '1' }
        $ErrorActionPreference = 'Stop'
        { $rows | New-KaptureCustomer } | Should -Throw -ErrorId 'MissingField,*'
        @($rows | New-KaptureCustomer -ErrorAction Continue 2> $null).Row | Should -Be 2
        Get-KaptureSession -Name * | Disconnect-Kapture
        { Get-KaptureCustomer 5 -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'NotConnected,*'
    }
}
