using System.Globalization;
using Kapture;

namespace KapturePS;

/// <summary>The kinds of customer by their names, and by nothing else: a cell that says 1 is a mistake.</summary>
internal static class CustomerTypeText
{
    public static IReadOnlyList<string> Names { get; } = [nameof(CustomerType.Individual), nameof(CustomerType.Organization), nameof(CustomerType.ChannelPartner)];

    /// <summary>The flags of the API, by the kind that each stands for; in this spelling alone, for a column Organization may well be the company.</summary>
    public static IReadOnlyDictionary<string, string> Flags { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["individual"] = nameof(CustomerType.Individual),
        ["organization"] = nameof(CustomerType.Organization),
        ["channel_partner"] = nameof(CustomerType.ChannelPartner),
    };

    /// <summary>Reads a flag of the API: true or false, 1 or 0.</summary>
    public static bool TryReadFlag(object? value, out bool isSet)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture)?.Trim();
        isSet = text is "1";
        return isSet || text is "0" || bool.TryParse(text, out isSet);
    }

    public static bool TryRead(string text, out CustomerType type)
    {
        type = default;
        return Names.Contains(text.Trim(), StringComparer.OrdinalIgnoreCase) && Enum.TryParse(text.Trim(), ignoreCase: true, out type);
    }
}
