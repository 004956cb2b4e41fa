using System.Text;
using Kapture.Emulator.Faults;
using Kapture.Emulator.Tests.Support;

namespace Kapture.Emulator.Tests.Faults;

public sealed class FaultRuleTests
{
    private static readonly EmulatorFault _down = new() { StatusCode = 502 };

    private readonly Service _service = new(new EmulatorOptions { Seed = 10 });

    [Fact]
    public void Without_rules_nothing_is_hit() => Assert.Equal("", Hits([], 5));

    [Fact]
    public void A_rule_hits_every_matching_request() => Assert.Equal("1 2 3", Hits([_down], 3));

    [Fact]
    public void Every_hits_each_nth() => Assert.Equal("3 6 9", Hits([_down with { Every = 3 }], 10));

    [Fact]
    public void Times_ends_it() => Assert.Equal("1 2", Hits([_down with { Times = 2 }], 10));

    [Fact]
    public void Skip_comes_before_times() => Assert.Equal("4 5", Hits([_down with { Skip = 3, Times = 2 }], 10));

    [Fact]
    public void Skip_comes_before_every() => Assert.Equal("5 7", Hits([_down with { Skip = 3, Every = 2, Times = 2 }], 10));

    [Fact]
    public void Probability_zero_never_hits() => Assert.Equal("", Hits([_down with { Probability = 0 }], 100));

    [Fact]
    public void The_same_seed_hits_the_same_requests_and_another_seed_others()
    {
        var first = Hits([_down with { Probability = 0.3, Seed = 7 }], 400);

        Assert.Equal(first, Hits([_down with { Probability = 0.3, Seed = 7 }], 400));
        Assert.NotEqual(first, Hits([_down with { Probability = 0.3, Seed = 8 }], 400));
        Assert.InRange(first.Split(' ').Length, 80, 160);
    }

    [Fact]
    public void The_first_rule_that_hits_decides()
    {
        _service.Emulator.Faults = [_down with { Times = 1 }, _down with { StatusCode = 503 }];

        Assert.Equal(502, Get().Response.StatusCode);
        Assert.Equal(503, Get().Response.StatusCode);
    }

    [Fact]
    public void Setting_rules_starts_their_counts_anew_and_none_clears()
    {
        _service.Emulator.Faults = [_down with { Times = 1 }];
        Assert.Equal(502, Get().Response.StatusCode);
        Assert.Equal(200, Get().Response.StatusCode);

        _service.Emulator.Faults = _service.Emulator.Faults;
        Assert.Equal(502, Get().Response.StatusCode);

        _service.Emulator.Faults = [];
        Assert.Equal(200, Get().Response.StatusCode);
    }

    [Theory]
    [InlineData(EmulatorOperation.Add, 502, 200, 200, 200, 200)]
    [InlineData(EmulatorOperation.Update, 200, 502, 200, 200, 200)]
    [InlineData(EmulatorOperation.Get, 200, 200, 502, 200, 200)]
    [InlineData(EmulatorOperation.Pull, 200, 200, 200, 502, 200)]
    [InlineData(EmulatorOperation.Unknown, 200, 200, 200, 200, 502)]
    [InlineData(null, 502, 502, 502, 502, 502)]
    public void A_rule_is_for_one_operation_or_any(EmulatorOperation? operation, int add, int update, int get, int pull, int unknown)
    {
        _service.Emulator.Faults = [_down with { Operation = operation }];

        Assert.Equal(add, Send(Service.AddUpdatePath, Published.AddCurl).Response.StatusCode);
        Assert.Equal(update, Send(Service.AddUpdatePath, Published.UpdateCurl(191700001)).Response.StatusCode);
        Assert.Equal(get, Get().Response.StatusCode);
        Assert.Equal(pull, Send(Service.PullPath, Published.PullCleaned).Response.StatusCode);
        Assert.Equal(unknown, Send("/nowhere", "").Response.StatusCode);
    }

    [Theory]
    [InlineData(FaultKind.Status, false, false)]
    [InlineData(FaultKind.Status, true, true)]
    [InlineData(FaultKind.DropBefore, true, false)]
    [InlineData(FaultKind.DropAfter, false, true)]
    [InlineData(FaultKind.Hang, false, false)]
    [InlineData(FaultKind.Hang, true, true)]
    [InlineData(FaultKind.Garbage, false, false)]
    [InlineData(FaultKind.Garbage, true, true)]
    [InlineData(FaultKind.Html, false, false)]
    [InlineData(FaultKind.Html, true, true)]
    [InlineData(FaultKind.Truncate, false, true)]
    [InlineData(FaultKind.Slow, false, true)]
    [InlineData(FaultKind.WrongCustomer, false, true)]
    public void A_kind_says_whether_the_write_is_applied(FaultKind kind, bool applied, bool expected)
    {
        _service.Emulator.Faults = [new EmulatorFault { Kind = kind, Applied = applied }];

        Send(Service.AddUpdatePath, Published.AddCurl);

        Assert.Equal(expected ? 11 : 10, _service.Emulator.GetStatistics().Customers);
    }

