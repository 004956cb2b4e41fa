namespace KapturePS.Bench;

/// <summary>Lines that are measured together, because they share runs.</summary>
internal abstract class Measurement
{
    /// <summary>The lines, in the order in which they are printed.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>Measures what was asked for.</summary>
    /// <exception cref="BenchException">Something went wrong.</exception>
    /// <exception cref="NotMeasuredException">It cannot be measured here.</exception>
    public abstract Task RunAsync(Workbench bench, CancellationToken cancellationToken);
}
