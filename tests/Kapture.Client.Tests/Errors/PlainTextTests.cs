namespace Kapture.Tests.Errors;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("a\r\nVERBOSE: forged", "a VERBOSE: forged")]
    [InlineData("a\nb\rc\td\u2028e\u2029f\u0085g", "a b c d e f g")]
    [InlineData("\u001b[31mred\u0007\0\u009b1m", "\uFFFD[31mred\uFFFD\uFFFD\uFFFD1m")]
    [InlineData("\u202Eevil\u2066\u2069", "\uFFFDevil\uFFFD\uFFFD")]
    public void What_a_terminal_obeys_is_replaced(string text, string expected) => Assert.Equal(expected, PlainText.Of(text));

    [Theory]
    [InlineData("")]
    [InlineData("Asha Patil")]
    [InlineData("\u0906\u0936\u093E \u092A\u093E\u091F\u0940\u0932")]
    [InlineData("\u0915\u094D\u200D\u0937 \u200F\u05D0 \U0001F469\u200D\U0001F4BB")]
    public void Names_of_all_scripts_stay_as_they_are(string text) => Assert.Same(text, PlainText.Of(text));

    [Fact]
    public void A_failure_tells_rows_and_the_service_on_one_line()
    {
        var error = new KaptureException(KaptureErrorId.Rejected, "The service said: \u001b[2Jno\nRow 2: done") { Row = 1, ServiceMessage = "\u001b[2Jno\nRow 2: done" };

        Assert.Equal("Row 1: The service said: \uFFFD[2Jno Row 2: done", error.Message);
        Assert.Equal("\uFFFD[2Jno Row 2: done", error.ServiceMessage);
        Assert.DoesNotContain('\n', error.WithNote("So it ends.").Message);
    }
}
