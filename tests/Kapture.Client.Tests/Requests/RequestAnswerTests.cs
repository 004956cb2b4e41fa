namespace Kapture.Tests.Requests;

/// <summary>Status by body: what an answer to a request of the caller's own means.</summary>
public sealed class RequestAnswerTests
{
    private const string Html = "<html></html>";
    private const string NoKey = """{"message":"Invalid Auth Key","status":"failed"}""";
    private const string NotThere = """{"Customer Details":"Information given by you does not exist in our sytsem.","status":"failed"}""";
    private const string Broken = """{"Message":"ServerFailure","Status":"Fail"}""";
    private const string Refused = """{"message":"Quota is used up","status":"failed"}""";
    private const string NearlyJson = "{ \n{ \n\"message\": \"Customer Updated Successfully\" \n\"status\": \"success\" \n}";

    [Theory]
    [InlineData(200, "{}", null, null)]
    [InlineData(200, "[1,2]", null, null)]
    [InlineData(201, "5", null, null)]
    [InlineData(200, "null", null, null)]
    [InlineData(200, "\"ok\"", null, null)]
    [InlineData(200, Calls.Added, null, null)]
    [InlineData(200, """{"Message":"Customer Added Successfully","Status":"Success"};""", null, null)]
    [InlineData(200, """{"status":"Open","id":5}""", null, null)]
    [InlineData(200, """{"status":1}""", null, null)]
    [InlineData(200, """{"message":"Ticket not found in archive"}""", null, null)]
    [InlineData(200, """{"message":[1,"a",[2]],"status":"success"}""", null, null)]
    [InlineData(200, """{"message":{"id":5,"status":"success"}}""", null, null)]
    [InlineData(200, """{"message":"The auth key was renewed","status":"success"}""", null, null)]
    [InlineData(200, NearlyJson, null, null)]
    [InlineData(400, Calls.Added, null, null)]
    [InlineData(200, Refused, KaptureErrorId.Rejected, KaptureErrorId.Rejected)]
    [InlineData(400, Refused, KaptureErrorId.Rejected, KaptureErrorId.Rejected)]
    [InlineData(200, """{"status ":" Fail "}""", KaptureErrorId.Rejected, KaptureErrorId.Rejected)]
    [InlineData(200, """{"status":false,"error":"no"}""", KaptureErrorId.Rejected, KaptureErrorId.Rejected)]
    [InlineData(200, """{"STATUS":"Error"}""", KaptureErrorId.Rejected, KaptureErrorId.Rejected)]
    [InlineData(200, """{"message":{"id":5,"status":"failed"}}""", KaptureErrorId.Rejected, KaptureErrorId.Rejected)]
    [InlineData(200, """{"status":"success","customer":{"result":"false"}}""", KaptureErrorId.Rejected, KaptureErrorId.Rejected)]
    [InlineData(400, """{"message":"what is this?"}""", KaptureErrorId.Rejected, KaptureErrorId.Rejected)]
    [InlineData(200, NoKey, KaptureErrorId.AuthenticationFailed, KaptureErrorId.AuthenticationFailed)]
    [InlineData(200, """{"Message":"AuthKeyInvalid"}""", KaptureErrorId.AuthenticationFailed, KaptureErrorId.AuthenticationFailed)]
    [InlineData(401, "{}", KaptureErrorId.AuthenticationFailed, KaptureErrorId.AuthenticationFailed)]
    [InlineData(401, "", KaptureErrorId.AuthenticationFailed, KaptureErrorId.AuthenticationFailed)]
    [InlineData(403, "[]", KaptureErrorId.PermissionDenied, KaptureErrorId.PermissionDenied)]
    [InlineData(200, NotThere, KaptureErrorId.CustomerNotFound, KaptureErrorId.CustomerNotFound)]
    [InlineData(404, NotThere, KaptureErrorId.CustomerNotFound, KaptureErrorId.CustomerNotFound)]
    [InlineData(429, "[]", KaptureErrorId.RateLimited, KaptureErrorId.RateLimited)]
    [InlineData(302, "{}", KaptureErrorId.UnexpectedResponse, KaptureErrorId.UnexpectedResponse)]
    [InlineData(200, Broken, KaptureErrorId.ServiceUnavailable, KaptureErrorId.WriteUncertain)]
    [InlineData(500, "[]", KaptureErrorId.ServiceUnavailable, KaptureErrorId.WriteUncertain)]
    [InlineData(500, Calls.Added, null, KaptureErrorId.WriteUncertain)]
    [InlineData(408, "", KaptureErrorId.Timeout, KaptureErrorId.WriteUncertain)]
    [InlineData(200, Html, KaptureErrorId.UnexpectedResponse, KaptureErrorId.WriteUncertain)]
    [InlineData(200, "", KaptureErrorId.UnexpectedResponse, KaptureErrorId.WriteUncertain)]
    [InlineData(200, "{\"a\":1", KaptureErrorId.UnexpectedResponse, KaptureErrorId.WriteUncertain)]
    [InlineData(200, "{} {}", KaptureErrorId.UnexpectedResponse, KaptureErrorId.WriteUncertain)]
    [InlineData(200, "{\"a\":\"\\uD800\"}", KaptureErrorId.UnexpectedResponse, KaptureErrorId.WriteUncertain)]
    [InlineData(404, "{}", KaptureErrorId.UnexpectedResponse, KaptureErrorId.WriteUncertain)]
    [InlineData(404, Html, KaptureErrorId.UnexpectedResponse, KaptureErrorId.WriteUncertain)]
    public void A_failure_is_what_it_is_everywhere(int status, string body, KaptureErrorId? whenReading, KaptureErrorId? whenWriting)
    {
        Assert.Equal(whenReading, ErrorOf(() => RequestAnswer.Read(Reply(status, body, isWrite: false))));
        Assert.Equal(whenWriting, ErrorOf(() => RequestAnswer.Read(Reply(status, body, isWrite: true))));
    }

