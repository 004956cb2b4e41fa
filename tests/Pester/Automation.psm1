# Helpers of the tests about running unattended: scripts in a PowerShell of their own, as a scheduler would start them.
Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')

$script:nightly = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../../samples/Nightly'))

function Get-NightlyPath {
    <# .SYNOPSIS A file of samples/Nightly. #>
    [CmdletBinding()]
    [OutputType([string])]
    param([Parameter(Mandatory)] [string] $Name)

    Join-Path $script:nightly $Name
}

function Copy-ModuleTo {
    <# .SYNOPSIS Copies the module under test to where it is found by its name, and gives the PSModulePath of that. #>
    [CmdletBinding()]
    [OutputType([string])]
    param([Parameter(Mandatory)] [string] $Folder)

    $null = New-Item $Folder -ItemType Directory -Force
    Copy-Item (Split-Path (Get-ModulePath)) (Join-Path $Folder 'KapturePS') -Recurse
    $Folder
}

function Start-Shell {
    <#
    .SYNOPSIS Starts a pwsh with these arguments, without a profile; Wait-ChildShell ends it.
    .PARAMETER KeepInput Leaves standard input open, as a pipe that nobody writes to; else it is at its end.
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'It lives as long as one test.')]
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string[]] $Argument, [Parameter(Mandatory)] [string] $Folder, [hashtable] $Environment = @{}, [switch] $KeepInput)

    $start = Get-ShellStart
    $start.WorkingDirectory = $Folder
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $start.StandardOutputEncoding = $start.StandardErrorEncoding = [Text.UTF8Encoding]::new($false)

    # Nothing of this machine's own settings reaches the script.
    foreach ($name in @($start.Environment.Keys) -like 'KAPTURE*') { $null = $start.Environment.Remove($name) }
    $start.Environment['NO_COLOR'] = '1'
    $start.Environment['NO_PROXY'] = '127.0.0.1'
    foreach ($name in $Environment.Keys) { $start.Environment[$name] = $Environment[$name] }
    foreach ($part in @('-NoLogo', '-NoProfile', '-NonInteractive') + $Argument) { $start.ArgumentList.Add($part) }

    $process = [Diagnostics.Process]::Start($start)
    if (-not $KeepInput) { $process.StandardInput.Close() }
    [pscustomobject]@{ Process = $process; Output = $process.StandardOutput.ReadToEndAsync(); Errors = $process.StandardError.ReadToEndAsync() }
}

function Wait-Request {
    <# .SYNOPSIS Waits until a server has seen so many requests; fails with figures where it does not come to it. #>
    [CmdletBinding()]
    param([Parameter(Mandatory)] $Emulator, [Parameter(Mandatory)] [long] $Count, [Parameter(Mandatory)] $Shell)

    $watch = [Diagnostics.Stopwatch]::StartNew()
    while (($seen = (Get-EmulatorStats $Emulator).requests) -lt $Count) {
        if ($Shell.Process.HasExited) { throw "The script ended after $seen requests, before $Count." }
        if ($watch.Elapsed.TotalSeconds -gt 60) { throw "The script stands still after $seen requests, before $Count." }
    }
}

Export-ModuleMember -Function *
