namespace Kapture.Emulator.Legacy;

/// <summary>A legacy request that could not be read.</summary>
internal sealed class RefusedCall(EmulatorOperation operation, LegacyFailure failure) : EmulatorCall(EmulatorDialects.Legacy, operation)
{
    public override EmulatorAnswer Answer(in EmulatorContext context) => failure.Shown(context.Options.LegacyQuirks);
}
