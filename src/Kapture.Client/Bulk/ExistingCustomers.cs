namespace Kapture;

/// <summary>Finds the customer that an added row is about, where there is one.</summary>
internal sealed class ExistingCustomers(KaptureClient client, IReadOnlyList<MatchBy> matchBy)
{
    /// <summary>Looks a row's customer up.</summary>
    /// <returns>The customer and what it was found by; <see langword="null"/> where there is none.</returns>
    /// <exception cref="KaptureException">MissingField: the row has nothing to be found by; NotInDialect; any failure of the look-up.</exception>
    public async Task<(Customer Customer, MatchBy By)?> FindAsync(BulkRow row, CancellationToken cancellationToken)
    {
        var asked = false;
        foreach (var by in matchBy)
        {
            var value = by == MatchBy.Email ? row.Fields.Email : row.Fields.Phone;
            if (CustomerFields.IsBlank(value))
                continue;
            asked = true;
            var key = by == MatchBy.Email ? CustomerKey.ByEmail(value!) : CustomerKey.ByPhone(value!);
            if (!client.Dialect.FindsBy(key.Kind))
                throw new KaptureException(KaptureErrorId.NotInDialect, $"The {client.Dialect} dialect finds customers only by id, so -IfExists has nobody to look for; V1 finds them by email and phone. Send the row without -IfExists, or connect with V1.");
            if (await client.TryGetCustomerAsync(key, row.Call, cancellationToken).ConfigureAwait(false) is { } customer)
                return (customer, by);
        }

        return asked ? null : throw KaptureException.Missing($"{string.Join(" and ", matchBy)} {(matchBy.Count == 1 ? "is" : "are")} missing: the row is to be looked up by {(matchBy.Count == 1 ? "it" : "them")} (-MatchBy) before it is sent.");
    }
}
