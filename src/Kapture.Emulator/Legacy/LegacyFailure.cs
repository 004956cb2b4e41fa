using System.Text;

namespace Kapture.Emulator.Legacy;

/// <summary>A failure of the legacy pages.</summary>
/// <param name="Message">Its words; none of them needs an escape.</param>
/// <param name="DocumentedStatus">The HTTP status that the vendor's table has for it.</param>
internal readonly record struct LegacyFailure(string Message, int DocumentedStatus)
{
    public EmulatorAnswer Shown(LegacyQuirks quirks) => new(
        Encoding.UTF8.GetBytes((quirks & LegacyQuirks.Capitalised) != 0
            ? $"{{\"Message\":\"{Message}\",\"Status\":\"Fail\"}}"
            : $"{{\"message\":\"{Message}\",\"status\":\"failed\"}}"),
        DocumentedStatus);
}
