using System.Text;

namespace Kapture.Tests.Json;

/// <summary>Answers that are nearly JSON: what the vendor has published is taken, what may have been cut short is not.</summary>
public sealed class FlatAnswerTests
{
    private const string WithId = "{\n{\"Message\": \"Customer Added Successfully\"\"Status\": \"Success\"\"Kapture Customer Id\": \"48338968\"\n};";

    public static TheoryData<string> Published => ["legacy-update.txt", "legacy-add.txt", "legacy-add-contact.txt", "v1-add.json", "v1-update.json"];

    [Theory]
    [InlineData("{{\"message\":\"Customer Updated Successfully\"\"status\":\"success\"}")]
    [InlineData("{\"message\":\"Customer Updated Successfully\"\"status\":\"success\"}")]
    [InlineData("{\n{\"message\": \"Customer Updated Successfully\",\"status\": \"success\"\n}")]
    [InlineData("{{ \"Message \" : \"Customer Updated Successfully\" \"Status\" : \"Success\" }} ;\r\n")]
    [InlineData("\uFEFF{{\"status\":\"success\"\"message\":\"Customer Updated Successfully\"}")]
    public void What_is_like_the_published_update_is_a_success(string body)
    {
        var answer = Read(body);

        Assert.True(answer.IsSuccess);
        Assert.Equal("Customer Updated Successfully", answer.Message);
    }

    [Fact]
    public void The_id_is_read_where_it_is_told() => Assert.Equal(48338968, Read(WithId).CustomerId);

    [Fact]
    public void A_failure_stays_one() =>
        Assert.Equal("Auth Key Invalid", Calls.Throws(KaptureErrorId.AuthenticationFailed, () => Read("{\n{\"message\": \"Auth Key Invalid\"\"status\": \"failed\"\n}")).ServiceMessage);

    [Theory]
    [MemberData(nameof(Published))]
    public void Cut_anywhere_it_is_never_a_success(string name)
    {
        var body = PublishedAnswerTests.Published(name);
        var whole = Encoding.UTF8.GetString(body).TrimEnd().TrimEnd(';').Length;
        for (var length = 0; length < whole; length++)
            AssertUncertain(body.AsSpan(0, length).ToArray());
    }

    [Fact]
    public void Cut_anywhere_also_where_it_tells_an_id()
    {
        for (var length = 0; length < WithId.Length - 1; length++)
            AssertUncertain(Encoding.UTF8.GetBytes(WithId.Substring(0, length)));
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void Begun_anywhere_but_at_its_beginning_it_is_none(string name)
    {
        // The published update has one bracket too many, so its second is a beginning too.
        var body = PublishedAnswerTests.Published(name);
        for (var start = name == "legacy-update.txt" ? 3 : 1; start < body.Length; start++)
            AssertUncertain(body.AsSpan(start).ToArray());
    }

    [Theory]
    [InlineData("{{\"status\":\"success\"\"a\":{}}")]
    [InlineData("{{\"status\":\"success\"\"a\":{\"b\":\"c\"}}")]
    [InlineData("{{\"a\":{\"status\":\"success\"}}")]
    [InlineData("{{\"a\":[\"status\"]\"status\":\"success\"}")]
    [InlineData("[{{\"status\":\"success\"}]")]
    [InlineData("{{\"status\":\"success\"\"a\":1}")]
    [InlineData("{{\"status\":\"success\"\"a\":true}")]
    [InlineData("{{\"status\":\"success\"\"a\"}")]
    [InlineData("{{\"status\":\"success\"\"a\":}")]
    [InlineData("{{\"status\":\"success\"a}")]
    [InlineData("{{\"status\":\"suc\\u0063ess\"}")]
    [InlineData("{{\"status\":success}")]
    [InlineData("{{status:\"success\"}")]
    [InlineData("{{\"result\":\"success\"}")]
    [InlineData("{{}")]
    [InlineData("{}")]
    public void What_is_nested_or_no_text_is_none(string body) => AssertUncertain(Encoding.UTF8.GetBytes(body));

    [Theory]
    [InlineData("x")]
    [InlineData("{}")]
    [InlineData("{{\"status\":\"failed\"}")]
    [InlineData("\"")]
    [InlineData(",")]
    [InlineData("</html>")]
    [InlineData("]")]
    public void With_anything_behind_it_it_is_none(string behind)
    {
        var body = Encoding.UTF8.GetString(PublishedAnswerTests.Published("legacy-update.txt"));

        AssertUncertain(Encoding.UTF8.GetBytes(body + behind));
        AssertUncertain(Encoding.UTF8.GetBytes(body + ";" + behind));
    }

    [Theory]
    [InlineData("{\"status\":\"success\"}}")]
    [InlineData("{{\"status\":\"success\"}}}")]
    [InlineData("{{\"status\":\"success\"},}")]
    [InlineData("{{\"message\":\"a\",,\"status\":\"success\"}")]
    [InlineData("{{,\"status\":\"success\"}")]
    public void Brackets_that_nobody_opened_and_commas_without_a_reason_are_none(string body) => AssertUncertain(Encoding.UTF8.GetBytes(body));

    [Fact]
    public void A_long_body_is_not_looked_at() =>
        AssertUncertain(Encoding.UTF8.GetBytes("{{\"message\":\"" + new string('a', 5000) + "\"\"status\":\"success\"}"));

    private static ServiceAnswer Read(string body) => AnswerRules.Read(Calls.Reply(KaptureOperation.Update, 200, body), KaptureTimeZone.India);

    private static void AssertUncertain(byte[] body) =>
        Calls.Throws(KaptureErrorId.WriteUncertain, () => AnswerRules.Read(new KaptureReply(KaptureOperation.Update, "/path", 200, body, 1), KaptureTimeZone.India));
}
