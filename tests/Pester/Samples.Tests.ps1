#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    $script:repository = Resolve-Path (Join-Path $PSScriptRoot '../..')
}

Describe 'Samples' {
    It 'run the demo' {
        # It takes the module from where the build leaves it: here, that is the one under test.
        Copy-Item (Split-Path $module) (Join-Path $TestDrive 'out/KapturePS') -Recurse
        $output = pwsh -NoProfile -NonInteractive -File (Join-Path $TestDrive 'samples/Demo.ps1')
        $LASTEXITCODE | Should -Be 0 -Because ($output -join "`n")
        $output[-1] | Should -Be '262 rows: 256 added once, 6 reported.'
    }
}
