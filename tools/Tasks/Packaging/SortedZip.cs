using System.Globalization;
using System.IO.Compression;

namespace KapturePS.Tasks.Packaging;

/// <summary>Archives that have the same bytes whenever they have the same files: no order but the ordinal one, and one time for all.</summary>
internal static class SortedZip
{
    // An ordinary file, rw-r--r--, so that it can be read wherever it is unpacked.
    private const int FileMode = 0b1_000_000_110_100_100 << 16;

    // The earliest that the format knows.
    private static readonly DateTimeOffset _epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Make(IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        var time = Time();
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
            {
                var entry = archive.CreateEntry(name, CompressionLevel.SmallestSize);
                entry.LastWriteTime = time;
                entry.ExternalAttributes = FileMode;
                using var stream = entry.Open();
                stream.Write(content);
            }
        }

        return bytes.ToArray();
    }

    // https://reproducible-builds.org/specs/source-date-epoch/
    private static DateTimeOffset Time()
    {
        if (Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH") is not { Length: > 0 } text)
            return _epoch;
        if (!long.TryParse(text, CultureInfo.InvariantCulture, out var seconds))
            throw new CommandFailedException($"SOURCE_DATE_EPOCH is '{text}'; it takes seconds since 1970.");
        var time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return time < _epoch ? _epoch : time;
    }
}
