namespace Kapture.Emulator;

/// <summary>
/// Which dates the legacy Select Customer API accepts: its table of parameters says <c>YYYY-MM-DD hh:mm:ss</c>, its
/// sample <c>YYYY-MM-DD</c>.
/// </summary>
public enum LegacyDates
{
    /// <summary>Both forms.</summary>
    Any,

    /// <summary>Days only, as in the sample.</summary>
    DayOnly,

    /// <summary>Days with a time, as in the table; the hours go from 00 to 23.</summary>
    WithTime,
}
