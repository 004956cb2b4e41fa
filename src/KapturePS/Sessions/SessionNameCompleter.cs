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
            .Find(wordToComplete.Trim('\'', '"') + "*")
            .Select(session => new CompletionResult(
                session.Name.Any(char.IsWhiteSpace) ? "'" + session.Name.Replace("'", "''") + "'" : session.Name,
                session.Name, CompletionResultType.ParameterValue, session.BaseUri.ToString()));
}