    [Theory]
    [InlineData(200, "{\"a\":1};\n", null)]
    [InlineData(200, "hello, Asha", null)]
    [InlineData(200, Html, null)]
    [InlineData(200, "", null)]
    [InlineData(201, "{\"a\":1", null)]
    [InlineData(200, NearlyJson, null)]
    [InlineData(400, "hello", KaptureErrorId.WriteUncertain)]
    [InlineData(500, "hello", KaptureErrorId.WriteUncertain)]
    [InlineData(302, "hello", KaptureErrorId.UnexpectedResponse)]
    [InlineData(200, Refused, KaptureErrorId.Rejected)]
    [InlineData(200, NoKey, KaptureErrorId.AuthenticationFailed)]
    [InlineData(200, "{ \"message\": \"Zone unknown\" \n\"status\": \"failed\" }", KaptureErrorId.Rejected)]
    public void As_text_a_success_is_whatever_came(int status, string body, KaptureErrorId? expected)
    {
        string? text = null;

        Assert.Equal(expected, ErrorOf(() => text = RequestAnswer.ReadText(Reply(status, body, isWrite: true))));
        Assert.Equal(expected is null ? body : null, text);
    }

    [Fact]
    public void What_is_nearly_JSON_gives_what_it_says()
    {
        var answer = Assert.IsType<IReadOnlyDictionary<string, object?>>(RequestAnswer.Read(Reply(200, NearlyJson, isWrite: true)), exactMatch: false);

        Assert.Equal(("Customer Updated Successfully", "success"), (answer["message"], answer["status"]));
    }

    [Fact]
    public void An_uncertain_request_speaks_of_the_request()
    {
        var error = Calls.Throws(KaptureErrorId.WriteUncertain, () => RequestAnswer.Read(Reply(500, "", isWrite: true)));

        Assert.StartsWith("The request may or may not have been carried out", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("row", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("customer", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_refusal_has_the_services_words()
    {
        var error = Calls.Throws(KaptureErrorId.Rejected, () => RequestAnswer.Read(Reply(400, Refused, isWrite: true)));

        Assert.Equal("Quota is used up", error.ServiceMessage);
        Assert.Contains("Quota is used up", error.Message, StringComparison.Ordinal);
        Assert.Equal((400, "/path", 1), (error.StatusCode, error.Path, error.Attempts));
    }

    private static KaptureReply Reply(int status, string body, bool isWrite) => Calls.Reply(KaptureOperation.Invoke, status, body) with { IsWrite = isWrite };

    private static KaptureErrorId? ErrorOf(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (KaptureException e)
        {
            return e.ErrorId;
        }
    }
}
