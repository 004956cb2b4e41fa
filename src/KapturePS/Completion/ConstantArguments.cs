using System.Management.Automation.Language;

namespace KapturePS;

/// <summary>The arguments of a command that are written out in it.</summary>
internal sealed class ConstantArguments(CommandAst command)
{
    private static readonly string[] _nameKeys = ["Name", "N", "Label", "L"];

    private readonly StaticBindingResult _bound = StaticParameterBinder.BindCommand(command, resolve: true);

    public bool Has(string parameter) => _bound.BoundParameters.ContainsKey(parameter);

    /// <summary>The one text of a parameter; <see langword="null"/> where it has none, or not one.</summary>
    public string? TextOf(string parameter) => TextsOf(parameter) is { Count: 1 } texts ? texts[0] : null;

    /// <summary>The texts of a parameter; none where one of them is not known before the command runs.</summary>
    public IReadOnlyList<string> TextsOf(string parameter)
    {
        if (!_bound.BoundParameters.TryGetValue(parameter, out var bound) || bound.Value is null)
            return [];
        IEnumerable<Ast> items = bound.Value is ArrayLiteralAst array ? array.Elements : [bound.Value];
        var texts = new List<string>();
        foreach (var item in items)
        {
            if (TextOf(item) is not { } text)
                return [];
            texts.Add(text);
        }

        return texts;
    }

    // Of a column that Select-Object computes it is the name. A text in quotation marks is a constant too.
    private static string? TextOf(Ast item) => item switch
    {
        ConstantExpressionAst constant => constant.Value?.ToString(),
        HashtableAst computed => computed.KeyValuePairs
            .Where(pair => pair.Item1 is StringConstantExpressionAst { Value: var key } && _nameKeys.Contains(key, StringComparer.OrdinalIgnoreCase))
            .Select(pair => pair.Item2.Find(ast => ast is StringConstantExpressionAst, searchNestedScriptBlocks: false))
            .OfType<StringConstantExpressionAst>()
            .FirstOrDefault()?.Value,
        _ => null,
    };
}
