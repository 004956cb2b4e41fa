using System.Management.Automation;
using System.Runtime.CompilerServices;
using Kapture;

namespace KapturePS;

/// <summary>
/// Binds the columns of a row to parameters by name, as the engine would: name before alias, the command line before
/// both. The engine looks for each of forty parameters, under each of its aliases, in each row; this looks at the columns
/// that there are, and at a header only once. It also knows what the engine does not tell: the columns that bind to nothing.
/// </summary>
internal sealed class RowBinder
{
    private readonly Cmdlet _command;
    private readonly Dictionary<string, (ParameterMetadata Parameter, int Rank)> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly ICollection<string> _named;
    private readonly string[] _additionalNames;
    private readonly WildcardPattern[] _additionalPatterns;
    private readonly HashSet<string> _told = new(StringComparer.OrdinalIgnoreCase);
    private readonly IReadOnlyDictionary<string, string> _flagColumns;
    private readonly List<KeyValuePair<string, object?>> _additional = [];
    private readonly List<KeyValuePair<string, object?>> _flags = [];
    private readonly List<PSPropertyInfo> _properties = [];
    private Column[] _header = [];
    private bool _headerMayBeOurs;
    private bool _fits;

    // What takes the place of a letter that cannot be read.
    private const char Replacement = '\uFFFD';

