using Kapture.Emulator.Tests.Support;

namespace Kapture.Emulator.Tests.Legacy;

/// <summary>What the legacy pages published, sent and answered letter for letter; only the ids are ours, and white space is left out.</summary>
public sealed class PublishedSampleTests
{
    private readonly Service _service = new(new EmulatorOptions { AccountId = 396 });

    [Fact]
    public void The_add_sample_gets_the_published_answer()
    {
        Assert.Equal(JsonText.Minified(PublishedLegacy.AddResponse), _service.Text(Service.LegacyAddUpdatePath, PublishedLegacy.Add));
        Assert.Equal(1, _service.Emulator.GetStatistics().Customers);
    }

    [Fact]
    public void The_update_sample_gets_what_its_answer_was_meant_to_be()
    {
        var id = _service.Add("""{"customer_name":"A","phone":"1"}""");

        Assert.Equal("""{"message":"Customer Updated Successfully","status":"success"}""", _service.Text(Service.LegacyAddUpdatePath, Update(id)));
        var record = _service.Record(id);
        Assert.Equal(
            ("rahul", "bangalore", "1", "karanataka"),
            (record.GetProperty("name").GetString(), record.GetProperty("city").GetString(), record.GetProperty("customerCode").GetString(), record.GetProperty("state").GetString()));
        Assert.False(record.TryGetProperty("additional_fields", out _));
    }

    [Fact]
    public void The_update_sample_gets_the_published_bytes_where_they_are_ordered()
    {
        var service = new Service(new EmulatorOptions { LegacyQuirks = LegacyQuirks.PublishedUpdateSample, Quirks = EmulatorQuirks.CapitalisedStatus });
        var id = service.Add("""{"customer_name":"A","phone":"1"}""");

        Assert.Equal(PublishedLegacy.UpdateResponse, service.Text(Service.LegacyAddUpdatePath, Update(id)));
    }

    [Fact]
    public void The_record_of_get_is_the_published_one()
    {
        _service.Clock.Now = India(new DateTime(2016, 3, 3, 13, 38, 59, 631));
        var id = Added(
            """
            {"customer_info":{"customer_name":"Nikesh","phone":"999999911","email_id":"help@kapturecrm.com","city":"bangalore","state":"karnataka",
                              "country":"india","type":"t","zone":"2"},
             "contact_info":[{"contact_person_name":"nikesh","contact_person_phone":"999999911"}],"enquiry_info":{"remarks":"r"}}
            """);
        _service.Clock.Now = India(new DateTime(2016, 4, 15, 13, 43, 33));
        _service.Text(Service.AddContactPath, $$"""{"customer_id":"{{id}}","name":"nikesh","phone":"8867148604","email":"test@kapturecrm.com"}""");

        var answer = _service.Text(Service.GetPath, $$"""{"customer_id":"{{id}}"}""");

        Assert.Equal(Renumbered(PublishedLegacy.GetResponse, id, ["286829"], ["365384", "365448"]), answer);
    }

    [Fact]
    public void The_record_of_pull_is_the_published_one()
    {
        _service.Clock.Now = India(new DateTime(2016, 4, 29, 22, 37, 14, 259));
        var id = Added(
            """
            {"customer_info":{"customer_name":"Chandran","phone":"999999100","email_id":"help@adjetter.in","state":"Karnataka","pincode":"560009",
                              "address":"No. 25,Virrudhi Complex, Leela Palace Road, Domlur , "},
             "contact_info":[{"contact_person_name":"Chandran ","contact_person_phone":"999999100","gender":"Male"}],"enquiry_info":{"remarks":"r"}}
            """);

        var answer = _service.Text(Service.LegacyPullPath, Service.LegacyPullBody("2016-04-29", "2016-04-29"));

        Assert.Equal(Renumbered(PublishedLegacy.PullResponse, id, ["287230"], ["365799"]), answer);
    }

    [Fact]
    public void The_pull_sample_asks_for_a_day_of_nobody() =>
        Assert.Equal("""{"message":[],"status":"success"}""", _service.Text(Service.LegacyPullPath, PublishedLegacy.Pull));

    [Fact]
    public void The_contact_sample_gets_the_published_answer_once_it_says_whose()
    {
        var id = _service.Add("""{"customer_name":"A","phone":"1"}""");

        var answer = _service.Text(Service.AddContactPath, PublishedLegacy.AddContact.Replace("{", $$"""{"customer_id":"{{id}}",""", StringComparison.Ordinal));

        Assert.Equal(JsonText.Minified(PublishedLegacy.AddResponse), answer);
        Assert.Equal("adjetter", _service.Record(id).GetProperty("contacts")[1].GetProperty("contactPerson").GetString());
    }

    [Theory]
    [InlineData(Service.LegacyAddUpdatePath, PublishedLegacy.Add)]
    [InlineData(Service.LegacyAddUpdatePath, PublishedLegacy.Update)]
    [InlineData(Service.AddContactPath, PublishedLegacy.AddContact)]
    [InlineData(Service.GetPath, PublishedLegacy.Get)]
    [InlineData(Service.LegacyPullPath, PublishedLegacy.Pull)]
    public void A_wrong_key_gets_the_published_failure(string path, string body)
    {
        Assert.Equal("""{"Message":"Auth Key Invalid","Status":"Fail"}""", _service.Text(path, body, "Basic wrong"));
        Assert.Equal(0, _service.Emulator.GetStatistics().Customers);
    }

    private static DateTimeOffset India(DateTime wallClock) => new(wallClock, new TimeSpan(5, 30, 0));

    private static string Update(long id) => PublishedLegacy.Update.Replace("272930", $"{id}", StringComparison.Ordinal);

    private long Added(string body) => _service.Write(body).GetProperty("customer").GetProperty("customer_id").GetInt64();

    private string Renumbered(string published, long id, string[] customerIds, string[] contactIds)
    {
        var text = JsonText.Minified(published);
        foreach (var customerId in customerIds)
            text = text.Replace(customerId, $"{id}", StringComparison.Ordinal);

        var contacts = _service.Record(id).GetProperty("contacts").EnumerateArray().Select(static c => c.GetProperty("id").GetInt64());
        return contactIds.Zip(contacts).Aggregate(text, static (all, pair) => all.Replace(pair.First, $"{pair.Second}", StringComparison.Ordinal));
    }
}
