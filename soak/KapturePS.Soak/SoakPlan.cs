namespace KapturePS.Soak;

/// <summary>What is to be soaked, and how long.</summary>
/// <param name="Operations">How many operations at least.</param>
/// <param name="Seed">Where chance begins.</param>
internal sealed record SoakPlan(long Operations, int Seed)
{
    /// <summary>About how many operations an epoch has.</summary>
    public int EpochSize { get; init; } = 4000;

    /// <summary>How many operations come before the sample that the last one is compared with.</summary>
    public long WarmUp => Operations / 10;

    /// <summary>The one epoch to run; <see langword="null"/> for all.</summary>
    public int? Epoch { get; init; }

    /// <summary>How many rows at once; <see langword="null"/> for what each epoch chooses.</summary>
    public int? Throttle { get; init; }

    /// <summary>What stands between each client and the service; nothing but for a test of the soak itself.</summary>
    public Func<HttpMessageHandler, HttpMessageHandler> Between { get; init; } = static service => service;

    /// <summary>What happens after each epoch, by its number; nothing but for a test of the soak itself.</summary>
    public Action<int, string> AfterEpoch { get; init; } = static (_, _) => { };
}
