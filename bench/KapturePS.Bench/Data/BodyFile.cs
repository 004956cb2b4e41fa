using System.Net;
using System.Net.Http.Headers;
using Kapture;

namespace KapturePS.Bench;

/// <summary>The bodies that the client words for the invented customers, one a line: what the raw peer posts.</summary>
internal static class BodyFile
{
    private const byte LineBreak = (byte)'\n';

    /// <summary>Words the bodies with the client itself, so that both sides send the same bytes.</summary>
    public static async Task WriteAsync(string path, int rows, CancellationToken cancellationToken)
    {
        using var recorder = new Recorder();
        using var client = new KaptureClient(new KaptureClientOptions(new Uri("http://127.0.0.1/"), KaptureCredential.FromToken(Service.Token)) { PrimaryHandler = recorder });
        var file = File.Create(path);
        await using (file.ConfigureAwait(false))
        {
            for (var n = 0; n < rows; n++)
            {
                await client.AddCustomerAsync(People.Fields(n), cancellationToken: cancellationToken).ConfigureAwait(false);
                if (recorder.Path != Service.AddPath || recorder.Body.AsSpan().Contains(LineBreak))
                    throw new BenchException($"The client posts to {recorder.Path}, or in several lines: the raw peer would not send the same.");
                await file.WriteAsync(recorder.Body, cancellationToken).ConfigureAwait(false);
                file.WriteByte(LineBreak);
            }
        }
    }

    public static byte[][] Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var bodies = new List<byte[]>();
        for (var start = 0; start < bytes.Length;)
        {
            var length = bytes.AsSpan(start).IndexOf(LineBreak);
            bodies.Add(bytes.AsSpan(start, length).ToArray());
            start += length + 1;
        }

        return [.. bodies];
    }

    // Stands where the network would: keeps the body, and says yes.
    private sealed class Recorder : HttpMessageHandler
    {
        public string Path { get; private set; } = string.Empty;

        public byte[] Body { get; private set; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Path = request.RequestUri!.AbsolutePath;
            Body = await request.Content!.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            var content = new ByteArrayContent("""{"status":"success","customer":{"result":true,"customer_id":1,"action_event":"ADD_CUSTOMER"}}"""u8.ToArray());
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
        }
    }
}
