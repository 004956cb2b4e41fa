namespace Kapture;

/// <summary>Puts the key on a request, and refuses to do so for any host but its own.</summary>
internal sealed class AuthenticationHandler(KaptureCredential credential, Uri baseUri) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri!;
        if (uri.Scheme != baseUri.Scheme || uri.Port != baseUri.Port || !string.Equals(uri.Host, baseUri.Host, StringComparison.OrdinalIgnoreCase))
            throw new InvalidOperationException($"The key goes to {baseUri.Host} and to no other host.");
        credential.Apply(request);
        return base.SendAsync(request, cancellationToken);
    }
}
