namespace Kapture.Tests.Dialects;

/// <summary>Status by body: what an answer means, for reads and for writes.</summary>
public sealed class AnswerRulesTests
{
    private const string Empty = "";
    private const string Html = "<html></html>";
    private const string Garbage = "\u0001{";
    private const string NoKey = """{"message":"Invalid Auth Key","status":"failed"}""";
    private const string NotThere = """{"Customer Details":"Information given by you does not exist in our sytsem.","status":"failed"}""";
    private const string Broken = """{"Message":"ServerFailure","Status":"Fail"}""";
    private const string Refused = """{"message":"Name, Email Id, and Phone Number required","status":"failed"}""";

    private static readonly KaptureOperation[] _reads = [KaptureOperation.Get, KaptureOperation.Pull];
    private static readonly KaptureOperation[] _writes = [KaptureOperation.Add, KaptureOperation.Update];

    [Theory]
    [InlineData(200, Empty, KaptureErrorId.UnexpectedResponse, KaptureErrorId.WriteUncertain)]
    [InlineData(200, Html, KaptureErrorId.UnexpectedResponse, KaptureErrorId.WriteUncertain)]
    [InlineData(200, Garbage, KaptureErrorId.UnexpectedResponse, KaptureErrorId.WriteUncertain)]
    [InlineData(200, NoKey, KaptureErrorId.AuthenticationFailed, KaptureErrorId.AuthenticationFailed)]
    [InlineData(200, NotThere, KaptureErrorId.CustomerNotFound, KaptureErrorId.CustomerNotFound)]
    [InlineData(200, Broken, KaptureErrorId.ServiceUnavailable, KaptureErrorId.WriteUncertain)]
    [InlineData(200, Refused, KaptureErrorId.Rejected, KaptureErrorId.Rejected)]
    [InlineData(301, Empty, KaptureErrorId.UnexpectedResponse, KaptureErrorId.UnexpectedResponse)]
    [InlineData(302, Html, KaptureErrorId.UnexpectedResponse, KaptureErrorId.UnexpectedResponse)]
    [InlineData(307, NoKey, KaptureErrorId.UnexpectedResponse, KaptureErrorId.UnexpectedResponse)]
    [InlineData(400, Refused, KaptureErrorId.Rejected, KaptureErrorId.Rejected)]
    [InlineData(400, NoKey, KaptureErrorId.AuthenticationFailed, KaptureErrorId.AuthenticationFailed)]
    [InlineData(401, Empty, KaptureErrorId.AuthenticationFailed, KaptureErrorId.AuthenticationFailed)]
    [InlineData(401, Html, KaptureErrorId.AuthenticationFailed, KaptureErrorId.AuthenticationFailed)]
    [InlineData(401, NotThere, KaptureErrorId.CustomerNotFound, KaptureErrorId.CustomerNotFound)]
    [InlineData(401, NoKey, KaptureErrorId.AuthenticationFailed, KaptureErrorId.AuthenticationFailed)]
    [InlineData(403, Empty, KaptureErrorId.PermissionDenied, KaptureErrorId.PermissionDenied)]
    [InlineData(403, Html, KaptureErrorId.PermissionDenied, KaptureErrorId.PermissionDenied)]
    [InlineData(403, NoKey, KaptureErrorId.AuthenticationFailed, KaptureErrorId.AuthenticationFailed)]
    [InlineData(403, Refused, KaptureErrorId.PermissionDenied, KaptureErrorId.PermissionDenied)]
    [InlineData(404, Html, KaptureErrorId.UnexpectedResponse, KaptureErrorId.WriteUncertain)]
    [InlineData(404, NotThere, KaptureErrorId.CustomerNotFound, KaptureErrorId.CustomerNotFound)]
    [InlineData(408, Empty, KaptureErrorId.Timeout, KaptureErrorId.WriteUncertain)]
    [InlineData(413, Empty, KaptureErrorId.Rejected, KaptureErrorId.Rejected)]
    [InlineData(413, Html, KaptureErrorId.Rejected, KaptureErrorId.Rejected)]
    [InlineData(429, Empty, KaptureErrorId.RateLimited, KaptureErrorId.RateLimited)]
    [InlineData(429, Html, KaptureErrorId.RateLimited, KaptureErrorId.RateLimited)]
    [InlineData(500, Empty, KaptureErrorId.ServiceUnavailable, KaptureErrorId.WriteUncertain)]
    [InlineData(500, Html, KaptureErrorId.ServiceUnavailable, KaptureErrorId.WriteUncertain)]
    [InlineData(500, NotThere, KaptureErrorId.CustomerNotFound, KaptureErrorId.WriteUncertain)]
    [InlineData(500, Broken, KaptureErrorId.ServiceUnavailable, KaptureErrorId.WriteUncertain)]
    [InlineData(500, NoKey, KaptureErrorId.AuthenticationFailed, KaptureErrorId.WriteUncertain)]
    [InlineData(500, Calls.Added, null, KaptureErrorId.WriteUncertain)]
    [InlineData(503, Empty, KaptureErrorId.ServiceUnavailable, KaptureErrorId.WriteUncertain)]
    [InlineData(400, Calls.Added, null, null)]
    [InlineData(200, Calls.Added, null, null)]
    [InlineData(201, Calls.Added, null, null)]
    public void The_body_wins_over_the_status(int status, string body, KaptureErrorId? whenReading, KaptureErrorId? whenWriting)
    {
        Assert.All(_reads, operation => Assert.Equal(whenReading, ErrorOf(operation, status, body)));
        Assert.All(_writes, operation => Assert.Equal(whenWriting, ErrorOf(operation, status, body)));
    }

