namespace Kapture;

/// <summary>
/// Lets rows about the same customer wait for each other, in the order of the rows: two changes of one customer must not
/// overtake each other, and two new rows that match must not both find nobody.
/// </summary>
internal sealed class RowTurns(BulkOptions options)
{
    private readonly object _gate = new();
    private readonly Dictionary<long, BulkRow> _byId = [];
    private readonly Dictionary<string, BulkRow> _byMatch = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gives a row its place; called in the order of the rows.</summary>
    public void Enter(BulkRow row)
    {
        if (row.CustomerId is { } id)
        {
            lock (_gate)
                Follow(_byId, id, row);
        }
        else if (options.IfExists != IfExists.Send)
        {
            row.MatchKeys = MatchKeys(row.Fields);
            lock (_gate)
            {
                foreach (var key in row.MatchKeys)
                    Follow(_byMatch, key, row);
            }
        }
    }

    /// <summary>Lets go on who waits for a row.</summary>
    public void Leave(BulkRow row)
    {
        if (row.CustomerId is null && row.MatchKeys.Length == 0)
            return;
        lock (_gate)
        {
            if (row.CustomerId is { } id)
                Forget(_byId, id, row);
            foreach (var key in row.MatchKeys)
                Forget(_byMatch, key, row);
            row.Finished?.TrySetResult(true);
        }
    }

    private static void Follow<TKey>(Dictionary<TKey, BulkRow> last, TKey key, BulkRow row)
        where TKey : notnull
    {
        if (last.TryGetValue(key, out var before) && before != row)
        {
            before.Finished ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            row.Turn = row.Turn is null ? before.Finished.Task : Task.WhenAll(row.Turn, before.Finished.Task);
        }

        last[key] = row;
    }

    private static void Forget<TKey>(Dictionary<TKey, BulkRow> last, TKey key, BulkRow row)
        where TKey : notnull
    {
        if (last.TryGetValue(key, out var latest) && latest == row)
            last.Remove(key);
    }

    private string[] MatchKeys(CustomerFields fields)
    {
        var keys = new List<string>(2);
        foreach (var by in options.MatchBy)
        {
            if (by == MatchBy.Email && !CustomerFields.IsBlank(fields.Email))
                keys.Add(fields.Email!.Trim());
            if (by == MatchBy.Phone && !CustomerFields.IsBlank(fields.Phone))
                keys.Add(CustomerKey.PhoneEnding(fields.Phone!));
        }

        return [.. keys];
    }
}
