using System.Globalization;
using System.Runtime.CompilerServices;

namespace Kapture;

/// <summary>
/// What tells one row's customer from another's when an answer was lost: which rows are on their way at this moment, and
/// whose the customers are that have been told lately.
/// </summary>
internal sealed class WritesUnderWay
{
    private readonly object _gate = new();
    private readonly HashSet<BulkRow> _rows = [];
    private readonly LatestNumbers _told = new();
    private readonly LatestNumbers _untold = new();
    private readonly LatestNumbers _toldContacts = new();
    private readonly LatestNumbers _untoldContacts = new();

    /// <summary>A row goes out.</summary>
    [MethodImpl(HotPath.Compile)]
    public void Enter(BulkRow row)
    {
        lock (_gate)
            _rows.Add(row);
    }

    /// <summary>A row has come back.</summary>
    /// <param name="row">The row.</param>
    /// <param name="changed">The customer that it was to change; <see langword="null"/> where it was to make one.</param>
    /// <param name="fields">What was sent.</param>
    /// <param name="result">What it was told; <see langword="null"/> where it has not arrived.</param>
    [MethodImpl(HotPath.Compile)]
    public void Leave(BulkRow row, long? changed, CustomerFields fields, WriteResult? result)
    {
        lock (_gate)
        {
            _rows.Remove(row);
            if (result is null)
                return;
            if (changed is { } customerId)
                RememberContacts(customerId, fields.Contacts, result.ContactId);
            else if (result.CustomerId is { } id)
                _told.Add(id);
            else
                AddMarks(_untold, fields.Name, fields.Phone, fields.Email);
        }
    }

    /// <summary>A row of this run has arrived in an earlier one. The ids that it was told the journal knows.</summary>
    /// <param name="row">The row.</param>
    /// <param name="entry">What the journal knows of it.</param>
    public void Resume(BulkRow row, JournalRow entry)
    {
        if (row.Operation == KaptureOperation.Update || (row.Operation == KaptureOperation.Add ? entry.CustomerId : entry.ContactId) is not null)
            return;
        lock (_gate)
        {
            if (row.CustomerId is { } customerId)
                RememberContacts(customerId, row.Fields.Contacts, null);
            else
                AddMarks(_untold, row.Fields.Name, row.Fields.Phone, row.Fields.Email);
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
    /// <param name="others">What the journal knows of other rows alike.</param>
    public Claim TryClaim(BulkRow row, long customerId, OtherRows others)
    {
        lock (_gate)
        {
            if (_told.Contains(customerId))
                return Claim.Others;
            if (HasTwinUnderWay(row))
                return Claim.Open;
            if (others.HasUntold || Marks(row.Fields.Name, row.Fields.Phone, row.Fields.Email).Any(_untold.Contains))
                return Claim.Unclear;
            _told.Add(customerId);
            return Claim.Own;
        }
    }

    /// <summary>Takes a contact for one row, likewise. Rows about one customer never are on their way together.</summary>
    /// <param name="customerId">The customer.</param>
    /// <param name="wanted">What was sent of the contact.</param>
    /// <param name="contact">The contact that was found.</param>
    /// <param name="others">What the journal knows of other rows alike.</param>
    public Claim TryClaim(long customerId, ContactFields wanted, Contact contact, OtherRows others)
    {
        lock (_gate)
        {
            if (_toldContacts.Contains(contact.Id) || others.ContactIds.Contains(contact.Id))
                return Claim.Others;
            if (!StoredFields.MayBeCalled(wanted, contact) || others.HasUntoldContact || Marks(Text(customerId), contact.Phone, contact.Email).Any(_untoldContacts.Contains))
                return Claim.Unclear;
            _toldContacts.Add(contact.Id);
            return Claim.Own;
        }
    }

    /// <summary>Whether a customer is known to be some row's.</summary>
    public bool IsTold(long customerId)
    {
        lock (_gate)
            return _told.Contains(customerId);
    }

    private bool HasTwinUnderWay(BulkRow row) =>
        _rows.Any(other => other != row && other.CustomerId is null && IsTwin(other.Fields, row.Fields));

    // As loose as what a look-up finds: the same name, under the same phone or the same email.
    private static bool IsTwin(CustomerFields one, CustomerFields other) =>
        string.Equals(one.Name?.Trim(), other.Name?.Trim(), StringComparison.OrdinalIgnoreCase)
        && ((!CustomerFields.IsBlank(one.Phone) && CustomerKey.SamePhone(other.Phone, one.Phone!))
            || (!CustomerFields.IsBlank(one.Email) && string.Equals(one.Email!.Trim(), other.Email?.Trim(), StringComparison.OrdinalIgnoreCase)));

    private void RememberContacts(long customerId, IList<ContactFields> contacts, long? contactId)
    {
        foreach (var contact in contacts)
        {
            if (contact.Id is not null)
                continue;

            // The answer tells one id, however many contacts there were.
            if (contactId is { } id && contacts.Count == 1)
                _toldContacts.Add(id);
            else
                AddMarks(_untoldContacts, Text(customerId), contact.Phone, contact.Email);
        }
    }

    private static void AddMarks(LatestNumbers marks, string? whose, string? phone, string? email)
    {
        foreach (var mark in Marks(whose, phone, email))
            marks.Add(mark);
    }

    // Rows that could be twins have one in common; rows that are none hardly ever.
    private static IEnumerable<long> Marks(string? whose, string? phone, string? email)
    {
        if (!CustomerFields.IsBlank(phone))
            yield return Mark(whose, CustomerKey.PhoneEnding(phone!));
        if (!CustomerFields.IsBlank(email))
            yield return Mark(whose, email!.Trim());
    }

    private static long Mark(string? whose, string reach) =>
        ((long)StringComparer.OrdinalIgnoreCase.GetHashCode(whose?.Trim() ?? string.Empty) << 32) | (uint)StringComparer.OrdinalIgnoreCase.GetHashCode(reach);

    private static string Text(long customerId) => customerId.ToString(CultureInfo.InvariantCulture);
}
