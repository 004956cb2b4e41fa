namespace KapturePS.Bench;

/// <summary>A measurement went wrong: its lines are errors, and the bench goes on with the next.</summary>
internal sealed class BenchException(string message) : Exception(message);

/// <summary>A measurement cannot be made here, which is no fault.</summary>
internal sealed class NotMeasuredException(string reason) : Exception(reason);
