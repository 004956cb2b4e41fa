# What a script does without the module: Import-Csv | ForEach-Object { Invoke-RestMethod }, one row after the other.
param(
    [uri] $BaseUri,
    [string] $Token,
    [string] $Csv
)

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/Measurement.ps1"
$uri = [uri]::new($BaseUri, '/ms/customer/customer/api/v1/add-update')
$headers = @{ Authorization = "Basic $Token" }

$watch = [Diagnostics.Stopwatch]::StartNew()
$results = Import-Csv $Csv | ForEach-Object {
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
    Invoke-RestMethod -Method Post -Uri $uri -Headers $headers -ContentType 'application/json' -Body $body
} | Measure-Object
$watch.Stop()

Write-Measurement $watch $results.Count
