using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kapture.Tests.Pull;

/// <summary>A service that answers the newest customer first: whoever arrives pushes all others back by one.</summary>
internal sealed class NewestFirstHandler(EmulatedPull service) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = (JsonObject)JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!;
        var (limit, offset) = (Number(body, "limit"), Number(body, "offset"));
        (body["limit"], body["offset"]) = (int.MaxValue, 0);

        var whole = service.Ask(request.RequestUri!.AbsolutePath, JsonSerializer.SerializeToUtf8Bytes(body));
        var page = whole.GetProperty("message").EnumerateArray().Reverse().Skip(offset).Take(Math.Min(limit, service.Setup.Cap ?? limit));
        return ScriptedHandler.Reply(200, JsonSerializer.Serialize(new { message = page, status = "success" }));
    }

    // As a number or as text: a client may send either.
    private static int Number(JsonObject body, string name) => int.Parse(body[name]!.ToString(), System.Globalization.CultureInfo.InvariantCulture);
}
