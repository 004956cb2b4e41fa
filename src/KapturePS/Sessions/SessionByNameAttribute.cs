using System.Management.Automation;

namespace KapturePS;

/// <summary>Lets a session be named: <c>-Session contoso</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SessionByNameAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        // A mistyped variable is not to mean the current session, which may be another tenant's.
        if (inputData is null)
            throw new ArgumentTransformationMetadataException("The session is $null. Leave the parameter out to use the current one.");
        if (inputData is PSObject { BaseObject: PSCustomObject } copy && copy.TypeNames.Contains("Deserialized." + typeof(KaptureSession).FullName))
            throw new ArgumentTransformationMetadataException("This session is one of another process, and no connection came with it. Run Connect-Kapture in this one.");

        // A name may be a number.
        if (PSValue.Unwrap(inputData) is not (string or ValueType))
            return inputData;
        var name = LanguagePrimitives.ConvertTo<string>(inputData);
        var store = SessionStore.OfThisRunspace();
        return store.Find(WildcardPattern.Escape(name)).LastOrDefault()
            ?? throw new ArgumentTransformationMetadataException($"No session named '{name}' is open. {Open(store)}");
    }

    private static string Open(SessionStore store)
    {
        string[] names = [.. store.Find("*").Select(session => session.Name).Distinct(StringComparer.OrdinalIgnoreCase)];
        return names.Length == 0
            ? "None is open in this runspace: run Connect-Kapture, or pass a session of another runspace itself."
            : $"Open are '{string.Join("', '", names)}'; Get-KaptureSession -Name * shows them.";
    }
}
