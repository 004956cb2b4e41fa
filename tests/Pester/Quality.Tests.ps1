#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS
    $repository = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../..'))
    $script:noAnalyzer = -not (Get-Module -Name PSScriptAnalyzer -ListAvailable)
    $script:noHelp = -not (Test-Path (Join-Path (Split-Path (Get-ModulePath)) 'en-US/KapturePS.dll-Help.xml'))
    $script:cmdlets = (Get-Command -Module KapturePS).Name

    # What somebody has written; the manifest is taken from the module, beside whose files alone it is right.
    $own = Get-ChildItem -Path $repository -Exclude artifacts, out | Get-ChildItem -Recurse -File -Include '*.ps1', '*.psm1', '*.psd1' |
        Where-Object Name -NE KapturePS.psd1
    $script:scripts = @(foreach ($path in @($own.FullName) + (Get-ModulePath)) {
            @{ Path = $path; Name = if ($path -eq (Get-ModulePath)) { 'KapturePS.psd1' } else { [IO.Path]::GetRelativePath($repository, $path) } }
        })

    # What Windows PowerShell 5.1 is to run: all samples, unless they say that they need more.
    $script:olderScripts = @($scripts | Where-Object {
            $_.Name -match '^(samples|build\.ps1|KapturePS\.psd1)' -and (Get-Content -LiteralPath $_.Path -Raw) -notmatch '(?m)^#requires\s+-version\s+[67]'
        })
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS
    $script:settings = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../../PSScriptAnalyzerSettings.psd1'))

    function Get-Finding([string] $Path, $Settings) {
        Invoke-ScriptAnalyzer -Path $Path -Settings $Settings -ErrorAction Stop |
            ForEach-Object { "$($_.RuleName) in line $($_.Line): $($_.Message)" }
    }
}

Describe 'Scripts' -Tag Both {
    It 'are as PSScriptAnalyzer wants them: <Name>' -ForEach $scripts -Skip:$noAnalyzer {
        Get-Finding $Path $settings | Should -BeNullOrEmpty
    }

    It 'are written in what Windows PowerShell 5.1 knows: <Name>' -ForEach $olderScripts -Skip:$noAnalyzer {
        $older = @{ IncludeRules = @('PSUseCompatibleSyntax'); Rules = @{ PSUseCompatibleSyntax = @{ Enable = $true; TargetVersions = @('5.1') } } }
        Get-Finding $Path $older | Should -BeNullOrEmpty
    }

    It 'are so inside <_>, too' -ForEach KapturePS.Format.ps1xml, KapturePS.Types.ps1xml -Skip:$noAnalyzer {
        $older = @{ IncludeRules = @('PSUseCompatibleSyntax'); Rules = @{ PSUseCompatibleSyntax = @{ Enable = $true; TargetVersions = @('5.1') } } }
        $file = [xml] (Get-Content -LiteralPath (Join-Path (Split-Path (Get-ModulePath)) $_) -Raw)
        foreach ($block in $file.SelectNodes('//ScriptBlock | //GetScriptBlock | //ScriptMethod/Script')) {
            Invoke-ScriptAnalyzer -ScriptDefinition $block.InnerText -Settings $older -ErrorAction Stop |
                ForEach-Object { "$($_.Message) In: $($block.InnerText)" } | Should -BeNullOrEmpty
        }
    }

    It 'are ASCII where Windows PowerShell 5.1 would read them in the code page of the machine: <Name>' -ForEach $olderScripts {
        Get-Content -LiteralPath $Path -Encoding utf8 | Where-Object { $_ -match '[^\x00-\x7F]' } | Should -BeNullOrEmpty
    }

    It 'are found' -ForEach @{ All = $scripts.Count; Older = $olderScripts.Count } {
        $All | Should -BeGreaterThan (Get-ChildItem -Path $PSScriptRoot -Filter '*.ps1').Count
        $Older | Should -BeGreaterThan 1
    }
}

Describe 'The manifest' -Tag Both {
    BeforeAll {
        $script:folder = Split-Path (Get-ModulePath)
        $script:manifest = Test-ModuleManifest -Path (Get-ModulePath) -ErrorAction Stop -WarningVariable warnings -WarningAction SilentlyContinue
        $script:warned = $warnings
    }

    It 'is taken without a warning' {
        $warned | Should -BeNullOrEmpty
        $manifest.Name | Should -BeExactly KapturePS
    }

    It 'lists each file of the module and no other' {
        # A package manager leaves a note of its own beside the files.
        $there = Get-ChildItem -Path $folder -Recurse -File -Force | Where-Object Name -NE PSGetModuleInfo.xml |
            ForEach-Object { [IO.Path]::GetRelativePath($folder, $_.FullName).Replace('\', '/') }
        $listed = $manifest.FileList | ForEach-Object { [IO.Path]::GetRelativePath($folder, $_).Replace('\', '/') }
        $listed | Sort-Object -CaseSensitive | Should -BeExactly ($there | Sort-Object -CaseSensitive)
    }

    It 'is in the language that PSResourceGet and the PowerShell Gallery read' {
        $text = [scriptblock]::Create((Get-Content -LiteralPath (Get-ModulePath) -Raw))
        { $text.CheckRestrictedLanguage([string[]] @(), [string[]] @('PSEdition', 'PSScriptRoot'), $true) } | Should -Not -Throw
        (& $text).RootModule | Should -BeExactly 'core/KapturePS.dll'
    }
}

Describe 'Help' -Tag Both {
    It 'describes the cmdlet and each parameter: <_>' -ForEach $cmdlets -Skip:$noHelp {
        $help = Get-Help -Name $_ -Full
        $help.Synopsis.Trim() | Should -Not -BeNullOrEmpty
        $help.Description.Text | Should -Not -BeNullOrEmpty
        $common = [System.Management.Automation.Cmdlet]::CommonParameters + [System.Management.Automation.Cmdlet]::OptionalCommonParameters
        $names = (Get-Command -Name $_).Parameters.Keys | Where-Object { $_ -notin $common }
        $described = @($help.parameters.parameter | Where-Object { "$($_.description.Text)".Trim() -and "$($_.description.Text)" -notmatch '\{\{' }).Name
        $names | Where-Object { $_ -notin $described } | Should -BeNullOrEmpty
    }
}
