<#
.SYNOPSIS
    Runs the Pester suite against the built module.
.DESCRIPTION
    Shows failures alone, then one line: pester (V1): N passed, N failed, N skipped.
    Exit code 0: nothing failed; 1: something failed; 3: there is no Pester 5 on this machine.
    A test that stands still is a failure too: after -StallLimit without the end of any test, the run says which tests
    ended last and what runs below it, and ends.
.PARAMETER Path
    The test files; all of them by default.
.PARAMETER Module
    The manifest to test; $env:KAPTUREPS_MODULE or out/KapturePS/KapturePS.psd1 by default.
.PARAMETER Configuration
    Whose build of the emulator server to use; $env:KAPTUREPS_CONFIGURATION or the newest by default.
.PARAMETER Dialect
    The generation of the API that sessions speak and servers have; $env:KAPTUREPS_DIALECT or V1 by default. Tests with
    the tag V1 are about V1 alone, those with the tag Both speak both themselves: in Legacy they do not run, and are not counted.
.PARAMETER StallLimit
    How long no test may end before the run is given up; 5 minutes by default.
.EXAMPLE
    pwsh tests/Pester/Invoke-Suite.ps1
.EXAMPLE
    pwsh tests/Pester/Invoke-Suite.ps1 -Dialect Legacy
#>
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingWriteHost', '', Justification = 'A script for people and build logs.')]
[CmdletBinding()]
param(
    [string[]] $Path = $PSScriptRoot,
    [string] $Module,
    [string] $Configuration,
    [ValidateSet('V1', 'Legacy')] [string] $Dialect = $(if ($env:KAPTUREPS_DIALECT) { $env:KAPTUREPS_DIALECT } else { 'V1' }),
    [timespan] $StallLimit = '00:05:00'
)

$pester = Get-Module -Name Pester -ListAvailable | Where-Object { $_.Version.Major -eq 5 } | Sort-Object -Property Version -Descending | Select-Object -First 1
if (-not $pester) {
    Write-Host 'Pester 5 is not installed: Install-Module Pester -MaximumVersion 5.99 -Scope CurrentUser'
    exit 3
}

if ($Module) { $env:KAPTUREPS_MODULE = $Module }
if ($Configuration) { $env:KAPTUREPS_CONFIGURATION = $Configuration }
$env:KAPTUREPS_DIALECT = $Dialect

# In a runspace without a console: what -WhatIf and the tests' own errors say would drown the failures.
$shell = [powershell]::Create()
try {
    $result = $shell.AddScript({
            param($pester, $path, $excluded)
            Import-Module $pester
            $settings = New-PesterConfiguration
            $settings.Run.Path = $path
            $settings.Run.PassThru = $true
            $settings.Filter.ExcludeTag = $excluded
            # Nobody reads the lines unless the run stands still.
            $settings.Output.Verbosity = 'Detailed'
            $settings.Output.RenderMode = 'Plaintext'
            Invoke-Pester -Configuration $settings
        }).AddArgument($pester.Path).AddArgument($Path).AddArgument([string[]] @(if ($Dialect -ne 'V1') { 'V1', 'Both' }))
    $running = $shell.BeginInvoke()
    $lines = $shell.Streams.Information
    $seen = -1
    # Each line is a test that has ended.
    while (-not $running.AsyncWaitHandle.WaitOne(1000)) {
        if ($lines.Count -ne $seen) {
            $seen = $lines.Count
            $still = [Diagnostics.Stopwatch]::StartNew()
        }

        if ($still.Elapsed -gt $StallLimit) { break }
    }

    if (-not $running.IsCompleted) {
        Write-Host "FAILED: no test has ended for $StallLimit. The last lines were:"
        @($lines)[-12..-1] | ForEach-Object { Write-Host "  $_".TrimEnd() }
        if ($IsLinux) {
            Write-Host 'Beside it run:'
            ps --forest -o pid,etime,stat,args -g (ps -o sid= -p $PID).Trim() | ForEach-Object { Write-Host "  $_" }
        }

        Write-Host "pester ($Dialect): 0 passed, 1 failed, 0 skipped"
        # What stands still may not let itself be stopped.
        [Environment]::Exit(1)
    }

    $result = $shell.EndInvoke($running) | Select-Object -Last 1
}
finally {
    $shell.Dispose()
}

foreach ($test in $result.Failed) {
    Write-Host "FAILED: $($test.ExpandedPath)"
    foreach ($failure in $test.ErrorRecord) {
        Write-Host "  $($failure.DisplayErrorMessage)"
        Write-Host "  $(($failure.DisplayStackTrace -split '\r?\n')[0])"
    }
}

foreach ($broken in @($result.FailedContainers) + @($result.FailedBlocks)) {
    Write-Host "FAILED: $(if ($broken.ExpandedPath) { $broken.ExpandedPath } else { $broken.Item })"
    foreach ($failure in $broken.ErrorRecord) {
        Write-Host "  $($failure.Exception.Message)"
    }
}

# A file or a block that cannot even be set up is a failure, though no test of it ran.
$failed = $result.FailedCount + $result.FailedContainersCount + $result.FailedBlocksCount
$skipped = $result.SkippedCount + $result.InconclusiveCount
Write-Host "pester ($Dialect): $($result.PassedCount) passed, $failed failed, $skipped skipped"
exit ($failed -gt 0 ? 1 : 0)
