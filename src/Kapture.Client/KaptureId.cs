using System.Globalization;

namespace Kapture;

/// <summary>The ids that Kapture gives: whole numbers greater than 0.</summary>
public static class KaptureId
{
    /// <summary>Reads an id strictly: digits alone, whatever the machine's culture.</summary>
    /// <param name="text">The text; white space around it is ignored.</param>
    /// <param name="id">The id.</param>
    /// <returns>Whether the text is an id; <c>5.5</c>, <c>-1</c> and <c>0</c> are none.</returns>
    public static bool TryParse(string text, out long id) =>
        long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out id) && id > 0;
}
