using System.Globalization;

namespace Kapture.Tests;

/// <summary>Runs under another culture, as on the machine of somebody elsewhere.</summary>
internal static class Culture
{
    public static void Run(string name, Action action)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(name);
            action();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
