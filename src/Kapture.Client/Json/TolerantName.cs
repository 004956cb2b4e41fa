using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Kapture;

/// <summary>Names of properties as the service writes them: in any case, and with a space at the end.</summary>
internal static class TolerantName
{
    /// <summary>The name that the reader stands on, as it is written.</summary>
    [MethodImpl(HotPath.Compile)]
    public static ReadOnlySpan<byte> Of(ref Utf8JsonReader reader)
    {
        // What is written in another way than with plain letters is rare, and compared as text is.
        if (reader.HasValueSequence || reader.ValueIsEscaped || HasOther(reader.ValueSpan))
            return Encoding.UTF8.GetBytes(TolerantText.Read(ref reader).Trim());
        return reader.ValueSpan;
    }

    /// <summary>Whether a name means the one that is known.</summary>
    /// <param name="name">The name as it is written.</param>
    /// <param name="known">The name in small letters.</param>
    [MethodImpl(HotPath.Compile)]
    public static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> known)
    {
        while (name.Length > known.Length && name[name.Length - 1] <= (byte)' ')
            name = name.Slice(0, name.Length - 1);
        while (name.Length > known.Length && name[0] <= (byte)' ')
            name = name.Slice(1);
        if (name.Length != known.Length)
            return false;
        for (var i = 0; i < known.Length; i++)
        {
            var letter = name[i];
            if ((letter is >= (byte)'A' and <= (byte)'Z' ? letter | 0x20 : letter) != known[i])
                return false;
        }

        return true;
    }

    private static bool HasOther(ReadOnlySpan<byte> name)
    {
        foreach (var letter in name)
        {
            if (letter >= 0x80)
                return true;
        }

        return false;
    }
}
