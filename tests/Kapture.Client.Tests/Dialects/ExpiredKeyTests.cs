namespace Kapture.Tests.Dialects;

/// <summary>A key that has expired is told from a wrong one, where the service does so.</summary>
public sealed class ExpiredKeyTests
{
    [Theory]
    [InlineData("""{"Message":"Auth Key Expired","Status":"Fail"}""", 200, true)]
    [InlineData("""{"Message":"Message Key Expired","Status":"Fail"}""", 200, true)]
    [InlineData("""{"Message":"APIExpired","Status":"Fail"}""", 200, true)]
    [InlineData("""{"message":"auth key EXPIRED ","status":"failed"}""", 403, true)]
    [InlineData("""{"message":"The token has expired","status":"failed"}""", 401, true)]
    [InlineData("""{"message":{"message":"Auth Key Expired","status":"Fail"}}""", 200, true)]
    [InlineData("""{"message":"Invalid Auth Key","status":"failed"}""", 200, false)]
    [InlineData("""{"message":"Auth Key Invalid","status":"Fail"}""", 401, false)]
    [InlineData("""{"message":"Authorization key is either not passed in header, or incorrect, or expired/disabled","status":"failed"}""", 401, false)]
    [InlineData("""{"message":"Invalid or expired Auth Key","status":"failed"}""", 401, false)]
    [InlineData("", 401, false)]
    public void As_the_service_says(string body, int status, bool isExpired)
    {
        foreach (var operation in new[] { KaptureOperation.Get, KaptureOperation.Add })
            Check(() => AnswerRules.Read(Calls.Reply(operation, status, body), KaptureTimeZone.India));
        Check(() => RequestAnswer.Read(Calls.Reply(KaptureOperation.Invoke, status, body)));

        void Check(Action read)
        {
            var error = Calls.Throws(KaptureErrorId.AuthenticationFailed, read);
            Assert.Equal(isExpired, error.IsKeyExpired);
            Assert.Equal(isExpired, error.WithNote("Rows after row 5 were not sent.").IsKeyExpired);
            Assert.StartsWith(isExpired ? "The key has expired" : "The key was refused", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Nothing_but_a_key_expires()
    {
        var error = Calls.Throws(KaptureErrorId.Rejected, () => AnswerRules.Read(Calls.Reply(KaptureOperation.Add, 200, """{"message":"The offer has expired","status":"failed"}"""), KaptureTimeZone.India));

        Assert.False(error.IsKeyExpired);
    }
}
