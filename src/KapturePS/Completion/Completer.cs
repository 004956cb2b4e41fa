using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace KapturePS;

/// <summary>Completes an argument. It never throws, never waits, and asks neither the service nor the network.</summary>
public abstract class Completer : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            var word = (wordToComplete ?? string.Empty).Trim('\'', '"').Replace("''", "'");
            var completion = new ArgumentCompletion(commandName, parameterName, word, commandAst, fakeBoundParameters ?? new Hashtable());
            return Find(completion).Select(suggestion => suggestion.ToResult()).ToArray();
        }
        catch (Exception e) when (e is not (OutOfMemoryException or StackOverflowException))
        {
            // Who presses Tab has asked for no error; nothing to offer is an answer.
            return [];
        }
    }

    /// <summary>What could stand there, the likeliest first.</summary>
    private protected abstract IEnumerable<Suggestion> Find(ArgumentCompletion completion);
}

/// <summary>Completes from a fixed list.</summary>
public abstract class ListCompleter : Completer
{
    private protected abstract IEnumerable<Suggestion> Values { get; }

    private protected override IEnumerable<Suggestion> Find(ArgumentCompletion completion)
    {
        var others = completion.Others();
        return Values.Where(suggestion => completion.IsBegunBy(suggestion.Value) && !others.Contains(suggestion.Value));
    }
}
