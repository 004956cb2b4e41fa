using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace KapturePS.Bench;

/// <summary>The peers in C#, in a process of their own: a line of JSON a round.</summary>
internal static class PeerProgram
{
    public const string Argument = "peer";

    public const string Raw = "raw";
    public const string Client = "client";

    private const string Cold = "cold";

    /// <summary>Rounds that do not count: the runtime goes on compiling better code for as long.</summary>
    public const int WarmUps = 3;

    /// <summary>The arguments for raw and client in turn, in one process, after some rounds of each that do not count.</summary>
    public static string[] InTurn(Uri baseUri, string bodies, int rounds) =>
        [Argument, "in-turn", baseUri.AbsoluteUri, bodies, rounds.ToString(CultureInfo.InvariantCulture)];

    /// <summary>The arguments for one raw round in a process that has sent nothing before, as a script's process has not.</summary>
    public static string[] ColdRaw(Uri baseUri, string bodies) => [Argument, Cold, baseUri.AbsoluteUri, bodies, "1"];

    /// <summary>The bench itself as a child with such arguments.</summary>
    public static string[] AsChild(string[] arguments) => ["dotnet", typeof(PeerProgram).Assembly.Location, .. arguments];

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (PullProgram.Knows(arguments[1]))
        {
            await PullProgram.RunAsChildAsync(arguments).ConfigureAwait(false);
            return 0;
        }

        var baseUri = new Uri(arguments[2]);
        var bodies = BodyFile.Read(arguments[3]);
        var rounds = int.Parse(arguments[4], CultureInfo.InvariantCulture);
        if (arguments[1] == Cold)
        {
            using var peer = new RawPeer(baseUri);
            Print(await TimeAsync(Raw, bodies.Length, () => peer.PostAllAsync(bodies)).ConfigureAwait(false));
            return 0;
        }

        await RunInTurnAsync(baseUri, bodies, rounds).ConfigureAwait(false);
        return 0;
    }

    private static async Task RunInTurnAsync(Uri baseUri, byte[][] bodies, int rounds)
    {
        using var raw = new RawPeer(baseUri);
        using var client = new ClientPeer(baseUri);
        using var emulator = new EmulatorControl(baseUri);
        var fields = Enumerable.Range(0, bodies.Length).Select(People.Fields).ToArray();
        for (var round = 1 - WarmUps; round <= rounds; round++)
        {
            await RoundAsync(Raw, () => raw.PostAllAsync(bodies)).ConfigureAwait(false);
            await RoundAsync(Client, () => Task.Run(() => client.AddAll(fields))).ConfigureAwait(false);

            async Task RoundAsync(string peer, Func<Task> write)
            {
                await emulator.ResetAsync(CancellationToken.None).ConfigureAwait(false);
                var result = await TimeAsync(peer, bodies.Length, write).ConfigureAwait(false);
                await emulator.CheckAsync(bodies.Length, CancellationToken.None).ConfigureAwait(false);
                if (round > 0)
                    Print(result);
            }
        }
    }

    /// <summary>Runs one round, and measures it.</summary>
    public static async Task<PeerResult> TimeAsync(string peer, int rows, Func<Task> write)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var watch = Stopwatch.StartNew();
        await write().ConfigureAwait(false);
        var elapsed = watch.Elapsed;
        return new PeerResult(peer, rows, elapsed.TotalSeconds, GC.GetTotalAllocatedBytes(precise: true) - allocated);
    }

    /// <summary>Tells the bench.</summary>
    public static void Print(PeerResult result) => Console.WriteLine(JsonSerializer.Serialize(result));

    /// <summary>What a round took.</summary>
    /// <param name="Peer">Who wrote, or pulled.</param>
    /// <param name="Rows">How many rows, or customers.</param>
    /// <param name="Seconds">From before the first request to after the last answer.</param>
    /// <param name="Allocated">Bytes allocated meanwhile, by the whole process.</param>
    /// <param name="Requests">How many requests, where the peer counts them.</param>
    internal sealed record PeerResult(string Peer, int Rows, double Seconds, long Allocated, int Requests = 0)
    {
        public bool IsRaw => Peer == Raw;
    }
}
