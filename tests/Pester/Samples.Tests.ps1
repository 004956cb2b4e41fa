#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    $script:repository = Resolve-Path (Join-Path $PSScriptRoot '../..')
}

Describe 'Samples' {
    It 'run the demo' {
        $output = pwsh -NoProfile -NonInteractive -File (Join-Path $repository 'samples/Demo.ps1')
        $LASTEXITCODE | Should -Be 0 -Because ($output -join "`n")
        $output[-1] | Should -Be '262 rows: 256 added once, 6 reported.'
    }
}
