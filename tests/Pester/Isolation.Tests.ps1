#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    $script:ours = Get-ModulePath
    $script:other = Get-OtherModulePath

    # What a child shell tells, as an object.
    function Invoke-Isolated([string] $Script) {
        $child = Invoke-ChildShell -Script @"
            `$ours = '$ours'
            `$other = '$other'
            function Use-Ours { Connect-Kapture -Emulator 6> `$null; (New-KaptureCustomer -Name a -Phone 1 | Get-KaptureCustomer).Name }
            function Use-Other { Import-Module `$other; `$seen = Get-OtherHttpVersion; "`$(`$seen.Http).`$(`$seen.Options) `$(`$seen.Context) `$(`$seen.Address)" }
            function Get-Loaded([string] `$Name) {
                foreach (`$context in [Runtime.Loader.AssemblyLoadContext]::All) {
                    foreach (`$assembly in `$context.Assemblies) {
                        if (`$assembly.GetName().Name -like `$Name) { "`$(`$context.Name) `$(`$assembly.GetName().Name) `$(`$assembly.GetName().Version.Major)" }
                    }
                }
            }
            [pscustomobject]@{ Result = @(& {
            $Script
            }) } | ConvertTo-Json -Depth 4
"@
        $child.Errors | Should -BeNullOrEmpty
        ($child.Output | ConvertFrom-Json).Result
    }
}

Describe 'Another module with another version of the same package' {
    It 'works when it comes before ours, and so do we' {
        $result = Invoke-Isolated 'Use-Other; Import-Module $ours; Use-Ours; Use-Other; Get-Loaded Microsoft.Extensions.Http'
        $result[0] | Should -BeExactly '9.9 Default http://127.0.0.1/'
        $result[1] | Should -BeExactly 'a'
        $result[2] | Should -BeExactly $result[0]
        $result[3..9] | Sort-Object | Should -Be 'Default Microsoft.Extensions.Http 9', 'KapturePS Microsoft.Extensions.Http 10'
    }

    It 'works when it comes after ours, and so do we' {
        $result = Invoke-Isolated 'Import-Module $ours; Use-Ours; Use-Other; Use-Ours; Get-Loaded Microsoft.Extensions.Http'
        $result[0] | Should -BeExactly 'a'
        $result[1] | Should -BeExactly '9.9 Default http://127.0.0.1/'
        $result[2] | Should -BeExactly 'a'
        $result[3..9] | Sort-Object | Should -Be 'Default Microsoft.Extensions.Http 9', 'KapturePS Microsoft.Extensions.Http 10'
    }

    It 'works when both are imported before either is used' {
        $result = Invoke-Isolated 'Import-Module $ours, $other; Use-Other; Use-Ours'
        $result | Should -Be '9.9 Default http://127.0.0.1/', 'a'
    }

    It 'finds nothing of ours in the context that all share' {
        $result = Invoke-Isolated @'
            $before = @(Get-Loaded * | Where-Object { $_ -like 'Default *' })
            Import-Module $ours
            Use-Ours
            Get-Loaded * | Where-Object { $_ -like 'Default *' -and $_ -notin $before -and $_ -match ' (Microsoft\.Extensions\.|Polly|Kapture\.)' }
            Get-Loaded 'KapturePS'
'@
        $result | Should -Be 'a', "Default KapturePS $((Import-Module $ours -PassThru).Version.Major)"
    }

    It 'meets each assembly of ours once, in our own context' {
        $result = Invoke-Isolated 'Import-Module $ours; $null = Use-Ours; foreach ($name in ''Kapture.*'', ''Microsoft.Extensions.Http'', ''Polly.Core'') { Get-Loaded $name }'
        $result | ForEach-Object { ($_ -split ' ')[0] } | Select-Object -Unique | Should -BeExactly 'KapturePS'
        $result | ForEach-Object { ($_ -split ' ')[1] } | Sort-Object | Should -Be Kapture.Client, Kapture.Emulator, Microsoft.Extensions.Http # Polly comes with the first retry
    }

    It 'shares what PowerShell itself ships: <_> is loaded once' -ForEach 'System.Text.Json', 'System.Diagnostics.DiagnosticSource', 'System.Management.Automation' {
        $result = Invoke-Isolated "Use-Other | Out-Null; Import-Module `$ours; `$null = Use-Ours; `$null = '{}' | ConvertFrom-Json; Get-Loaded $_"
        @($result).Count | Should -BeLessOrEqual 1
        $result | Should -BeLike 'Default *'
    }
}
