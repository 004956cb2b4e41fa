using Kapture;

namespace KapturePS;

/// <summary>Completes time zones: India's first, then this machine's and UTC, then all others that the system knows.</summary>
public sealed class TimeZoneCompleter : Completer
{
    private protected override IEnumerable<Suggestion> Find(ArgumentCompletion completion)
    {
        var known = new[] { KaptureTimeZone.India, TimeZoneInfo.Local, TimeZoneInfo.Utc }
            .Concat(TimeZoneInfo.GetSystemTimeZones())
            .GroupBy(zone => zone.Id, StringComparer.OrdinalIgnoreCase)
            .Select(same => same.First())
            .ToArray();

        // Few know how an id begins: the name of a city, or a word of the name, finds it too.
        return known.Where(zone => completion.IsBegunBy(zone.Id))
            .Concat(known.Where(zone => !completion.IsBegunBy(zone.Id) && (completion.IsIn(zone.Id) || completion.IsIn(zone.DisplayName))))
            .Select(zone => new Suggestion(zone.Id, zone.DisplayName));
    }
}
