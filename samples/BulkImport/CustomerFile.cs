using CsvHelper;

namespace BulkImport;

/// <summary>Reads a CSV file row by row: a million rows take no more memory than one.</summary>
internal static class CustomerFile
{
    public static IEnumerable<CustomerRow> Read(string path)
    {
        using var csv = CsvReader.FromFile(path);
        while (csv.Read())
            yield return new CustomerRow((int)csv.RowNumber, csv.Current.ToDictionary());
    }
}
