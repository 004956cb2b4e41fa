using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <summary>What there is to say and to do when a session reaches the emulator in place of Kapture.</summary>
internal static class EmulatorSetup
{
    /// <summary>An address that cannot exist, so that nothing of a rehearsal could ever leave.</summary>
    public static Uri BaseUri { get; } = new("https://emulator.invalid/");

    // Filling goes the way every row goes.
    private const string Seed = """
        param($Path, $Session)
        $rows = if ([IO.Path]::GetExtension($Path) -eq '.json') {
            Get-Content -LiteralPath $Path -Raw -Encoding UTF8 | ConvertFrom-Json
        } else {
            Import-Csv -LiteralPath $Path -Encoding UTF8
        }
        $rows | New-KaptureCustomer -Session $Session -WhatIf:$false -Confirm:$false | Out-Null
        """;

    /// <summary>The data file as a path of the file system; <see langword="null"/> where none is given.</summary>
    /// <exception cref="KaptureException">InvalidValue: there is no such file.</exception>
    public static string? FindData(PSCmdlet command, string? path)
    {
        if (path is null)
            return null;
        var found = command.GetUnresolvedProviderPathFromPSPath(path);
        return File.Exists(found)
            ? found
            : throw new KaptureException(KaptureErrorId.InvalidValue, $"EmulatorData is '{path}': there is no such file. It takes a CSV or JSON file.") { Value = path };
    }

    /// <summary>Says plainly that nothing reaches Kapture.</summary>
    public static void Announce(PSCmdlet command, KaptureSession session) => command.WriteInformation(
        new HostInformationMessage
        {
            Message = $"Connected to the emulator inside this process: nothing reaches Kapture, and all is forgotten when the session '{session.Name}' closes.",
        },
        ["PSHOST", "KapturePS"]);

    /// <summary>Fills the emulator; a bad row is reported as any row is.</summary>
    public static void Fill(PSCmdlet command, KaptureSession session, string path)
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddScript(Seed, useLocalScope: true).AddArgument(path).AddArgument(session).Invoke();
        foreach (var warning in shell.Streams.Warning)
            command.WriteWarning(warning.Message);
        foreach (var error in shell.Streams.Error)
            command.WriteError(error);
    }
}
