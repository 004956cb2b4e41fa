using System.Globalization;

namespace KapturePS;

/// <summary>How the streams speak of a wait that the service asked for.</summary>
internal static class HoldWords
{
    /// <summary>The time by the clock on the wall at which it is over, with the date where that is not today's.</summary>
    /// <param name="held">How much longer it takes.</param>
    public static string Until(TimeSpan held)
    {
        var now = DateTime.Now;
        var then = now.AddSeconds(Math.Ceiling(held.TotalSeconds));
        return then.ToString(then.Date == now.Date ? "HH':'mm':'ss" : "yyyy'-'MM'-'dd HH':'mm':'ss", CultureInfo.InvariantCulture);
    }
}
