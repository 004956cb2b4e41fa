using System.Net;
using System.Text;

namespace Kapture.Tests.Http;

/// <summary>An answer that never ends fills nobody's memory, and is not asked for again.</summary>
public sealed class EndlessAnswerTests
{
    private const long Megabyte = 1024 * 1024;

    [Theory]
    [InlineData(KaptureOperation.Add, KaptureErrorId.WriteUncertain, 4)]
    [InlineData(KaptureOperation.Update, KaptureErrorId.WriteUncertain, 4)]
    [InlineData(KaptureOperation.AddContact, KaptureErrorId.WriteUncertain, 4)]
    [InlineData(KaptureOperation.Get, KaptureErrorId.UnexpectedResponse, 16)]
    [InlineData(KaptureOperation.Invoke, KaptureErrorId.WriteUncertain, 64)]
    public async Task Only_so_much_of_it_is_read(KaptureOperation operation, KaptureErrorId expected, int megabytes)
    {
        var endless = new EndlessStream();
        using var client = Client(endless);

        var error = await Calls.ThrowsAsync(expected, () => client.SendAsync(operation));

        Assert.Equal(1, error.Attempts);
        Assert.Contains("more than any answer of this API can hold", error.Message, StringComparison.Ordinal);
        Assert.InRange(endless.Position, megabytes * Megabyte, (megabytes + 1) * Megabyte);
    }

    [Fact]
    public async Task A_customer_that_never_ends_is_given_up_in_the_middle_of_a_page()
    {
        var endless = new EndlessStream();
        using var client = Client(endless);
        var day = new DateTime(2024, 5, 2);
        var pull = new CustomerPull(Calls.AccountId, new CustomerFilter());

        var error = await Calls.ThrowsAsync(KaptureErrorId.UnexpectedResponse, async () =>
        {
            await foreach (var _ in client.GetCustomersAsync(DateRange.Create(day, day, client.Options.TimeZone, DateTimeOffset.UtcNow), pull))
            {
            }
        });

        Assert.Equal(1, error.Attempts);
        Assert.InRange(endless.Position, 16 * Megabyte, 33 * Megabyte);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(15)]
    public async Task A_customer_of_many_megabytes_comes_in_a_page_and_in_a_look_up(int megabytes)
    {
        var address = new string('x', (int)(megabytes * Megabyte));
        var page = $$"""{"status":"success","message":[{"id":5,"address":"{{address}}"},{"id":6,"address":"{{address}}"},{"id":7}]}""";
        var one = $$"""{"status":"success","message":[{"id":5,"address":"{{address}}"}]}""";
        var customers = new List<Customer>();
        var stream = new AnswerStream(KaptureTimeZone.India, new WordCache(), customers.AddRange);
        using var body = new OddPieces(Encoding.ASCII.GetBytes(page));
        using var client = Calls.Client(new ScriptedHandler(_ => ScriptedHandler.Reply(200, one)));

        await stream.ReadAsync(body, long.MaxValue, CancellationToken.None);

        Assert.False(stream.IsTooLong);
        Assert.Equal([5, 6, 7], customers.Select(customer => customer.Id));
        Assert.Equal(address.Length, (await client.GetCustomerAsync(CustomerKey.ById(5))).Address?.Length);
    }

    [Fact]
    public async Task A_length_that_is_too_large_is_believed()
    {
        var endless = new EndlessStream();
        using var client = Client(endless, length: 100 * Megabyte);

        await Calls.ThrowsAsync(KaptureErrorId.UnexpectedResponse, () => client.GetCustomerAsync(CustomerKey.ById(5)));

        Assert.InRange(endless.Position, 0, 17 * Megabyte);
    }

    [Fact]
    public async Task What_the_service_says_at_length_is_cut_in_the_error()
    {
        var words = new string('x', 1_000_000);
        using var client = Calls.Client(new ScriptedHandler(_ => ScriptedHandler.Reply(200, $$"""{"message":"{{words}}","status":"failed"}""")));

        var error = await Calls.ThrowsAsync(KaptureErrorId.Rejected, () => client.AddCustomerAsync(Calls.Person()));

        Assert.InRange(error.Message.Length, 2000, 2200);
        Assert.InRange(error.ServiceMessage!.Length, 2000, 2003);
    }

    private static KaptureClient Client(EndlessStream endless, long? length = null) => Calls.Client(
        new ScriptedHandler(_ =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(endless) };
            response.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
            response.Content.Headers.ContentLength = length;
            return response;
        }),
        retries: 2);

    // No power of two: the buffer is never just full when there is twice as much.
    private sealed class OddPieces(byte[] bytes) : MemoryStream(bytes)
    {
        private const int Size = 60_000;

#if NET
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span.Slice(0, Math.Min(Size, buffer.Length))));
#else
        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer, offset, Math.Min(Size, count)));
#endif
    }

    /// <summary>An object whose first text goes on for ever.</summary>
    private sealed class EndlessStream : Stream
    {
        private static readonly byte[] _start = Encoding.ASCII.GetBytes("{\"message\":[{\"name\":\"");
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            for (var i = 0; i < count; i++)
                buffer[offset + i] = _position < _start.Length ? _start[_position++] : Next();
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private byte Next()
        {
            _position++;
            return (byte)'a';
        }
    }
}
