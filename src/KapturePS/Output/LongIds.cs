using System.Management.Automation;
using System.Runtime.CompilerServices;
using Kapture;

namespace KapturePS;

/// <summary>
/// Gives objects whose ids are too long for the columns of their table a second type name, by which the format file wraps their
/// row in place of cutting the id short: the conditions that a format file can have are not asked in tables.
/// </summary>
internal static class LongIds
{
    // What the columns of KapturePS.Format.ps1xml hold.
    private const long LongestId = 999_999_999_999;
    private const int LongestRow = 9_999_999;

    /// <summary>Marks an object, and the contacts in it, where that is needed.</summary>
    [MethodImpl(HotPath.Compile)]
    public static void Mark(object result)
    {
        switch (result)
        {
            case WriteResult written when written.CustomerId > LongestId || written.ContactId > LongestId || written.Row > LongestRow:
            case JournalEntry entry when entry.CustomerId > LongestId || entry.Row > LongestRow:
            case Contact contact when contact.Id > LongestId || contact.CustomerId > LongestId:
                AddName(result);
                break;
            case Customer customer:
                if (customer.Id > LongestId)
                    AddName(customer);
                foreach (var contact in customer.Contacts)
                    Mark(contact);
                break;
        }
    }

    // The engine remembers the names of an object as long as the object lives. The first stays the first: scripts ask for it.
    private static void AddName(object value) => PSObject.AsPSObject(value).TypeNames.Insert(1, value.GetType().FullName + "#LongId");
}
