using Kapture;

namespace KapturePS;

/// <summary>The kinds of customer by their names, and by nothing else: a cell that says 1 is a mistake.</summary>
internal static class CustomerTypeText
{
    public static IReadOnlyList<string> Names { get; } = [nameof(CustomerType.Individual), nameof(CustomerType.Organization), nameof(CustomerType.ChannelPartner)];

    public static bool TryRead(string text, out CustomerType type)
    {
        type = default;
        return Names.Contains(text.Trim(), StringComparer.OrdinalIgnoreCase) && Enum.TryParse(text.Trim(), ignoreCase: true, out type);
    }
}
