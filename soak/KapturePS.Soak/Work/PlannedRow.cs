using Kapture;

namespace KapturePS.Soak.Work;

/// <summary>What the client has said of a row in the end.</summary>
internal enum Verdict
{
    /// <summary>Nothing: it was not sent, or whoever sent it died. It may be there.</summary>
    Untold,

    /// <summary>It has arrived.</summary>
    Arrived,

    /// <summary>It has certainly not arrived.</summary>
    Failed,

    /// <summary>Nobody knows.</summary>
    Uncertain,
}

/// <summary>A row of the soak: who it is, whatever it is sent as.</summary>
/// <param name="identity">What it is found by in the emulator.</param>
/// <param name="value">What an update leaves behind; empty for none.</param>
/// <param name="make">Makes the row as a run takes it, by its number; each run wants its own.</param>
internal sealed class PlannedRow(string identity, string value, Func<int, BulkJob> make)
{
    /// <summary>What it is found by.</summary>
    public string Identity { get; } = identity;

    /// <summary>What it leaves behind.</summary>
    public string Value { get; } = value;

    /// <summary>What was said of it last.</summary>
    public Verdict Verdict { get; private set; }

    /// <summary>In what words.</summary>
    public string Words { get; private set; } = "nothing was said of it";

    /// <summary>A row that was sent elsewhere, with what was said of it there.</summary>
    public static PlannedRow Told(string identity, string value, Verdict verdict) =>
        new(identity, value, static _ => throw new InvalidOperationException("It was sent elsewhere.")) { Verdict = verdict, Words = verdict.ToString() };

    public BulkJob Make(int row) => make(row);

    /// <summary>Notes what a run says of it.</summary>
    public void Note(BulkOutcome outcome)
    {
        Verdict = outcome.Failure switch
        {
            null => Verdict.Arrived,

            // An answer about somebody else does not say what became of the row.
            { ErrorId: KaptureErrorId.WriteUncertain or KaptureErrorId.UnexpectedResponse } => Verdict.Uncertain,
            _ => Verdict.Failed,
        };
        Words = outcome.Failure is { } failure ? $"{failure.ErrorId}: {failure.Message}" : outcome.Result?.ToString() ?? "done";
    }

    /// <summary>Another run begins, which may get to it or not. What has been said to have arrived stays so.</summary>
    public void Doubt()
    {
        if (Verdict != Verdict.Arrived)
            (Verdict, Words) = (Verdict.Untold, "the run ended before it was told of");
    }

    /// <summary>The run ended early, and says that it had not come to this row.</summary>
    public void Spare()
    {
        if (Verdict == Verdict.Untold)
            (Verdict, Words) = (Verdict.Failed, "the run ended before it was sent");
    }

    public override string ToString() => $"{Identity} ({Words})";
}
