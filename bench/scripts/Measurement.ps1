# Shared by the measured scripts; nothing of it runs while the watch does.

function Write-Measurement {
    <# .SYNOPSIS Prints what was measured as one line of JSON. #>
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [Diagnostics.Stopwatch] $Watch,
        [Parameter(Mandatory)] [int] $Succeeded,
        [int] $Failed,
        [int] $Requests
    )

    [ordered]@{
        Seconds = $Watch.Elapsed.TotalSeconds
        Succeeded = $Succeeded
        Failed = $Failed
        PeakBytes = [Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64
        Requests = $Requests
    } | ConvertTo-Json -Compress
}

function Connect-Bench {
    <# .SYNOPSIS Imports the module and connects it to the emulator. #>
    [CmdletBinding()]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingConvertToSecureStringWithPlainText', '', Justification = 'The key of the emulator, which is in its documentation.')]
    param(
        [Parameter(Mandatory)] [string] $Module,
        [Parameter(Mandatory)] [uri] $BaseUri,
        [Parameter(Mandatory)] [string] $Token,
        [switch] $Verify
    )

    Import-Module $Module -Global
    Connect-Kapture -BaseUri $BaseUri -Token (ConvertTo-SecureString $Token -AsPlainText -Force) -SkipVerification:(-not $Verify)
}

function Get-PullCount {
    <# .SYNOPSIS Asks the emulator how many pages it was asked for. #>
    [CmdletBinding()]
    param([Parameter(Mandatory)] [uri] $BaseUri)

    (Invoke-RestMethod ([uri]::new($BaseUri, '/_emulator/stats'))).operations.pull.requests
}
