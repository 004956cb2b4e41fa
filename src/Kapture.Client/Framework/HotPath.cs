using System.Runtime.CompilerServices;

namespace Kapture;

/// <summary>
/// For what runs once or more a row. An import of some ten thousand rows is over in a second: the runtime would spend it
/// on finding out, with instrumented code, that these methods are worth compiling well.
/// </summary>
internal static class HotPath
{
    /// <summary>AggressiveOptimization, which .NET Framework does not know by name and ignores.</summary>
    public const MethodImplOptions Compile = (MethodImplOptions)512;
}
