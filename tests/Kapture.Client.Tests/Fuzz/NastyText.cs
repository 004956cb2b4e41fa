using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Kapture.Tests.Fuzz;

/// <summary>Texts that people, spreadsheets and attackers write: every plane of Unicode, and what some program would take for something else.</summary>
internal static class NastyText
{
    private static readonly string[] _known =
    [
        "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "null", "true", "1e400", "007", "NaN", "{}", "[]", "\"", "\\", "\\u0041", "'; DROP TABLE customers; --", "<script>", "%00", "${x}", "$(x)", "`n", "a\0b", "\u0001\u001F\u007F\u0080\u009F",
        " leading", "trailing ", "\ttab\t", "line\r\nline", "line\rline\n", "\u0085\u2028\u2029", "\uFEFFmark", "ma\uFEFFrk", "\uFFFD", "\uFFFE\uFFFF", "\u200B\u200C\u200D\u2060", "\u202Eright to left\u202C", "\u2066\u2069\u061C",
        "e\u0301", "\u00E9", "\u1E9B\u0323", "\uAC00", "\u1100\u1161", "\uFB01", "\u0130\u0131", "\u00DF\u1E9E", "a\u0300\u0301\u0302\u0303\u0304", "\U0001F468\u200D\U0001F469\u200D\U0001F467", "\U0001F1EE\U0001F1F3",
        "\u0939\u093F\u0928\u094D\u0926\u0940", "\u0C24\u0C46\u0C32\u0C41\u0C17\u0C41", "\U00010000", "\U0001FFFE", "\U000E0041", "\U000F0000", "\U0010FFFD", "\U0010FFFF",
    ];

    // A first and a last one of each plane among them.
    private static Gen<string> Scalar => Gen.OneOf(
        Gen.Choose(0, 0x7F),
        Gen.Choose(0x80, 0xD7FF),
        Gen.Choose(0xE000, 0xFFFF),
        Gen.Choose(0x10000, 0x10FFFF),
        from plane in Gen.Choose(0, 16) from end in Gen.Elements(0, 1, 0xFFFD, 0xFFFE, 0xFFFF) select (plane << 16) | end).Select(char.ConvertFromUtf32);

    private static Gen<string> Half => Gen.Choose(0xD800, 0xDFFF).Select(code => ((char)code).ToString());

    /// <summary>Text that is Unicode.</summary>
    public static Gen<string> Sendable => Gen.OneOf(Gen.Elements(_known), Gen.OneOf(Scalar, Gen.Elements(_known)).ArrayOf().Select(string.Concat));

    /// <summary>Any string there is.</summary>
    public static Gen<string> Any => Gen.Frequency((4, Sendable), (1, Gen.OneOf(Scalar, Half).ArrayOf().Select(string.Concat)));

    /// <summary>Text as a failing case can print it.</summary>
    public static string Show(string text) => Corpus.Encode(Encoding.BigEndianUnicode.GetBytes(text));
}
