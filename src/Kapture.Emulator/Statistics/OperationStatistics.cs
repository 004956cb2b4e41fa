namespace Kapture.Emulator.Statistics;

/// <summary>The requests of one operation.</summary>
/// <param name="Requests">How many there were.</param>
/// <param name="Failed">How many of the requests were answered by a failure body, whatever the status.</param>
/// <param name="ByStatus">How many by HTTP status; 0 is for those that got no answer.</param>
public sealed record OperationStatistics(long Requests, long Failed, IReadOnlyDictionary<int, long> ByStatus);
