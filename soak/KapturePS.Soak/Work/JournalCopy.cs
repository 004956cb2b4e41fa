using System.Text;

namespace KapturePS.Soak.Work;

/// <summary>A journal as a killed process leaves it.</summary>
internal static class JournalCopy
{
    private static readonly byte[] _unfinished = Encoding.UTF8.GetBytes("{\"row\":1,\"key\":\"00000000000000000000000000000000-1\",\"done\":\"2024-");

    /// <summary>What is with the operating system; <see langword="null"/> where there is no journal yet.</summary>
    public static byte[]? Take(string path)
    {
        if (!File.Exists(path))
            return null;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Puts it back, with the beginning of a line that was never finished, or with zeros, or with nothing behind it.</summary>
    public static void Restore(string path, byte[]? copy, Random random)
    {
        if (copy is null)
        {
            File.Delete(path);
            return;
        }

        byte[] torn = random.Next(3) switch
        {
            0 => [],
            1 => new byte[random.Next(1, 5000)],
            var _ when copy is not [.., (byte)'\n'] => [], // taken in the middle of a write: nothing is begun behind half a line
            _ => _unfinished[..random.Next(1, _unfinished.Length)],
        };
        File.WriteAllBytes(path, [.. copy, .. torn]);
    }
}
