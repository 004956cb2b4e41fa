using System.Net.Sockets;

namespace Kapture.Emulator.Server;

/// <summary>The program around the server: arguments in, exit code out.</summary>
internal static class ServerProgram
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int Usage = 2;

    public const string Help =
        """
        An emulated Kapture customer API on a loopback port.

        dotnet run --project src/Kapture.Emulator.Server -- [options]

          --port N                        the port (default 0: any that is free)
          --token T                       the API key (default emulator-token)
          --user U --password P           accept base64 of U:P as well
          --key TOKEN[=add,update,...]    a further key, for these of add, update, get, pull, addContact, or for all; repeatable
          --expired-key TOKEN             a key that has expired; repeatable
          --account N                     the account id, cm_id (default 1000298)
          --seed N                        invented customers from the start (default 0)
          --seed-start YYYY-MM-DD         the day of the first of them (default 2024-05-01)
          --seed-days N                   the days that they are spread over (default 30)
          --latency MS                    how long each request takes (default 0)
          --end-date inclusive|exclusive  how createEndDate is read (default inclusive)
          --pull-order oldest|newest      the order of a pull's customers (default oldest)
          --arrivals N                    customers that somebody else adds before each pull (default 0)
          --max-arrivals N                after so many of them no more come (default: no end)
          --max-limit N                   the most customers of a page (default: no cap)
          --failure-status 200|documented the HTTP status of failures (default 200)
          --dialect v1|legacy|both        the generations of the API that there are (default both)
          --legacy-dates any|day|time     the dates that a legacy pull accepts (default any)
          --legacy-quirks LIST            what is odd in legacy answers: none, published (the default), or of capitalised,
                                          trailingSemicolon, statusInRecord, trailingComma, trailingSpaceInKey,
                                          everyContactPrimary, customerIdInAnswer, publishedUpdateSample, joined by commas
          --match-existing                adding a known phone or email changes that customer
          --now INSTANT                   start the clock here, e.g. 2024-05-02T10:45:42Z
          --stop-with-stdin               stop when standard input ends
          --help                          this text

        GET /_emulator/stats, PUT or DELETE /_emulator/faults, POST /_emulator/reset.
        """;

    /// <summary>Runs until <paramref name="stop"/> is cancelled, or until the input ends where the arguments say so.</summary>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, Stream input, TextWriter output, TextWriter error, CancellationToken stop)
    {
        try
        {
            var line = CommandLine.Parse(arguments);
            if (line.Help)
            {
                await output.WriteLineAsync(Help).ConfigureAwait(false);
                return Success;
            }

            await ServeAsync(line, input, output, stop).ConfigureAwait(false);
            return Success;
        }
        catch (FormatException e)
        {
            await error.WriteLineAsync(e.Message + " Try --help.").ConfigureAwait(false);
            return Usage;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await error.WriteLineAsync("Cannot listen: " + e.Message).ConfigureAwait(false);
            return Failure;
        }
    }

    private static async Task ServeAsync(CommandLine line, Stream input, TextWriter output, CancellationToken stop)
    {
        var server = await EmulatorServer.StartAsync(line.Options, CancellationToken.None).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            await output.WriteLineAsync("Listening on " + server.BaseUri.GetLeftPart(UriPartial.Authority)).ConfigureAwait(false);
            await output.FlushAsync(stop).ConfigureAwait(false);
            await WaitAsync(line.StopWithInput ? input : null, stop).ConfigureAwait(false);
        }
    }

    private static async Task WaitAsync(Stream? input, CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = stop.Register(stopped.SetResult);
        await Task.WhenAny(stopped.Task, input is null ? stopped.Task : EndAsync(input)).ConfigureAwait(false);
    }

    private static async Task EndAsync(Stream input)
    {
        var scrap = new byte[256];
        while (await input.ReadAsync(scrap).ConfigureAwait(false) > 0)
        {
        }
    }
}
