using System.Globalization;
using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <summary>Lets a zone be named, by its Windows or IANA name.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TimeZoneByNameAttribute : ArgumentTransformationAttribute
{
    private const int MostSuggestions = 3;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (PSValue.Unwrap(inputData) is not { } value || value is TimeZoneInfo)
            return inputData;
        var id = value.ToString()?.Trim() ?? string.Empty;
        return (id.Length > 0 ? KaptureTimeZone.Find(id) : null)
            ?? throw new ArgumentTransformationMetadataException($"This machine knows no time zone '{id}'. {Suggest(id)}It takes a name such as 'India Standard Time' or Asia/Kolkata; Get-TimeZone -ListAvailable lists those it knows.");
    }

    // Few know how an id is written: the name of a city or of a country is what they try.
    private static string Suggest(string word)
    {
        if (word.Length < 3)
            return string.Empty;
        string[] found = [.. new[] { KaptureTimeZone.India, TimeZoneInfo.Utc, TimeZoneInfo.Local }.Concat(TimeZoneInfo.GetSystemTimeZones())
            .Where(zone => IsIn(zone.Id, word) || IsIn(zone.StandardName, word) || IsIn(zone.DisplayName, word))
            .Select(zone => zone.Id)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Take(MostSuggestions)];
        return found.Length == 0 ? string.Empty : $"Is it '{string.Join("' or '", found)}'? ";
    }

    private static bool IsIn(string? name, string word) =>
        name is not null && CultureInfo.InvariantCulture.CompareInfo.IndexOf(name.Replace('_', ' '), word, CompareOptions.OrdinalIgnoreCase) >= 0;
}
