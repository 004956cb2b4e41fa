using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck.Fluent;

namespace Kapture.Tests.Fuzz;

/// <summary>Whatever bytes come as an answer: they are read the same in whatever pieces they come, and end in a result or in a KaptureException.</summary>
public sealed class AnswerFuzzTests
{
    private static readonly KaptureOperation[] _operations = [KaptureOperation.Add, KaptureOperation.Update, KaptureOperation.Get, KaptureOperation.Pull, KaptureOperation.AddContact, KaptureOperation.Invoke];
    private static readonly int[] _statuses = [200, 200, 200, 201, 204, 301, 400, 401, 403, 404, 407, 408, 429, 500, 503, 999];

    private static readonly string[] _charsets =
    [
        "utf-8", "UTF8", "\"utf-8\"", "'utf-8'", "utf-7", "utf-16", "utf-16BE", "utf-32", "iso-8859-1", "us-ascii", "latin1", "windows-1252", "gb18030", "x-user-defined", "", " ", "\"", "utf-8;q=1", "%00", "\u00FC",
        "binary", "unicode", "none", "0", "65001",
    ];

    [Fact]
    public void Any_pieces_read_as_the_whole()
    {
        var cases = from body in Mutations.Of(Corpus.Answers) from seed in Gen.Choose(0, int.MaxValue - 1) select (body, seed);
        Properties.Fuzz(cases, 4000, static one =>
        {
            var random = new Random(one.seed);
            var whole = Read(one.body.Body, words: null, static length => length);

            Assert.Equal(whole, Read(one.body.Body, new WordCache(), static length => length));
            Assert.Equal(whole, Read(one.body.Body, new WordCache(), static _ => 1));
            Assert.Equal(whole, Read(one.body.Body, new WordCache(), length => random.Next(Math.Min(40, length) + 1)));
        });
    }

    [Fact]
    public void A_stream_hands_on_what_the_whole_holds() => Properties.Fuzz(Mutations.Of(Corpus.Answers), 1500, static mutated =>
    {
        List<Customer> streamed = [];
        var stream = new AnswerStream(KaptureTimeZone.India, new WordCache(), streamed.AddRange);
        var head = stream.ReadAsync(new Dribble(mutated.Body, mutated.Seed), long.MaxValue, default).GetAwaiter().GetResult();
        Assert.Equal(mutated.Body.Take(head.Length), head);
        var told = Outcome(() => AnswerRules.Read(Reply(KaptureOperation.Pull, 200, head) with { IsStreamed = true }, stream));
        Assert.Equal(stream.Count, streamed.Count);

        // Nearly JSON is read only where it is there as a whole.
        var whole = Outcome(() => AnswerRules.Read(Reply(KaptureOperation.Pull, 200, mutated.Body), stream));
        if (told.Answer is not null)
            Assert.Equal(Describe(whole.Answer!), Describe(told.Answer));
    });

#if NET
    [Fact]
    public void A_customer_of_megabytes_is_not_begun_anew_with_every_piece()
    {
        // Each new beginning would make all of its contacts once more.
        var contact = Encoding.UTF8.GetBytes("""{"id":1,"contactPerson":"Asha","phone":"9380491326","email":"asha@example.com"},""");
        byte[] body = [.. "{\"status\":\"success\",\"message\":[{\"id\":1,\"contacts\":["u8, .. Enumerable.Repeat(contact, 30_000).SelectMany(bytes => bytes), .. "{}]}]}"u8];
        var stream = new AnswerStream(KaptureTimeZone.India, new WordCache(), static _ => { });

        var once = Allocated(() => ServiceAnswer.Read(body, KaptureTimeZone.India));
        var pieces = Allocated(() => stream.ReadAsync(new Pieces(body, 4096), long.MaxValue, default).GetAwaiter().GetResult());

        Assert.Equal(1, stream.Count);
        Assert.InRange(pieces, 0, 8 * once);
    }

    private static long Allocated(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private sealed class Pieces(byte[] body, int size) : MemoryStream(body)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span.Slice(0, Math.Min(size, buffer.Length))));
    }
