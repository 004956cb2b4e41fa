# Connect. With a real account: Connect-Kapture contoso -Token (Read-Host -AsSecureString) -AccountId 1000298
Connect-Kapture -Emulator

# Import. A failed row is an error that carries the row; the next one goes on.
$added = Import-Csv samples/customers.csv |
    New-KaptureCustomer -AdditionalFieldProperty Tier, Region -ErrorVariable failed -ErrorAction SilentlyContinue
$added | Select-Object -First 3 | Format-Table

# The rows that failed, to mend and run again.
$failed | ForEach-Object { "$_" }
$failed.TargetObject | Export-Csv rejects.csv

# Look.
Get-KaptureCustomer $added[0].CustomerId | Format-List Id, Name, Phone, City, Created

# Edit in bulk: only what the command line names is sent, and only where it changes something.
$added | Get-KaptureCustomer | Where-Object City -EQ $null |
    Set-KaptureCustomer -City Pune -PassThru | Group-Object Action -NoElement | Format-Table

# Pull what was added since yesterday, whatever the number.
Get-KaptureCustomerByDate (Get-Date).AddDays(-1) | Group-Object City -NoElement | Sort-Object Count -Descending -Top 3 | Format-Table
