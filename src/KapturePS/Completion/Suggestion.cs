using System.Management.Automation;
using System.Management.Automation.Language;

namespace KapturePS;

/// <summary>Something that could stand where the cursor is.</summary>
/// <param name="Value">The value.</param>
/// <param name="ToolTip">What it means.</param>
internal readonly record struct Suggestion(string Value, string ToolTip)
{
    /// <summary>As the engine takes it: in quotation marks where the value would end the word or be something else.</summary>
    public CompletionResult ToResult() => new(
        IsBare(Value) ? Value : "'" + CodeGeneration.EscapeSingleQuotedStringContent(Value) + "'",
        Value.Length == 0 ? " " : Value, CompletionResultType.ParameterValue, ToolTip.Length == 0 ? Value : ToolTip);

    // What ends a word or begins something else, such as ; ( $ or a quotation mark, would be another command; and 007 in a list is 7.
    private static bool IsBare(string value) =>
        value.Length > 0 && (char.IsLetter(value[0]) || value[0] is '_' or '/') && value.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or ':' or '/');
}
