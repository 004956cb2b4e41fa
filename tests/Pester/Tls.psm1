# Real servers for the suite: certificates made here, and nginx, tinyproxy and squid on free loopback ports, in a folder of their own.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Scope = 'Function', Target = '*', Justification = 'Everything here lives as long as one test.')]
param()

Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')

# Ends the server when standard input does, also when the test's process is killed.
$script:leash = 'exec 3<&0; "$@" 3<&- & child=$!; (cat <&3 >/dev/null; kill "$child") 2>/dev/null & exec 3<&-; wait "$child"'

function Find-Server {
    <# .SYNOPSIS Where a server's program lies, also where only root's PATH has it; nothing where it is missing, or where there is no sh. #>
    [CmdletBinding()]
    [OutputType([string])]
    param([Parameter(Mandatory)] [string] $Name)

    if ($IsWindows) { return }
    $folders = @($env:PATH -split ':') + '/usr/sbin' + '/usr/local/sbin' + '/sbin'
    $folders | Where-Object { $_ } | ForEach-Object { Join-Path $_ $Name } | Where-Object { Test-Path $_ -PathType Leaf } | Select-Object -First 1
}

function New-Certificate {
    <#
    .SYNOPSIS
        Makes a certificate with its key; Issuer is what another call gave, and without one it signs itself.
    .DESCRIPTION
        Save-Certificate writes it down. The names are DNS names, or addresses where they are such.
    #>
    [CmdletBinding()]
    [OutputType([Security.Cryptography.X509Certificates.X509Certificate2])]
    param(
        [Parameter(Mandatory)] [string] $Subject,
        [string[]] $Name = @(),
        [Security.Cryptography.X509Certificates.X509Certificate2] $Issuer,
        [switch] $Authority,
        [string] $Usage = '1.3.6.1.5.5.7.3.1',
        [string] $RevocationUri,
        [timespan] $From = '-1.00:00:00',
        [timespan] $To = '30.00:00:00'
    )

    $key = [Security.Cryptography.ECDsa]::Create([Security.Cryptography.ECCurve+NamedCurves]::nistP256)
    $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new("CN=$Subject", $key, 'SHA256')
    $extensions = $request.CertificateExtensions
    $extensions.Add([Security.Cryptography.X509Certificates.X509BasicConstraintsExtension]::new($Authority, $false, 0, $true))
    $extensions.Add([Security.Cryptography.X509Certificates.X509SubjectKeyIdentifierExtension]::new($request.PublicKey, $false))
    if ($Authority) {
        $extensions.Add([Security.Cryptography.X509Certificates.X509KeyUsageExtension]::new('KeyCertSign, CrlSign', $true))
    }
    else {
        $extensions.Add([Security.Cryptography.X509Certificates.X509KeyUsageExtension]::new('DigitalSignature', $true))
        $usages = [Security.Cryptography.OidCollection]::new()
        $null = $usages.Add([Security.Cryptography.Oid]::new($Usage))
        $extensions.Add([Security.Cryptography.X509Certificates.X509EnhancedKeyUsageExtension]::new($usages, $false))
    }

    if ($Name) {
        $names = [Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder]::new()
        foreach ($one in $Name) {
            $address = $null
            if ([Net.IPAddress]::TryParse($one, [ref] $address)) { $names.AddIpAddress($address) } else { $names.AddDnsName($one) }
        }

        $extensions.Add($names.Build())
    }

    if ($RevocationUri) {
        $list = [Security.Cryptography.X509Certificates.CertificateRevocationListBuilder]::BuildCrlDistributionPointExtension([string[]] @("${RevocationUri}list.crl"))
        $extensions.Add($list)
        $extensions.Add([Security.Cryptography.X509Certificates.X509AuthorityInformationAccessExtension]::new([string[]] @("${RevocationUri}ocsp"), [string[]] @(), $false))
    }

    $now = [DateTimeOffset]::UtcNow
    if (-not $Issuer) {
        return $request.CreateSelfSigned($now + $From, $now + $To)
    }

    $signed = $request.Create($Issuer, $now + $From, $now + $To, [guid]::NewGuid().ToByteArray())
    [Security.Cryptography.X509Certificates.ECDsaCertificateExtensions]::CopyWithPrivateKey($signed, $key)
}

function Save-Certificate {
    <# .SYNOPSIS Writes a certificate, those behind it, and its key, as a server wants them: PATH.crt and PATH.key. #>
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Path, [Parameter(Mandatory)] [Security.Cryptography.X509Certificates.X509Certificate2[]] $Certificate)

    Set-Content "$Path.crt" ($Certificate | ForEach-Object { $_.ExportCertificatePem() }) -Encoding ascii
    $key = [Security.Cryptography.X509Certificates.ECDsaCertificateExtensions]::GetECDsaPrivateKey($Certificate[0])
    Set-Content "$Path.key" $key.ExportPkcs8PrivateKeyPem() -Encoding ascii
}

