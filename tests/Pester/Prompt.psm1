# Helpers of the tests about stopping: a PowerShell at whose prompt somebody types, and to which the system sends signals.
Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')

# Nothing here takes as long: it only ends a test that would never end by itself.
$script:patience = 120000

function Start-Prompt {
    <#
    .SYNOPSIS Starts a pwsh that takes line after line, without a profile; Stop-Prompt ends it.
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'It lives as long as one test.')]
    [CmdletBinding()]
    param()

    $start = Get-ShellStart
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $start.Environment['NO_PROXY'] = '127.0.0.1'
    $start.Environment['NO_COLOR'] = '1'
    $start.Environment['TERM'] = 'dumb'
    foreach ($part in '-NoLogo', '-NoProfile', '-Command', '-') { $start.ArgumentList.Add($part) }
    $process = [Diagnostics.Process]::Start($start)
    $prompt = [pscustomobject]@{ Process = $process; Errors = $process.StandardError.ReadToEndAsync(); Reading = $null; Buffer = [char[]]::new(4096); Text = ''; Id = 0 }
    Send-Line $prompt 'Write-Output "id:$PID"'
    $prompt.Id = [int] ((Wait-Text $prompt 'id:\d+\D') -replace '(?s).*id:(\d+)\D.*', '$1')
    $prompt
}

function Send-Line {
    <# .SYNOPSIS Types a line. #>
    [CmdletBinding()]
    param([Parameter(Mandatory)] $Prompt, [Parameter(Mandatory)] [AllowEmptyString()] [string] $Line)

    $Prompt.Process.StandardInput.WriteLine($Line)
    $Prompt.Process.StandardInput.Flush()
}

function Wait-Text {
    <# .SYNOPSIS Waits until something has been printed since the last look, gives all up to there, and leaves the rest for the next. #>
    [CmdletBinding()]
    [OutputType([string])]
    param([Parameter(Mandatory)] $Prompt, [Parameter(Mandatory)] [string] $Pattern)

    while (($found = [regex]::Match($Prompt.Text, $Pattern)).Success -eq $false) {
        if (-not $Prompt.Reading) { $Prompt.Reading = $Prompt.Process.StandardOutput.ReadAsync($Prompt.Buffer, 0, $Prompt.Buffer.Length) }
        if (-not $Prompt.Reading.Wait($patience)) { throw "Nobody prints '$Pattern'; this came: $($Prompt.Text)" }
        $count = $Prompt.Reading.Result
        $Prompt.Reading = $null
        if ($count -eq 0) { throw "The shell has ended without '$Pattern'; this came: $($Prompt.Text) $($Prompt.Errors.Result)" }
        $Prompt.Text += [string]::new($Prompt.Buffer, 0, $count)
    }

    $end = $found.Index + $found.Length
    $Prompt.Text.Substring(0, $end)
    $Prompt.Text = $Prompt.Text.Substring($end)
}

function Send-Signal {
    <# .SYNOPSIS Sends a signal to a process: INT is what Ctrl+C sends. #>
    [CmdletBinding()]
    param([Parameter(Mandatory)] [int] $Id, [Parameter(Mandatory)] [ValidateSet('INT', 'TERM', 'HUP')] [string] $Name)

    & sh -c "kill -$Name $Id"
    if ($LASTEXITCODE -ne 0) { throw "No process $Id takes $Name." }
}

function Wait-Server {
    <# .SYNOPSIS Waits until the server's figures are as they should be, and gives them. #>
    [CmdletBinding()]
    param([Parameter(Mandatory)] $Emulator, [Parameter(Mandatory)] [scriptblock] $Until, $Process)

    $watch = [Diagnostics.Stopwatch]::StartNew()
    while ($true) {
        $stats = Get-EmulatorStats $Emulator
        if (& $Until $stats) { return $stats }
        if ($Process -and $Process.HasExited) { throw "The shell has ended before { $Until }: $($stats | ConvertTo-Json -Depth 4 -Compress)" }
        if ($watch.ElapsedMilliseconds -gt $patience) { throw "It does not come to { $Until }: $($stats | ConvertTo-Json -Depth 4 -Compress)" }
    }
}

function Stop-Prompt {
    <# .SYNOPSIS Ends a shell, whatever it does. #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'It lives as long as one test.')]
    [CmdletBinding()]
    param([Parameter(Mandatory)] $Prompt)

    if (-not $Prompt.Process.HasExited) { $Prompt.Process.Kill($true) }
    $Prompt.Process.WaitForExit()
    $Prompt.Process.Dispose()
}

Export-ModuleMember -Function *
