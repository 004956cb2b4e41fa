using System.Net;

namespace Kapture.Tests.Http;

/// <summary>An answer that ends before its time, though the connection ended in order: what is read is asked for again, what is written is in doubt.</summary>
public sealed class CutAnswerTests
{
    public static TheoryData<string> Cut =>
    [
        "{", "{\"sta", "{\"status\"", "{\"status\":", "{\"status\":\"success", "{\"status\":\"success\"", "{\"status\":\"success\",",
        "{\"message\":[{\"id\":5},", "{\"message\":[{\"id\":5}]", "{\"message\":[{\"id\":5,\"contacts\":[{\"id\":6}", "\uFEFF{\"status\":tr",
    ];

    public static TheoryData<string> Whole =>
    [
        "", " ", "\uFEFF", "{}", "{};", "{} \r\n", "[]", "[1,]", "{\"a\":[{\"b\":1,},],}", "\uFEFF{\"a\":\"}\"}", "{\"a\":1}}", "<html>", "hello", "{\"a\" 1", "{\"a\":\"\u0001\"}",
    ];

    [Theory]
    [MemberData(nameof(Cut))]
    public void The_end_is_missing(string body) => Assert.True(AnswerEnd.IsMissing(System.Text.Encoding.UTF8.GetBytes(body)));

    [Theory]
    [MemberData(nameof(Whole))]
    public void The_end_is_there_or_nothing_would_help(string body) => Assert.False(AnswerEnd.IsMissing(System.Text.Encoding.UTF8.GetBytes(body)));

    [Theory]
    [MemberData(nameof(Cut))]
    public async Task A_read_is_asked_again_as_often_as_the_retries_say(string body)
    {
        var handler = new ScriptedHandler(_ => ScriptedHandler.Reply(200, body));
        using var client = Calls.Client(handler, retries: 2);

        foreach (var operation in new[] { KaptureOperation.Get, KaptureOperation.Pull })
            Assert.Equal(3, (await Calls.ThrowsAsync(KaptureErrorId.UnexpectedResponse, () => client.SendAsync(operation))).Attempts);
    }

    [Fact]
    public async Task The_second_answer_is_the_answer()
    {
        var handler = new ScriptedHandler(attempt => ScriptedHandler.Reply(200, attempt == 1 ? Calls.Found[..^9] : Calls.Found));
        using var client = Calls.Client(handler, retries: 2);

        Assert.Equal("Asha", (await client.GetCustomerAsync(CustomerKey.ById(5))).Name);
        Assert.Equal(2, handler.Sent.Count);
    }

    [Fact]
    public async Task A_write_is_in_doubt_and_sent_once()
    {
        var handler = new ScriptedHandler(_ => ScriptedHandler.Reply(200, Calls.Added[..^9]));
        using var client = Calls.Client(handler, retries: 2);

        var error = await Calls.ThrowsAsync(KaptureErrorId.WriteUncertain, () => client.AddCustomerAsync(Calls.Person()));

        Assert.Contains("an answer that breaks off", error.Message, StringComparison.Ordinal);
        Assert.Single(handler.Sent);
    }

    [Fact]
    public async Task A_failure_that_is_empty_is_asked_once()
    {
        var handler = new ScriptedHandler(_ => ScriptedHandler.Reply((int)HttpStatusCode.NotFound));
        using var client = Calls.Client(handler, retries: 2);

        await Calls.ThrowsAsync(KaptureErrorId.UnexpectedResponse, () => client.GetCustomerAsync(CustomerKey.ById(5)));
        Assert.Single(handler.Sent);
    }
}
