#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidOverwritingBuiltInCmdlets', '', Justification = 'Examples ask a person, and in a test there is none.')]
param()

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS
    $script:commands = (Get-Module KapturePS).ExportedCmdlets.Keys | Sort-Object | ForEach-Object { @{ Name = $_ } }

    # The examples as the module ships them.
    $document = [xml](Get-Content -LiteralPath (Join-Path (Split-Path (Get-ModulePath)) 'en-US/KapturePS.dll-Help.xml') -Raw -Encoding UTF8)
    $script:examples = foreach ($command in $document.helpItems.command) {
        foreach ($example in $command.examples.example) {
            @{ Name = $command.details.name; Title = $example.title -replace '^-+ Example \d+: | -+$'; Code = $example.code }
        }
    }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS
    $script:repository = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../..'))
    $script:helpFile = Join-Path (Split-Path (Get-ModulePath)) 'en-US/KapturePS.dll-Help.xml'
    $script:pages = Join-Path $repository 'docs/cmdlets'
    $script:common = [Management.Automation.PSCmdlet]::CommonParameters

    function Get-OwnParameter([string] $Command) {
        (Get-Command $Command).Parameters.Values | Where-Object Name -NotIn $common
    }

    # Text of Markdown or MAML without its marks and line breaks.
    function ConvertTo-Plain($Text) {
        ("$Text" -replace '`([^`]+)`', '$1' -replace '\s+', ' ').Trim()
    }

    # The calls of a script to the module's cmdlets: which parameters each names, also by a hashtable that it splats.
    function Get-Call([string] $Code) {
        $tree = [Management.Automation.Language.Parser]::ParseInput($Code, [ref] $null, [ref] $null)
        foreach ($call in $tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)) {
            $command = Get-Command $call.GetCommandName() -ErrorAction Ignore
            if ($command.ModuleName -ne 'KapturePS') { continue }
            $names = [Collections.Generic.List[string]]::new()
            $positional = 0
            $isValue = $false
            foreach ($element in $call.CommandElements | Select-Object -Skip 1) {
                if ($element -is [Management.Automation.Language.CommandParameterAst]) {
                    $parameter = $command.ResolveParameter($element.ParameterName)
                    $names.Add($parameter.Name)
                    $isValue = -not $parameter.SwitchParameter -and -not $element.Argument
                }
                elseif ($element.Splatted) {
                    $assigned = $tree.Find({ "$($args[0].Left)" -eq "`$$($element.VariablePath)" }, $true)
                    $table = $assigned.Right.Find({ $args[0] -is [Management.Automation.Language.HashtableAst] }, $true)
                    foreach ($pair in $table.KeyValuePairs) { $names.Add($command.ResolveParameter($pair.Item1.Value).Name) }
                }
                elseif ($isValue) {
                    $isValue = $false
                }
                else {
                    $positional++
                }
            }

            $isPiped = $call.Parent.PipelineElements[0] -ne $call
            [pscustomobject]@{ Command = $command; Names = $names; Positional = $positional; IsPiped = $isPiped }
        }
    }

    # The parameter set that a call binds to; nothing where none takes it.
    function Get-BoundSet($Call) {
        $sets = @($Call.Command.ParameterSets | Where-Object {
                $set = $_
                $places = @($set.Parameters | Where-Object { $_.Position -ge 0 -and $_.Name -notin $Call.Names } | Sort-Object Position)
                $filled = @($Call.Names) + @($places | Select-Object -First $Call.Positional | ForEach-Object Name)
                $missing = $set.Parameters | Where-Object { $_.IsMandatory -and $_.Name -notin $filled -and -not ($Call.IsPiped -and ($_.ValueFromPipeline -or $_.ValueFromPipelineByPropertyName)) }
                -not $missing -and $places.Count -ge $Call.Positional -and -not ($Call.Names | Where-Object { $_ -notin $set.Parameters.Name })
            })
        $sets | Sort-Object -Property IsDefault -Descending -Stable | Select-Object -First 1 -ExpandProperty Name
    }

    # What Get-Help shows in a window of 80 columns. Under the culture without a name the engine breaks lines inside of words.
    function Get-ShownHelp([string] $Command) {
        $culture, $colours = [Threading.Thread]::CurrentThread.CurrentCulture, $PSStyle.OutputRendering
        try {
            [Threading.Thread]::CurrentThread.CurrentCulture = 'en-US'
            $PSStyle.OutputRendering = 'PlainText'
            Get-Help $Command -Full | Out-String -Width 80
        }
        finally {
            [Threading.Thread]::CurrentThread.CurrentCulture = $culture
            $PSStyle.OutputRendering = $colours
        }
    }
}

