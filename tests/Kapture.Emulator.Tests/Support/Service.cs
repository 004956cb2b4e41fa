using System.Text;
using System.Text.Json;

namespace Kapture.Emulator.Tests.Support;

/// <summary>An emulator, and the short way to talk to it.</summary>
internal sealed class Service
{
    public const string AddUpdatePath = "/ms/customer/customer/api/v1/add-update";
    public const string GetPath = "/search-customer-by-customer-id.html";
    public const string PullPath = "/ms/customer-search/customer-search/api/v1";
    public const string LegacyAddUpdatePath = "/add-update-customer-from-other-source.html";
    public const string LegacyPullPath = "/select-customer-between-start-and-end-dates.html";
    public const string AddContactPath = "/add-more-contacts-for-existing-customer.html";
    public const string Key = "Basic emulator-token";

    public Service(EmulatorOptions? options = null)
    {
        Clock = new StoppedClock();
        Emulator = new KaptureEmulator(options, Clock);
    }

    public StoppedClock Clock { get; }

    public KaptureEmulator Emulator { get; }

    public EmulatorResponse Send(string path, string body, string? key = Key) =>
        Emulator.Handle(path, key, Encoding.UTF8.GetBytes(body));

    public string Text(string path, string body, string? key = Key) => Encoding.UTF8.GetString(Send(path, body, key).Body.Span);

    public JsonElement Json(string path, string body) => JsonElement.Parse(Text(path, body));

    /// <summary>Adds or updates, and gives the whole answer.</summary>
    public JsonElement Write(string body) => Json(AddUpdatePath, body);

    /// <summary>Adds a customer of these fields of <c>customer_info</c>, and gives its id.</summary>
    public long Add(string customerInfo) =>
        Write($$"""{"customer_info":{{customerInfo}}}""").GetProperty("customer").GetProperty("customer_id").GetInt64();

    /// <summary>The record of a customer.</summary>
    public JsonElement Record(long id) => Json(GetPath, $$"""[{"kapture_customer_id":{{id}}}]""").GetProperty("Customer Details");

    /// <summary>The customers of a page; <paramref name="more"/> is further fields of the request.</summary>
    public JsonElement[] Pull(string start, string end, string more = "") =>
        [.. Json(PullPath, PullBody(start, end, more)).GetProperty("message").EnumerateArray()];

    public long[] PullIds(string start, string end, string more = "") =>
        [.. Pull(start, end, more).Select(static c => c.GetProperty("id").GetInt64())];

    /// <summary>Asks the legacy Select Customer API, and gives the ids of its answer.</summary>
    public long[] LegacyPullIds(string start, string end)
    {
        using var answer = JsonDocument.Parse(Text(LegacyPullPath, LegacyPullBody(start, end)), new JsonDocumentOptions { AllowTrailingCommas = true });
        return [.. answer.RootElement.GetProperty("message").EnumerateArray().Select(static c => c.GetProperty("id").GetInt64())];
    }

    public static string LegacyPullBody(string start, string end) => $$"""{"start_date":"{{start}}","end_date":"{{end}}"}""";

    public static string PullBody(string start, string end, string more = "") =>
        $$"""{"cm_id":1000298,"createStartDate":"{{start}}","createEndDate":"{{end}}"{{(more.Length == 0 ? "" : "," + more)}}}""";
}
