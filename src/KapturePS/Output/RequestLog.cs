using System.Collections.Concurrent;
using System.Globalization;
using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <summary>Carries what happened on other threads to the pipeline thread, which alone may write to the streams.</summary>
internal sealed class RequestLog(PSCmdlet cmdlet)
{
    private readonly ConcurrentQueue<RequestTrace> _traces = new();
    private readonly bool _isVerbose = IsOn(cmdlet, "Verbose");
    private readonly bool _isDebug = IsOn(cmdlet, "Debug");
    private DateTimeOffset _toldUntil;

    /// <summary>What a call is told: the row, and to report only where somebody listens.</summary>
    public CallOptions For(int row) => new()
    {
        Row = row,
        OnRequest = _isVerbose || _isDebug ? _traces.Enqueue : null,
        TraceBodies = _isDebug,
    };

    public void Flush()
    {
        while (_traces.TryDequeue(out var trace))
        {
            // With -Debug alone the engine would stop and ask before each line.
            if (_isVerbose)
                cmdlet.WriteVerbose(trace.ToString());
            if (!_isDebug)
                continue;
            var row = trace.Row > 0 ? string.Format(CultureInfo.InvariantCulture, "Row {0}: ", trace.Row) : string.Empty;
            cmdlet.WriteDebug($"{row}sent {trace.RequestBody}");
            cmdlet.WriteDebug($"{row}got {trace.ResponseBody ?? trace.Failure}");
        }
    }

    /// <summary>Says once, of each wait that the service asked for, how long it is.</summary>
    /// <param name="held">How much longer it takes.</param>
    public void TellOfHold(TimeSpan held)
    {
        if (!_isVerbose || held <= TimeSpan.Zero)
            return;

        // Two looks at one wait come to the same second, or nearly.
        var until = DateTimeOffset.Now + held;
        if (until - _toldUntil < TimeSpan.FromSeconds(2))
            return;
        _toldUntil = until;
        cmdlet.WriteVerbose($"The service asked to wait until {HoldWords.Until(held)}. Nothing of this session is sent before that, also where the command is stopped and run again.");
    }

    private static bool IsOn(PSCmdlet cmdlet, string stream)
    {
        if (cmdlet.MyInvocation.BoundParameters.TryGetValue(stream, out var asked))
            return LanguagePrimitives.IsTrue(asked);
        var preference = cmdlet.GetVariableValue(stream + "Preference");
        return LanguagePrimitives.TryConvertTo<ActionPreference>(preference, out var action) && action is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);
    }
}
