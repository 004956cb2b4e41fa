namespace Kapture.Emulator;

/// <summary>A request that was read and waits to be carried out. Each dialect has its own; all share the store.</summary>
internal abstract class EmulatorCall(EmulatorDialects dialect, EmulatorOperation operation)
{
    /// <summary>The one dialect that it came in, and is answered in.</summary>
    public EmulatorDialects Dialect => dialect;

    public EmulatorOperation Operation => operation;

    public abstract EmulatorAnswer Answer(in EmulatorContext context);
}
