#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1') -Force
    $script:repository = Resolve-Path (Join-Path $PSScriptRoot '../..')
}

Describe 'Samples' {
    It 'run the demo' {
        # It takes the module from where the build leaves it: in this copy, that is the one under test.
        $null = New-Item -ItemType Directory -Path (Join-Path $TestDrive 'out'), (Join-Path $TestDrive 'samples')
        Copy-Item (Split-Path (Get-ModulePath)) (Join-Path $TestDrive 'out/KapturePS') -Recurse
        Copy-Item (Join-Path $repository 'samples/*') (Join-Path $TestDrive 'samples') -Include '*.ps1', '*.csv'
        $output = pwsh -NoProfile -NonInteractive -File (Join-Path $TestDrive 'samples/Demo.ps1')
        $LASTEXITCODE | Should -Be 0 -Because ($output -join "`n")
        $output[-1] | Should -Be '262 rows: 256 added once, 6 reported.'
    }
}
