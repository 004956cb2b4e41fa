using System.Globalization;
using System.Text;
using System.Text.Json;
using Kapture.Emulator;

namespace KapturePS.Soak.World;

/// <summary>A customer as the emulator has it.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The name.</param>
/// <param name="City">The city.</param>
/// <param name="Contacts">The names of its contacts.</param>
/// <param name="Text">The whole record.</param>
internal sealed record TrueCustomer(long Id, string Name, string City, IReadOnlyList<string> Contacts, string Text);

/// <summary>What the emulator holds, asked of itself past all faults.</summary>
internal static class Truth
{
    private const int PageSize = 50;

    /// <summary>Every customer that was made on one of the days, in their order.</summary>
    public static IEnumerable<TrueCustomer> Read(KaptureEmulator emulator, DateTime first, DateTime last)
    {
        for (var day = first.Date; day <= last.Date; day = day.AddDays(1))
        {
            for (var offset = 0; ; offset += PageSize)
            {
                var page = ReadPage(emulator, day, offset);
                foreach (var customer in page)
                    yield return customer;
                if (page.Count < PageSize)
                    break;
            }
        }
    }

    private static List<TrueCustomer> ReadPage(KaptureEmulator emulator, DateTime day, int offset)
    {
        var (date, end) = (Text(day), Text(emulator.Options.EndDate == EndDateReading.Exclusive ? day.AddDays(1) : day));
        var body = string.Create(CultureInfo.InvariantCulture,
            $$"""{"cm_id":"{{emulator.Options.AccountId}}","createStartDate":"{{date}}","createEndDate":"{{end}}","limit":{{PageSize}},"offset":{{offset}}}""");
        var answer = emulator.Handle("/ms/customer-search/customer-search/api/v1", "Basic " + emulator.Options.Token, Encoding.UTF8.GetBytes(body));
        using var document = JsonDocument.Parse(answer.Body);
        return [.. document.RootElement.GetProperty("message").EnumerateArray().Select(ReadCustomer)];
    }

    private static string Text(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static TrueCustomer ReadCustomer(JsonElement record) => new(
        record.GetProperty("id").GetInt64(),
        record.GetProperty("name").GetString()!,
        record.GetProperty("city").GetString()!,
        [.. record.GetProperty("contacts").EnumerateArray().Select(contact => contact.GetProperty("contactPerson").GetString()!)],
        record.GetRawText());
}
