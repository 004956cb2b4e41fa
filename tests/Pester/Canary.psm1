# Canaries: a key, a password and a person that are found nowhere else, what to look for them with, and a server that answers anything.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Scope = 'Function', Target = '*', Justification = 'Everything here lives as long as one test.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseOutputTypeCorrectly', '', Scope = 'Function', Target = 'Start-CanaryServer', Justification = 'Its type is made below.')]
param()

Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')

$script:token = 'tweetycanary5inthecage'
$script:password = 'sylvester1canaryontheroof'
$script:user = 'canary-user'

Add-Type -TypeDefinition @'
using System;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Tasks;

// Answers each request with the same text, in which {authorization} and {body} are the request's own.
public sealed class CanaryServer : IDisposable
{
    private readonly TcpListener _listener = new TcpListener(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _clients = new ConcurrentBag<TcpClient>();

    public CanaryServer(string head, string body)
    {
        Head = head;
        Body = body;
        _listener.Start();
        Task.Run(AcceptAsync);
    }

    // null: no answer ever comes.
    public string Head { get; set; }

    public string Body { get; set; }

    public Uri BaseUri { get { return new Uri("http://127.0.0.1:" + ((IPEndPoint)_listener.LocalEndpoint).Port + "/"); } }

    public ConcurrentQueue<string> Received { get; } = new ConcurrentQueue<string>();

    public void Dispose()
    {
        _listener.Stop();
        foreach (var client in _clients)
            client.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                _clients.Add(client);
                _ = Task.Run(() => ServeAsync(client));
            }
        }
        catch (Exception e) when (e is SocketException || e is ObjectDisposedException || e is InvalidOperationException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            var stream = client.GetStream();
            var received = string.Empty;
            var buffer = new byte[65536];
            for (int count; (count = await stream.ReadAsync(buffer, 0, buffer.Length)) > 0;)
            {
                received += Encoding.Latin1.GetString(buffer, 0, count);
                var end = received.IndexOf("\r\n\r\n", StringComparison.Ordinal);
                if (end < 0)
                    continue;
                var length = received.Substring(0, end).Split('\n').Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Select(line => int.Parse(line.Substring(15))).FirstOrDefault();
                if (received.Length < end + 4 + length)
                    continue;
                var authorization = received.Split('\n').Where(line => line.StartsWith("Authorization:", StringComparison.OrdinalIgnoreCase)).Select(line => line.Substring(15).Trim()).FirstOrDefault() ?? string.Empty;
                Received.Enqueue(received);
                if (Head == null)
                    continue;
                var told = received.Substring(end + 4).Replace("\\", "\\\\").Replace("\"", "\\\"");
                received = string.Empty;
                var body = Encoding.UTF8.GetBytes(Body.Replace("{authorization}", authorization).Replace("{body}", told));
                var head = Encoding.ASCII.GetBytes((Head.Replace("{authorization}", authorization) + "\nContent-Length: " + body.Length + "\n\n").Replace("\n", "\r\n"));
                await stream.WriteAsync(head.Concat(body).ToArray(), 0, head.Length + body.Length);
            }
        }
        catch (Exception e) when (e is System.IO.IOException || e is ObjectDisposedException || e is InvalidOperationException)
        {
        }
    }
}

// All text that can be reached from an object through its fields, the private ones too; of the engine and of threads nothing:
// from there everything in the process can be reached, the variables of the test among them.
public static class CanaryWalk
{
    private static readonly string[] _closed = { "System.Management.Automation", "System.Threading", "System.Reflection", "System.Runtime", "System.Globalization", "Pester", "CanaryWalk" };

    public static string TextOf(object root, string exceptType)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<object>();
        var text = new StringBuilder();
        open.Push(root);
        while (open.Count > 0 && seen.Count < 300000)
        {
            var item = open.Pop();
            if (item == null || !seen.Add(item))
                continue;
            if (item is string words) { text.Append(words).Append('\n'); continue; }
            if (item is char[] letters) { text.Append(letters).Append('\n'); continue; }
            if (item is byte[] bytes) { text.Append(Encoding.Latin1.GetString(bytes)).Append('\n').Append(Encoding.Unicode.GetString(bytes)).Append('\n'); continue; }
            var type = item.GetType();
            if (type.IsPrimitive || type.IsEnum || type.IsPointer || item is Type || item is Assembly || item is Encoding || type.FullName == exceptType)
                continue;
            if (_closed.Any(name => (type.Namespace ?? string.Empty).StartsWith(name, StringComparison.Ordinal)))
                continue;
            if (item is Array array)
            {
                if (!type.GetElementType().IsPrimitive)
                    foreach (var element in array) open.Push(element);
                continue;
            }

            for (var level = type; level != null && level != typeof(object); level = level.BaseType)
            {
                foreach (var field in level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                {
                    if (!field.FieldType.IsPrimitive && !field.FieldType.IsPointer && !field.FieldType.IsByRefLike)
                        open.Push(field.GetValue(item));
                }
            }
        }

        return text.ToString();
    }
}
'@

