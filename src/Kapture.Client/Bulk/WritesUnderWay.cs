using System.Runtime.CompilerServices;

namespace Kapture;

/// <summary>
/// What tells one row's customer from another's when an answer was lost: which rows are on their way at this moment, and
/// whose the customers are that have been told lately.
/// </summary>
internal sealed class WritesUnderWay
{
    // Ids of more rows than can come between a write and the look-up that asks for it.
    private const int Remembered = 1 << 16;

    private readonly object _gate = new();
    private readonly HashSet<BulkRow> _rows = [];
    private readonly long[] _told = new long[Remembered];
    private int _count;
    private int _next;

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

    /// <summary>Whether a row is on its way whose customer could pass for that of this one.</summary>
    public bool HasTwin(BulkRow row)
    {
        lock (_gate)
            return HasTwinUnderWay(row);
    }

    /// <summary>Takes a customer for one row; nobody else can take it then.</summary>
    /// <param name="row">The row.</param>
    /// <param name="customerId">The customer.</param>
    /// <returns>Whether it is nobody's yet; <see langword="null"/> where a row that has set out meanwhile may have made it.</returns>
    public bool? TryClaim(BulkRow row, long customerId)
    {
        lock (_gate)
        {
            if (IsRemembered(customerId))
                return false;
            if (HasTwinUnderWay(row))
                return null;
            Remember(customerId);
            return true;
        }
    }

    /// <summary>Whether a customer is known to be some row's.</summary>
    public bool IsTold(long customerId)
    {
        lock (_gate)
            return IsRemembered(customerId);
    }

    private bool HasTwinUnderWay(BulkRow row) =>
        _rows.Any(other => other != row && other.CustomerId is null && IsTwin(other.Fields, row.Fields));

    // As loose as what a look-up finds: the same name, under the same phone or the same email.
    private static bool IsTwin(CustomerFields one, CustomerFields other) =>
        string.Equals(one.Name?.Trim(), other.Name?.Trim(), StringComparison.OrdinalIgnoreCase)
        && ((!CustomerFields.IsBlank(one.Phone) && CustomerKey.SamePhone(other.Phone, one.Phone!))
            || (!CustomerFields.IsBlank(one.Email) && string.Equals(one.Email!.Trim(), other.Email?.Trim(), StringComparison.OrdinalIgnoreCase)));

    private void Remember(long id)
    {
        // The oldest makes room.
        _told[_next] = id;
        _next = (_next + 1) % Remembered;
        _count = Math.Min(_count + 1, Remembered);
    }

    private bool IsRemembered(long id) => Array.IndexOf(_told, id, 0, _count) >= 0;
}
