using Kapture;

namespace KapturePS;

/// <summary>What the KAPTURE_* environment variables say.</summary>
/// <param name="BaseUri">KAPTURE_BASE_URI, else KAPTURE_SUBDOMAIN.</param>
/// <param name="Credential">KAPTURE_TOKEN, else KAPTURE_USERNAME and KAPTURE_PASSWORD.</param>
/// <param name="AccountId">KAPTURE_ACCOUNT_ID.</param>
/// <param name="Dialect">KAPTURE_DIALECT.</param>
internal sealed record SessionEnvironment(Uri BaseUri, KaptureCredential Credential, long? AccountId, KaptureDialect? Dialect)
{
    /// <summary>Reads them.</summary>
    /// <param name="account">Whether to read the account, which the command line may have said already.</param>
    /// <param name="dialect">Whether to read the dialect.</param>
    /// <exception cref="KaptureException">MissingField or InvalidValue; the message does not hold a secret.</exception>
    public static SessionEnvironment Read(bool account, bool dialect) =>
        new(ReadBaseUri(), ReadCredential(), account ? ReadAccountId() : null, dialect ? ReadDialect() : null);

    private static Uri ReadBaseUri()
    {
        if (Get("KAPTURE_BASE_URI") is { } text)
        {
            return Uri.TryCreate(text, UriKind.Absolute, out var address)
                ? address
                : throw new KaptureException(KaptureErrorId.InvalidValue, $"KAPTURE_BASE_URI is '{KaptureAddress.Shown(text)}', which is no address. Write it as https://crm.example.com.") { Value = KaptureAddress.Shown(text) };
        }

        return Get("KAPTURE_SUBDOMAIN") is { } subdomain
            ? KaptureAddress.FromSubdomain(subdomain)
            : throw new KaptureException(KaptureErrorId.MissingField, "Neither KAPTURE_SUBDOMAIN nor KAPTURE_BASE_URI is set.");
    }

    private static KaptureCredential ReadCredential()
    {
        if (Get("KAPTURE_TOKEN") is { } token)
            return KaptureCredential.FromToken(token);
        if (Get("KAPTURE_USERNAME") is { } userName && Get("KAPTURE_PASSWORD") is { } password)
            return KaptureCredential.FromPassword(userName, password);
        throw new KaptureException(KaptureErrorId.MissingField, "Neither KAPTURE_TOKEN nor KAPTURE_USERNAME with KAPTURE_PASSWORD is set.");
    }

    private static long? ReadAccountId()
    {
        if (Get("KAPTURE_ACCOUNT_ID") is not { } text)
            return null;
        return KaptureId.TryParse(text, out var id)
            ? id
            : throw new KaptureException(KaptureErrorId.InvalidValue, $"KAPTURE_ACCOUNT_ID is '{text}', which is no account id: it is a whole number greater than 0.") { Value = text };
    }

    private static KaptureDialect? ReadDialect()
    {
        if (Get("KAPTURE_DIALECT") is not { } text)
            return null;

        // A number would be taken for a name's place in the list.
        return Enum.TryParse<KaptureDialect>(text, ignoreCase: true, out var dialect) && string.Equals(dialect.ToString(), text.Trim(), StringComparison.OrdinalIgnoreCase)
            ? dialect
            : throw new KaptureException(KaptureErrorId.InvalidValue, $"KAPTURE_DIALECT is '{text}'; it takes {KaptureDialect.V1} or {KaptureDialect.Legacy}.") { Value = text };
    }

    private static string? Get(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
