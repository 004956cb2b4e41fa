using System.Text;

namespace Kapture.Emulator.Tests.Support;

internal static class JsonText
{
    /// <summary>The same JSON without white space between its tokens; the tokens keep their bytes.</summary>
    public static string Minified(string json)
    {
        var text = new StringBuilder();
        var inString = false;
        for (var i = 0; i < json.Length; i++)
        {
            var c = json[i];
            if (inString && c == '\\')
                text.Append(c).Append(json[++i]);
            else if (inString || !char.IsWhiteSpace(c))
                text.Append(c);

            if (c == '"')
                inString = !inString;
        }

        return text.ToString();
    }
}
