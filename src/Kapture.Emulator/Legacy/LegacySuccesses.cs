using System.Globalization;
using System.Text;

namespace Kapture.Emulator.Legacy;

/// <summary>The answers to legacy writes.</summary>
internal static class LegacySuccesses
{
    // As published, with a brace too many and a comma too few.
    private static readonly EmulatorAnswer _publishedUpdate = new(
        Encoding.UTF8.GetBytes("{\n{\"message\": \"Customer Updated Successfully\"\"status\": \"success\"\n}"), IsVerbatim: true);

    /// <summary>A customer or a contact was added.</summary>
    public static EmulatorAnswer Added(LegacyQuirks quirks, long? customerId)
    {
        var words = Has(quirks, LegacyQuirks.Capitalised)
            ? "\"Message\":\"Customer Added Successfully\",\"Status\":\"Success\""
            : "\"message\":\"Customer Added Successfully\",\"status\":\"success\"";
        return Answer(words, quirks, customerId, Has(quirks, LegacyQuirks.TrailingSemicolon) ? ";" : "");
    }

    /// <summary>A customer was changed; its id is given where an add was asked for.</summary>
    public static EmulatorAnswer Updated(LegacyQuirks quirks, long? customerId) => Has(quirks, LegacyQuirks.PublishedUpdateSample)
        ? _publishedUpdate
        : Answer("\"message\":\"Customer Updated Successfully\",\"status\":\"success\"", quirks, customerId, "");

    private static EmulatorAnswer Answer(string words, LegacyQuirks quirks, long? customerId, string tail)
    {
        var id = customerId is { } known && Has(quirks, LegacyQuirks.CustomerIdInAnswer)
            ? ",\"Kapture Customer Id\":\"" + known.ToString(CultureInfo.InvariantCulture) + "\""
            : "";
        return new EmulatorAnswer(Encoding.UTF8.GetBytes("{" + words + id + "}" + tail));
    }

    private static bool Has(LegacyQuirks quirks, LegacyQuirks quirk) => (quirks & quirk) != 0;
}
