using System.Globalization;
using System.Text.Json;

namespace KapturePS.Bench;

/// <summary>The peers of the pull, in a process of their own: a line of JSON a round.</summary>
internal static class PullProgram
{
    private const string InTurnMode = "pull-in-turn";
    private const string RawMode = "pull-raw";
    private const string PageMode = "pull-page";

    public static bool Knows(string mode) => mode is InTurnMode or RawMode or PageMode;

    /// <summary>The arguments for raw and client in turn, in one process, after some rounds of each that do not count.</summary>
    public static string[] InTurn(Uri baseUri, SeededDays days, int rounds) => Arguments(InTurnMode, baseUri, days, rounds);

    /// <summary>The arguments for one raw round with so many days at once, after one page that does not count.</summary>
    public static string[] Raw(Uri baseUri, SeededDays days, int daysAtOnce) => Arguments(RawMode, baseUri, days, daysAtOnce);

    /// <summary>The arguments for the first page of some days, so many times after one that does not count.</summary>
    public static string[] Page(Uri baseUri, SeededDays days, int times) => Arguments(PageMode, baseUri, days, times);

    /// <summary>Runs a child with such arguments.</summary>
    /// <returns>Its rounds.</returns>
    /// <exception cref="BenchException">It failed.</exception>
    public static async Task<IReadOnlyList<PeerProgram.PeerResult>> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var (output, _) = await ChildProcess.RunAsync(PeerProgram.AsChild(arguments), cancellationToken).ConfigureAwait(false);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<PeerProgram.PeerResult>(line)!)];
    }

    /// <summary>Is such a child.</summary>
    public static Task RunAsChildAsync(string[] arguments)
    {
        var baseUri = new Uri(arguments[2]);
        var first = DateTime.ParseExact(arguments[3], "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var numbers = arguments.Skip(4).Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        var days = new SeededDays(first, numbers[0], numbers[1]);
        return arguments[1] switch
        {
            InTurnMode => RunInTurnAsync(baseUri, days, numbers[2]),
            RawMode => RunRawAsync(baseUri, days, numbers[2]),
            _ => RunPageAsync(baseUri, days, numbers[2]),
        };
    }

    private static string[] Arguments(string mode, Uri baseUri, SeededDays days, int number) =>
        [PeerProgram.Argument, mode, baseUri.AbsoluteUri, Invariant.Day(days.First), Invariant.Text(days.Days), Invariant.Text(days.Customers), Invariant.Text(number)];

    private static async Task RunInTurnAsync(Uri baseUri, SeededDays days, int rounds)
    {
        using var raw = new RawPull(baseUri);
        using var client = new ClientPull(baseUri);
        using var emulator = new EmulatorControl(baseUri);
        await client.CountAsync(days, []).ConfigureAwait(false);
        for (var round = 1 - PeerProgram.WarmUps; round <= rounds; round++)
        {
            var pages = await RoundAsync(PeerProgram.Raw, () => raw.CountAsync(days, ClientPull.DaysAtOnce)).ConfigureAwait(false);
            var asked = await RoundAsync(PeerProgram.Client, () => client.CountAsync(days)).ConfigureAwait(false);

            // More than these are the client's own loss.
            if (asked < pages)
                throw new BenchException($"The client asked for {asked} pages and the raw peer for {pages}: they do not download the same.");

            async Task<int> RoundAsync(string peer, Func<Task> pull)
            {
                await emulator.ResetAsync(CancellationToken.None).ConfigureAwait(false);
                var result = await PeerProgram.TimeAsync(peer, days.Customers, pull).ConfigureAwait(false);
                var requests = await emulator.CountPullsAsync(CancellationToken.None).ConfigureAwait(false);
                if (round > 0)
                    PeerProgram.Print(result with { Requests = requests });
                return requests;
            }
        }
    }

    private static async Task RunRawAsync(Uri baseUri, SeededDays days, int daysAtOnce)
    {
        using var peer = new RawPull(baseUri);
        await peer.DownloadAsync(days.First).ConfigureAwait(false);
        var before = peer.Requests;
        var result = await PeerProgram.TimeAsync(PeerProgram.Raw, days.Customers, () => peer.CountAsync(days, daysAtOnce)).ConfigureAwait(false);
        PeerProgram.Print(result with { Requests = peer.Requests - before });
    }

    private static async Task RunPageAsync(Uri baseUri, SeededDays days, int times)
    {
        using var peer = new RawPull(baseUri);
        await peer.DownloadAsync(days.First).ConfigureAwait(false);
        for (var i = 0; i < times; i++)
            PeerProgram.Print(await PeerProgram.TimeAsync(PeerProgram.Raw, RawPull.PageSize, () => peer.DownloadAsync(days.First)).ConfigureAwait(false));
    }
}
