using System.Globalization;
using System.Management.Automation;

namespace KapturePS;

/// <summary>Makes dates of a spreadsheet or a script one text, <c>yyyy-MM-dd</c>, whatever the machine's culture.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DateTextAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) => PSValue.Unwrap(inputData) switch
    {
        DateTime date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => inputData,
    };
}
