using System.Management.Automation;

namespace KapturePS;

/// <summary>Says which rows were begun and are not accounted for, where a run was stopped.</summary>
internal static class UntakenRows
{
    /// <summary>Warns of them, if there are any. The pipeline has ended, and takes no warnings any more; the console does.</summary>
    /// <param name="cmdlet">What was stopped.</param>
    /// <param name="untaken">The rows, in order.</param>
    /// <param name="advice">What to do about them.</param>
    public static void Tell(PSCmdlet cmdlet, IEnumerable<int> untaken, string advice)
    {
        if (untaken.ToArray() is not { Length: > 0 } rows)
            return;
        var which = rows.Length == 1 ? $"row {rows[0]}" : $"rows {rows[0]} to {rows[rows.Length - 1]}";
        cmdlet.Host?.UI?.WriteWarningLine($"{cmdlet.MyInvocation.MyCommand.Name} was stopped while {which} {(rows.Length == 1 ? "was" : "were")} on the way, and does not say what became of {(rows.Length == 1 ? "it" : "them")}. {advice}");
    }
}
