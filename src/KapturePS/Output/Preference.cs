using System.Management.Automation;

namespace KapturePS;

/// <summary>What the caller wants to see.</summary>
internal static class Preference
{
    /// <summary>Whether a stream is shown, or at least kept.</summary>
    /// <param name="cmdlet">Who writes to it.</param>
    /// <param name="parameter">The common parameter that decides.</param>
    /// <param name="variable">The variable that decides where it is not given.</param>
    public static bool IsShown(PSCmdlet cmdlet, string parameter, string variable)
    {
        var preference = cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter, out var asked) ? asked : cmdlet.GetVariableValue(variable);
        return !LanguagePrimitives.TryConvertTo<ActionPreference>(preference, out var action) || action is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);
    }
}
