using System.Management.Automation;

namespace KapturePS;

/// <summary>Refuses a secret that stands there as text, and says how to give it: the engine says only that it cannot convert it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        PSValue.Unwrap(inputData) is string
            ? throw new ArgumentTransformationMetadataException("It takes a SecureString, not text. To be asked for it: (Read-Host 'Key' -AsSecureString). From a variable: (ConvertTo-SecureString $text -AsPlainText -Force).")
            : inputData;
}