    [Fact]
    public void An_error_says_what_was_asked_and_what_the_service_said()
    {
        var reply = Calls.Reply(KaptureOperation.Add, 400, Refused) with { Attempts = 3 };

        var error = Calls.Throws(KaptureErrorId.Rejected, () => AnswerRules.Read(reply, KaptureTimeZone.India));

        Assert.Equal(400, error.StatusCode);
        Assert.Equal("/path", error.Path);
        Assert.Equal(3, error.Attempts);
        Assert.Equal("Name, Email Id, and Phone Number required", error.ServiceMessage);
        Assert.Contains("Name, Email Id, and Phone Number required", error.Message, StringComparison.Ordinal);
        Assert.False(error.IsUnreachable);
    }

    [Theory]
    [InlineData("<html><head><TITLE>400 No required SSL certificate was sent</TITLE>", "a web page (HTML: \"400 No required SSL certificate was sent\") instead")]
    [InlineData("<title lang=en> Sign in &amp; go\u001B[2J\u202E\n</title>", "a web page (HTML: \"Sign in & go[2J\") instead")]
    [InlineData("<html><title></title></html>", "a web page (HTML) instead")]
    [InlineData("<html></html>", "a web page (HTML) instead")]
    public void A_page_is_told_by_its_title(string page, string expected)
    {
        var reply = Calls.Reply(KaptureOperation.Get, 400, page);

        var error = Calls.Throws(KaptureErrorId.UnexpectedResponse, () => AnswerRules.Read(reply, KaptureTimeZone.India));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expired_key_is_told_from_a_wrong_one()
    {
        var expired = Calls.Throws(KaptureErrorId.AuthenticationFailed, () => Read("""{"Message":"Auth Key Expired","Status":"Fail"}"""));
        var wrong = Calls.Throws(KaptureErrorId.AuthenticationFailed, () => Read(NoKey));

        Assert.StartsWith("The key has expired", expired.Message, StringComparison.Ordinal);
        Assert.StartsWith("The key was refused", wrong.Message, StringComparison.Ordinal);

        static void Read(string body) => AnswerRules.Read(Calls.Reply(KaptureOperation.Get, 200, body), KaptureTimeZone.India);
    }

    private static KaptureErrorId? ErrorOf(KaptureOperation operation, int status, string body)
    {
        try
        {
            AnswerRules.Read(Calls.Reply(operation, status, body), KaptureTimeZone.India);
            return null;
        }
        catch (KaptureException e)
        {
            return e.ErrorId;
        }
    }

    [Theory]
    [InlineData("ReqFieldMissing", "said: ReqFieldMissing. Now what?")]
    [InlineData("Invalid Json.", "said: Invalid Json. Now what?")]
    [InlineData("Why?", "said: Why? Now what?")]
    [InlineData("", "gave no reason. Now what?")]
    public void What_follows_the_services_words_is_a_sentence_of_its_own(string words, string expected)
    {
        var reply = Calls.Reply(KaptureOperation.Get, 200, $$"""{"message":"{{words}}","status":"failed"}""");

        var failure = Calls.Throws(KaptureErrorId.Rejected, () => AnswerRules.Read(reply, KaptureTimeZone.India));

        Assert.EndsWith(expected, failure.WithNote("Now what?").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"status":"success","message":"Customer Added","status":"failed"}""")]
    [InlineData("""{"Status":"Fail","customer":{"customer_id":5},"status":"success"}""")]
    public void An_answer_that_contradicts_itself_is_neither(string body)
    {
        foreach (var operation in Enum.GetValues<KaptureOperation>())
        {
            var reply = Calls.Reply(operation, 200, body);
            var expected = reply.IsWrite ? KaptureErrorId.WriteUncertain : KaptureErrorId.UnexpectedResponse;

            Calls.Throws(expected, () => AnswerRules.Read(reply, KaptureTimeZone.India));
        }

        Calls.Throws(KaptureErrorId.WriteUncertain, () => RequestAnswer.Read(Calls.Reply(KaptureOperation.Invoke, 200, body)));
    }

    [Fact]
    public void Words_of_success_without_a_status_are_neither()
    {
        const string Body = """{"message":"Customer Added Successfully"}""";

        Assert.Contains("Customer Added Successfully", Calls.Throws(KaptureErrorId.WriteUncertain, () => AnswerRules.Read(Calls.Reply(KaptureOperation.Add, 200, Body), KaptureTimeZone.India)).Message, StringComparison.Ordinal);
        Calls.Throws(KaptureErrorId.UnexpectedResponse, () => AnswerRules.Read(Calls.Reply(KaptureOperation.Get, 200, Body), KaptureTimeZone.India));
        Calls.Throws(KaptureErrorId.Rejected, () => AnswerRules.Read(Calls.Reply(KaptureOperation.Add, 400, Body), KaptureTimeZone.India));
    }

    [Fact]
    public void The_same_status_twice_contradicts_nothing() =>
        Assert.True(AnswerRules.Read(Calls.Reply(KaptureOperation.Add, 200, """{"Status":"Success","status":"success"}"""), KaptureTimeZone.India).IsSuccess);
}
