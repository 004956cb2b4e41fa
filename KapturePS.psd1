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
    FileList               = @(
        'CHANGELOG.md'
        'KapturePS.Format.ps1xml'
        'KapturePS.Types.ps1xml'
        'KapturePS.psd1'
        'LICENSE'
        'THIRD-PARTY-NOTICES.txt'
        'core/KapturePS.dll'
        'core/lib/Kapture.Client.dll'
        'core/lib/Kapture.Emulator.dll'
        'core/lib/Microsoft.Extensions.Configuration.Abstractions.dll'
        'core/lib/Microsoft.Extensions.Configuration.Binder.dll'
        'core/lib/Microsoft.Extensions.Configuration.dll'
        'core/lib/Microsoft.Extensions.DependencyInjection.Abstractions.dll'
        'core/lib/Microsoft.Extensions.DependencyInjection.dll'
        'core/lib/Microsoft.Extensions.Diagnostics.Abstractions.dll'
        'core/lib/Microsoft.Extensions.Diagnostics.dll'
        'core/lib/Microsoft.Extensions.Http.dll'
        'core/lib/Microsoft.Extensions.Logging.Abstractions.dll'
        'core/lib/Microsoft.Extensions.Logging.dll'
        'core/lib/Microsoft.Extensions.Options.ConfigurationExtensions.dll'
        'core/lib/Microsoft.Extensions.Options.dll'
        'core/lib/Microsoft.Extensions.Primitives.dll'
        'core/lib/Polly.Core.dll'
        'desktop/KapturePS.dll'
        'desktop/lib/Kapture.Client.dll'
        'desktop/lib/Kapture.Emulator.dll'
        'desktop/lib/Microsoft.Bcl.AsyncInterfaces.dll'
        'desktop/lib/Microsoft.Bcl.TimeProvider.dll'
        'desktop/lib/Microsoft.Extensions.DependencyInjection.Abstractions.dll'
        'desktop/lib/Microsoft.Extensions.DependencyInjection.dll'
        'desktop/lib/Microsoft.Extensions.Http.dll'
        'desktop/lib/Microsoft.Extensions.Logging.Abstractions.dll'
        'desktop/lib/Microsoft.Extensions.Logging.dll'
        'desktop/lib/Microsoft.Extensions.Options.dll'
        'desktop/lib/Microsoft.Extensions.Primitives.dll'
        'desktop/lib/Polly.Core.dll'
        'desktop/lib/System.Buffers.dll'
        'desktop/lib/System.Diagnostics.DiagnosticSource.dll'
        'desktop/lib/System.IO.Pipelines.dll'
        'desktop/lib/System.Memory.dll'
        'desktop/lib/System.Numerics.Vectors.dll'
        'desktop/lib/System.Runtime.CompilerServices.Unsafe.dll'
        'desktop/lib/System.Text.Encodings.Web.dll'
        'desktop/lib/System.Text.Json.dll'
        'desktop/lib/System.Threading.Channels.dll'
        'desktop/lib/System.Threading.Tasks.Extensions.dll'
        'en-US/KapturePS.dll-Help.xml'
        'en-US/about_KapturePS.help.txt'
        'en-US/about_KapturePS_Automation.help.txt'
        'en-US/about_KapturePS_Bulk.help.txt'
        'en-US/about_KapturePS_Dialects.help.txt'
        'en-US/about_KapturePS_Errors.help.txt'
    )
    PrivateData            = @{
        PSData = @{
            Tags         = @('Kapture', 'CRM', 'Customer', 'Bulk', 'CSV', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS')
            ProjectUri   = 'https://github.com/KapturePS/KapturePS'
            LicenseUri   = 'https://github.com/KapturePS/KapturePS/blob/main/LICENSE'
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
