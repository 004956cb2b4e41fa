using System.Collections;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using Kapture;

namespace KapturePS;

/// <content>What the values of a row mean: which of them are to be sent, and whom the row is about.</content>
public abstract partial class TableCommand
{
    /// <summary>The customer that the row is about.</summary>
    /// <exception cref="KaptureException">MissingField: it names none. InvalidValue: what it names is no id.</exception>
    private protected long ReadCustomerId(string? bound, string parameter) =>
        CellReader.ReadId(IdentityText(parameter, bound, RowIdentity.CustomerId), parameter) ?? throw (Shape == RowShape.WriteResult
            ? RowIdentity.NotTold()
            : new KaptureException(KaptureErrorId.MissingField, $"{parameter} is missing: which customer is it? Give -{parameter}, or pipe a row with an Id or CustomerId column."));

    /// <summary>What says who the row is about: an object of the service knows better than the engine, which binds any property called Id.</summary>
    private protected string? IdentityText(string parameter, string? bound, Func<PSObject, RowShape, string?> ofRow) =>
        Shape > RowShape.Table && !_named.Contains(parameter) ? ofRow(InputObject!, Shape) : bound;

    /// <summary>A text as it is to be sent; <see langword="null"/> for no value.</summary>
    [MethodImpl(HotPath.Compile)]
    private protected string? Text(string? value, [CallerArgumentExpression(nameof(value))] string parameter = "")
    {
        if (value is null || (Shape > RowShape.Table && !_named.Contains(parameter)))
            return null;
        if (!string.IsNullOrWhiteSpace(value))
            return value;
        return _literal.Contains(parameter) ? string.Empty : null;
    }

    /// <summary>A date as it is to be sent, <c>yyyy-MM-dd</c>; one that cannot be read stays as it is, and <see cref="CheckValues"/> says so.</summary>
    private protected string? Date(string? value, [CallerArgumentExpression(nameof(value))] string parameter = "")
    {
        var text = Text(value, parameter);
        try
        {
            return CellReader.ReadDay(text, parameter);
        }
        catch (KaptureException e)
        {
            Defer(e);
            return text;
        }
    }

    /// <summary>Keeps what is wrong with a value for <see cref="CheckValues"/>: what the dialect cannot say at all comes first.</summary>
    private protected void Defer(KaptureException failure) => _unreadable ??= failure;

    /// <summary>Refuses the row where one of its values could not be read.</summary>
    /// <exception cref="KaptureException">InvalidValue.</exception>
    private protected void CheckValues()
    {
        if (_unreadable is { } failure)
            throw failure;
    }

    /// <summary>Names and values as they are to be sent; <see langword="null"/> for none. What is no dictionary stays as one value, and <see cref="CheckValues"/> says so.</summary>
    private protected Dictionary<string, object?>? Pairs(IDictionary? values, [CallerArgumentExpression(nameof(values))] string parameter = "")
    {
        if (values is null || (Shape > RowShape.Table && !_named.Contains(parameter)))
            return null;
        if (values is UnreadableDictionary unreadable)
        {
            Defer(new KaptureException(KaptureErrorId.InvalidValue, $"{parameter} is '{unreadable.Value}'; it takes names and values: @{{ name = 'value' }}.") { Value = unreadable.Value });
            return new Dictionary<string, object?> { [string.Empty] = unreadable.Value };
        }

        var isLiteral = _literal.Contains(parameter);
        var pairs = new Dictionary<string, object?>(values.Count, StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in values)
        {
            if (isLiteral || !IsBlank(entry.Value))
                pairs[(string)entry.Key] = entry.Value;
        }

        return pairs;
    }

    private protected static bool IsBlank(object? value) => value is null || (value is string text && string.IsNullOrWhiteSpace(text));
}
