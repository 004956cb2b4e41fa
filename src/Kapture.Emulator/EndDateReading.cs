namespace Kapture.Emulator;

/// <summary>How <c>createEndDate</c> of "Pull Customer API by Date Range" is read.</summary>
public enum EndDateReading
{
    /// <summary>The whole of that day belongs to the range.</summary>
    Inclusive,

    /// <summary>The range ends as that day begins.</summary>
    Exclusive,
}
