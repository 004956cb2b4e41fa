namespace Kapture;

/// <summary>How a range of dates is asked for.</summary>
/// <param name="AccountId">The account (cm_id); V1 needs it, in Legacy it may be <see langword="null"/> for the key's.</param>
/// <param name="Filter">What else is asked for.</param>
/// <param name="PageSize">Customers a request, 1 to 1000; the service may cap it.</param>
/// <param name="DaysAhead">How many days are fetched at once, with one request each; as many again may wait to be read.</param>
/// <param name="OnDay">Told of each day that has been given in full, by whoever reads the stream.</param>
/// <exception cref="KaptureException">InvalidValue: a page of no customers or of more than 1000, or no day at once.</exception>
public sealed record CustomerPull(long? AccountId, CustomerFilter Filter, int PageSize = 100, int DaysAhead = 4, Action<DateTime>? OnDay = null)
{
    /// <summary>Customers a request, 1 to 1000; the service may cap it.</summary>
    public int PageSize { get; } = PageSize is >= 1 and <= 1000 ? PageSize : throw KaptureException.Invalid(nameof(PageSize), PageSize, "must be from 1 to 1000.");

    /// <summary>How many days are fetched at once, with one request each; as many again may wait to be read.</summary>
    public int DaysAhead { get; } = DaysAhead >= 1 ? DaysAhead : throw KaptureException.Invalid(nameof(DaysAhead), DaysAhead, "must be 1 or more.");
}
