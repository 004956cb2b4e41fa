using System.Management.Automation;

namespace KapturePS;

/// <summary>Makes PowerShell's objects of an answer's plain values.</summary>
internal static class AnswerObjects
{
    // Names that the engine keeps for itself: a property of that name could be written and never read.
    private static readonly HashSet<string> _reserved = new(StringComparer.OrdinalIgnoreCase) { "PSObject", "PSBase", "PSAdapted", "PSExtended", "PSTypeNames" };

    /// <summary>The value as a script sees it: dictionaries are custom objects.</summary>
    public static object? From(object? value) => value switch
    {
        IReadOnlyDictionary<string, object?> members => FromMembers(members),
        object?[] items => Array.ConvertAll(items, From),
        _ => value,
    };

    private static PSObject FromMembers(IReadOnlyDictionary<string, object?> members)
    {
        var custom = new PSObject();
        foreach (var member in members)
        {
            var name = member.Key;
            while (_reserved.Contains(name) || (name != member.Key && members.ContainsKey(name)))
                name += "_";
            custom.Properties.Add(new PSNoteProperty(name, From(member.Value)));
        }

        return custom;
    }
}
