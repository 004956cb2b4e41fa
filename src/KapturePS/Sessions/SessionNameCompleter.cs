using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace KapturePS;

/// <summary>Completes the names of the sessions that are open.</summary>
public sealed class SessionNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        SessionStore.OfThisRunspace()
            .Find(WildcardPattern.Escape(wordToComplete.Trim('\'', '"').Replace("''", "'")) + "*")
            .Select(session => new CompletionResult(
                IsBare(session.Name) ? session.Name : "'" + CodeGeneration.EscapeSingleQuotedStringContent(session.Name) + "'",
                session.Name, CompletionResultType.ParameterValue, session.BaseUri.ToString()));

    // What ends a word or begins something else, such as ; ( $ or a quotation mark, would be another command.
    private static bool IsBare(string name) => name.Length > 0 && char.IsLetterOrDigit(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or ':');
}
