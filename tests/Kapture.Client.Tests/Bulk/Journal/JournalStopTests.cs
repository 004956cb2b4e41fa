using System.Text;

namespace Kapture.Tests.Bulk;

/// <summary>Reading a journal that takes for ever, from its end backwards and from its beginning on, ends when it is stopped.</summary>
public sealed class JournalStopTests
{
    private static readonly byte[] _header = Encoding.UTF8.GetBytes("""{"journal":"KapturePS","version":1,"operation":"Add","dialect":"V1","host":"acme.kapturecrm.com"}""" + "\n");
    private static readonly byte[] _line = Encoding.UTF8.GetBytes("""{"row":7,"key":"5d41402abc4b2a76b9719d911017c592-1","began":"2026-11-22T04:48:48.123Z"}""" + "\n");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_reader_is_stopped(bool endsInZeros)
    {
        using var stop = new CancellationTokenSource();
        using var file = new EndlessFile(stop, endsInZeros);
        Assert.ThrowsAny<OperationCanceledException>(() => Journal.Read(file, "journal.jsonl", stop.Token));
        Assert.Equal(EndlessFile.Patience, file.Reads);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_run_that_opens_one_is_stopped_and_changes_nothing(bool endsInZeros)
    {
        using var stop = new CancellationTokenSource();
        using var file = new EndlessFile(stop, endsInZeros);
        Assert.ThrowsAny<OperationCanceledException>(() => new Journal(file, "journal.jsonl", KaptureOperation.Add, "acme.kapturecrm.com", new ManualTime(), cancellationToken: stop.Token));
        Assert.Equal(EndlessFile.Patience, file.Reads);
    }

    // Somebody presses Ctrl+C at the fifth read.
    private sealed class EndlessFile(CancellationTokenSource stop, bool endsInZeros) : IJournalFile
    {
        public const int Patience = 5;

        public int Reads { get; private set; }

        public long Length => long.MaxValue / 2;

        public int Read(long offset, byte[] bytes, int start, int count)
        {
            if (++Reads == Patience)
                stop.Cancel();
            Array.Clear(bytes, start, count);
            for (var i = 0; i < count && !endsInZeros; i++)
                bytes[start + i] = At(offset + i);
            return count;
        }

        public void Write(long offset, byte[] bytes, int count) => Assert.Fail("Nothing is to be written.");

        public void SetLength(long length) => Assert.Fail("Nothing is to be cut off.");

        public void FlushToDisk() => Assert.Fail("There is nothing to flush.");

        public void Dispose()
        {
        }

        private static byte At(long offset) => offset < _header.Length ? _header[offset] : _line[(offset - _header.Length) % _line.Length];
    }
}
