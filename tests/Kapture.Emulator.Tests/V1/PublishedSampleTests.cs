using System.Text.Json;
using Kapture.Emulator.Tests.Support;

namespace Kapture.Emulator.Tests.V1;

/// <summary>What the vendor published, sent and answered letter for letter; only the ids are ours.</summary>
public sealed class PublishedSampleTests
{
    private const string Sashank =
        """
        {"customer_info":{"customer_name":"Sashank","phone":"9380491326","email_id":"sashank@gmail.com","organization":true},
         "enquiry_info":{"remarks":"testing"}}
        """;

    private readonly Service _service = new();

    [Fact]
    public void The_add_sample_gets_the_documented_answer()
    {
        var answer = _service.Text(Service.AddUpdatePath, Published.AddCurl);

        Assert.Equal(WithIds(Published.AddResponse, answer), answer);
        Assert.Equal(1, _service.Emulator.GetStatistics().Contacts);
    }

    [Fact]
    public void The_update_sample_gets_the_documented_answer()
    {
        var id = Ids(_service.Text(Service.AddUpdatePath, Published.AddCurl)).Customer;

        var answer = _service.Text(Service.AddUpdatePath, Published.UpdateCurl(id));

        Assert.Equal(WithIds(Published.UpdateResponse, answer), answer);
        Assert.Equal(id, Ids(answer).Customer);
        var contacts = _service.Record(id).GetProperty("contacts");
        Assert.Equal(2, contacts.GetArrayLength());
        Assert.Equal("Salman Khan", contacts[1].GetProperty("contactPerson").GetString());
        Assert.Equal(Ids(answer).Contact, contacts[1].GetProperty("id").GetInt64());
    }

    [Fact]
    public void The_record_of_get_is_the_documented_one()
    {
        var (customer, contact) = Ids(_service.Text(Service.AddUpdatePath, Sashank));

        var answer = _service.Text(Service.GetPath, $$"""[{"kapture_customer_id":"{{customer}}","email_id":"","phone":""}]""");

        Assert.Equal(Renumbered(Published.GetResponse, customer, contact), answer);
    }

    [Fact]
    public void The_record_of_pull_is_the_documented_one()
    {
        var (customer, contact) = Ids(_service.Text(Service.AddUpdatePath, Sashank));

        var answer = _service.Text(Service.PullPath, Published.PullCleaned);

        Assert.Equal(Renumbered(Published.PullResponse, customer, contact), answer);
    }

    [Fact]
    public void The_get_sample_asks_for_nobody_we_know()
    {
        Assert.Equal(
            """{"Customer Details":"Information given by you does not exist in our sytsem.","status":"failed"}""",
            _service.Text(Service.GetPath, Published.GetCurl));
    }

    [Fact]
    public void The_pull_sample_is_no_json_as_published() =>
        Assert.Equal("""{"message":"Invalid Json.","status":"failed"}""", _service.Text(Service.PullPath, Published.PullCurl));

    [Fact]
    public void Ids_start_after_the_documented_ones()
    {
        var (customer, contact) = Ids(_service.Text(Service.AddUpdatePath, Published.AddCurl));

        Assert.InRange(customer, 191690264, 199999999);
        Assert.InRange(contact, 210006002, 219999999);
    }

    private static (long Customer, long Contact) Ids(string answer)
    {
        var customer = JsonElement.Parse(answer).GetProperty("customer");
        return (customer.GetProperty("customer_id").GetInt64(), customer.GetProperty("contact_id").GetInt64());
    }

    private static string WithIds(string published, string answer)
    {
        var (customer, contact) = Ids(answer);
        return JsonText.Minified(published)
            .Replace("191690263", $"{customer}", StringComparison.Ordinal)
            .Replace("210004093", $"{contact}", StringComparison.Ordinal)
            .Replace("210006001", $"{contact}", StringComparison.Ordinal);
    }

    private static string Renumbered(string published, long customer, long contact) => JsonText.Minified(published)
        .Replace("191121684", $"{customer}", StringComparison.Ordinal)
        .Replace("209432475", $"{contact}", StringComparison.Ordinal);
}
