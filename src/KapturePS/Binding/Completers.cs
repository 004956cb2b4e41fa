using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Kapture;

namespace KapturePS;

/// <summary>Completes from a fixed list.</summary>
public abstract class ListCompleter : IArgumentCompleter
{
    /// <summary>What there is to choose from.</summary>
    protected abstract IEnumerable<string> Values { get; }

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var wildcard = WildcardPattern.Get(wordToComplete.Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        return Values.Where(wildcard.IsMatch).Select(value => new CompletionResult(value));
    }
}

/// <summary>Completes the kinds of customer.</summary>
public sealed class CustomerTypeCompleter : ListCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Values => CustomerTypeText.Names;
}

/// <summary>Completes the fields that can be blanked.</summary>
public sealed class ClearCompleter : ListCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Values => CustomerFields.ClearableNames;
}
