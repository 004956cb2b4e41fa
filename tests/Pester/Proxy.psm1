# A forward proxy for the suite: plain http to loopback alone, with a password where one is asked for, and a record of what came.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Scope = 'Function', Target = '*', Justification = 'Everything here lives as long as one test.')]
param()

Add-Type -TypeDefinition @'
using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

public sealed class ForwardProxy : IDisposable
{
    private readonly TcpListener _listener = new TcpListener(IPAddress.Loopback, 0);
    private readonly string _authorization;

    public ForwardProxy(string userAndPassword)
    {
        _authorization = string.IsNullOrEmpty(userAndPassword) ? null : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(userAndPassword));
        _listener.Start();
        Task.Run(AcceptAsync);
    }

    public int Port { get { return ((IPEndPoint)_listener.LocalEndpoint).Port; } }

    // The heads as they came, and those that went on to the service.
    public ConcurrentQueue<string> Received { get; } = new ConcurrentQueue<string>();

    public ConcurrentQueue<string> Forwarded { get; } = new ConcurrentQueue<string>();

    public void Dispose() { _listener.Stop(); }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                _ = Task.Run(() => ServeAsync(client));
            }
        }
        catch (Exception e) when (e is SocketException || e is ObjectDisposedException || e is InvalidOperationException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var head = await ReadHeadAsync(stream);
                if (head.Length == 0)
                    return;
                Received.Enqueue(head);
                var lines = head.Split(new[] { "\r\n" }, StringSplitOptions.RemoveEmptyEntries);
                var body = await ReadBodyAsync(stream, lines);
                if (_authorization != null && Value(lines, "Proxy-Authorization") != _authorization)
                {
                    await WriteAsync(stream, "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Type: text/html\r\nContent-Length: 13\r\nConnection: close\r\n\r\n<html></html>");
                    return;
                }

                Uri target;
                if (!Uri.TryCreate(lines[0].Split(' ')[1], UriKind.Absolute, out target) || target.Scheme != "http" || !target.IsLoopback)
                {
                    await WriteAsync(stream, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                    return;
                }

                var first = lines[0].Split(' ');
                var passed = new[] { first[0] + " " + target.PathAndQuery + " HTTP/1.1" }
                    .Concat(lines.Skip(1).Where(line => !line.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase) && !line.StartsWith("Connection:", StringComparison.OrdinalIgnoreCase)))
                    .Concat(new[] { "Connection: close", "", "" });
                var forwarded = string.Join("\r\n", passed);
                Forwarded.Enqueue(forwarded);
                using (var service = new TcpClient())
                {
                    await service.ConnectAsync(target.Host, target.Port);
                    var onward = service.GetStream();
                    await WriteAsync(onward, forwarded);
                    await onward.WriteAsync(body, 0, body.Length);
                    await onward.CopyToAsync(stream);
                }
            }
            catch (Exception e) when (e is IOException || e is SocketException || e is ObjectDisposedException)
            {
            }
        }
    }

    private static string Value(string[] lines, string name)
    {
        var line = lines.FirstOrDefault(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));
        return line == null ? null : line.Substring(name.Length + 1).Trim();
    }

    private static async Task<string> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, 0, 1) == 1)
            head.Append((char)one[0]);
        return head.ToString();
    }

    private static async Task<byte[]> ReadBodyAsync(Stream stream, string[] lines)
    {
        var text = Value(lines, "Content-Length");
        var body = new byte[text == null ? 0 : int.Parse(text)];
        for (var read = 0; read < body.Length;)
        {
            var count = await stream.ReadAsync(body, read, body.Length - read);
            if (count == 0)
                throw new IOException("The request ended early.");
            read += count;
        }

        return body;
    }

    private static Task WriteAsync(Stream stream, string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        return stream.WriteAsync(bytes, 0, bytes.Length);
    }
}
'@

function Start-Proxy {
    <# .SYNOPSIS A forward proxy on a free port; with a user and a password (user:password) where it is to ask for them. #>
    [CmdletBinding()]
    param([string] $Login)

    $server = [ForwardProxy]::new($Login)
    [pscustomobject]@{ Uri = [uri] "http://127.0.0.1:$($server.Port)/"; Server = $server }
}

function Stop-Proxy {
    <# .SYNOPSIS Stops a proxy. #>
    [CmdletBinding()]
    param([Parameter(Mandatory)] $Proxy)

    $Proxy.Server.Dispose()
}

Export-ModuleMember -Function *
