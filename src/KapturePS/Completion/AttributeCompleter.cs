using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace KapturePS;

/// <summary>Completes a filter by one of the tenant's attributes, attr1 to attr15, with the place for its value.</summary>
public sealed class AttributeCompleter : IArgumentCompleter
{
    private const int AttributeCount = 15;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = (wordToComplete ?? string.Empty).TrimStart('@', '{', ' ');
        return Enumerable.Range(1, AttributeCount)
            .Select(number => "attr" + number.ToString(CultureInfo.InvariantCulture))
            .Where(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(name => new CompletionResult($"@{{ {name} = '' }}", name, CompletionResultType.ParameterValue, $"Only customers whose {name} has this value; several attributes: @{{ attr1 = '...'; attr2 = '...' }}"))
            .ToArray();
    }
}
