using System.Globalization;
using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <summary>What is done, how fast, and the time left where it is known; a few times a second, once a run lasts longer than one.</summary>
internal sealed class ProgressReporter
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(0.3);
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(1);

    private static long _lastSource;

    // The engine's numbers go up from 1. One of our own lets the bar be taken away when the engine takes no records any more.
    private readonly long _source = Interlocked.Decrement(ref _lastSource);
    private readonly PSCmdlet _cmdlet;
    private readonly bool _isShown;
    private TimeSpan _next = _grace;
    private bool _isThere;

    public ProgressReporter(PSCmdlet cmdlet)
    {
        _cmdlet = cmdlet;
        _isShown = cmdlet.Host?.UI is not null && Preference.IsShown(cmdlet, "ProgressAction", "ProgressPreference");
    }

    /// <summary>Shows how far the run has come, if it is time to.</summary>
    /// <param name="progress">How far it has come.</param>
    /// <param name="held">How much longer the service wants to be left alone.</param>
    public void Show(in BulkProgress progress, TimeSpan held)
    {
        if (IsDue(progress.Elapsed))
            Write(Words(progress) + Words(held), progress.Fraction, progress.Remaining);
    }

    /// <summary>Shows how far the pull has come, if it is time to.</summary>
    /// <param name="progress">How far it has come.</param>
    /// <param name="held">How much longer the service wants to be left alone.</param>
    public void Show(in PullProgress progress, TimeSpan held)
    {
        if (IsDue(progress.Elapsed))
            Write(Words(progress) + Words(held), progress.Fraction, progress.Remaining);
    }

    /// <summary>Takes the bar away, also where the pipeline has been stopped or ended by somebody else.</summary>
    public void Complete()
    {
        if (!_isThere)
            return;
        _isThere = false;
        _cmdlet.Host.UI.WriteProgress(_source, new ProgressRecord(0, _cmdlet.MyInvocation.MyCommand.Name, "Done") { RecordType = ProgressRecordType.Completed });
    }

    private bool IsDue(TimeSpan elapsed)
    {
        if (!_isShown || elapsed < _next)
            return false;
        _next = elapsed + _interval;
        return true;
    }

    private void Write(string words, double? fraction, TimeSpan? remaining)
    {
        var record = new ProgressRecord(0, _cmdlet.MyInvocation.MyCommand.Name, words);
        if (fraction is { } done)
            record.PercentComplete = (int)(done * 100);
        if (remaining is { } left)
            record.SecondsRemaining = (int)Math.Min(left.TotalSeconds, int.MaxValue);
        _isThere = true;
        _cmdlet.CommandRuntime.WriteProgress(_source, record);
    }

    private static string Words(TimeSpan held) => held > TimeSpan.Zero ? $"; waits until {HoldWords.Until(held)}, as the service asked" : string.Empty;

    private static string Words(in PullProgress progress) => string.Format(CultureInfo.CurrentCulture,
        "{0:N0} customers, {1:N0} of {2:N0} days, {3:N0} customers a second", progress.Customers, progress.DaysDone, progress.Days, progress.CustomersPerSecond);

    private static string Words(in BulkProgress progress) => string.Format(CultureInfo.CurrentCulture,
        progress.Expected is null ? "{0:N0} rows done, {1:N0} failed, {2:N0} a second" : "{0:N0} of {3:N0} rows done, {1:N0} failed, {2:N0} a second",
        progress.Done, progress.Failed, progress.RowsPerSecond, progress.Expected);
}
