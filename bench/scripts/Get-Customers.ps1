# Get-KaptureCustomerByDate, from after the connect to the last customer.
param(
    [string] $Module,
    [uri] $BaseUri,
    [string] $Token,
    [long] $AccountId,
    [string] $Start,
    [string] $End,
    [int] $ThrottleLimit,
    [string] $WarmUpDay,
    [switch] $Distinct
)

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/Measurement.ps1"
Connect-Bench $Module $BaseUri $Token
$options = @{ AccountId = $AccountId }
if ($ThrottleLimit) { $options.ThrottleLimit = $ThrottleLimit }

# Without the measured watch: whether each came once.
if ($Distinct) {
    $ids = [Collections.Generic.HashSet[long]]::new()
    $watch = [Diagnostics.Stopwatch]::StartNew()
    Get-KaptureCustomerByDate $Start $End @options | ForEach-Object { if (-not $ids.Add($_.Id)) { throw "Customer $($_.Id) came twice." } }
    $watch.Stop()
    Write-Measurement $watch $ids.Count
    return
}

# A session that has pulled before; the requests of that day are not counted.
if ($WarmUpDay) {
    Get-KaptureCustomerByDate $WarmUpDay $WarmUpDay @options | Out-Null
    $before = Get-PullCount $BaseUri
}

# Measure-Object counts the customers without keeping them.
$watch = [Diagnostics.Stopwatch]::StartNew()
$customers = Get-KaptureCustomerByDate $Start $End @options | Measure-Object
$watch.Stop()

$requests = if ($WarmUpDay) { (Get-PullCount $BaseUri) - $before }
Write-Measurement $watch $customers.Count -Requests $requests
