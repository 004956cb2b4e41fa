using System.Security.Cryptography;
using System.Text;

namespace KapturePS.Tasks.Packaging;

/// <summary>SHA-256 of files, as <c>sha256sum -c</c> reads it.</summary>
internal static class Sums
{
    public static byte[] Of(IEnumerable<string> paths)
    {
        var lines = paths.Order(StringComparer.Ordinal).Select(path => $"{Sha256(File.ReadAllBytes(path))}  {Path.GetFileName(path)}\n");
        return Encoding.UTF8.GetBytes(string.Concat(lines));
    }

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