function Start-Leashed {
    <#
    .SYNOPSIS
        Starts a server that stays in the foreground, and waits until it listens.
    .DESCRIPTION
        Configure is given free ports, as many as Port says, writes the server's files and gives its command line. A port that
        another takes in between ends the server, and others are tried. The first port has to listen at last.
    #>
    [CmdletBinding()]
    param([Parameter(Mandatory)] [scriptblock] $Configure, [int] $Port = 1)

    foreach ($attempt in 1..10) {
        $closed = @(1..$Port | ForEach-Object { New-ClosedPort })
        [int[]] $ports = $closed.BaseUri.Port
        $command = @(& $Configure $ports)
        $closed.Socket | ForEach-Object Dispose

        $start = [Diagnostics.ProcessStartInfo]::new('/bin/sh')
        $start.RedirectStandardInput = $true
        $start.RedirectStandardOutput = $true
        $start.RedirectStandardError = $true
        foreach ($part in @('-c', $script:leash, 'sh') + $command) { $start.ArgumentList.Add($part) }
        $process = [Diagnostics.Process]::Start($start)
        $server = [pscustomobject]@{ Process = $process; Ports = $ports; Output = $process.StandardOutput.ReadToEndAsync(); Errors = $process.StandardError.ReadToEndAsync() }
        do {
            $client = [Net.Sockets.TcpClient]::new()
            try {
                $client.Connect([Net.IPAddress]::Loopback, $ports[0])
                return $server
            }
            catch [Net.Sockets.SocketException] {
                $ended = $process.WaitForExit(20)
            }
            finally {
                $client.Dispose()
            }
        } until ($ended)
        $process.StandardInput.Close()
    }

    throw "$($command[0]) did not start: $($server.Errors.GetAwaiter().GetResult())"
}

function Stop-Leashed {
    <# .SYNOPSIS Ends a server and waits until it is gone. #>
    [CmdletBinding()]
    param($Server)

    if (-not $Server) { return }
    $Server.Process.StandardInput.Close()
    if (-not $Server.Process.WaitForExit(60000)) {
        $Server.Process.Kill($true)
    }

    $Server.Process.Dispose()
}

function Start-Nginx {
    <#
    .SYNOPSIS
        One nginx with a server for each entry of Site: a name and what stands in its block; $tls and a name of a certificate make it https.
    .DESCRIPTION
        The folder has the certificates. What is given has Uri, by name, and Log. The runs of requests in the log are read with Receive-Access.
    #>
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Folder, [Parameter(Mandatory)] [Collections.Specialized.OrderedDictionary] $Site)

    $program = Find-Server nginx
    $names = @($Site.Keys)
    $server = Start-Leashed -Port ($names.Count + 1) -Configure {
        param([int[]] $ports)

        $blocks = for ($i = 0; $i -lt $names.Count; $i++) {
            $one = $Site[$names[$i]]
            $certificate = if ($one.Certificate) { "ssl_certificate $Folder/$($one.Certificate).crt; ssl_certificate_key $Folder/$($one.Certificate).key;" }
            "server { listen 127.0.0.1:$($ports[$i + 1])$(if ($one.Certificate) { ' ssl' }); $certificate $($one.Config) }"
        }

        Set-Content "$Folder/nginx.conf" @"
daemon off;
master_process off;
pid $Folder/nginx.pid;
error_log $Folder/error.log info;
events { }
http {
    log_format told '`$server_port `$connection `$ssl_protocol `$request_method `$request_uri `$status';
    access_log $Folder/access.log told;
    client_body_temp_path $Folder/body;
    proxy_temp_path $Folder/proxy;
    fastcgi_temp_path $Folder/fastcgi;
    uwsgi_temp_path $Folder/uwsgi;
    scgi_temp_path $Folder/scgi;
    proxy_http_version 1.1;
    proxy_set_header Connection '';
    server { listen 127.0.0.1:$($ports[0]); return 204; }
    $($blocks -join "`n    ")
}
"@
        $program, '-p', $Folder, '-c', "$Folder/nginx.conf", '-e', "$Folder/error.log"
    }

    $uris = @{}
    for ($i = 0; $i -lt $names.Count; $i++) {
        $scheme = if ($Site[$names[$i]].Certificate) { 'https' } else { 'http' }
        $uris[$names[$i]] = [uri] "${scheme}://127.0.0.1:$($server.Ports[$i + 1])/"
    }

    $server | Add-Member -NotePropertyMembers @{ Uri = $uris; Log = "$Folder/access.log"; Marks = 0 }
    $server
}

