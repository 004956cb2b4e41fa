#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeDiscovery {
    $readme = Get-Content -Raw (Join-Path $PSScriptRoot '../../README.md')
    $script:recipes = ($readme -split '(?m)^## ' | Where-Object { $_.StartsWith('Five recipes') }) -split '(?m)^### ' | Select-Object -Skip 1 | ForEach-Object {
        $blocks = [regex]::Match($_, '(?s)```powershell\n(?<code>.*?)```\s*```text\n(?<printed>.*?)```')
        @{ Title = ($_ -split '\n')[0]; Code = $blocks.Groups['code'].Value; Printed = $blocks.Groups['printed'].Value }
    }
}

Describe 'The README' -Tag Both {
    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1') -Force
        $script:repository = Resolve-Path (Join-Path $PSScriptRoot '../..')

        # Which of the first rows arrives first is chance, and so are ids; the day is today's.
        function Get-Comparable([string[]] $Line) {
            ($Line -join "`n") -replace '\b\d{9}\b', '#########' -replace '\d\d-\d\d \d\d:\d\d:\d\d', '##-## ##:##:##' -replace '(?m)[ \t]+$' -replace '\n{2,}', "`n" -replace '^\n+|\n+$'
        }
    }

    BeforeEach {
        $env:NO_COLOR = '1'
    }

    AfterEach {
        $env:NO_COLOR = $null
    }

    It 'has five recipes' -TestCases @(@{ Recipe = $recipes }) {
        @($Recipe).Count | Should -Be 5
        $Recipe | ForEach-Object { $_.Code | Should -Not -BeNullOrEmpty; $_.Printed | Should -Not -BeNullOrEmpty }
    }

    It 'tells what this prints: <Title>' -TestCases $recipes {
        # Recipes write beside themselves: they run in a copy.
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        New-Item -ItemType Directory -Path (Join-Path $folder 'samples') | Out-Null
        Copy-Item (Join-Path $repository 'samples/customers.csv') (Join-Path $folder 'samples')
        Set-Content (Join-Path $folder 'recipe.ps1') $Code
        $start = "`$ErrorActionPreference = 'Stop'; Set-Location '$folder'; Import-Module '$(Get-ModulePath)'; Connect-Kapture -Emulator -InformationAction Ignore; . ./recipe.ps1"

        $output = pwsh -NoProfile -NonInteractive -Command $start 2>&1

        $LASTEXITCODE | Should -Be 0 -Because ($output -join "`n")
        Get-Comparable $output | Should -BeExactly (Get-Comparable ($Printed -split '\n'))
    }

    It 'names only files that are there' {
        $readme = Get-Content -Raw (Join-Path $repository 'README.md')
        $links = [regex]::Matches($readme, '\]\((?!https?:)(?<path>[^)#]+)').ForEach{ $_.Groups['path'].Value }
        $links.Count | Should -BeGreaterThan 5
        $links | Where-Object { -not (Test-Path (Join-Path $repository $_)) } | Should -BeNullOrEmpty
    }
}
