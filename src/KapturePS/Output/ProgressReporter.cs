using System.Globalization;
using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <summary>Rows done, failed and a second, and the time left where it is known; a few times a second, once a run lasts longer than one.</summary>
internal sealed class ProgressReporter
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(0.3);
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(1);

    private readonly PSCmdlet _cmdlet;
    private readonly bool _isShown;
    private TimeSpan _next = _grace;

    public ProgressReporter(PSCmdlet cmdlet)
    {
        _cmdlet = cmdlet;
        _isShown = cmdlet.Host?.UI is not null && IsWanted(cmdlet);
    }

    /// <summary>Shows how far the run has come, if it is time to.</summary>
    public void Show(in BulkProgress progress)
    {
        if (!_isShown || progress.Elapsed < _next)
            return;
        _next = progress.Elapsed + _interval;
        var record = new ProgressRecord(0, _cmdlet.MyInvocation.MyCommand.Name, Words(progress));
        if (progress.Fraction is { } fraction)
            record.PercentComplete = (int)(fraction * 100);
        if (progress.Remaining is { } remaining)
            record.SecondsRemaining = (int)Math.Min(remaining.TotalSeconds, int.MaxValue);
        _cmdlet.WriteProgress(record);
    }

    public void Complete()
    {
        if (_next > _grace)
            _cmdlet.WriteProgress(new ProgressRecord(0, _cmdlet.MyInvocation.MyCommand.Name, "Done") { RecordType = ProgressRecordType.Completed });
    }

    private static string Words(in BulkProgress progress) => string.Format(CultureInfo.CurrentCulture,
        progress.Expected is null ? "{0:N0} rows done, {1:N0} failed, {2:N0} a second" : "{0:N0} of {3:N0} rows done, {1:N0} failed, {2:N0} a second",
        progress.Done, progress.Failed, progress.RowsPerSecond, progress.Expected);

    private static bool IsWanted(PSCmdlet cmdlet)
    {
        var preference = cmdlet.MyInvocation.BoundParameters.TryGetValue("ProgressAction", out var asked) ? asked : cmdlet.GetVariableValue("ProgressPreference");
        return !LanguagePrimitives.TryConvertTo<ActionPreference>(preference, out var action) || action is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);
    }
}
