using System.Diagnostics;

namespace KapturePS.Bench;

/// <summary>An emulator server in a process of its own. It ends with its standard input, so with the bench whatever happens to it.</summary>
internal sealed class EmulatorProcess : IAsyncDisposable
{
    private const string Ready = "Listening on ";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly EmulatorControl _control;

    private EmulatorProcess(Process process, Uri baseUri)
    {
        _process = process;
        BaseUri = baseUri;
        _control = new EmulatorControl(baseUri);
    }

    /// <summary>Where it listens.</summary>
    public Uri BaseUri { get; }

    /// <summary>Starts one.</summary>
    /// <param name="places">Where it was built.</param>
    /// <param name="latency">How long each request takes, in milliseconds.</param>
    /// <param name="seed">The customers that it starts with; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="BenchException">It did not start.</exception>
    public static async Task<EmulatorProcess> StartAsync(Places places, int latency, Seed? seed, CancellationToken cancellationToken)
    {
        var process = ChildProcess.Start(["dotnet", places.EmulatorServer, "--port", "0", "--stop-with-stdin", "--latency", Invariant.Text(latency), .. seed?.Arguments ?? []]);
        try
        {
            var line = await process.StandardOutput.ReadLineAsync(cancellationToken).ConfigureAwait(false);
            if (line?.StartsWith(Ready, StringComparison.Ordinal) != true)
                throw new BenchException($"The emulator did not start: {line ?? await process.StandardError.ReadToEndAsync(cancellationToken).ConfigureAwait(false)}");
            return new EmulatorProcess(process, new Uri(line[Ready.Length..] + "/"));
        }
        catch
        {
            ChildProcess.Kill(process);
            process.Dispose();
            throw;
        }
    }

    /// <summary>Runs what writes so many rows to an empty emulator, and makes sure that they have all arrived.</summary>
    /// <exception cref="BenchException">They have not.</exception>
    public async Task<T> RunAsync<T>(int rows, Func<Task<T>> run, CancellationToken cancellationToken)
    {
        await _control.ResetAsync(cancellationToken).ConfigureAwait(false);
        var result = await run().ConfigureAwait(false);
        await _control.CheckAsync(rows, cancellationToken).ConfigureAwait(false);
        return result;
    }

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        using var patience = new CancellationTokenSource(_patience);
        try
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // It does not end by itself.
        }
        finally
        {
            ChildProcess.Kill(_process);
            _process.Dispose();
        }
    }
}
