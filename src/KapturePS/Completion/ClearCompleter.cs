using Kapture;

namespace KapturePS;

/// <summary>Completes the fields that can be blanked: those that the session's dialect has, or all where there is no session.</summary>
public sealed class ClearCompleter : Completer
{
    private protected override IEnumerable<Suggestion> Find(ArgumentCompletion completion)
    {
        var session = completion.FindSession();
        var others = completion.Others();
        foreach (var field in CustomerFields.ClearableNames)
        {
            if (!completion.IsBegunBy(field) || others.Contains(field))
                continue;
            if (session is null)
                yield return new Suggestion(field, $"Blanks {field}: {Describe(field, Dialect.V1)}, {Describe(field, Dialect.Legacy)}.");
            else if (CustomerFields.WireNameOf(field, KaptureDialects.Find(session.Dialect)) is { } name)
                yield return new Suggestion(field, $"Blanks {field}: {name} in {session.Dialect}.");
        }
    }

    private static string Describe(string field, Dialect dialect) =>
        CustomerFields.WireNameOf(field, dialect) is { } name ? $"{name} in {dialect.Name}" : $"no field in {dialect.Name}";
}
