# The main job from end to end, against the emulator inside this process: nothing reaches Kapture.
# Run it with ./build.sh demo, or, once the module is built, with pwsh -File samples/Demo.ps1
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../out/KapturePS/KapturePS.psd1')

function Write-Step([string] $Text) { "`n== $Text" }

Write-Step 'Connect'
Connect-Kapture -Emulator

Write-Step 'Import samples/customers.csv'
$results = Import-Csv (Join-Path $PSScriptRoot 'customers.csv') -Encoding utf8 |
    New-KaptureCustomer -AdditionalFieldProperty Tier -ErrorVariable failures -ErrorAction SilentlyContinue -WarningVariable warnings -WarningAction SilentlyContinue
$results | Select-Object -First 8 | Format-Table
"$($results.Count) customers added, $($failures.Count) rows failed."
$warnings | ForEach-Object { "Warning: $_" }

Write-Step 'Give everybody without a city one'
$changed = $results | Get-KaptureCustomer | Where-Object City -EQ $null | Set-KaptureCustomer -City Pune -PassThru
$changed | Select-Object -First 4 | Format-Table
"$($changed.Count) customers changed."

Write-Step 'Pull back what was added today, and count the cities'
$today = [TimeZoneInfo]::ConvertTime([DateTimeOffset]::Now, (Get-KaptureSession).TimeZone).Date
$customers = Get-KaptureCustomerByDate -StartDate $today.AddDays(-1)
$customers | Select-Object -First 8 | Format-Table
$customers | Group-Object City -NoElement | Sort-Object Count -Descending | Select-Object -First 5 | Format-Table -AutoSize

Write-Step 'The rows that failed, and why'
foreach ($failure in $failures) {
    '{0,-14} {1}' -f $failure.FullyQualifiedErrorId.Split(',')[0], $failure
}

# Every good row has arrived once, and every bad one has its reason.
$rows = @(Import-Csv (Join-Path $PSScriptRoot 'customers.csv') -Encoding utf8).Count
if ($results.Count + $failures.Count -ne $rows -or $customers.Count -ne $results.Count) {
    throw "Of $rows rows, $($results.Count) were added, $($failures.Count) failed, and $($customers.Count) came back."
}
"`n$rows rows: $($results.Count) added once, $($failures.Count) reported."
Disconnect-Kapture
