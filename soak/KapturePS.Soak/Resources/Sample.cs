namespace KapturePS.Soak.Resources;

/// <summary>What a process holds between two epochs, when nothing is under way.</summary>
/// <param name="Operations">How many operations it has done.</param>
/// <param name="Hours">The hours that have passed by the clock.</param>
/// <param name="Heap">The managed heap after a collection, in bytes.</param>
/// <param name="Private">The memory that is the process's own, in bytes; 0 where the system does not say.</param>
/// <param name="Handles">Open handles; on Linux file descriptors, but for those of assemblies.</param>
/// <param name="Sockets">Those of them that are sockets; 0 where the system does not say.</param>
/// <param name="Journals">Those of them that are journals, or the locks of them.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Timers">Timers that are set: the clock's, which have to be none.</param>
/// <param name="SystemTimers">Timers of the system that are set.</param>
internal sealed record Sample(
    long Operations, double Hours, long Heap, long Private, int Handles, int Sockets, int Journals, int Threads, int Timers, long SystemTimers);
