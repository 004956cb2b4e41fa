namespace Kapture;

/// <summary>What can be wrong with a journal, in words that say the way out.</summary>
internal static class JournalErrors
{
    // Sharing and lock violation of Windows; EWOULDBLOCK of Linux and of macOS.
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int LockViolation = unchecked((int)0x80070021);
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMac = 35;

    /// <summary>Whether the file system's failure is one that <see cref="Of"/> has words for.</summary>
    public static bool IsOfFile(Exception failure) => failure is IOException or UnauthorizedAccessException or NotSupportedException;

    /// <summary>A failure of the file system.</summary>
    public static KaptureException Of(string path, Exception failure) => failure switch
    {
        KaptureException known => known,
        IOException { HResult: SharingViolation or LockViolation or WouldBlockOnLinux or WouldBlockOnMac } => Locked(path, failure),
        DirectoryNotFoundException => Failed(path, "its folder does not exist. Make the folder, or give another path.", failure),
        FileNotFoundException => Failed(path, "there is no such file. Check the path.", failure),
        UnauthorizedAccessException => Failed(path, $"access to it is denied ({failure.Message.TrimEnd('.')}). Ask for the right to read and write it and its folder, or give another path.", failure),
        _ => Failed(path, $"{failure.Message.TrimEnd('.')}. Mend that, for example by making room on the disk, and run the same command again with this journal: what is done is not sent twice.", failure),
    };

    public static KaptureException NoName(string path) => Failed(PlainText.Of(path), "it holds a character that no path has. Give another path.", null);

    public static KaptureException IsFolder(string path) => Failed(path, "it is a folder. Give the path of a file in it.", null);

    public static KaptureException NoJournal(string path, string problem) => new(KaptureErrorId.JournalCorrupt,
        $"'{path}' is not a journal: {problem}. The file was not changed. Give the path of a journal, or of a file that does not exist yet.") { Value = path };

    public static KaptureException Line(string path, long line, string problem) => new(KaptureErrorId.JournalCorrupt,
        $"Line {line} of the journal '{path}' cannot be read: {problem}. The file was not changed. Restore it from a copy, or delete that line; if it said that a row was done, the row will be sent again.") { Value = path };

    public static KaptureException Newer(string path, int version) => new(KaptureErrorId.JournalCorrupt,
        $"The journal '{path}' is of version {version}, which this version of the module does not know. Update the module, or give another file.") { Value = path };

    public static KaptureException Other(string path, JournalHeader itsOwn, JournalHeader asked) => new(KaptureErrorId.JournalCorrupt,
        $"The journal '{path}' is one of {itsOwn}, and this run is one of {asked}. Give this run another file; the journal was not changed.") { Value = path };

    private static KaptureException Locked(string path, Exception failure) => new(KaptureErrorId.JournalLocked,
        $"The journal '{path}' is in use by another run. Wait until that one has ended, or give this one another file.", failure) { Value = path };

    private static KaptureException Failed(string path, string problem, Exception? failure) => new(KaptureErrorId.JournalFailed,
        $"The journal '{path}' cannot be used: {problem}", failure) { Value = path };
}
