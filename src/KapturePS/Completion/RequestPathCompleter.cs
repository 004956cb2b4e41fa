namespace KapturePS;

/// <summary>Completes the paths that the vendor has published, those of the session's dialect first.</summary>
public sealed class RequestPathCompleter : Completer
{
    private static readonly (string Path, KaptureDialect? Dialect, string What)[] _published =
    [
        ("/search-customer-by-customer-id.html", null, "Get Customer (V1: an array of one object), Search Customer (Legacy: an object); changes nothing"),
        ("/ms/customer/customer/api/v1/add-update", KaptureDialect.V1, "Add Customer and Update Customer (V1)"),
        ("/ms/customer-search/customer-search/api/v1", KaptureDialect.V1, "Customers made in a range of dates (V1); changes nothing"),
        ("/add-update-customer-from-other-source.html", KaptureDialect.Legacy, "Add Customer and Update Customer (Legacy)"),
        ("/select-customer-between-start-and-end-dates.html", KaptureDialect.Legacy, "Customers made in a range of dates (Legacy); changes nothing"),
        ("/add-more-contacts-for-existing-customer.html", KaptureDialect.Legacy, "Adds a contact to a customer (Legacy)"),
    ];

    private protected override IEnumerable<Suggestion> Find(ArgumentCompletion completion)
    {
        var dialect = completion.FindSession()?.Dialect ?? KaptureDialect.V1;

        // The first slash may be left out.
        var word = completion with { Word = "/" + completion.Word.TrimStart('/') };
        return _published
            .OrderBy(path => path.Dialect is null || path.Dialect == dialect ? 0 : 1)
            .Where(path => word.IsBegunBy(path.Path))
            .Select(path => new Suggestion(path.Path, path.What));
    }
}
