# Import-Csv into a cmdlet that does nothing: what the engine alone takes. Without -EmptyCmdlet, Import-Csv into Out-Null.
param(
    [string] $EmptyCmdlet,
    [string] $Csv,
    [int] $ThrottleLimit
)

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/Measurement.ps1"
if ($EmptyCmdlet) {
    Import-Module $EmptyCmdlet
    $watch = [Diagnostics.Stopwatch]::StartNew()
    Import-Csv $Csv | Skip-KaptureCustomer -ThrottleLimit $ThrottleLimit
    $watch.Stop()
}
else {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    Import-Csv $Csv | Out-Null
    $watch.Stop()
}

Write-Measurement $watch 0