function Start-RealProxy {
    <#
    .SYNOPSIS
        tinyproxy or squid on a free port, in a folder of its own; with a user and a password, and a blank between, where they are given.
    .DESCRIPTION
        It opens tunnels to the ports of Allow alone. What is given has Uri and Log.
    #>
    [CmdletBinding()]
    param([Parameter(Mandatory)] [ValidateSet('tinyproxy', 'squid')] [string] $Kind, [Parameter(Mandatory)] [string] $Folder, [int[]] $Allow, [string] $Login)

    $null = New-Item $Folder -ItemType Directory -Force
    # As root, squid gives root up.
    [IO.File]::SetUnixFileMode($Folder, 511)
    $program = Find-Server $Kind
    $log = "$Folder/access.log"
    $rules = if ($Kind -eq 'tinyproxy') {
        if ($Login) { "BasicAuth $Login" }
        foreach ($one in $Allow) { "ConnectPort $one" }
    }
    else {
        if ($Login) {
            Set-Content "$Folder/check.sh" "while read -r said; do if [ `"`$said`" = '$Login' ]; then echo OK; else echo ERR; fi; done"
            "auth_param basic program /bin/sh $Folder/check.sh", 'auth_param basic children 1', 'acl known proxy_auth REQUIRED', 'http_access deny !known'
        }

        if ($Allow) { "acl allowed port $Allow", 'http_access deny CONNECT !allowed' }
        'http_access allow all'
    }

    $server = if ($Kind -eq 'tinyproxy') {
        Start-Leashed -Configure {
            param([int[]] $ports)

            Set-Content "$Folder/proxy.conf" @(
                "Port $($ports[0])", 'Listen 127.0.0.1', 'Timeout 600', "LogFile `"$log`"", 'LogLevel Connect', 'MaxClients 100'
                $rules
            )
            $program, '-d', '-c', "$Folder/proxy.conf"
        }
    }
    else {
        Start-Leashed -Configure {
            param([int[]] $ports)

            Set-Content "$Folder/proxy.conf" @(
                "http_port 127.0.0.1:$($ports[0])", 'pid_filename none', 'cache deny all', "cache_log $Folder/cache.log", "access_log stdio:$log squid"
                "coredump_dir $Folder", 'netdb_filename none', 'pinger_enable off', 'shutdown_lifetime 0 seconds', 'cache_effective_user nobody'
                $rules
            )
            # Under a name of its own: what it shares in memory is not that of another.
            $program, '-N', '-n', "suite$($ports[0])", '-f', "$Folder/proxy.conf"
        }
    }

    $server | Add-Member -NotePropertyMembers @{ Uri = [uri] "http://127.0.0.1:$($server.Ports[0])/"; Log = $log; Kind = $Kind }
    $server
}

function Receive-Access {
    <# .SYNOPSIS Each request that a site of nginx has read: Connection, Protocol, Method, Path, Status. #>
    [CmdletBinding()]
    param([Parameter(Mandatory)] $Nginx, [Parameter(Mandatory)] [string] $Name)

    # A request is logged after its answer; one process logs them in their order, and behind this one nothing is under way.
    $Nginx.Marks++
    $mark = "/mark/$($Nginx.Marks)"
    $null = Invoke-WebRequest "http://127.0.0.1:$($Nginx.Ports[0])$mark" -NoProxy
    do {
        $lines = @(Get-Content $Nginx.Log)
    } until ($lines -match " $mark ")

    $port = $Nginx.Uri[$Name].Port
    foreach ($line in $lines) {
        $parts = $line -split ' '
        if ($parts[0] -eq $port) {
            [pscustomobject]@{ Connection = $parts[1]; Protocol = $parts[2]; Method = $parts[3]; Path = $parts[4]; Status = [int] $parts[5] }
        }
    }
}

function Start-OddListener {
    <# .SYNOPSIS A listener that takes connections and says nothing (Hang), or resets each one when the first bytes are there (Reset). #>
    [CmdletBinding()]
    param([Parameter(Mandatory)] [ValidateSet('Hang', 'Reset')] [string] $Kind)

    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $shell = $null
    if ($Kind -eq 'Reset') {
        $shell = [powershell]::Create().AddScript({
                param($listener)
                try {
                    while ($true) {
                        $socket = $listener.AcceptSocket()
                        $null = $socket.Receive([byte[]]::new(1))
                        $socket.LingerState = [Net.Sockets.LingerOption]::new($true, 0)
                        $socket.Close()
                    }
                }
                catch [Net.Sockets.SocketException], [ObjectDisposedException] {
                    # Stop-OddListener closed it.
                    return
                }
            }).AddArgument($listener)
        $null = $shell.BeginInvoke()
    }

    # Nobody takes what the system has connected: that is the hang.
    [pscustomobject]@{ Uri = [uri] "https://127.0.0.1:$($listener.LocalEndpoint.Port)/"; Listener = $listener; Shell = $shell }
}

function Stop-OddListener {
    <# .SYNOPSIS Closes such a listener. #>
    [CmdletBinding()]
    param($Listener)

    if (-not $Listener) { return }
    $Listener.Listener.Stop()
    if ($Listener.Shell) {
        $Listener.Shell.Stop()
        $Listener.Shell.Dispose()
    }
}

Export-ModuleMember -Function *
