using System.Runtime.CompilerServices;

namespace Kapture;

/// <summary>
/// What tells one row's customer from another's when an answer was lost: which rows are on their way at this moment, and
/// whose the customers are that have been told lately.
/// </summary>
internal sealed class WritesUnderWay
{
    // Ids of more rows than can come between a write and the look-up that asks for it.
    private const int Remembered = 1 << 18;

    private readonly object _gate = new();
    private readonly HashSet<BulkRow> _rows = [];
    private readonly List<long> _told = [];
    private int _oldest;

    /// <summary>A row goes out.</summary>
    [MethodImpl(HotPath.Compile)]
    public void Enter(BulkRow row)
    {
        lock (_gate)
            _rows.Add(row);
    }

    /// <summary>A row has come back.</summary>
    /// <param name="row">The row.</param>
    /// <param name="customerId">The customer that it made; <see langword="null"/> where nobody knows.</param>
    [MethodImpl(HotPath.Compile)]
    public void Leave(BulkRow row, long? customerId)
    {
        lock (_gate)
        {
            _rows.Remove(row);
            if (customerId is { } id)
                Remember(id);
        }
    }

    /// <summary>Whether a row is on its way that would look the same in the service.</summary>
    public bool HasTwin(BulkRow row)
    {
        lock (_gate)
            return _rows.Any(other => other != row && other.CustomerId is null && IsTwin(other.Fields, row.Fields));
    }

    /// <summary>Takes a customer for one row; nobody else can take it then.</summary>
    /// <param name="customerId">The customer.</param>
    /// <returns>Whether it is nobody's yet.</returns>
    public bool TryClaim(long customerId)
    {
        lock (_gate)
        {
            if (_told.Contains(customerId))
                return false;
            Remember(customerId);
            return true;
        }
    }

    /// <summary>Whether a customer is known to be some row's.</summary>
    public bool IsTold(long customerId)
    {
        lock (_gate)
            return _told.Contains(customerId);
    }

    private static bool IsTwin(CustomerFields one, CustomerFields other) =>
        one.Name == other.Name && one.Phone == other.Phone && one.Email == other.Email;

    private void Remember(long id)
    {
        if (_told.Count < Remembered)
        {
            _told.Add(id);
            return;
        }

        _told[_oldest] = id;
        _oldest = (_oldest + 1) % Remembered;
    }
}
