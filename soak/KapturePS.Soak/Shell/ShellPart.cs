using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Kapture.Emulator;
using Kapture.Emulator.Server;
using KapturePS.Soak.Resources;
using KapturePS.Soak.Work;
using KapturePS.Soak.World;

namespace KapturePS.Soak.Shell;

/// <summary>What came of the part through the cmdlets.</summary>
/// <param name="Samples">What the shell held, every so many sessions.</param>
/// <param name="Rows">How many rows there were.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record ShellResult(IReadOnlyList<Sample> Samples, long Rows, TimeSpan Elapsed);

/// <summary>One PowerShell that opens session after session and sends rows through every cmdlet, over real sockets and by the machine's clock.</summary>
internal sealed class ShellPart(Options options, Places places, string scratch, Findings findings, Action<string> log)
{
    private const int Sessions = 100;
    private const int WarmUp = 10;

    public async Task<ShellResult> RunAsync(CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var rows = Math.Max(20, options.ShellRows / Sessions);
        var told = Path.Combine(scratch, "told.txt");
        var samples = new List<Sample>();
        var server = await EmulatorServer.StartAsync(new EmulatorOptions(), cancellationToken).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            server.Emulator.Faults = ShellFaults.Of(new Random(options.Seed));
            using var process = Start(server.BaseUri, told, rows);
            try
            {
                var error = process.StandardError.ReadToEndAsync(cancellationToken);
                for (var session = 1; session <= Sessions; session++)
                {
                    if (await process.StandardOutput.ReadLineAsync(cancellationToken).ConfigureAwait(false) is not { } line)
                    {
                        findings.Add(0, $"the shell ended in session {session}: {await error.ConfigureAwait(false)}");
                        break;
                    }

                    var holding = JsonSerializer.Deserialize<Holding>(line)!;
                    await CompareAsync(server.Emulator, told, session).ConfigureAwait(false);
                    Check(holding, session);
                    if (session % WarmUp == 0)
                    {
                        samples.Add(holding.ToSample((long)session * rows, watch.Elapsed.TotalHours));
                        log(Reporting.SampleTable.Line(samples[^1]));
                    }

                    server.Emulator.Reset();
                    await process.StandardInput.WriteLineAsync().ConfigureAwait(false);
                    await process.StandardInput.FlushAsync(cancellationToken).ConfigureAwait(false);
                }

                process.StandardInput.Close();
                await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                if (!process.HasExited)
                    process.Kill(entireProcessTree: true);
            }
        }

        // Memory counts here whatever the number of rows: the shell's pools are full after ten sessions.
        foreach (var text in Limits.Exceeded(samples, withMemory: true))
            findings.Add(0, "the shell: " + text);
        return new ShellResult(samples, (long)Sessions * rows, watch.Elapsed);
    }

    private Process Start(Uri baseUri, string told, int rows)
    {
        string[] arguments =
        [
            .. options.PowerShell.Skip(1), "-NoProfile", "-NonInteractive", "-File", places.Script, "-Module", places.Module, "-BaseUri", baseUri.AbsoluteUri,
            "-Told", told, "-Sessions", Text(Sessions), "-Rows", Text(rows),
        ];
        var start = new ProcessStartInfo(options.PowerShell[0], arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NO_PROXY"] = start.Environment["no_proxy"] = "127.0.0.1";
        start.Environment["NO_COLOR"] = "1";
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        return Process.Start(start)!;
    }

    private void Check(Holding holding, int session)
    {
        if (holding.Errors > Holding.MostErrors)
            findings.Add(0, $"the shell: $Error holds {holding.Errors} errors after session {session}");
        if (holding.Sessions > 0)
            findings.Add(0, $"the shell: {holding.Sessions} sessions are open after session {session} was closed");
    }

    private async Task CompareAsync(KaptureEmulator emulator, string told, int session)
    {
        var lines = (await File.ReadAllLinesAsync(told).ConfigureAwait(false)).Select(line => line.Split('\t')).ToLookup(parts => parts[0]);
        var today = TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, emulator.Options.TimeZone).Date;
        var customers = Truth.Read(emulator, today.AddDays(-1), today).ToList();
        var books = new Books(text => findings.Add(0, $"the shell, session {session}: {text}"));
        books.Added(Rows("Add"));
        books.Updated(Rows("Update"), inOrder: true);
        books.ContactsAdded(Rows("Contact"));
        books.Compare(customers, emulator.GetStatistics().Customers);
        var pulled = lines["Pulled"].Select(parts => long.Parse(parts[2], CultureInfo.InvariantCulture)).ToList();
        if (pulled.Count > 0 && !pulled.Order().SequenceEqual(customers.Select(customer => customer.Id).Order()))
            findings.Add(0, $"the shell, session {session}: a pull gave {pulled.Count} customers, {pulled.Distinct().Count()} of them different, and {customers.Count} are there");

        List<PlannedRow> Rows(string kind) => [.. lines[kind].Select(parts => PlannedRow.Told(parts[2], parts[3], Enum.Parse<Verdict>(parts[1])))];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
