using System.Management.Automation;

namespace KapturePS;

/// <summary>Reads dates from text ISO first, the same under every culture; the engine alone would ask the machine's.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class IsoDateAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) => PSValue.Unwrap(inputData) switch
    {
        string text => DateText.TryRead(text, out var date)
            ? date
            : throw new ArgumentTransformationMetadataException($"'{text}' is no date. Write it as 2024-05-02 or '2024-05-02 16:15:42'."),
        DateTimeOffset date => date.UtcDateTime,
        _ => inputData,
    };
}
