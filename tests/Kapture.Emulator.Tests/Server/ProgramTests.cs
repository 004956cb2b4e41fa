using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using Kapture.Emulator.Server;
using Kapture.Emulator.Tests.Support;

namespace Kapture.Emulator.Tests.Server;

public sealed class ProgramTests
{
    // Milliseconds after which a test that waits for the program has failed.
    private const int Patience = 30_000;

    [Fact]
    public async Task Help_goes_to_the_output_and_names_every_option()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);

        Assert.Equal(0, await RunAsync(["--help"], output));

        foreach (var option in (string[])["--port", "--token", "--user", "--password", "--account", "--seed ", "--seed-start", "--seed-days", "--latency", "--end-date", "--max-limit", "--failure-status", "--match-existing", "--key", "--expired-key", "--dialect", "--legacy-dates", "--legacy-quirks", "--now", "--stop-with-stdin", "--help"])
            Assert.Contains(option, output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_argument_is_exit_code_2_and_one_line_of_error()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);

        Assert.Equal(2, await RunAsync(["--port", "x"], output, error));

        Assert.Equal("--port takes a whole number from 0 to 65535, not 'x'. Try --help." + Environment.NewLine, error.ToString());
        Assert.Empty(output.ToString());
    }

    [Fact]
    public async Task A_taken_port_is_exit_code_1()
    {
        await using var server = await EmulatorServer.StartAsync();
        using var error = new StringWriter(CultureInfo.InvariantCulture);

        Assert.Equal(1, await RunAsync(["--port", $"{server.BaseUri.Port}"], error: error));

        Assert.StartsWith("Cannot listen: ", error.ToString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task It_stops_with_its_input_where_told_so()
    {
        var input = new Pipe();
        var output = new Pipe();
        using var lines = new StreamReader(output.Reader.AsStream());
        await using var writer = new StreamWriter(output.Writer.AsStream());
        var running = ServerProgram.RunAsync(["--stop-with-stdin"], input.Reader.AsStream(), writer, TextWriter.Null, CancellationToken.None);
        Assert.Matches("^Listening on http://127\\.0\\.0\\.1:[1-9][0-9]*$", await lines.ReadLineAsync());
        Assert.False(running.IsCompleted);

        await input.Writer.CompleteAsync();

        Assert.Equal(0, await running);
    }

    [Fact(Timeout = Patience)]
    public async Task It_ignores_the_end_of_its_input_otherwise_and_stops_when_told()
    {
        var output = new Pipe();
        using var lines = new StreamReader(output.Reader.AsStream());
        await using var writer = new StreamWriter(output.Writer.AsStream());
        using var stop = new CancellationTokenSource();
        var running = ServerProgram.RunAsync([], Stream.Null, writer, TextWriter.Null, stop.Token);
        var address = (await lines.ReadLineAsync())!["Listening on ".Length..];

        using var client = new HttpClient();
        Assert.Contains("\"customers\": 0", await client.GetStringAsync(new Uri(address + "/_emulator/stats")), StringComparison.Ordinal);
        await stop.CancelAsync();

        Assert.Equal(0, await running);
    }

    [Fact(Timeout = Patience)]
    public async Task The_program_serves_as_a_process_of_its_own()
    {
        using var process = Start("--seed", "5", "--stop-with-stdin");
        var address = (await process.StandardOutput.ReadLineAsync())!["Listening on ".Length..];
        using var client = new HttpClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", Service.Key);
        using var content = new StringContent("""[{"kapture_customer_id":191700004}]""");

        using var response = await client.PostAsync(new Uri(address + Service.GetPath), content);
        Assert.Contains("\"id\":191700004", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        Assert.Empty(await process.StandardOutput.ReadToEndAsync());
        Assert.Empty(await process.StandardError.ReadToEndAsync());
    }

    [Fact(Timeout = Patience)]
    public async Task A_termination_signal_is_an_orderly_stop()
    {
        if (OperatingSystem.IsWindows())
            return;

        using var process = Start("--stop-with-stdin");
        Assert.NotNull(await process.StandardOutput.ReadLineAsync());

        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync();

        Assert.Equal(0, process.ExitCode);
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [typeof(EmulatorServer).Assembly.Location, .. arguments])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static Task<int> RunAsync(string[] arguments, TextWriter? output = null, TextWriter? error = null) =>
        ServerProgram.RunAsync(arguments, Stream.Null, output ?? TextWriter.Null, error ?? TextWriter.Null, CancellationToken.None);
}
