using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <summary>Where journals can be.</summary>
internal static class JournalPath
{
    /// <summary>Refuses what is not in the file system: its path would name some file all the same, where nobody looks for it.</summary>
    /// <param name="provider">What the path leads to.</param>
    /// <param name="path">The path as the caller gave it.</param>
    /// <exception cref="KaptureException">JournalFailed.</exception>
    public static void Check(ProviderInfo provider, string path)
    {
        if (provider.Name != "FileSystem")
            throw new KaptureException(KaptureErrorId.JournalFailed, $"'{path}' is not in the file system, where journals are. Give the path of a file.") { Value = path };
    }
}