Describe 'The help' -Tag Both {
    Context '<Name>' -ForEach $commands {
        BeforeAll {
            $script:help = Get-Help $Name -Full
            $script:command = Get-Command $Name
        }

        It 'is written, and not made up by the engine' {
            $help.Synopsis.Trim() | Should -Not -BeNullOrEmpty
            $help.Synopsis | Should -Not -Match ([regex]::Escape($Name))
            ($help.description.Text -join ' ').Length | Should -BeGreaterThan 80
            foreach ($part in 'inputTypes.inputType', 'returnValues.returnValue', 'alertSet.alert', 'examples.example') {
                $parent, $child = $part -split '\.'
                $help.$parent.$child | Should -Not -BeNullOrEmpty -Because "$part is to be there"
            }

            Get-Content -LiteralPath $helpFile -Raw | Should -Not -Match '\{\{'
        }

        It 'tells every parameter, and no other' {
            Compare-Object (Get-OwnParameter $Name).Name $help.parameters.parameter.name | ForEach-Object { "$($_.SideIndicator) $($_.InputObject)" } | Should -BeNullOrEmpty
            foreach ($parameter in $help.parameters.parameter) {
                (Get-Help $Name -Parameter $parameter.name).description.Text | Should -Not -BeNullOrEmpty -Because "-$($parameter.name) is to be described"
            }
        }

        It 'agrees with the module about each parameter' {
            foreach ($parameter in Get-OwnParameter $Name) {
                $told = Get-Help $Name -Parameter $parameter.Name
                $sets = $parameter.ParameterSets.Values
                $ways = @(if ($sets.ValueFromPipeline -contains $true) { 'ByValue' }) + @(if ($sets.ValueFromPipelineByPropertyName -contains $true) { 'ByPropertyName' })
                $place = @($sets.Position | Where-Object { $_ -ge 0 })
                $type = [Nullable]::GetUnderlyingType($parameter.ParameterType) ?? $parameter.ParameterType
                $expected = [ordered]@{
                    required      = "$($sets.IsMandatory -contains $true)"
                    pipelineInput = if ($ways) { "true ($($ways -join ', '))" } else { 'false' }
                    aliases       = if ($parameter.Aliases) { $parameter.Aliases -join ', ' } else { 'none' }
                    position      = if ($place.Count) { "$($place[0])" } else { 'named' }
                    globbing      = "$($parameter.Attributes.TypeId.Name -contains 'SupportsWildcardsAttribute')"
                    type          = $type.FullName
                }
                $actual = [ordered]@{}
                foreach ($key in $expected.Keys) { $actual[$key] = if ($key -eq 'type') { $told.type.name } else { $told.$key } }
                "-$($parameter.Name): $($actual.Values -join '; ')" | Should -Be "-$($parameter.Name): $($expected.Values -join '; ')"
            }
        }

        It 'tells the defaults that the module has' {
            $fresh = [activator]::CreateInstance($command.ImplementingType)
            foreach ($parameter in Get-OwnParameter $Name | Where-Object { -not $_.SwitchParameter -and $_.Attributes.Mandatory -notcontains $true }) {
                $default = $fresh.($parameter.Name)
                if ($default -and $default -ne [long]::MaxValue) {
                    (Get-Help $Name -Parameter $parameter.Name).defaultValue | Should -Be ($default -join ', ') -Because "-$($parameter.Name) has a default"
                }
            }
        }

        It 'lists what an enumeration takes' {
            foreach ($parameter in Get-OwnParameter $Name) {
                $type = $parameter.ParameterType.IsArray ? $parameter.ParameterType.GetElementType() : $parameter.ParameterType
                if (-not $type.IsEnum) { continue }
                $told = @($help.syntax.syntaxItem.parameter | Where-Object name -EQ $parameter.Name)
                $told[0].parameterValueGroup.parameterValue | Should -Be ([Enum]::GetNames($type))
            }
        }

        It 'has each parameter set in the syntax, as the module has it' {
            $items = @($help.syntax.syntaxItem)
            $items.Count | Should -Be $command.ParameterSets.Count
            foreach ($set in $command.ParameterSets) {
                $own = $set.Parameters | Where-Object Name -NotIn $common
                $same = $items | Where-Object { -not (Compare-Object @($own.Name) @($_.parameter.name)) }
                $same | Should -Not -BeNullOrEmpty -Because "the set $($set.Name) is to be there"
                foreach ($parameter in $own) {
                    $told = @($same.parameter | Where-Object name -EQ $parameter.Name)
                    $told.required | Should -Contain "$($parameter.IsMandatory)" -Because "-$($parameter.Name) of $($set.Name)"
                    $told.position | Should -Contain $(if ($parameter.Position -ge 0) { "$($parameter.Position)" } else { 'named' }) -Because "-$($parameter.Name) of $($set.Name)"
                }
            }
        }

        It 'has an example for each parameter set, and no parameter in one that is not there' {
            $calls = $help.examples.example.code | ForEach-Object { Get-Call $_ } | Where-Object { $_.Command.Name -eq $Name }
            $bound = $calls | ForEach-Object { Get-BoundSet $_ }
            @($bound).Count | Should -Be @($calls).Count -Because 'each call is to bind'
            foreach ($set in $command.ParameterSets.Name) { $bound | Should -Contain $set }
        }

        It 'opens its page' {
            $page = "https://github.com/KapturePS/KapturePS/blob/main/docs/cmdlets/$Name.md"
            $command.HelpUri | Should -Be $page
            @($help.relatedLinks.navigationLink)[0].uri | Should -Be $page
            Join-Path $pages "$Name.md" | Should -Exist
            foreach ($link in $help.relatedLinks.navigationLink) {
                $link.linkText | Should -Not -BeNullOrEmpty
                Join-Path $repository ($link.uri -replace '^https://github.com/KapturePS/KapturePS/blob/main/') | Should -Exist
            }

            # In place of a browser.
            $hooks = [psobject].Assembly.GetType('System.Management.Automation.Internal.InternalTestHooks')
            $hooks::SetTestHook('BypassOnlineHelpRetrieval', $true)
            try {
                "$(Get-Help $Name -Online 6>&1)" | Should -Match ([regex]::Escape($page))
            }
            finally {
                $hooks::SetTestHook('BypassOnlineHelpRetrieval', $false)
            }
        }

        It 'reads well in a window of 80 columns' {
            $shown = Get-ShownHelp $Name
            $lines = $shown -split '\r?\n'
            $lines | Where-Object Length -GT 80 | Should -BeNullOrEmpty
            ($shown -replace '\r\n', '') | Should -Not -Match '\r|```|\*\*|\]\(|\{\{|__|&\w+;|\u0080'
            $lines | Where-Object { $_ -notmatch '`$' -and $_ -match '`' } | Should -BeNullOrEmpty
            foreach ($line in $help.examples.example.code -split '\n') {
                "    $line".TrimEnd() | Should -BeIn @($lines | ForEach-Object TrimEnd)
            }
        }

        It 'says what its page says' {
            $page = Get-Content -LiteralPath (Join-Path $pages "$Name.md") -Raw -Encoding UTF8
            $page | Should -Not -Match '\{\{|\r'
            foreach ($match in [regex]::Matches($page, '(?s)\n### -(\w+)\n\n(.*?)\n\n```yaml')) {
                $told = Get-Help $Name -Parameter $match.Groups[1].Value
                ConvertTo-Plain ($told.description.Text -join ' ') | Should -BeExactly (ConvertTo-Plain $match.Groups[2].Value)
            }

            foreach ($section in @('SYNOPSIS', $help.Synopsis), @('DESCRIPTION', ($help.description.Text -join ' ')), @('NOTES', ($help.alertSet.alert.Text -join ' '))) {
                $written = [regex]::Match($page, "(?s)\n## $($section[0])\n\n(.*?)\n\n## ").Groups[1].Value
                ConvertTo-Plain $section[1] | Should -BeExactly (ConvertTo-Plain $written)
            }

            $codes = [regex]::Matches($page, '(?s)```powershell\n(.*?)\n```') | ForEach-Object { $_.Groups[1].Value }
            $help.examples.example.code | Should -Be $codes
        }
    }

    It 'asks for a mandatory parameter in words' {
        foreach ($command in (Get-Module KapturePS).ExportedCmdlets.Keys) {
            foreach ($attribute in (Get-OwnParameter $command).Attributes | Where-Object { $_ -is [Parameter] -and $_.Mandatory }) {
                $attribute.HelpMessage | Should -Not -BeNullOrEmpty -Because "$command asks for it"
            }
        }
    }

    It 'is found in a shell that speaks <Culture>' -ForEach @{ Culture = 'de-DE' }, @{ Culture = 'hi-IN' }, @{ Culture = '' } {
        $run = Invoke-ChildShell @"
            [Threading.Thread]::CurrentThread.CurrentUICulture = [cultureinfo]::new('$Culture')
            Import-Module '$(Get-ModulePath)'
            (Get-Help Get-KaptureSession).Synopsis
"@
        $run.Output | Should -Be 'Gives the current session, or those that are open.' -Because $run.Errors
    }

    It 'is what build.sh help makes of the pages, every time' {
        if (-not (Get-Module -ListAvailable -Name Microsoft.PowerShell.PlatyPS)) {
            Set-ItResult -Skipped -Because 'Microsoft.PowerShell.PlatyPS is not installed'
            return
        }

        $copy = Join-Path $TestDrive 'cmdlets'
        Copy-Item -LiteralPath $pages -Destination $copy -Recurse
        $shell = (Get-Process -Id $PID).Path
        $said = & $shell -NoProfile -NonInteractive -File (Join-Path $repository 'tools/Update-Help.ps1') -Module (Get-ModulePath) -Markdown $copy -Maml $TestDrive
        $LASTEXITCODE | Should -Be 0 -Because ($said -join "`n")
        foreach ($page in Get-ChildItem -LiteralPath $pages -Filter *.md) {
            (Get-FileHash (Join-Path $copy $page.Name)).Hash | Should -Be (Get-FileHash $page.FullName).Hash -Because "$($page.Name) is to be up to date: ./build.sh help"
        }

        (Get-FileHash (Join-Path $TestDrive 'KapturePS.dll-Help.xml')).Hash | Should -Be (Get-FileHash $helpFile).Hash -Because 'the MAML is to be up to date: ./build.sh help'
    }
}

