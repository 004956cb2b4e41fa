using System.Management.Automation;

namespace KapturePS;

/// <summary>Lets a session be named: <c>-Session contoso</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SessionByNameAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (PSValue.Unwrap(inputData) is not string name)
            return inputData;
        return SessionStore.OfThisRunspace().Find(WildcardPattern.Escape(name)).LastOrDefault()
            ?? throw new ArgumentTransformationMetadataException($"No session named '{name}' is open. Get-KaptureSession -Name * lists those that are.");
    }
}
