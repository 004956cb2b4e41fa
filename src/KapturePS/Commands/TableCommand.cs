using System.Collections;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using Kapture;

namespace KapturePS;

/// <summary>
/// A cmdlet whose rows come from tables. It knows what the command line named before the first row came: a blank there is meant, a
/// blank in a row is no value; and of an object of the service only what the command line named is written.
/// </summary>
public abstract partial class TableCommand : RowCommand
{
    // Two sets. The first is the one of nearly every run: the command line names no field, so the engine binds the row itself
    // and leaves its columns to us, at a thirtieth of the cost. In the second, which a field on the command line chooses, the
    // engine looks for every parameter in every row as well, as it does for any cmdlet; script blocks that bind late need it.
    private protected const string Rows = "Row";
    private protected const string Properties = "Property";

    private readonly HashSet<string> _named = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _literal = new(StringComparer.OrdinalIgnoreCase);
    private RowBinder _binder = null!;
    private KaptureException? _unreadable;
    private bool _warnedOfGarbled;

    /// <inheritdoc/>
    [Parameter(ParameterSetName = Rows, ValueFromPipeline = true), Parameter(ParameterSetName = Properties, ValueFromPipeline = true)]
    [AllowNull]
    public override PSObject? InputObject { get; set; }

    /// <summary>What the row is.</summary>
    internal RowShape Shape { get; private set; }

    /// <summary>Names and wildcards of the columns that go out as custom fields, where the cmdlet has such.</summary>
    private protected virtual string[]? AdditionalFieldColumns => null;

    /// <summary>Columns that say yes or no to one value of a parameter, by the parameter, where the cmdlet has such.</summary>
    private protected virtual IReadOnlyDictionary<string, string> FlagColumns => new Dictionary<string, string>();

    /// <summary>What the flags among the columns of the row say.</summary>
    private protected IReadOnlyList<KeyValuePair<string, object?>> Flags => _binder.Flags;

    /// <summary>The columns of the row that go out as custom fields.</summary>
    private protected IReadOnlyList<KeyValuePair<string, object?>> AdditionalColumns => _binder.AdditionalFields;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        foreach (var bound in MyInvocation.BoundParameters)
        {
            _named.Add(bound.Key);

            // A script block that binds late stands for a value of the row, not for one of the command line.
            if (bound.Value is string or IDictionary or IDictionary[])
                _literal.Add(bound.Key);
        }

        _binder = new RowBinder(this, MyInvocation.MyCommand.Parameters.Values, _named, AdditionalFieldColumns, FlagColumns);
    }

    [MethodImpl(HotPath.Compile)]
    private protected sealed override void ProcessRow()
    {
        _unreadable = null;
        Shape = ShapeOf(InputObject);
        BindRow();
        WriteRow();
    }

    /// <summary>Reads the row, whose columns are in the parameters now, and sends what it asks for.</summary>
    private protected abstract void WriteRow();

    [MethodImpl(HotPath.Compile)]
    private void BindRow()
    {
        if (Shape != RowShape.Table)
        {
            _binder.Clear();
            return;
        }

        // Nearly every row is one of these, and what it is not takes longer to see.
        if (InputObject!.BaseObject is not PSCustomObject)
        {
            RefuseWithoutColumns(InputObject.BaseObject);
            _binder.Look(InputObject);
        }

        var unknown = _binder.Bind();
        if (unknown.Count > 0)
            WarnOf(unknown);
        if (_binder.Garbled is not null && !_warnedOfGarbled)
            WarnOfGarbled(_binder.Garbled);
    }

    private RowShape ShapeOf(PSObject? row) =>
        row?.BaseObject is PSCustomObject && !_binder.Look(row) ? RowShape.Table : RowShapes.Of(row);

    private void RefuseWithoutColumns(object row)
    {
        if (row is string or ValueType)
            throw new KaptureException(KaptureErrorId.InvalidValue, $"The row is '{InputObject}', which has no columns. Pipe objects, for example from Import-Csv.");
        if (row is IDictionary)
            throw new KaptureException(KaptureErrorId.InvalidValue, "The row is a hashtable, whose keys are no columns. Cast it: [pscustomobject]@{ Name = 'Asha'; Phone = '...' }.");
    }

    private void WarnOf(IReadOnlyList<string> unknown)
    {
        if (_binder.Separator is { } separator)
        {
            WriteWarning($"The rows have one column alone, {unknown[0]}: the file is separated by another sign than it was read with. "
                + $"Read it with Import-Csv -Delimiter {(separator == '\t' ? "\"`t\"" : $"'{separator}'")}.");
            return;
        }

        var (columns, them) = unknown.Count == 1 ? ("the column", "it") : ("the columns", "them");
        WriteWarning($"No parameter takes {columns} {string.Join(", ", unknown)}: nothing of {them} is sent. "
            + $"{HowToSend(unknown, them)}To leave {them} out without this warning use Select-Object -ExcludeProperty.");
    }

    private void WarnOfGarbled(string column)
    {
        _warnedOfGarbled = true;
        WriteWarning($"Row {Row}: {column} holds U+FFFD, which stands where a letter was lost: the file was read in another encoding than its own. The rows go out like this. "
            + "Import-Csv -Encoding names the right one: ansi, or in Windows PowerShell Default, for what Excel saves as plain CSV.");
    }

    /// <summary>How columns that bind to nothing can be sent all the same; a sentence, and a blank after it.</summary>
    private protected virtual string HowToSend(IReadOnlyList<string> columns, string them) => string.Empty;

    /// <summary>Whether the command line names the parameter, by a value or by a script block.</summary>
    private protected bool IsNamed(string parameter) => _named.Contains(parameter);
}
