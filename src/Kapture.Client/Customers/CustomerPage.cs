namespace Kapture;

/// <summary>One page of the customers that were made on one day of the service's calendar.</summary>
/// <param name="AccountId">The account (cm_id); V1 needs it, in Legacy it may be <see langword="null"/> for the key's.</param>
/// <param name="Day">The day; a time of day is ignored.</param>
/// <param name="Filter">What else is asked for.</param>
/// <param name="Limit">The most customers to answer with; the service may cap it.</param>
/// <param name="Offset">How many to pass over; in Legacy 0, there the whole day comes at once.</param>
public sealed record CustomerPage(long? AccountId, DateTime Day, CustomerFilter Filter, int Limit = 100, int Offset = 0);
