using KapturePS.Soak.Reporting;

namespace KapturePS.Soak;

/// <summary>Runs the parts of the soak, tells of them, and keeps the results where it is asked to.</summary>
internal sealed class Conductor(Options options)
{
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var scratch = Directory.CreateTempSubdirectory("kaptureps-soak-").FullName;
        try
        {
            Console.WriteLine($"seed: {options.Seed}");
            var plan = new SoakPlan(options.Operations, options.Seed) { Epoch = options.Epoch, Throttle = options.Throttle };
            var result = await new SoakRun(plan, scratch, line => Console.WriteLine("  " + line)).RunAsync(cancellationToken).ConfigureAwait(false);
            var report = new Report(result);
            foreach (var line in report.Lines)
                Console.WriteLine(line);
            return report.IsGood;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }
}
