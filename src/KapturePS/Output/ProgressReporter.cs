using System.Globalization;
using System.Management.Automation;

namespace KapturePS;

/// <summary>Rows done, failed and a second, a few times a second, once a run lasts longer than one.</summary>
internal sealed class ProgressReporter(Cmdlet cmdlet, string activity, TimeProvider time)
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(0.3);
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(1);

    private readonly long _started = time.GetTimestamp();
    private TimeSpan _next = _grace;
    private long _done;
    private long _failed;

    public void Count(bool isFailure)
    {
        _done++;
        if (isFailure)
            _failed++;
        var elapsed = time.GetElapsedTime(_started);
        if (elapsed < _next)
            return;
        _next = elapsed + _interval;
        cmdlet.WriteProgress(new ProgressRecord(0, activity, string.Format(CultureInfo.CurrentCulture,
            "{0:N0} rows done, {1:N0} failed, {2:N0} a second", _done, _failed, _done / elapsed.TotalSeconds)));
    }

    public void Complete()
    {
        if (_next > _grace)
            cmdlet.WriteProgress(new ProgressRecord(0, activity, "Done") { RecordType = ProgressRecordType.Completed });
    }
}
