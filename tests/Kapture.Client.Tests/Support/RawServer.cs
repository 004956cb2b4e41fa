using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kapture.Tests;

/// <summary>A loopback port that answers every request with the same bytes, for what no HTTP server would send.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _closedByClient = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _answer;
    private readonly Task _serving;
    private readonly StringBuilder _received = new();
    private int _requests;

    public RawServer(string head, byte[]? body = null)
    {
        _answer = [.. Encoding.ASCII.GetBytes(head.ReplaceLineEndings("\r\n") + "\r\n\r\n"), .. body ?? []];
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri BaseUri => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public int Requests => Volatile.Read(ref _requests);

    /// <summary>All that has come, byte for byte.</summary>
    public string Received
    {
        get
        {
            lock (_received)
                return _received.ToString();
        }
    }

    /// <summary>Ends when the client has closed a connection.</summary>
    public Task ClosedByClient => _closedByClient.Task.WaitAsync(TimeSpan.FromSeconds(20));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(AnswerAsync(await _listener.AcceptTcpClientAsync()));
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using var connection = client;
        var received = new StringBuilder();
        var buffer = new byte[64 * 1024];
        try
        {
            while (await client.GetStream().ReadAsync(buffer, _stop.Token) is > 0 and var count)
            {
                received.Append(Encoding.Latin1.GetString(buffer, 0, count));
                lock (_received)
                    _received.Append(Encoding.Latin1.GetString(buffer, 0, count));
                if (!IsWhole(received.ToString()))
                    continue;
                received.Clear();
                Interlocked.Increment(ref _requests);
                await client.GetStream().WriteAsync(_answer, _stop.Token);
            }

            _closedByClient.TrySetResult();
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // Either side has gone.
        }
    }

    private static bool IsWhole(string received)
    {
        const string Length = "Content-Length: ";
        var end = received.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var at = received.IndexOf(Length, StringComparison.OrdinalIgnoreCase);
        if (end < 0 || at < 0)
            return false;
        var digits = received[(at + Length.Length)..received.IndexOf('\r', at)];
        return received.Length - (end + 4) >= int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
    }
}
