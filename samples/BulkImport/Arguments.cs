using System.Globalization;
using Kapture;

namespace BulkImport;

/// <summary>What the command line says.</summary>
internal sealed record Arguments
{
    public const string Usage = """
        usage: BulkImport [file.csv] [--throttle N] [--base-uri URI --account N [--token TOKEN]]

        Without --base-uri an in-memory Kapture answers: no account, no network, nothing leaves this process.
        Without --token the key is read from the environment variable KAPTURE_TOKEN.
        """;

    public string File { get; private set; } = Path.Combine(AppContext.BaseDirectory, "customers.csv");

    public Uri? BaseUri { get; private set; }

    public string? Token { get; private set; } = Environment.GetEnvironmentVariable("KAPTURE_TOKEN");

    public long? AccountId { get; private set; }

    public int Throttle { get; private set; } = 8;

    /// <summary>Reads a command line.</summary>
    /// <returns>What it says; <see langword="null"/> where it cannot be understood.</returns>
    public static Arguments? Parse(string[] args)
    {
        var parsed = new Arguments();
        for (var i = 0; i < args.Length; i++)
        {
            var isOption = args[i].StartsWith("--", StringComparison.Ordinal);
            if (!isOption)
                parsed.File = args[i];
            else if (i + 1 == args.Length || !parsed.Take(args[i], args[++i]))
                return null;
        }

        return parsed.BaseUri is null || (parsed.Token is not null && parsed.AccountId is not null) ? parsed : null;
    }

    private bool Take(string option, string value)
    {
        switch (option)
        {
            case "--base-uri" when Uri.TryCreate(value, UriKind.Absolute, out var uri):
                BaseUri = uri;
                return true;
            case "--token":
                Token = value;
                return true;
            case "--account" when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var account):
                AccountId = account;
                return true;
            case "--throttle" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var throttle) && throttle is >= 1 and <= KaptureClientOptions.MaximumConnections:
                Throttle = throttle;
                return true;
            default:
                return false;
        }
    }
}
