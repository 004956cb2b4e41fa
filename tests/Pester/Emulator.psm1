# Helpers of the suite: the emulator server as a child process, a recorder of request bodies, sessions, child shells.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Scope = 'Function', Target = '*', Justification = 'Everything here lives as long as one test.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseSingularNouns', 'Get-EmulatorStats', Scope = 'Function', Target = 'Get-EmulatorStats', Justification = 'The endpoint is called stats.')]
param()

$script:repository = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../..'))

function Get-ModulePath {
    <# .SYNOPSIS The manifest under test: $env:KAPTUREPS_MODULE, else what the build left. #>
    [CmdletBinding()]
    [OutputType([string])]
    param()

    if ($env:KAPTUREPS_MODULE) {
        return [IO.Path]::GetFullPath($env:KAPTUREPS_MODULE)
    }

    Join-Path $script:repository 'out/KapturePS/KapturePS.psd1'
}

function Import-KapturePS {
    <# .SYNOPSIS Imports the module under test for the whole session. #>
    [CmdletBinding()]
    param()

    Import-Module (Get-ModulePath) -Global
}

function Get-SuiteDialect {
    <# .SYNOPSIS The generation of the API that this run of the suite is about: $env:KAPTUREPS_DIALECT, else V1. #>
    [CmdletBinding()]
    [OutputType([string])]
    param()

    if ($env:KAPTUREPS_DIALECT) { $env:KAPTUREPS_DIALECT } else { 'V1' }
}

function Get-BuiltFile {
    <# .SYNOPSIS A file of a project's build: of $env:KAPTUREPS_CONFIGURATION, else of the newest. #>
    [CmdletBinding()]
    [OutputType([string])]
    param([Parameter(Mandatory)] [string] $Project, [Parameter(Mandatory)] [string] $Folder, [Parameter(Mandatory)] [string] $Name)

    $configuration = if ($env:KAPTUREPS_CONFIGURATION) { $env:KAPTUREPS_CONFIGURATION.ToLowerInvariant() } else { '*' }
    $found = Get-ChildItem -Path (Join-Path $script:repository "artifacts/bin/$Project/$configuration/$Name") -ErrorAction Ignore |
        Sort-Object -Property LastWriteTime -Descending |
        Select-Object -First 1
    if (-not $found) {
        throw "$Name is not built: run dotnet build $Folder."
    }

    $found.FullName
}

function Get-OtherModulePath {
    <# .SYNOPSIS The module that brings another version of a package that ours has, too. #>
    [CmdletBinding()]
    [OutputType([string])]
    param()

    Get-BuiltFile -Project OtherModule -Folder tests/OtherModule -Name OtherModule.dll
}

function Start-Emulator {
    <# .SYNOPSIS Starts a server on a free port; it ends with Stop-Emulator, or with this process. #>
    [CmdletBinding()]
    param([string[]] $Argument = @())

    # A server that had V1 as well would hide a cmdlet that speaks it.
    if ('--dialect' -notin $Argument -and (Get-SuiteDialect) -eq 'Legacy') {
        $Argument += '--dialect', 'legacy', '--legacy-quirks', 'published,customerIdInAnswer'
    }

    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    foreach ($part in @(Get-BuiltFile -Project Kapture.Emulator.Server -Folder src/Kapture.Emulator.Server -Name Kapture.Emulator.Server.dll) + '--port' + '0' + '--stop-with-stdin' + $Argument) {
        $start.ArgumentList.Add($part)
    }

    $process = [Diagnostics.Process]::Start($start)
    $line = $process.StandardOutput.ReadLine()
    if ($line -notmatch '^Listening on (http://127\.0\.0\.1:\d+)$') {
        $process.Kill()
        throw "The emulator server did not start: $line"
    }

    [pscustomobject]@{ Process = $process; BaseUri = [uri] $Matches[1] }
}

function Stop-Emulator {
    <# .SYNOPSIS Stops a server and waits until it is gone. #>
    [CmdletBinding()]
    param([Parameter(Mandatory)] $Emulator)

    $Emulator.Process.StandardInput.Close()
    if (-not $Emulator.Process.WaitForExit(10000)) {
        $Emulator.Process.Kill()
    }

    $Emulator.Process.Dispose()
}

