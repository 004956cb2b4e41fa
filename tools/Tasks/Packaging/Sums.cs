using System.Security.Cryptography;
using System.Text;

namespace KapturePS.Tasks.Packaging;

/// <summary>SHA-256 of files, as <c>sha256sum -c</c> reads it.</summary>
internal static class Sums
{
    public static byte[] Of(IEnumerable<KeyValuePair<string, byte[]>> files) =>
        Encoding.UTF8.GetBytes(string.Concat(files.Select(file => $"{Sha256(file.Value)}  {file.Key}\n")));

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
