using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <summary>Lets a zone be named, by its Windows or IANA name.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TimeZoneByNameAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (PSValue.Unwrap(inputData) is not string id)
            return inputData;
        return KaptureTimeZone.Find(id)
            ?? throw new ArgumentTransformationMetadataException($"This machine knows no time zone '{id}'. Get-TimeZone -ListAvailable lists those it knows.");
    }
}