#endif

    [Fact]
    public void Any_bytes_under_any_status_are_a_result_or_a_KaptureException()
    {
        var cases = from body in Mutations.Of(Corpus.Answers) from operation in Gen.Elements(_operations) from status in Gen.Elements(_statuses) from dialect in Gen.Elements(Dialect.V1, Dialect.Legacy) select (body, operation, status, dialect);
        Properties.Fuzz(cases, 6000, static one =>
        {
            var reply = Reply(one.operation, one.status, one.body.Body);
            if (one.operation == KaptureOperation.Invoke)
            {
                Outcome(() => { _ = RequestAnswer.Read(reply); });
                Outcome(() => { _ = RequestAnswer.ReadText(reply); });
            }
            else
            {
                var (answer, failure) = Outcome(() => AnswerRules.Read(reply, KaptureTimeZone.India));
                if (answer is not null)
                    one.dialect.ReadWrite(one.operation, answer);

                // A server that failed may have done it all the same.
                if (reply.IsWrite && one.status >= 500)
                    Assert.Equal(KaptureErrorId.WriteUncertain, failure!.ErrorId);
            }
        });
    }

    [Fact]
    public void A_log_shows_of_any_bytes_nothing_but_a_mask() => Properties.Fuzz(Mutations.Of(Corpus.Answers), 3000, static mutated =>
    {
        foreach (var isAnswer in new[] { true, false })
        {
            Assert.NotEmpty(BodyMask.Mask(mutated.Body, isAnswer));
            Assert.NotEmpty(BodyMask.MaskUnknown(mutated.Body, isAnswer));
        }
    });

    [Fact]
    public void Any_header_of_a_body_is_read_or_passed_over()
    {
        var cases = from body in Mutations.Of(Corpus.Answers)
                    from operation in Gen.Elements(_operations)
                    from type in Gen.Elements("application/json", "text/html", "text/plain", "*/*", "x", ";", "application/json;", "a/b/c")
                    from charset in Gen.Elements(_charsets)
                    from retryAfter in Gen.Elements(null, "", "-1", "1e9", "99999999999999999999", "Wed, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 GMT", "soon", "0")
                    from status in Gen.Elements(_statuses)
                    select (body, operation, type: type + "; charset=" + charset, retryAfter, status);
        Properties.Fuzz(cases, 1500, static one =>
        {
            using var handler = new ScriptedHandler(_ =>
            {
                var content = new ByteArrayContent(one.body.Body);
                content.Headers.TryAddWithoutValidation("Content-Type", one.type);
                var response = ScriptedHandler.Reply(one.status, retryAfter: one.retryAfter);
                response.Content = content;
                return response;
            });
            using var client = Calls.Client(handler);
            var call = new CallOptions { TraceBodies = one.body.Seed % 2 == 0, OnRequest = static trace => Assert.NotNull(trace) };
            Outcome(() => { _ = Task.Run(() => client.SendAsync(one.operation, call)).GetAwaiter().GetResult(); });
        });
    }

    private static KaptureReply Reply(KaptureOperation operation, int status, byte[] body) => new(operation, "/path", status, body, 1);

    private static void Outcome(Action action) => Outcome(() =>
    {
        action();
        return null!;
    });

    private static (ServiceAnswer? Answer, KaptureException? Failure) Outcome(Func<ServiceAnswer> read)
    {
        try
        {
            return (read(), null);
        }
        catch (KaptureException e)
        {
            Assert.False(string.IsNullOrWhiteSpace(e.Message));
            return (null, e);
        }
    }

    // As a stream does: what is not done with comes again, with more behind it.
    private static string Read(byte[] body, WordCache? words, Func<int, int> next)
    {
        var reader = new AnswerReader(KaptureTimeZone.India, words);
        try
        {
            int start = 0, end = 0;
            do
            {
                end += Math.Min(next(body.Length - end), body.Length - end);
                start += reader.Read(body.AsSpan(start, end - start), isLast: end == body.Length);
            }
            while (end < body.Length);
            return Describe(reader.Answer);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return "unreadable";
        }
    }

    private static string Describe(ServiceAnswer answer) => new StringBuilder()
        .AppendFormat(CultureInfo.InvariantCulture, "{0}|{1}|{2}|{3}|{4}|{5}|{6}|", answer.Status, answer.Message, answer.CustomerId, answer.ContactId, answer.ActionEvent, answer.Result, answer.HasCustomers)
        .Append(JsonSerializer.Serialize(answer.Customers))
        .ToString();

    /// <summary>A body in pieces of any size.</summary>
    private sealed class Dribble(byte[] body, int seed) : MemoryStream(body)
    {
        private readonly Random _random = new(seed);

#if NET
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span.Slice(0, Most(buffer.Length))));
#else
        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer, offset, Most(count)));
#endif

        private int Most(int count) => Math.Min(count, 1 + _random.Next(100));
    }
}
