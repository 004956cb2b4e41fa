using System.Management.Automation;
using System.Management.Automation.Language;

namespace KapturePS;

/// <summary>Which columns come down the pipeline, as far as the script's text tells; nothing of it is run.</summary>
internal sealed class PipedColumns(EngineAccess engine)
{
    // A variable may be made of another, but not for ever.
    private const int MaximumSteps = 16;

    private int _steps;

    /// <summary>The columns of the rows that a command takes; none where nobody can know.</summary>
    public IReadOnlyList<string> Of(ArgumentCompletion completion)
    {
        var command = completion.Ast;
        var place = command.Parent is PipelineAst pipeline ? pipeline.PipelineElements.IndexOf(command) : 0;
        return place > 0 ? Of((PipelineAst)command.Parent, place - 1) : EngineAccess.ColumnsOf(completion.ValueOf("InputObject"));
    }

    private IReadOnlyList<string> Of(PipelineAst pipeline, int place)
    {
        if (++_steps > MaximumSteps)
            return [];
        var found = pipeline.PipelineElements[place] switch
        {
            CommandAst command => OfCommand(pipeline, place, command),
            CommandExpressionAst { Expression: VariableExpressionAst variable } => OfVariable(variable),

            // Which are no rows.
            CommandExpressionAst { Expression: HashtableAst or ConstantExpressionAst } => [],
            CommandExpressionAst { Expression: ParenExpressionAst { Pipeline: PipelineAst inner } } => Of(inner, inner.PipelineElements.Count - 1),
            _ => null,
        };
        return found ?? Infer(pipeline.PipelineElements[place]);
    }

    private IReadOnlyList<string>? OfCommand(PipelineAst pipeline, int place, CommandAst command)
    {
        var name = command.GetCommandName() ?? string.Empty;
        switch (name.Substring(name.LastIndexOf('\\') + 1).ToUpperInvariant())
        {
            case "IMPORT-CSV" or "IPCSV":
                return new CsvCommand(command).ReadColumns(engine);
            case "WHERE-OBJECT" or "WHERE" or "?" or "SORT-OBJECT" or "SORT" or "TEE-OBJECT" or "TEE":
                return place > 0 ? Of(pipeline, place - 1) : null;
            case "SELECT-OBJECT" or "SELECT":
                return place > 0 ? Select(command, Of(pipeline, place - 1)) : null;
            case var kapture when kapture.StartsWith("GET-KAPTURE", StringComparison.Ordinal):
                return [];
            default:
                return null;
        }
    }

    private static IReadOnlyList<string>? Select(CommandAst command, IReadOnlyList<string> columns)
    {
        var arguments = new ConstantArguments(command);
        var chosen = arguments.TextsOf("Property");
        if (arguments.Has("ExpandProperty") || (arguments.Has("Property") && chosen.Count == 0))
            return null;
        var excluded = arguments.TextsOf("ExcludeProperty");
        return [.. (arguments.Has("Property") ? chosen.SelectMany(name => Matching(columns, name)) : columns)
            .Where(column => !excluded.Any(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase).IsMatch(column)))];
    }

    // A whole name is a column of what comes out, whether it was one before or not.
    private static IEnumerable<string> Matching(IReadOnlyList<string> columns, string name)
    {
        var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
        return WildcardPattern.ContainsWildcardCharacters(name) ? columns.Where(pattern.IsMatch) : [name];
    }

    // What the script itself assigns before counts for more than what the variable holds from another run.
    private IReadOnlyList<string>? OfVariable(VariableExpressionAst variable)
    {
        Ast root = variable;
        while (root.Parent is not null)
            root = root.Parent;
        var assigned = root.FindAll(ast => ast is AssignmentStatementAst assignment && IsTo(assignment, variable), searchNestedScriptBlocks: true)
            .Cast<AssignmentStatementAst>()
            .LastOrDefault();
        if (assigned?.Right is PipelineAst pipeline && Of(pipeline, pipeline.PipelineElements.Count - 1) is { Count: > 0 } columns)
            return columns;
        return EngineAccess.ColumnsOf(engine.ValueOf(variable.VariablePath.UserPath)) is { Count: > 0 } held ? held : null;
    }

    private static bool IsTo(AssignmentStatementAst assignment, VariableExpressionAst variable)
    {
        var left = assignment.Left is AttributedExpressionAst attributed ? attributed.Child : assignment.Left;
        return left is VariableExpressionAst target
            && assignment.Extent.EndOffset <= variable.Extent.StartOffset
            && string.Equals(target.VariablePath.UserPath, variable.VariablePath.UserPath, StringComparison.OrdinalIgnoreCase);
    }

    // The whole script before it: there variables got what they hold.
    private static IReadOnlyList<string> Infer(CommandBaseAst last)
    {
        Ast root = last;
        while (root.Parent is not null)
            root = root.Parent;
        return EngineAccess.Infer(root.Extent.Text.Substring(0, last.Extent.EndOffset - root.Extent.StartOffset));
    }
}
