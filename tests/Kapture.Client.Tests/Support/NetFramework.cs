#if !NET
using System.Runtime.CompilerServices;

namespace Kapture.Tests;

/// <summary>What the tests use and .NET Framework has under another name, or not at all.</summary>
internal static class NetFramework
{
    // Tests turn the clock from a thread of the pool and wait on another; Mono would start further threads one a second.
#pragma warning disable CA2255 // A test assembly is started by its runner alone.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void HaveThreads() => ThreadPool.SetMinThreads(32, 32);

    public static string Replace(this string text, string old, string replacement, StringComparison comparison)
    {
        Assert.Equal(StringComparison.Ordinal, comparison);
        return text.Replace(old, replacement);
    }
}
#endif
