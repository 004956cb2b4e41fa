namespace KapturePS;

/// <summary>The help online: one page a cmdlet, which <c>Get-Help -Online</c> opens.</summary>
internal static class HelpPages
{
    /// <summary>The folder of the pages; the name of a page is that of its cmdlet, and <c>.md</c>.</summary>
    public const string Folder = "https://github.com/KapturePS/KapturePS/blob/main/docs/cmdlets/";
}
