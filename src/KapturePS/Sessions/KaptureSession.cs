using Kapture;

namespace KapturePS;

/// <summary>A connection to one tenant: where to, as whom, and nothing that would show the key.</summary>
public sealed class KaptureSession
{
    private int _closed;

    internal KaptureSession(string name, KaptureClient client)
    {
        Name = name;
        Client = client;
    }

    /// <summary>The name it was given, else the subdomain.</summary>
    public string Name { get; }

    /// <summary>The address of the service.</summary>
    public Uri BaseUri => Client.Options.BaseUri;

    /// <summary>The tenant's subdomain; <see langword="null"/> where the address is not one of Kapture's.</summary>
    public string? Subdomain => KaptureAddress.SubdomainOf(BaseUri);

    /// <summary>The account that date ranges are asked for (cm_id).</summary>
    public long? AccountId => Client.Options.AccountId;

    /// <summary>The generation of the API.</summary>
    public KaptureDialect Dialect => KaptureDialects.Of(Client.Options.Dialect);

    /// <summary>How it proves itself: Token, Basic or Emulator. With Emulator nothing reaches Kapture.</summary>
    public KaptureAuthentication Authentication => Client.Options.Credential.Kind;

    /// <summary>The user, where there is one.</summary>
    public string? UserName => Client.Options.Credential.UserName;

    /// <summary>Where the service's wall clock stands.</summary>
    public TimeZoneInfo TimeZone => Client.Options.TimeZone;

    /// <summary>Whether it can be used.</summary>
    public bool Connected => Volatile.Read(ref _closed) == 0;

    internal KaptureClient Client { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal void Close()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
            Client.Dispose();
    }

    /// <summary>Closes it and lets go of its key, for good: whoever keeps the object keeps no key with it.</summary>
    internal void End()
    {
        Close();
        Client.Options.Credential.Forget();
    }
}
