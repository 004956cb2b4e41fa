@{
    RootModule             = if ($PSEdition -eq 'Core') { 'core/KapturePS.dll' } else { 'desktop/KapturePS.dll' }
    ModuleVersion          = '0.1.0'
    GUID                   = '3f0a1c62-8c1e-4f5b-9c1d-6a1f4f0e7b52'
    Author                 = 'The KapturePS developers'
    CompanyName            = 'The KapturePS developers'
    Copyright              = '(c) 2026 The KapturePS developers. MIT licence.'
    Description            = 'Cmdlets for the customer API of the Kapture CRM: bulk imports and edits from CSV, look-ups, and date ranges, each row done once or reported with its reason.'
    CompatiblePSEditions   = @('Core', 'Desktop')
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    FormatsToProcess       = @('KapturePS.Format.ps1xml')
    TypesToProcess         = @('KapturePS.Types.ps1xml')
    CmdletsToExport        = @(
        'Add-KaptureContact'
        'Connect-Kapture'
        'Disconnect-Kapture'
        'Get-KaptureCustomer'
        'Get-KaptureCustomerByDate'
        'Get-KaptureJournal'
        'Get-KaptureSession'
        'Invoke-KaptureRequest'
        'New-KaptureCustomer'
        'Set-KaptureCustomer'
    )
    FunctionsToExport      = @()
    VariablesToExport      = @()
    AliasesToExport        = @()
    PrivateData            = @{
        PSData = @{
            Tags         = @('Kapture', 'CRM', 'Customer', 'Bulk', 'CSV', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS')
            ProjectUri   = 'https://github.com/KapturePS/KapturePS'
            LicenseUri   = 'https://github.com/KapturePS/KapturePS/blob/main/LICENSE'
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
