namespace KapturePS.Tests;

public class ReadmeTests
{
    [Fact]
    public void The_first_script_of_the_readme_is_the_sample_that_is_run()
    {
        var script = Repository.Read(Path.Combine("samples", "FirstScript.ps1")).TrimEnd();

        Assert.Contains($"```powershell\n{script}\n```", Repository.Read("README.md"), StringComparison.Ordinal);
    }
}
