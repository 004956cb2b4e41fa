# What a script does without the module: day by day, page by page, until a page is short.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '', Justification = 'The rule does not see into the block that uses them.')]
param(
    [uri] $BaseUri,
    [string] $Token,
    [long] $AccountId,
    [datetime] $Start,
    [datetime] $End
)

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/Measurement.ps1"
$uri = [uri]::new($BaseUri, '/ms/customer-search/customer-search/api/v1')
$headers = @{ Authorization = "Basic $Token" }
$limit = 100

$watch = [Diagnostics.Stopwatch]::StartNew()
$customers = & {
    for ($day = $Start; $day -le $End; $day = $day.AddDays(1)) {
        $offset = 0
        do {
            $body = @{
                cm_id = $AccountId
                createStartDate = $day.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)
                createEndDate = $day.AddDays(1).ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)
                limit = $limit
                offset = $offset
            } | ConvertTo-Json
            $page = (Invoke-RestMethod -Method Post -Uri $uri -Headers $headers -ContentType 'application/json' -Body $body).message
            $page
            $offset += $page.Count
        } while ($page.Count -eq $limit)
    }
} | Measure-Object
$watch.Stop()

Write-Measurement $watch $customers.Count
