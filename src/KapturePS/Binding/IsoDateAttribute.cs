using System.Management.Automation;

namespace KapturePS;

/// <summary>Reads dates from text ISO first, the same under every culture; the engine alone would ask the machine's.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class IsoDateAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) => PSValue.Unwrap(inputData) switch
    {
        null or DateTime => inputData,
        DateTimeOffset date => date.UtcDateTime,
        string text when string.IsNullOrWhiteSpace(text) => throw NoDate("The date is blank."),
        string text => DateText.TryRead(text, out var date) ? date : throw NoDate($"'{text}' is no date."),

        // The engine would take 20240502 for a count of ticks: two seconds after the year 1 began.
        sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal => throw NoDate($"{inputData} is a number and no date."),
        _ => LanguagePrimitives.TryConvertTo<DateTime>(inputData, out var date) ? date : throw NoDate($"'{inputData}' is no date."),
    };

    private static ArgumentTransformationMetadataException NoDate(string what) =>
        new($"{what} It takes a day as 2024-05-02, a time as '2024-05-02 16:15:42', or a DateTime such as (Get-Date).AddDays(-7).");
}
