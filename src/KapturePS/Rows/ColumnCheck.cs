using System.Management.Automation;

namespace KapturePS;

/// <summary>
/// The columns of the rows: which bind to nothing, and which go out as custom fields. A header is looked at
/// once, and again where a row comes with another one.
/// </summary>
internal sealed class ColumnCheck
{
    private readonly HashSet<string> _bindable = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _warned = new(StringComparer.OrdinalIgnoreCase);
    private readonly WildcardPattern[] _wanted;
    private readonly string[] _wantedNames;
    private readonly List<string> _additional = [];
    private readonly List<string> _header = [];

    public ColumnCheck(IEnumerable<ParameterMetadata> parameters, string[]? additionalFieldProperty)
    {
        foreach (var parameter in parameters)
        {
            if (!parameter.ParameterSets.Values.Any(set => set.ValueFromPipelineByPropertyName))
                continue;
            _bindable.Add(parameter.Name);
            _bindable.UnionWith(parameter.Aliases);
        }

        _wantedNames = additionalFieldProperty ?? [];
        _wanted = Array.ConvertAll(_wantedNames, name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase));
    }

    /// <summary>The columns that are to go out as custom fields.</summary>
    public IReadOnlyList<string> AdditionalColumns => _additional;

    /// <summary>Looks at a row.</summary>
    /// <returns>The columns that bind to nothing and have not been named before; mostly none.</returns>
    public IReadOnlyList<string> Look(PSObject row)
    {
        if (HasSameHeader(row))
            return [];

        _header.Clear();
        _additional.Clear();
        var unknown = new List<string>();
        foreach (var property in row.Properties)
        {
            _header.Add(property.Name);
            if (IsWanted(property.Name))
                _additional.Add(property.Name);
            else if (!_bindable.Contains(property.Name) && _warned.Add(property.Name))
                unknown.Add(property.Name);
        }

        return unknown;
    }

    private bool HasSameHeader(PSObject row)
    {
        var index = 0;
        foreach (var property in row.Properties)
        {
            if (index == _header.Count || property.Name != _header[index++])
                return false;
        }

        return index == _header.Count && index > 0;
    }

    // A wildcard takes what has no other meaning; a whole name takes the column it names, whatever else it means.
    private bool IsWanted(string column)
    {
        for (var i = 0; i < _wanted.Length; i++)
        {
            if (string.Equals(_wantedNames[i], column, StringComparison.OrdinalIgnoreCase)
                || (!_bindable.Contains(column) && _wanted[i].IsMatch(column)))
            {
                return true;
            }
        }

        return false;
    }
}
