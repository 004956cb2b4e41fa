using System.Management.Automation;

namespace KapturePS;

/// <summary>Completes the names of the sessions that are open.</summary>
public sealed class SessionNameCompleter : Completer
{
    private protected override IEnumerable<Suggestion> Find(ArgumentCompletion completion)
    {
        var store = SessionStore.OfThisRunspace();

        // -Name takes wildcards, -Session does not.
        var takesWildcards = completion.Parameter == nameof(GetKaptureSessionCommand.Name);
        return store.Find("*")
            .Where(session => completion.IsBegunBy(session.Name))
            .Select(session => new Suggestion(takesWildcards ? WildcardPattern.Escape(session.Name) : session.Name, Describe(session, ReferenceEquals(session, store.Current))));
    }

    private static string Describe(KaptureSession session, bool isCurrent) =>
        $"{session.BaseUri} ({session.Dialect}, {session.Authentication}{(session.AccountId is { } account ? $", account {account}" : string.Empty)}{(isCurrent ? ", the current one" : string.Empty)})";
}
