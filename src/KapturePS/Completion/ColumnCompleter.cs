namespace KapturePS;

/// <summary>
/// Completes the columns of what is piped in, those first that no parameter takes: of a file that Import-Csv names, of
/// objects in a variable, and of what the engine knows of a command without running it.
/// </summary>
public sealed class ColumnCompleter : Completer
{
    private protected override IEnumerable<Suggestion> Find(ArgumentCompletion completion)
    {
        var columns = new PipedColumns(new EngineAccess()).Of(completion);
        var others = completion.Others();
        var isSet = completion.Command.EndsWith("Set-KaptureCustomer", StringComparison.OrdinalIgnoreCase);
        return ColumnRoles.OfCommand(isSet ? typeof(SetKaptureCustomerCommand) : typeof(NewKaptureCustomerCommand))
            .Of(columns)
            .Where(role => completion.IsBegunBy(role.Column) && !others.Contains(role.Column))
            .Select(role => new Suggestion(role.Column, role.Parameter is null
                ? $"A column that no parameter takes: goes out as the custom field '{role.Column}'."
                : $"A column that fills -{role.Parameter}: named here, it goes out as the custom field '{role.Column}' too."));
    }
}
