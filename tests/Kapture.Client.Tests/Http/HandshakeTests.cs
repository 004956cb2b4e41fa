#if NET
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Kapture.Tests.Http;

/// <summary>A connection that is not trusted, or does not come about: nothing has been sent, and a write is not in doubt.</summary>
public sealed class HandshakeTests
{
    [Fact]
    public async Task A_host_that_does_not_prove_who_it_is_gets_nothing_and_is_not_asked_again()
    {
        using var certificate = Certificates.Host(null);
        await using var server = new TlsServer(certificate);
        using var client = Calls.Client(server.BaseUri);

        foreach (var operation in Enum.GetValues<KaptureOperation>())
        {
            var error = await Calls.ThrowsAsync(KaptureErrorId.ServiceUnavailable, () => client.SendAsync(operation));

            Assert.True(error.IsUntrusted);
            Assert.True(error.WithNote("Rows after row 5 were not sent.").IsUntrusted);
            Assert.True(error.IsUnreachable);
            Assert.Equal(1, error.Attempts);
            Assert.StartsWith("127.0.0.1 cannot be trusted, and nothing was sent to it: nobody but itself has signed its certificate.", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(Enum.GetValues<KaptureOperation>().Length, server.Connections);
        Assert.Equal(0, server.Received);
    }

    [Fact]
    public async Task A_handshake_that_nobody_answers_leaves_no_write_in_doubt()
    {
        var time = new ManualTime();
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(); // the system connects, and nobody ever speaks
        using var client = new KaptureClient(new KaptureClientOptions(Address(listener), KaptureCredential.FromToken(Calls.Token))
        {
            UseProxy = false,
            Time = time,
            MaximumRetryCount = 2,
            Random = () => 0,
            AccountId = 1000298,
        });

        foreach (var operation in Enum.GetValues<KaptureOperation>())
        {
            var error = await time.RunAsync(() => Calls.ThrowsAsync(KaptureErrorId.ServiceUnavailable, () => client.SendAsync(operation)));

            Assert.True(error.IsUnreachable);
            Assert.Equal(3, error.Attempts);
            Assert.Contains("no connection within 100 s", error.Message, StringComparison.Ordinal);
        }

        listener.Stop();
    }

    [Theory]
    [InlineData(401, 1)]
    [InlineData(403, 1)]
    [InlineData(407, 1)]
    [InlineData(502, 3)]
    public async Task A_proxy_that_opens_no_tunnel_is_told_by_its_answer_and_asked_again_where_that_may_pass(int status, int attempts)
    {
        await using var proxy = new RefusingProxy(status);
        using var client = new KaptureClient(new KaptureClientOptions(Calls.Somewhere, KaptureCredential.FromToken(Calls.Token))
        {
            Proxy = new WebProxy(new Uri($"http://robot:pr0xy-passw0rd@127.0.0.1:{proxy.Port}/")),
            MaximumRetryCount = 2,
            Random = () => 0,
            AccountId = 1000298,
        });

        foreach (var operation in Enum.GetValues<KaptureOperation>())
        {
            var error = await Calls.ThrowsAsync(KaptureErrorId.ServiceUnavailable, () => client.SendAsync(operation));

            Assert.True(error.IsUnreachable);
            var isPassword = status is 401 or 407;
            Assert.Equal(isPassword, error.IsProxyRefusal);
            Assert.False(error.IsUntrusted);
            Assert.Equal(attempts, error.Attempts);
            Assert.Contains($"{status}", error.Message, StringComparison.Ordinal);
            Assert.Contains(isPassword ? "-ProxyCredential" : "The proxy does not let through to crm.example.com", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("pr0xy-passw0rd", error.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(attempts * Enum.GetValues<KaptureOperation>().Length, proxy.Asked.Count);
        Assert.All(proxy.Asked, head => Assert.StartsWith("CONNECT crm.example.com:443 HTTP/1.1\r\n", head, StringComparison.Ordinal));
        Assert.All(proxy.Asked, head => Assert.DoesNotContain(Calls.Token, head, StringComparison.Ordinal));
    }

    private static Uri Address(TcpListener listener) => new($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");

    /// <summary>A loopback port that takes one connection after the other.</summary>
    private abstract class Listener : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly Task _serving;

        protected Listener()
        {
            _listener.Start();
            _serving = ServeAsync();
        }

        public Uri BaseUri => Address(_listener);

        public int Port => BaseUri.Port;

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _serving;
        }

        protected abstract Task TalkAsync(NetworkStream connection);

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    try
                    {
                        await TalkAsync(client.GetStream());
                    }
                    catch (Exception e) when (e is IOException or AuthenticationException)
                    {
                        // The client has hung up: that is what is tested.
                    }
                }
            }
            catch (Exception e) when (e is InvalidOperationException or SocketException)
            {
                // The test is over: it has stopped listening, before or while it waited.
            }
        }
    }

    /// <summary>Speaks TLS, and counts what it can read of it.</summary>
    private sealed class TlsServer(X509Certificate2 certificate) : Listener
    {
        public int Connections { get; private set; }

        public int Received { get; private set; }

        protected override async Task TalkAsync(NetworkStream connection)
        {
            Connections++;
            await using var stream = new SslStream(connection);
            await stream.AuthenticateAsServerAsync(certificate);
            Received += await stream.ReadAsync(new byte[1024]);
        }
    }

    /// <summary>Opens no tunnel, and keeps what it was asked.</summary>
    private sealed class RefusingProxy(int status) : Listener
    {
        public List<string> Asked { get; } = [];

        protected override async Task TalkAsync(NetworkStream connection)
        {
            var head = new StringBuilder();
            var one = new byte[1];
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await connection.ReadAsync(one) == 1)
                head.Append((char)one[0]);
            Asked.Add(head.ToString());
            await connection.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
        }
    }
}
#endif
