using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace KapturePS;

/// <summary>What a completer may ask the engine: nothing that runs a command of the line, or evaluates a property.</summary>
internal sealed class EngineAccess
{
    // What the cloud has not brought down yet; not all frameworks have a name for it.
    private const FileAttributes RecallOnDataAccess = (FileAttributes)0x400000;

    private readonly EngineIntrinsics? _engine = Intrinsics();

    /// <summary>The columns of an object, or of the first of several; none for what is no row of a table.</summary>
    public static IReadOnlyList<string> ColumnsOf(object? value)
    {
        var several = (value is PSObject whole ? whole.BaseObject : value) as IList;
        var first = several is { Count: > 0 } ? several[0] : value;
        var plain = first is PSObject wrapped ? wrapped.BaseObject : first;

        // Objects of the service say who; no column of theirs goes out.
        if (plain is null or string or ValueType or IDictionary or IList || plain.GetType().Namespace == nameof(Kapture))
            return [];
        return [.. PSObject.AsPSObject(first!).Properties.Select(property => property.Name)];
    }

    /// <summary>The value of a variable where the line is completed; <see langword="null"/> where there is none.</summary>
    public object? ValueOf(string variable) => _engine?.SessionState.PSVariable.Get(variable)?.Value;

    /// <summary>A file at hand, to read; <see langword="null"/> where there is none, or where to read it could take long.</summary>
    public FileStream? Open(string path)
    {
        if (_engine is null || IsRemote(path))
            return null;
        var resolved = _engine.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        if (provider.Name != "FileSystem" || IsRemote(resolved))
            return null;

        // A pipe or a device has no length, and to open one could wait for ever.
        var file = new FileInfo(resolved);
        return file.Exists && file.Length > 0 && (file.Attributes & (FileAttributes.Offline | RecallOnDataAccess)) == 0
            ? new FileStream(resolved, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
            : null;
    }

    /// <summary>The properties that the engine expects of what a pipeline gives, as it completes Select-Object -Property.</summary>
    /// <param name="pipeline">Script text that ends with the pipeline.</param>
    public static IReadOnlyList<string> Infer(string pipeline)
    {
        var line = pipeline + " | Microsoft.PowerShell.Utility\\Select-Object -Property ";
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        var names = CommandCompletion.CompleteInput(line, line.Length, null, shell).CompletionMatches
            .Where(match => match.ResultType == CompletionResultType.Property)
            .Select(match => match.ListItemText)
            .ToArray();

        // What is known to be some object and no more has the members of the engine's own wrapping.
        return Array.Exists(names, name => name == nameof(PSObject.ImmediateBaseObject))
            ? Array.FindAll(names, name => typeof(PSObject).GetProperty(name) is null)
            : names;
    }

    // Shares, and on Windows devices too: who presses Tab does not wait for a network.
    private static bool IsRemote(string path) => path.Length > 1 && path[0] is '\\' or '/' && path[1] is '\\' or '/';

    private static EngineIntrinsics? Intrinsics()
    {
        if (Runspace.DefaultRunspace is null)
            return null;
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        return shell.AddCommand("Microsoft.PowerShell.Utility\\Get-Variable").AddParameter("Name", "ExecutionContext").AddParameter("ValueOnly")
            .Invoke<EngineIntrinsics>().FirstOrDefault();
    }
}
