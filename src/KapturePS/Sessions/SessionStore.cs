using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace KapturePS;

/// <summary>The sessions of one runspace. Two runspaces never share a current session by accident.</summary>
internal sealed class SessionStore
{
    private static readonly ConditionalWeakTable<Runspace, SessionStore> _stores = new();

    private readonly List<KaptureSession> _open = [];

    /// <summary>The session that is used where none is named.</summary>
    public KaptureSession? Current { get; private set; }

    public static SessionStore OfThisRunspace() => _stores.GetValue(Runspace.DefaultRunspace, static _ => new SessionStore());

    public void Open(KaptureSession session)
    {
        _open.Add(session);
        Current = session;
    }

    /// <summary>Closes a session; no older one becomes current by itself.</summary>
    /// <param name="session">The session.</param>
    /// <param name="next">The one that is current then, where this one was.</param>
    public void Close(KaptureSession session, KaptureSession? next = null)
    {
        session.End();
        _open.Remove(session);
        if (ReferenceEquals(Current, session))
            Current = next;
    }

    public void CloseAll()
    {
        foreach (var session in _open.ToArray())
            Close(session);
    }

    public IEnumerable<KaptureSession> Find(string pattern)
    {
        var wildcard = WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase);
        return _open.Where(session => session.Connected && wildcard.IsMatch(session.Name)).ToArray();
    }
}