function Get-EmulatorStats {
    <# .SYNOPSIS What the server has seen and holds. #>
    [CmdletBinding()]
    param([Parameter(Mandatory)] $Emulator)

    Invoke-RestMethod -Uri ([uri]::new($Emulator.BaseUri, '_emulator/stats')) -NoProxy
}

function Get-SeededId {
    <# .SYNOPSIS The ids of a server's seeded customers, in the order in which they were made. #>
    [CmdletBinding()]
    [OutputType([long[]])]
    param([Parameter(Mandatory)] [int] $Count, [int] $Skip = 0)

    [long[]] [Linq.Enumerable]::Range(191700000 + $Skip, $Count)
}

function Compare-Customer {
    <# .SYNOPSIS Says who is missing, who came twice and who should not have come; nothing where each expected id came once. #>
    [CmdletBinding()]
    [OutputType([string])]
    param([AllowNull()] [AllowEmptyCollection()] [object[]] $Found, [Parameter(Mandatory)] [AllowNull()] [AllowEmptyCollection()] [long[]] $Expected, [long[]] $Allowed = @())

    $wanted = [Collections.Generic.HashSet[long]]::new()
    foreach ($id in $Expected) { $null = $wanted.Add($id) }
    $others = [Collections.Generic.HashSet[long]]::new($Allowed)
    $seen = [Collections.Generic.HashSet[long]]::new()
    $complaints = @(
        foreach ($customer in $Found) {
            if (-not $seen.Add($customer.Id)) { "twice: $($customer.Id)" }
            elseif (-not $wanted.Contains($customer.Id) -and -not $others.Contains($customer.Id)) { "unasked: $($customer.Id)" }
        }

        $wanted.ExceptWith($seen)
        foreach ($id in $wanted) { "missing: $id" }
    )
    $complaints | Select-Object -First 5
    if ($complaints.Count -gt 5) { "and $($complaints.Count - 5) more" }
}

function Set-EmulatorFault {
    <# .SYNOPSIS Replaces the server's fault rules; without any, nothing goes wrong any more. #>
    [CmdletBinding()]
    param([Parameter(Mandatory)] $Emulator, [hashtable[]] $Rule = @())

    $body = ConvertTo-Json -InputObject $Rule -Depth 4
    $null = Invoke-RestMethod -Method Put -Uri ([uri]::new($Emulator.BaseUri, '_emulator/faults')) -Body $body -ContentType 'application/json' -NoProxy
}

function Reset-Emulator {
    <# .SYNOPSIS Empties the server: as it was when it started, without faults. #>
    [CmdletBinding()]
    param([Parameter(Mandatory)] $Emulator)

    Set-EmulatorFault $Emulator
    $null = Invoke-RestMethod -Method Post -Uri ([uri]::new($Emulator.BaseUri, '_emulator/reset')) -NoProxy
}

function ConvertTo-Secret {
    <# .SYNOPSIS Text as a secure string. #>
    [CmdletBinding()]
    [OutputType([securestring])]
    param([Parameter(Mandatory)] [string] $Text)

    [Net.NetworkCredential]::new('', $Text).SecurePassword
}

function Connect-Emulator {
    <# .SYNOPSIS Connects to a server, or to a recorder; further parameters go to Connect-Kapture. #>
    [CmdletBinding()]
    param([Parameter(Mandatory)] $Emulator, [hashtable] $With = @{})

    $own = @{ BaseUri = $Emulator.BaseUri; NoProxy = $true; AccountId = 1000298; Dialect = Get-SuiteDialect }
    if (-not $With.ContainsKey('Credential')) {
        $own.Token = ConvertTo-Secret 'emulator-token'
    }

    foreach ($key in $With.Keys) {
        $own[$key] = $With[$key]
    }

    Connect-Kapture @own
}

