using System.Globalization;

namespace Kapture.Emulator.Tests.Store;

public sealed class KaptureTimeTests
{
    [Fact]
    public void Both_texts_are_what_their_patterns_say()
    {
        // Steps that share no factor with a day, a month or a year come by every hour, month and leap day.
        for (var time = new DateTime(1999, 12, 31, 23, 59, 59, 999); time.Year < 2029; time = time.AddMilliseconds(40_123_457))
        {
            Assert.Equal(time.ToString("MMM d, yyyy h:mm:ss tt", CultureInfo.InvariantCulture), KaptureTime.Long(time, new char[KaptureTime.MaxLength]).ToString());
            Assert.Equal(time.ToString("'CUS_'yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture), KaptureTime.ImageReference(time, new char[KaptureTime.MaxLength]).ToString());
        }
    }
}