function Get-Canary {
    <# .SYNOPSIS The key, the password and the user. #>
    [CmdletBinding()]
    param()

    [pscustomobject]@{ Token = $script:token; Password = $script:password; User = $script:user }
}

function Get-CanaryPiece {
    <# .SYNOPSIS Each eight characters in a row of the secrets, as they are and in base64 at each of its three offsets. #>
    [CmdletBinding()]
    [OutputType([string])]
    param()

    $pair = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("${script:user}:$script:password"))
    $encoded = foreach ($secret in $script:token, $script:password) {
        # As UTF-16, eight of base64 would be three letters, which any word may have.
        foreach ($kind in @{ Encoding = [Text.Encoding]::UTF8; Window = 8 }, @{ Encoding = [Text.Encoding]::Unicode; Window = 20 }) {
            foreach ($skip in 0..2) {
                # The edges depend on the neighbours.
                $text = [Convert]::ToBase64String($kind.Encoding.GetBytes(('x' * $skip) + $secret))
                @{ Text = $text.Substring(4, $text.Length - 8); Window = $kind.Window }
            }
        }
    }

    foreach ($secret in @(foreach ($text in $script:token, $script:password, $pair) { @{ Text = $text; Window = 8 } }) + $encoded) {
        foreach ($start in 0..($secret.Text.Length - $secret.Window)) { $secret.Text.Substring($start, $secret.Window) }
    }
}

$script:pieces = @(Get-CanaryPiece | Select-Object -Unique)

function Find-Leak {
    <# .SYNOPSIS What of the secrets is in a text: whole, encoded or in part, down to eight characters in a row. #>
    [CmdletBinding()]
    [OutputType([string])]
    param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)

    if ($Text.Length -eq 0) { throw 'There is nothing to look at.' }
    foreach ($piece in $script:pieces) {
        if ($Text.Contains($piece, [StringComparison]::OrdinalIgnoreCase)) { $piece }
    }
}

function Get-View {
    <# .SYNOPSIS All that can be seen of objects: every view and format, what they write themselves as, and their fields, private ones too. #>
    [CmdletBinding()]
    [OutputType([string])]
    param([Parameter(ValueFromPipeline)] [AllowNull()] $InputObject, [switch] $PublicOnly)

    process {
        if ($null -eq $InputObject) { return }
        $InputObject | Out-String -Width 500
        $InputObject | Format-List * -Force | Out-String -Width 500
        "$InputObject"
        [Management.Automation.PSSerializer]::Serialize($InputObject, 4)
        try { $InputObject | ConvertTo-Csv | Out-String -Width 500 } catch { "$_" }
        if ($InputObject -is [Management.Automation.InformationalRecord]) {
            # As JSON it would be the whole engine.
            return
        }

        if ($InputObject -isnot [Management.Automation.ErrorRecord]) {
            try { $InputObject | ConvertTo-Json -Depth 9 -WarningAction Ignore } catch { "$_" }
        }
        else {
            Get-Error -InputObject $InputObject | Out-String -Width 500
            $InputObject.Exception.ToString()
            $InputObject.ErrorDetails | Format-List * -Force | Out-String -Width 500
            $InputObject.Exception | ConvertTo-Json -Depth 3 -WarningAction Ignore
        }

        if (-not $PublicOnly) {
            # An open session holds its key: that is what it is for.
            foreach ($part in $InputObject.PSObject.BaseObject, $InputObject.Exception, $InputObject.TargetObject, $InputObject.ErrorDetails) {
                if ($null -ne $part) { [CanaryWalk]::TextOf($part.PSObject.BaseObject, 'KapturePS.KaptureSession') }
            }
        }
    }
}

function Get-FieldText {
    <# .SYNOPSIS All text in the fields of an object and of what they hold, private ones too. #>
    [CmdletBinding()]
    [OutputType([string])]
    param([Parameter(Mandatory)] $InputObject)

    [CanaryWalk]::TextOf($InputObject.PSObject.BaseObject, '')
}

function Start-CanaryServer {
    <# .SYNOPSIS A server that answers each request alike; {authorization} and {body} in its words are the request's own. #>
    [CmdletBinding()]
    param([string] $Head = "HTTP/1.1 200 OK`nContent-Type: application/json", [string] $Body = '', [switch] $Mute)

    $server = [CanaryServer]::new($Head, $Body)
    if ($Mute) { $server.Head = [NullString]::Value }
    $server
}

function Connect-Canary {
    <# .SYNOPSIS Connects with the canary token or the canary password. #>
    [CmdletBinding()]
    param([Parameter(Mandatory)] $To, [ValidateSet('Token', 'Credential')] [string] $How = 'Token', [hashtable] $With = @{})

    $own = @{ BaseUri = $To.BaseUri; NoProxy = $true; AccountId = 1000298; Dialect = Get-SuiteDialect; PassThru = $true }
    if ($How -eq 'Token') { $own.Token = ConvertTo-Secret $script:token }
    else { $own.Credential = [pscredential]::new($script:user, (ConvertTo-Secret $script:password)) }
    foreach ($key in $With.Keys) { $own[$key] = $With[$key] }
    Connect-Kapture @own
}

Export-ModuleMember -Function *-*
