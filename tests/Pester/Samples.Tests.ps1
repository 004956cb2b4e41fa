#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    $script:repository = Resolve-Path (Join-Path $PSScriptRoot '../..')
    $script:module = $env:KAPTUREPS_MODULE ? $env:KAPTUREPS_MODULE : (Join-Path $repository 'out/KapturePS/KapturePS.psd1')
}

Describe 'Samples' {
    BeforeEach {
        # The samples write beside themselves: they run in a copy.
        New-Item -ItemType Directory -Path (Join-Path $TestDrive 'samples') | Out-Null
        Copy-Item (Join-Path $repository 'samples/*') (Join-Path $TestDrive 'samples') -Include '*.ps1', '*.csv'
        $env:NO_COLOR = '1'
    }

    AfterEach {
        $env:NO_COLOR = $null
    }

    It 'run the first script of the README' {
        $script = "Import-Module '$module'; `$ErrorActionPreference = 'Stop'; Set-Location '$TestDrive'; . ./samples/FirstScript.ps1"
        $output = pwsh -NoProfile -NonInteractive -Command $script
        $LASTEXITCODE | Should -Be 0 -Because ($output -join "`n")
        $output | Should -Contain 'Row 23: Name is missing: a customer needs a name, and a phone or an email.'
        @(Import-Csv (Join-Path $TestDrive 'rejects.csv')).Count | Should -Be 6
    }

    It 'run the demo' {
        $output = pwsh -NoProfile -NonInteractive -File (Join-Path $repository 'samples/Demo.ps1')
        $LASTEXITCODE | Should -Be 0 -Because ($output -join "`n")
        $output[-1] | Should -Be '262 rows: 256 added once, 6 reported.'
    }
}
