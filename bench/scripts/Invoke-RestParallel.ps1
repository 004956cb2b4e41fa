# The same as Invoke-RestLoop.ps1, so many rows at once with ForEach-Object -Parallel.
param(
    [uri] $BaseUri,
    [string] $Token,
    [string] $Csv,
    [int] $ThrottleLimit
)

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/Measurement.ps1"
$uri = [uri]::new($BaseUri, '/ms/customer/customer/api/v1/add-update')
$headers = @{ Authorization = "Basic $Token" }

$watch = [Diagnostics.Stopwatch]::StartNew()
$results = Import-Csv $Csv | ForEach-Object -ThrottleLimit $ThrottleLimit -Parallel {
    $body = @{
        customer_info = @{
            customer_name = $_.customer_name
            phone = $_.phone
            email_id = $_.email_id
            address = $_.address
            city = $_.city
            state = $_.state
            country = $_.country
            pincode = $_.pincode
            customer_code = $_.customer_code
            type = $_.type
        }
    } | ConvertTo-Json
    Invoke-RestMethod -Method Post -Uri $using:uri -Headers $using:headers -ContentType 'application/json' -Body $body
} | Measure-Object
$watch.Stop()

Write-Measurement $watch $results.Count
