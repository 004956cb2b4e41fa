#if !NET
namespace Kapture.Emulator;

/// <summary>Members of newer frameworks that the code uses and .NET Framework lacks.</summary>
internal static class NetFramework
{
    public static bool Contains(this string text, string part, StringComparison comparison) => text.IndexOf(part, comparison) >= 0;

    public static bool EndsWith(this string text, char last) => text.Length > 0 && text[text.Length - 1] == last;

    extension(Enum)
    {
        public static T[] GetValues<T>()
            where T : struct, Enum => (T[])Enum.GetValues(typeof(T));

        public static string[] GetNames<T>()
            where T : struct, Enum => Enum.GetNames(typeof(T));

        public static T Parse<T>(string name, bool ignoreCase)
            where T : struct, Enum => (T)Enum.Parse(typeof(T), name, ignoreCase);
    }
}
#endif
