namespace Kapture;

/// <summary>A request of the caller's own, for what has no method yet: checked and worded, and not sent yet.</summary>
public sealed class KaptureRequest
{
    /// <summary>How deep a body, or an answer, may nest.</summary>
    public const int MaximumDepth = 64;

    private readonly string _target;
    private readonly byte[] _body;

    /// <summary>Words a request.</summary>
    /// <param name="path">The path below the session's host, and a query where there is one; both go out as they are given. The first slash may be left out.</param>
    /// <param name="body">JSON text, which goes out as it is; a dictionary, a list or a single value; <see langword="null"/> for an empty object.</param>
    /// <exception cref="KaptureException">InvalidValue: the path could lead elsewhere, or the body is nothing that JSON can say.</exception>
    public KaptureRequest(string path, object? body = null)
    {
        (Path, _target) = RequestPath.Check(path);
        _body = RequestBody.Write(body);

        // Only of the path alone do the documents say that nothing changes.
        IsRead = _target == Path && (Dialect.V1.ReadsBy(Path) || Dialect.Legacy.ReadsBy(Path));
    }

    /// <summary>The path, with its first slash and without a query.</summary>
    public string Path { get; }

    /// <summary>
    /// Whether it certainly changes nothing, so that it may be repeated like any read: only on the paths of which the
    /// documents say so (search, select between dates, pull). Anything else is treated as a write.
    /// </summary>
    public bool IsRead { get; }

    internal DialectRequest Word() => new(KaptureOperation.Invoke, Path, _body) { Target = _target, IsWrite = !IsRead };
}