Describe 'The examples' -Tag Both {
    BeforeAll {
        $script:server = Start-Emulator @(
            '--seed', '60', '--seed-start', '2024-05-01', '--seed-days', '30', '--user', 'admin', '--password', 'emulator-password'
            '--key', 'add-token=add,update,addContact', '--key', 'get-token=get,pull'
        )

        # What a person would type.
        function Read-Host([string] $Prompt, [switch] $AsSecureString) {
            $token = switch ($Prompt) { 'Key for Add Customer' { 'add-token' } 'Key for Get Customer' { 'get-token' } default { 'emulator-token' } }
            if ($AsSecureString) { ConvertTo-Secret $token } else { $token }
        }

        function Get-Credential { [pscredential]::new('admin', (ConvertTo-Secret 'emulator-password')) }

        # The tenants of the examples, and their proxy, are the server on this machine; all else goes through as it stands.
        function Connect-Kapture {
            $parameters = (Get-Command KapturePS\Connect-Kapture).Parameters
            $named = @{}
            for ($i = 0; $i -lt $args.Count; $i++) {
                if ($args[$i] -isnot [string] -or $args[$i] -notmatch '^-(\w+):?$') { $named.Subdomain = $args[$i] }
                elseif ($parameters[$Matches[1]].SwitchParameter) { $named[$Matches[1]] = $true }
                else { $named[$Matches[1]] = $args[++$i] }
            }

            if (-not $named.Emulator) { $named.NoProxy = -not $named.Proxy }
            if ($named.Proxy) { $named.Proxy = $server.BaseUri }
            if ($named.BaseUri) { $named.BaseUri = $server.BaseUri }
            if ($named.Subdomain) {
                if (-not $named.Name) { $named.Name = $named.Subdomain }
                $named.Remove('Subdomain')
                $named.BaseUri = $server.BaseUri
            }

            KapturePS\Connect-Kapture @named
        }

        # What is there before an example, beside what every one finds.
        $script:setUps = @{
            'Get-KaptureSession: Connect only where it is needed'                             = { Get-KaptureSession -Name * | Disconnect-Kapture }
            'Get-KaptureCustomer: Look up the rows of a file, and keep those that are not there' = { Import-Csv people.csv | Select-Object -First 1 | New-KaptureCustomer }
            'New-KaptureCustomer: Import a CSV file, and keep the rows that failed'           = { Add-Content customers.csv 'Nobody,,,Pune,India' }
            'New-KaptureCustomer: Send columns as custom fields'                              = { Copy-Item tiers-and-regions.csv customers.csv }
            'New-KaptureCustomer: Compute fields row by row'                                  = { Copy-Item tiers-and-regions.csv customers.csv }
            'Set-KaptureCustomer: Change customers from a CSV file'                           = { Add-Content changes.csv '1,Nowhere,' }
            'Add-KaptureContact: Add contacts from a CSV file'                                = { Add-Content contacts.csv '191700001,Nobody,,' }
        }
    }

    AfterAll {
        Stop-Emulator $server
    }

    BeforeEach {
        Reset-Emulator $server
        $script:folder = Join-Path $TestDrive ([guid]::NewGuid())
        $null = New-Item -ItemType Directory -Path $folder
        Push-Location -LiteralPath $folder

        $own = @{ SkipVerification = $true }
        Connect-Emulator $server -With ($own + @{ Name = 'add'; Token = ConvertTo-Secret 'add-token' })
        Connect-Emulator $server -With ($own + @{ Name = 'update'; Token = ConvertTo-Secret 'add-token' })
        Connect-Emulator $server -With ($own + @{ Name = 'get'; Token = ConvertTo-Secret 'get-token' })
        Connect-Emulator $server -With ($own + @{ Name = 'old'; Dialect = 'Legacy' })
        Connect-Emulator $server -With ($own + @{ Name = 'contoso' })
        $env:KAPTURE_BASE_URI, $env:KAPTURE_TOKEN, $env:KAPTURE_ACCOUNT_ID = $server.BaseUri, 'emulator-token', '1000298'

        $files = @{
            'customers.csv'         = "Name,Phone,Email,City,Country`nMeera Joshi,02025530001,meera.joshi@example.com,Pune,India`nArun Nair,,arun.nair@example.com,,India"
            'tiers-and-regions.csv' = "Name,Phone,Country,Tier,Region`nMeera Joshi,02025530001,India,Gold,West`nArun Nair,02025530002,India,,South"
            'people.csv'            = "customer_name,Mobile,Mail,City`nLata Menon,+91 98765 40011,lata.menon@example.com,Kochi`nDev Anand,+91 98765 40012,dev.anand@example.com,Delhi"
            'crm-export.csv'        = "Client,Contact No,City,Owner`nLata Menon,+91 98765 40011,Kochi,me"
            'contacts.csv'          = "CustomerId,Name,Phone,Email`n191700000,Reception,020 2553 0000,`n191700001,Sales,,sales@example.com"
            'changes.csv'           = "Id,City,State`n191700000, Pune ,Maharashtra`n191700001,Kochi,"
            'tiers.csv'             = "Id,Tier`n191700000,Gold`n191700001,"
            'ids.txt'               = "191700000`n191700001"
            'requests.jsonl'        = "{`"customer_id`":`"191700000`"}`n{`"customer_id`":`"191700001`"}"
        }
        foreach ($file in $files.GetEnumerator()) { Set-Content -LiteralPath $file.Name -Value $file.Value }
        $null = [pscustomobject]@{ Name = 'Asha Patil'; Phone = '+91 98765 43210'; Email = 'asha.patil@example.com' },
            [pscustomobject]@{ Name = 'Ravi Iyer'; Phone = '+91 98765 43211'; Email = 'ravi.iyer@example.com' } | New-KaptureCustomer -Journal customers.journal
        Copy-Item -LiteralPath customers.journal -Destination 'customers[1].journal'
    }

    AfterEach {
        Pop-Location
        $env:KAPTURE_BASE_URI = $env:KAPTURE_TOKEN = $env:KAPTURE_ACCOUNT_ID = $null
        Get-KaptureSession -Name * | Disconnect-Kapture
    }

    It 'run: <Name>: <Title>' -ForEach $examples {
        if ($setUps["${Name}: $Title"]) { $null = . $setUps["${Name}: $Title"] }
        $before = Get-EmulatorStats $server

        $ErrorActionPreference = 'Continue'
        $said = & { . ([scriptblock]::Create($Code)) } 2>&1 3>&1 6>&1 | ForEach-Object { $_ }

        $said | Where-Object { $_ -is [Management.Automation.ErrorRecord] -or $_ -is [Management.Automation.WarningRecord] } | Should -BeNullOrEmpty
        $after = Get-EmulatorStats $server
        if ($Code -match '-WhatIf') {
            foreach ($operation in 'add', 'update', 'addContact') {
                $after.operations.$operation.requests | Should -Be $before.operations.$operation.requests -Because 'it says what it would do'
            }
        }
        elseif ($Name -notin 'Get-KaptureSession', 'Disconnect-Kapture', 'Get-KaptureJournal' -and $Code -notmatch '-Emulator') {
            $after.requests | Should -BeGreaterThan $before.requests -Because 'it is to ask the service'
        }
    }
}
