using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <summary>What there is to say and to do when a session reaches the emulator in place of Kapture.</summary>
internal static class EmulatorSetup
{
    /// <summary>An address that cannot exist, so that nothing of a rehearsal could ever leave.</summary>
    public static Uri BaseUri { get; } = new("https://emulator.invalid/");

    // Filling goes the way every row goes. The data is a world to start from, and no tenant's wording: what one generation
    // has no words for goes the way of the other. A pipeline within another shows its warnings itself, past what the caller
    // wants of them: so they come as output, as the errors do, and nothing else does.
    private const string Seed = """
        param($Path, $V1, $Legacy)
        $WarningPreference = 'Continue'
        $rows = if ([IO.Path]::GetExtension($Path) -eq '.json') {
            Get-Content -LiteralPath $Path -Raw -Encoding UTF8 | ConvertFrom-Json
        } else {
            Import-Csv -LiteralPath $Path -Encoding UTF8
        }
        if (-not $rows) { "$([IO.Path]::GetFileName($Path)) has no rows: the emulator is empty." }
        $quiet = @{ WhatIf = $false; Confirm = $false; ErrorAction = 'Continue' }
        $rows | New-KaptureCustomer -Session $V1 @quiet 2>&1 3>&1 | ForEach-Object {
            if ($_ -is [Management.Automation.WarningRecord]) { $_.Message }
            elseif ($_ -is [Management.Automation.ErrorRecord]) {
                $added = if ($_.Exception.ErrorId -eq 'NotInDialect') { $_.TargetObject | New-KaptureCustomer -Session $Legacy @quiet -WarningAction Ignore 2> $null }
                if (-not $added) { $_ }
            }
        }
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
        var (v1, legacy) = (Speak(session, Dialect.V1), Speak(session, Dialect.Legacy));
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        try
        {
            foreach (var told in shell.AddScript(Seed, useLocalScope: true).AddArgument(path).AddArgument(v1).AddArgument(legacy).Invoke())
            {
                if (told.BaseObject is ErrorRecord failed)
                    command.WriteError(failed);
                else
                    command.WriteWarning(told.ToString());
            }

            foreach (var error in shell.Streams.Error)
                command.WriteError(error);

            // A pipeline within another that is stopped ends as if it had come to its end.
            if (shell.InvocationStateInfo.State == PSInvocationState.Stopped || command.Stopping)
                throw new PipelineStoppedException();
        }
        finally
        {
            v1.Close();
            legacy.Close();
        }
    }

    // The same emulator, without the session's patience and pace: there is nobody to be patient with.
    private static KaptureSession Speak(KaptureSession session, Dialect dialect)
    {
        var options = session.Client.Options;
        return new KaptureSession(session.Name, new KaptureClient(new KaptureClientOptions(options.BaseUri, options.Credential)
        {
            Dialect = dialect,
            TimeZone = options.TimeZone,
            PrimaryHandler = options.PrimaryHandler,
        }));
    }
}
