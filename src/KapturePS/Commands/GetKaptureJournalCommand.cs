using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <summary>Reads back what a journal says of each row, in the order in which the rows were first begun.</summary>
[Cmdlet(VerbsCommon.Get, "KaptureJournal", DefaultParameterSetName = ByPath, HelpUri = HelpPages.Folder + "Get-KaptureJournal.md")]
[OutputType(typeof(JournalEntry))]
public sealed class GetKaptureJournalCommand : StoppableCommand
{
    private const string ByPath = "Path";
    private const string ByLiteralPath = "LiteralPath";

    /// <summary>The journals; wildcards find several.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByPath, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "The file that a run with -Journal has left.")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The journals, by names that may have brackets in them; files from Get-ChildItem come this way.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByLiteralPath, ValueFromPipelineByPropertyName = true, HelpMessage = "The file that a run with -Journal has left.")]
    [ValidateNotNullOrEmpty]
    [Alias("PSPath", "LP", "FullName")]
    public string[] LiteralPath { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var path in ParameterSetName == ByPath ? Path : LiteralPath)
        {
            try
            {
                foreach (var file in Resolve(path))
                    Write(Read(file));
            }
            catch (KaptureException e)
            {
                Report(e, path);
            }
            catch (ItemNotFoundException e)
            {
                WriteError(new ErrorRecord(e, "PathNotFound", ErrorCategory.ObjectNotFound, path));
            }
            catch (SessionStateException e)
            {
                // No such drive, or no such provider.
                WriteError(new ErrorRecord(e.ErrorRecord, e));
            }
        }
    }

    // On another thread: a share that does not answer keeps nobody from stopping.
    private IEnumerable<JournalEntry> Read(string file) => Await(Task.Run(() => Journal.Read(file, StopToken), StopToken));

    private void Write(IEnumerable<JournalEntry> entries)
    {
        foreach (var entry in entries)
        {
            LongIds.Mark(entry);
            WriteObject(entry);
        }
    }

    private IEnumerable<string> Resolve(string path)
    {
        ProviderInfo provider;
        IEnumerable<string> files = ParameterSetName == ByPath
            ? GetResolvedProviderPathFromPSPath(path, out provider)
            : [SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _)];
        JournalPath.Check(provider, path);

        // A literal path has not been looked for yet; what can be no path is the journal's to refuse.
        if (ParameterSetName == ByLiteralPath && path.IndexOf('\0') < 0 && !InvokeProvider.Item.Exists(path, force: true, literalPath: true))
            throw new ItemNotFoundException($"Cannot find path '{path}' because it does not exist.");
        return files;
    }
}
