namespace Kapture.Emulator.V1;

/// <summary>A request that could not be read.</summary>
internal sealed class FailedCall(EmulatorOperation operation, EmulatorAnswer failure) : EmulatorCall(EmulatorDialects.V1, operation)
{
    public override EmulatorAnswer Answer(in EmulatorContext context) => failure;
}
