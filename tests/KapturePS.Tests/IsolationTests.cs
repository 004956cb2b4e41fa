using Kapture;

namespace KapturePS.Tests;

public class IsolationTests
{
    // What the private load context hands over; whatever these need is found there and nowhere else.
    private static readonly string[] _own = ["Kapture.Client", "Kapture.Emulator"];

    [Fact]
    public void The_cmdlets_refer_to_nothing_that_is_isolated()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var foreign = typeof(ConnectKaptureCommand).Assembly.GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => name != "System.Management.Automation" && !_own.Contains(name) && !File.Exists(Path.Combine(framework, name + ".dll")));

        Assert.Empty(foreign);
    }

    [Fact]
    public void The_client_does_refer_to_what_has_to_be_isolated()
    {
        var references = typeof(KaptureClient).Assembly.GetReferencedAssemblies().Select(reference => reference.Name);

        Assert.Contains("Microsoft.Extensions.Http", references);
        Assert.Contains("Polly.Core", references);
    }

    [Fact]
    public void No_cmdlet_shows_a_type_that_is_isolated()
    {
        var allowed = new[] { typeof(ConnectKaptureCommand).Assembly, typeof(KaptureClient).Assembly, typeof(System.Management.Automation.PSCmdlet).Assembly, typeof(Uri).Assembly, typeof(object).Assembly };
        var shown = Contract.Cmdlets.SelectMany(Contract.Parameters).Select(parameter => Contract.Bare(parameter.PropertyType).Assembly);

        Assert.All(shown, assembly => Assert.True(allowed.Contains(assembly) || assembly.FullName!.StartsWith("System.", StringComparison.Ordinal), assembly.FullName));
    }
}
