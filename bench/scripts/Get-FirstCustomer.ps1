# The first customer of the first pull of a process that has imported and connected, as at a prompt: the key is proved.
param(
    [string] $Module,
    [uri] $BaseUri,
    [string] $Token,
    [long] $AccountId,
    [string] $Start,
    [string] $End
)

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/Measurement.ps1"
Connect-Bench $Module $BaseUri $Token -Verify
$seen = 0

# The loop is there to be broken out of, which ends the pull.
do {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    Get-KaptureCustomerByDate $Start $End -AccountId $AccountId | ForEach-Object { $watch.Stop(); $seen++; break }
} while ($false)

Write-Measurement $watch $seen
