using KapturePS.Soak.Resources;

namespace KapturePS.Soak.Shell;

/// <summary>What a shell says that it holds between two sessions.</summary>
internal sealed record Holding(long Heap, long Private, int Handles, int Sockets, int Journals, int Threads, int Errors, int Sessions)
{
    /// <summary>The most errors that $Error may hold: what PowerShell keeps by itself.</summary>
    public const int MostErrors = 256;

    public Sample ToSample(long operations, double hours) => new(operations, hours, Heap, Private, Handles, Sockets, Journals, Threads, 0, 0);
}