function New-ClosedPort {
    <# .SYNOPSIS A port where nobody listens, and nobody can begin to: dispose its socket when it is done with. #>
    [CmdletBinding()]
    param()

    $socket = [Net.Sockets.Socket]::new('InterNetwork', 'Stream', 'Tcp')
    $socket.Bind([Net.IPEndPoint]::new([Net.IPAddress]::Loopback, 0))
    [pscustomobject]@{ Socket = $socket; BaseUri = [uri] "http://127.0.0.1:$($socket.LocalEndPoint.Port)/" }
}

function Start-Recorder {
    <# .SYNOPSIS A listener on a free port that keeps each body and answers what it is told to: by default, as the run's dialect answers a write. #>
    [CmdletBinding()]
    param([string] $Answer, [switch] $Update)

    if (-not $Answer) {
        $done = if ($Update) { 'Updated' } else { 'Added' }
        $Answer = if ((Get-SuiteDialect) -eq 'Legacy') {
            '{"Message":"Customer ' + $done + ' Successfully","Status":"Success","Kapture Customer Id":"5"};'
        }
        else {
            '{"status":"success","customer":{"result":true,"customer_id":5,"action":"CUSTOMER","action_event":"' + ($Update ? 'UPDATE' : 'ADD') + '_CUSTOMER","contact_id":6},"message":"Customer ' + $done + ' successfully !"}'
        }
    }

    # The listener cannot choose a free port itself, and between asking for one and taking it another may take it.
    foreach ($attempt in 1..10) {
        $closed = New-ClosedPort
        $port = $closed.BaseUri.Port
        $closed.Socket.Dispose()
        $listener = [Net.HttpListener]::new()
        $listener.Prefixes.Add("http://127.0.0.1:$port/")
        try {
            $listener.Start()
            break
        }
        catch [Net.HttpListenerException] {
            if ($attempt -eq 10) { throw }
        }
    }

    $bodies = [Collections.Concurrent.ConcurrentQueue[byte[]]]::new()
    $headers = [Collections.Concurrent.ConcurrentQueue[Net.WebHeaderCollection]]::new()
    $shell = [powershell]::Create().AddScript({
            param($listener, $bodies, $headers, $answer)
            $reply = [Text.Encoding]::UTF8.GetBytes($answer)
            try {
                while ($true) {
                    $context = $listener.GetContext()
                    $memory = [IO.MemoryStream]::new()
                    $context.Request.InputStream.CopyTo($memory)
                    $bodies.Enqueue($memory.ToArray())
                    $headers.Enqueue([Net.WebHeaderCollection] $context.Request.Headers)
                    $context.Response.ContentType = 'application/json'
                    $context.Response.ContentLength64 = $reply.Length
                    $context.Response.Close($reply, $true)
                }
            }
            catch [Net.HttpListenerException], [ObjectDisposedException] {
                # Stop-Recorder closed it.
                return
            }
        }).AddArgument($listener).AddArgument($bodies).AddArgument($headers).AddArgument($Answer)
    [pscustomobject]@{ BaseUri = [uri] "http://127.0.0.1:$port/"; Listener = $listener; Bodies = $bodies; Headers = $headers; Shell = $shell; Running = $shell.BeginInvoke() }
}

function Stop-Recorder {
    <# .SYNOPSIS Closes a recorder. #>
    [CmdletBinding()]
    param([Parameter(Mandatory)] $Recorder)

    $Recorder.Listener.Close()
    $null = $Recorder.Shell.Stop()
    $Recorder.Shell.Dispose()
}

function Receive-Body {
    <# .SYNOPSIS Takes the bodies recorded so far: as objects, or as the text that went over the wire. #>
    [CmdletBinding()]
    param([Parameter(Mandatory)] $Recorder, [switch] $Raw)

    $body = $null
    while ($Recorder.Bodies.TryDequeue([ref] $body)) {
        $text = [Text.UTF8Encoding]::new($false, $true).GetString($body)
        if ($Raw) {
            $text
        }
        else {
            $text | ConvertFrom-Json -AsHashtable -DateKind String
        }
    }
}

