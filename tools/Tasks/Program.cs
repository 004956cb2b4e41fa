using KapturePS.Tasks;

// What ./build.sh TASK and ./build.ps1 TASK do, the same from either shell.
var repository = Repository.Find();
try
{
    return args switch
    {
        ["build"] => BuildTask.Run(repository),
        ["demo"] => DemoTask.Run(repository),
        ["test"] => TestTask.Run(repository),
        ["bench", .. var rest] => ProgramTask.Run(repository, "KapturePS.Bench", rest),
        ["soak", .. var rest] => ProgramTask.Run(repository, "KapturePS.Soak", rest),
        ["help"] => HelpTask.Run(repository),
        ["package", .. var rest] => PackageTask.Run(repository, rest),
        _ => Usage(),
    };
}
catch (CommandFailedException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static int Usage()
{
    Console.Error.WriteLine("""
        usage: build.sh TASK   or   build.ps1 TASK
          build   the importable module, in out/KapturePS
          demo    import, look, edit and pull back, against the emulator
          test    every test; the last line counts them
          package the package for the PowerShell Gallery, a zip, hashes and a bill of materials, in artifacts/package
          bench   measures it all, into bench/results.md; bench --help says what else it takes
          soak    two million operations with faults of every kind; soak --save into soak/results.md, soak --help says what else it takes
          help    the help of the cmdlets: refreshes docs/cmdlets, makes the MAML of it (needs Microsoft.PowerShell.PlatyPS)
        """);
    return 2;
}
