#!/usr/bin/env pwsh
# ./build.ps1 TASK: build, demo, test, bench, soak, help or package. The work is done in tools/Tasks; build.sh is the same for a POSIX shell.
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [string] $Task,

    [Parameter(ValueFromRemainingArguments)]
    [string[]] $Rest
)

$ErrorActionPreference = 'Stop'
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
Push-Location $PSScriptRoot
try {
    dotnet build tools/Tasks --configuration Release --nologo --verbosity quiet -clp:NoSummary
    if ($LASTEXITCODE -eq 0) {
        dotnet artifacts/bin/Tasks/release/Tasks.dll $Task @Rest
    }
    exit $LASTEXITCODE
}
finally {
    Pop-Location
}