    [Fact]
    public void Requests_without_an_answer_count_as_such()
    {
        _service.Emulator.Faults = [new EmulatorFault { Kind = FaultKind.DropAfter, Times = 1 }, new EmulatorFault { Kind = FaultKind.Hang, Times = 1 }];
        Get();
        Get();
        Get();

        Assert.Equal([(0, 2L), (200, 1L)], _service.Emulator.GetStatistics().Operations[EmulatorOperation.Get].ByStatus.Select(static s => (s.Key, s.Value)));
    }

    [Fact]
    public void A_status_has_the_body_that_the_rule_gives()
    {
        _service.Emulator.Faults = [_down with { Body = "überlastet" }];
        Assert.Equal("überlastet", Text(Get()));

        _service.Emulator.Faults = [_down];
        Assert.Equal("", Text(Get()));

        _service.Emulator.Faults = [_down with { StatusCode = 500 }];
        Assert.Equal("""{"message":"ServerFailure","status":"failed"}""", Text(Get()));

        _service.Emulator.Faults = [new EmulatorFault()];
        Assert.Equal(503, Get().Response.StatusCode);
    }

    [Theory]
    [InlineData(2.0, false, "2")]
    [InlineData(0.2, false, "1")]
    [InlineData(60.0, true, "Thu, 02 May 2024 10:46:43 GMT")]
    [InlineData(0.0, true, "Thu, 02 May 2024 10:45:43 GMT")]
    public void Retry_after_comes_in_seconds_or_as_a_date_that_is_never_too_early(double seconds, bool asDate, string expected)
    {
        _service.Emulator.Faults = [new EmulatorFault { StatusCode = 429, RetryAfter = TimeSpan.FromSeconds(seconds), RetryAfterAsDate = asDate }];

        Assert.Equal(expected, Get().Response.RetryAfter);
    }

    [Fact]
    public void Html_and_garbage_are_what_they_say()
    {
        _service.Emulator.Faults = [new EmulatorFault { Kind = FaultKind.Html }];
        Assert.StartsWith("<!DOCTYPE html>", Text(Get()), StringComparison.Ordinal);
        Assert.StartsWith("text/html", Get().Response.ContentType, StringComparison.Ordinal);

        _service.Emulator.Faults = [new EmulatorFault { Kind = FaultKind.Garbage }];
        Assert.Equal("application/json", Get().Response.ContentType);
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => System.Text.Json.JsonDocument.Parse(Get().Response.Body));
    }

    [Fact]
    public void A_wrong_customer_is_another_one()
    {
        _service.Emulator.Faults = [new EmulatorFault { Kind = FaultKind.WrongCustomer }];

        Assert.Contains("\"id\":191700002,", Text(Get()), StringComparison.Ordinal);
        Assert.Contains("\"id\":191700008,", Text(Get(191700009)), StringComparison.Ordinal);
        Assert.Contains("\"customer_id\":191700002,", Text(Send(Service.AddUpdatePath, Published.UpdateCurl(191700001))), StringComparison.Ordinal);
        Assert.Equal("jalsa", _service.Record(191700001).GetProperty("address").GetString());
    }

    [Fact]
    public void The_wrong_customer_of_an_only_one_is_a_stranger()
    {
        var service = new Service(new EmulatorOptions { Seed = 1 });
        service.Emulator.Faults = [new EmulatorFault { Kind = FaultKind.WrongCustomer }];

        Assert.Contains("\"name\":\"Somebody Else\"", Text(service.Emulator.Exchange(GetRequest(191700000))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_senseless_rule_is_refused_and_the_old_ones_stay()
    {
        _service.Emulator.Faults = [_down];

        Assert.Throws<ArgumentException>(() => _service.Emulator.Faults = [new EmulatorFault { Every = 0 }]);
        Assert.Equal([_down], _service.Emulator.Faults);
    }

    [Fact]
    public void Handle_knows_no_faults()
    {
        _service.Emulator.Faults = [_down];

        Assert.Equal(200, _service.Send(Service.GetPath, Published.GetCurl).StatusCode);
    }

    private string Hits(IReadOnlyList<EmulatorFault> rules, int requests)
    {
        _service.Emulator.Faults = rules;
        return string.Join(' ', Enumerable.Range(1, requests).Where(_ => Get().Response.StatusCode == 502));
    }

    private EmulatorExchange Get(long id = 191700001) => _service.Emulator.Exchange(GetRequest(id));

    private EmulatorExchange Send(string path, string body) =>
        _service.Emulator.Exchange(new EmulatorRequest("POST", path, Service.Key, Encoding.UTF8.GetBytes(body)));

    private static EmulatorRequest GetRequest(long id) =>
        new("POST", Service.GetPath, Service.Key, Encoding.UTF8.GetBytes($$"""[{"kapture_customer_id":{{id}}}]"""));

    private static string Text(in EmulatorExchange exchange) => Encoding.UTF8.GetString(exchange.Response.Body.Span);
}
