# Import-Csv | New-KaptureCustomer, from after the connect to the last result.
param(
    [string] $Module,
    [uri] $BaseUri,
    [string] $Token,
    [string] $Csv,
    [int] $ThrottleLimit,
    [string] $Journal
)

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/Measurement.ps1"
Connect-Bench $Module $BaseUri $Token
$options = if ($Journal) { @{ Journal = $Journal } } else { @{} }

# Measure-Object counts the results without keeping them.
$watch = [Diagnostics.Stopwatch]::StartNew()
$results = Import-Csv $Csv |
    New-KaptureCustomer -ThrottleLimit $ThrottleLimit -ErrorAction SilentlyContinue -ErrorVariable failed @options |
    Measure-Object
$watch.Stop()

Write-Measurement $watch $results.Count $failed.Count
