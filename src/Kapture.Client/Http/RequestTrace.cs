namespace Kapture;

/// <summary>One request that went out: what a log may say of it. It holds no key, and bodies only with personal data masked.</summary>
public sealed class RequestTrace
{
    /// <summary>The number of the row, counted from 1; 0 where the call had none.</summary>
    public int Row { get; init; }

    /// <summary>What was asked.</summary>
    public KaptureOperation Operation { get; init; }

    /// <summary>The path that was asked.</summary>
    public string Path { get; init; } = string.Empty;

    /// <summary>Which request of the call it was, counted from 1.</summary>
    public int Attempt { get; init; }

    /// <summary>The HTTP status; 0 where no answer came.</summary>
    public int StatusCode { get; init; }

    /// <summary>What went wrong, where no answer came.</summary>
    public string? Failure { get; init; }

    /// <summary>The time from sending to the end of the answer.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The body that was sent, masked; <see langword="null"/> unless bodies were asked for.</summary>
    public string? RequestBody { get; init; }

    /// <summary>The body that came back, masked; <see langword="null"/> unless bodies were asked for.</summary>
    public string? ResponseBody { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Format(System.Globalization.CultureInfo.InvariantCulture,
        "{0}{1} {2} -> {3} (attempt {4}, {5:0} ms)",
        Row > 0 ? $"Row {Row}: " : string.Empty, Operation, Path, StatusCode == 0 ? Failure : StatusCode, Attempt, Elapsed.TotalMilliseconds);
}
