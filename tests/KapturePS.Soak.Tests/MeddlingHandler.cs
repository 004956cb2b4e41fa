using System.Text;

namespace KapturePS.Soak.Tests;

/// <summary>What a faulty client, or a faulty service, would do to some of the adds.</summary>
internal sealed class MeddlingHandler(HttpMessageHandler service, bool doubles) : DelegatingHandler(service)
{
    private const int Every = 40;

    private static int _adds;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        var text = Encoding.UTF8.GetString(body);
        if (!text.Contains("customer_name", StringComparison.Ordinal) || text.Contains("customer_id", StringComparison.Ordinal) || Interlocked.Increment(ref _adds) % Every != 0)
            return await base.SendAsync(request, cancellationToken);
        if (!doubles)
            return new HttpResponseMessage { Content = new StringContent("""{"status":"success","customer":{"result":true,"customer_id":1,"action":"CUSTOMER","action_event":"ADD_CUSTOMER","contact_id":1}}""") };
        using var twin = new HttpRequestMessage(request.Method, request.RequestUri) { Content = new ByteArrayContent(body) };
        foreach (var header in request.Headers)
            twin.Headers.TryAddWithoutValidation(header.Key, header.Value);
        (await base.SendAsync(twin, cancellationToken)).Dispose();
        return await base.SendAsync(request, cancellationToken);
    }
}