function Receive-Customer {
    <# .SYNOPSIS Takes what the bodies recorded so far say of customers, in V1's words whatever the dialect; custom fields are additional_fields. #>
    [CmdletBinding()]
    [OutputType([Collections.Specialized.OrderedDictionary])]
    param([Parameter(Mandatory)] $Recorder)

    $words = @{ name = 'customer_name'; email = 'email_id' }
    $own = 'customer_id', 'phone', 'city', 'country', 'customer_code', 'state', 'type', 'classification', 'zone', 'address', 'date_of_birth', 'anniversary_date'
    foreach ($body in Receive-Body $Recorder) {
        if ((Get-SuiteDialect) -eq 'V1') {
            $body.customer_info
            continue
        }

        $customer = [ordered]@{}
        foreach ($key in $body.Keys) {
            if ($words.ContainsKey($key)) { $customer[$words[$key]] = $body[$key] }
            elseif ($key -cin $own) { $customer[$key] = $body[$key] }
            else { $customer.additional_fields += @{ $key = $body[$key] } }
        }

        $customer
    }
}

function Get-ShellStart {
    <#
    .SYNOPSIS How a pwsh of its own is started that hears SIGINT. A run in the background, or under nohup, ignores it, and so does all that it starts.
    #>
    [CmdletBinding()]
    [OutputType([Diagnostics.ProcessStartInfo])]
    param()

    $shell = (Get-Process -Id $PID).Path
    # Elsewhere than on Linux env has no such option.
    if (-not $IsLinux -or (& env '--default-signal=INT' sh -c 'echo heard' 2>&1) -ne 'heard') { return [Diagnostics.ProcessStartInfo]::new($shell) }
    $start = [Diagnostics.ProcessStartInfo]::new((Get-Command -Name env -CommandType Application -TotalCount 1).Source)
    foreach ($part in '--default-signal=INT', $shell) { $start.ArgumentList.Add($part) }
    $start
}

function Start-ChildShell {
    <# .SYNOPSIS Starts a script in a pwsh of its own, without a console and without a profile; Wait-ChildShell ends it. #>
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Script, [hashtable] $Environment = @{})

    $start = [Diagnostics.ProcessStartInfo]::new((Get-Process -Id $PID).Path)
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $start.Environment['NO_COLOR'] = '1'
    foreach ($name in $Environment.Keys) {
        $start.Environment[$name] = $Environment[$name]
    }

    $prelude = "`$ErrorActionPreference = 'Stop'; [Console]::OutputEncoding = [Text.UTF8Encoding]::new(`$false)`n"
    $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($prelude + $Script))
    foreach ($part in '-NoLogo', '-NoProfile', '-NonInteractive', '-OutputFormat', 'Text', '-EncodedCommand', $encoded) {
        $start.ArgumentList.Add($part)
    }

    $process = [Diagnostics.Process]::Start($start)
    $process.StandardInput.Close()
    [pscustomobject]@{ Process = $process; Output = $process.StandardOutput.ReadToEndAsync(); Errors = $process.StandardError.ReadToEndAsync() }
}

function Wait-ChildShell {
    <# .SYNOPSIS Waits for a child shell's end and gives what it said; -Kill ends it at once, as a power button would. #>
    [CmdletBinding()]
    param([Parameter(Mandatory)] $Shell, [switch] $Kill)

    try {
        if ($Kill) {
            $Shell.Process.Kill()
        }

        if (-not $Shell.Process.WaitForExit(60000)) {
            $Shell.Process.Kill()
            throw 'The child shell did not end.'
        }

        [pscustomobject]@{
            ExitCode = $Shell.Process.ExitCode
            Output   = $Shell.Output.GetAwaiter().GetResult().Trim()
            Errors   = $Shell.Errors.GetAwaiter().GetResult().Trim()
        }
    }
    finally {
        $Shell.Process.Dispose()
    }
}

function Invoke-ChildShell {
    <# .SYNOPSIS Runs a script in a pwsh of its own, without a console and without a profile. #>
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Script, [hashtable] $Environment = @{})

    Wait-ChildShell (Start-ChildShell $Script $Environment)
}

Export-ModuleMember -Function *
