using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace KapturePS;

/// <summary>What is known of the command line at the cursor.</summary>
/// <param name="Command">The command's name as it is written.</param>
/// <param name="Parameter">The parameter.</param>
/// <param name="Word">What is typed of the value so far, without quotation marks.</param>
/// <param name="Ast">The command.</param>
/// <param name="Bound">The other arguments, as far as they are known without running anything.</param>
internal sealed record ArgumentCompletion(string Command, string Parameter, string Word, CommandAst Ast, IDictionary Bound)
{
    /// <summary>Whether a value begins as the word does.</summary>
    public bool IsBegunBy(string value) => value.StartsWith(Word, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a text has the word in it.</summary>
    public bool IsIn(string text) => CultureInfo.InvariantCulture.CompareInfo.IndexOf(text, Word, CompareOptions.OrdinalIgnoreCase) >= 0;

    /// <summary>What the other arguments say of a parameter; <see langword="null"/> where they say nothing, or nobody can know.</summary>
    public object? ValueOf(string parameter) => Bound[parameter] is { } value ? (value as PSObject)?.BaseObject ?? value : null;

    /// <summary>The values of this parameter that stand there already, beside the word.</summary>
    public ISet<string> Others()
    {
        var others = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < Ast.CommandElements.Count; i++)
        {
            if (Ast.CommandElements[i] is not CommandParameterAst named || !Parameter.StartsWith(named.ParameterName, StringComparison.OrdinalIgnoreCase))
                continue;
            Ast? argument = named.Argument;
            if (argument is null && i + 1 < Ast.CommandElements.Count)
                argument = Ast.CommandElements[i + 1];
            foreach (var text in argument?.FindAll(ast => ast is StringConstantExpressionAst, searchNestedScriptBlocks: false) ?? [])
                others.Add(((StringConstantExpressionAst)text).Value);
        }

        others.Remove(Word);
        return others;
    }

    /// <summary>The session that the command would use; <see langword="null"/> where there is none, or nobody can know.</summary>
    public KaptureSession? FindSession()
    {
        var store = SessionStore.OfThisRunspace();
        return ValueOf("Session") switch
        {
            KaptureSession session => session,
            string name => store.Find(WildcardPattern.Escape(name)).LastOrDefault(),
            _ => store.Current,
        };
    }
}