    /// <summary>Prepares for the rows of one call.</summary>
    /// <param name="command">The cmdlet.</param>
    /// <param name="parameters">What the engine knows of its parameters.</param>
    /// <param name="named">The parameters that the command line names: no column fills them.</param>
    /// <param name="additionalFieldProperty">Names and wildcards of columns that go out as custom fields.</param>
    /// <param name="flagColumns">Columns that say yes or no to one value of a parameter, by the parameter.</param>
    public RowBinder(Cmdlet command, IEnumerable<ParameterMetadata> parameters, ICollection<string> named, string[]? additionalFieldProperty, IReadOnlyDictionary<string, string> flagColumns)
    {
        _command = command;
        _named = named;
        _flagColumns = flagColumns;
        foreach (var parameter in parameters)
        {
            if (!parameter.ParameterSets.Values.Any(set => set.ValueFromPipelineByPropertyName))
                continue;
            _byName[parameter.Name] = (parameter, 0);
            for (var i = 0; i < parameter.Aliases.Count; i++)
                _byName[parameter.Aliases[i]] = (parameter, i + 1);
        }

        _additionalNames = additionalFieldProperty ?? [];
        _additionalPatterns = Array.ConvertAll(_additionalNames, name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase));
    }

    /// <summary>The custom fields of the row that was bound last, by their column.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> AdditionalFields => _additional;

    /// <summary>The flags of the row that was bound last, by their column.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Flags => _flags;

    /// <summary>The first column in which letters were lost when the file was read in another encoding than its own; it goes out as it is.</summary>
    public string? Garbled { get; private set; }

    /// <summary>What separates the columns of the file, where the rows have one column alone because it was read with another separator.</summary>
    public char? Separator => _properties.Count == 1 ? FindSeparator(_properties[0].Name) : null;

    /// <summary>Reads which columns a row has; the first step, for every row.</summary>
    /// <param name="row">The row.</param>
    /// <returns>Whether it may be an object that Kapture gave, on its way back from a file or another process.</returns>
    [MethodImpl(HotPath.Compile)]
    public bool Look(PSObject row)
    {
        // Nearly every row is an object that is nothing but its own properties, like the one before it: for those this set is
        // enough, and the engine need not merge it with what there is none of.
        if (_header.Length > 0 && row.BaseObject is PSCustomObject && row.Members["psextended"] is PSMemberSet extended)
        {
            Read(extended.Properties);
            _fits = Fits();
            if (_fits)
                return _headerMayBeOurs;
        }

        Read(row.Properties);
        _fits = Fits();
        return _fits ? _headerMayBeOurs : MayBeOurs();
    }

    /// <summary>Fills the parameters from the row that was looked at.</summary>
    /// <returns>The columns that bind to nothing and have not been told before; mostly none.</returns>
    /// <exception cref="KaptureException">InvalidValue: a column cannot be read.</exception>
    [MethodImpl(HotPath.Compile)]
    public IReadOnlyList<string> Bind()
    {
        _additional.Clear();
        _flags.Clear();
        IReadOnlyList<string> unknown = _fits ? [] : ReadHeader();
        for (var i = 0; i < _header.Length; i++)
        {
            var column = _header[i];
            if (column.IsIgnored)
                continue;
            var value = ValueOf(_properties[i]);
            if (Garbled is null && value is string text && text.AsSpan().IndexOf(Replacement) >= 0)
                Garbled = column.Name;
            column.Parameter?.Set(value);
            if (column.IsAdditional)
                _additional.Add(new KeyValuePair<string, object?>(column.Name, PSValue.Unwrap(value)));
            if (column.IsFlag)
                _flags.Add(new KeyValuePair<string, object?>(column.Name, PSValue.Unwrap(value)));
        }

        return unknown;
    }

    /// <summary>Empties the parameters that a row has filled.</summary>
    public void Clear()
    {
        _additional.Clear();
        _flags.Clear();
        foreach (var column in _header)
            column.Parameter?.Set(null);
        _header = [];
    }

    private void Read(PSMemberInfoCollection<PSPropertyInfo> properties)
    {
        _properties.Clear();
        foreach (var property in properties)
            _properties.Add(property);
    }

    private static object? ValueOf(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException e)
        {
            throw new KaptureException(KaptureErrorId.InvalidValue, $"{property.Name} cannot be read: {e.Message}", e);
        }
    }

    // The rows of one file share the very strings of their header.
    [MethodImpl(HotPath.Compile)]
    private bool Fits()
    {
        if (_properties.Count != _header.Length)
            return false;
        for (var i = 0; i < _header.Length; i++)
        {
            if (!ReferenceEquals(_properties[i].Name, _header[i].Name) && _properties[i].Name != _header[i].Name)
                return false;
        }

        return true;
    }

    // To ask an object for its type names costs the engine an entry in a table of all objects, so only those are asked that
    // have what no table has.
    private bool MayBeOurs() => _properties.Exists(property => property.Name is nameof(Customer.AdditionalProperties) or nameof(WriteResult.Reconciled));

    private List<string> ReadHeader()
    {
        Clear();
        _headerMayBeOurs = MayBeOurs();
        var winners = new Dictionary<string, (int Column, int Rank)>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < _properties.Count; i++)
        {
            if (_byName.TryGetValue(_properties[i].Name, out var known)
                && (!winners.TryGetValue(known.Parameter.Name, out var winner) || known.Rank < winner.Rank))
            {
                winners[known.Parameter.Name] = (i, known.Rank);
            }
        }

        var unknown = new List<string>();
        var header = new Column[_properties.Count];
        for (var i = 0; i < header.Length; i++)
        {
            var name = _properties[i].Name;
            var parameter = _byName.TryGetValue(name, out var known) && winners[known.Parameter.Name].Column == i ? known.Parameter : null;
            var hasFlag = _flagColumns.TryGetValue(name, out var flagOf) && !winners.ContainsKey(flagOf);
            var isAdditional = IsAdditional(name, isKnown: known.Parameter is not null || hasFlag);
            var isOverridden = (parameter?.Name ?? flagOf) is { } meant && _named.Contains(meant);
            header[i] = new Column(name, parameter is null || isOverridden ? null : new RowParameter(_command, parameter), isAdditional, hasFlag && !isAdditional && !isOverridden);
            if (parameter is null && !isAdditional && !hasFlag && _told.Add(name))
                unknown.Add(name);
        }

        _header = header;
        return unknown;
    }

    private char? FindSeparator(string header)
    {
        foreach (var separator in ";\t|,")
        {
            var parts = header.Split(separator);
            if (parts.Length > 1 && parts.Any(part => _byName.ContainsKey(part.Trim(' ', '"'))))
                return separator;
        }

        return null;
    }

    // A wildcard takes what has no other meaning; a whole name takes the column it names, whatever else it means.
    private bool IsAdditional(string column, bool isKnown)
    {
        for (var i = 0; i < _additionalNames.Length; i++)
        {
            if (string.Equals(_additionalNames[i], column, StringComparison.OrdinalIgnoreCase) || (!isKnown && _additionalPatterns[i].IsMatch(column)))
                return true;
        }

        return false;
    }

    private readonly record struct Column(string Name, RowParameter? Parameter, bool IsAdditional, bool IsFlag)
    {
        public bool IsIgnored => Parameter is null && !IsAdditional && !IsFlag;
    }
}
