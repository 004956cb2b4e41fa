<#
.SYNOPSIS
    Tries the module as somebody has it who has only installed it.
.DESCRIPTION
    Sees nothing but the given folder of modules and those that come with PowerShell. Ends with exit code 1 where something is not as it should be.
.PARAMETER ModuleFolder
    A folder for $env:PSModulePath, with KapturePS in it and nothing else.
.EXAMPLE
    pwsh -NoProfile -File tools/Test-Package.ps1 -ModuleFolder ~/somewhere
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $ModuleFolder
)

$ErrorActionPreference = 'Stop'
$env:PSModulePath = $ModuleFolder, (Join-Path $PSHOME 'Modules') -join [IO.Path]::PathSeparator

function Assert-That([bool] $Condition, [string] $Otherwise) {
    if (-not $Condition) {
        throw $Otherwise
    }
}

$found = @(Get-Module -Name KapturePS -ListAvailable)
Assert-That ($found.Count -eq 1) "Found $($found.Count) modules with the name KapturePS in $ModuleFolder."
$manifest = Test-ModuleManifest -Path $found[0].Path

$watch = [Diagnostics.Stopwatch]::StartNew()
Import-Module -Name KapturePS
$watch.Stop()

$module = Get-Module -Name KapturePS
Assert-That ($module.ModuleBase.StartsWith([IO.Path]::GetFullPath($ModuleFolder))) "Imported $($module.ModuleBase), which is another copy."
$cmdlets = @(Get-Command -Module KapturePS)
$missing = @($manifest.ExportedCmdlets.Keys | Where-Object { $_ -notin $cmdlets.Name })
Assert-That ($cmdlets.Count -gt 0 -and $missing.Count -eq 0) "The module has no $($missing -join ', ')."
foreach ($cmdlet in $cmdlets) {
    Assert-That ((Get-Help -Name $cmdlet.Name).Name -eq $cmdlet.Name) "Get-Help finds nothing about $($cmdlet.Name)."
}

Connect-Kapture -Emulator -InformationAction Ignore
$rows = 1..3 | ForEach-Object { [pscustomobject]@{ Name = "Customer $_"; Phone = "955500000$_"; City = 'Pune' } }
$added = @($rows | New-KaptureCustomer)
Assert-That ($added.Count -eq 3) "3 rows were sent, and $($added.Count) added."
$read = @($added | Get-KaptureCustomer)
Assert-That (($read.Name -join ', ') -eq ($rows.Name -join ', ')) "Added $($rows.Name -join ', ') and read $($read.Name -join ', ')."
Disconnect-Kapture

"Tried: KapturePS $($module.Version) alone in a folder of modules, in PowerShell $($PSVersionTable.PSVersion): imported in $($watch.ElapsedMilliseconds) ms, $($cmdlets.Count) cmdlets, 3 customers added and read."
