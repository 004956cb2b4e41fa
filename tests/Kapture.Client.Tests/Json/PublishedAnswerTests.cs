using System.Reflection;

namespace Kapture.Tests.Json;

/// <summary>Every answer that the vendor has published, as it was published.</summary>
public sealed class PublishedAnswerTests
{
    private static readonly TimeSpan _india = new(5, 30, 0);

    [Fact]
    public void V1_add()
    {
        var answer = Success(KaptureOperation.Add, Published("v1-add.json"));
        var result = new V1Dialect().ReadWrite(KaptureOperation.Add, answer);

        Assert.Equal(191690263, result.CustomerId);
        Assert.Equal(210004093, result.ContactId);
        Assert.Equal(WriteAction.Added, result.Action);
        Assert.Equal("Customer Added successfully !Contact Added successfully !", result.Message);
    }

    [Fact]
    public void V1_update()
    {
        var result = new V1Dialect().ReadWrite(KaptureOperation.Update, Success(KaptureOperation.Update, Published("v1-update.json")));

        Assert.Equal(191690263, result.CustomerId);
        Assert.Equal(210006001, result.ContactId);
        Assert.Equal(WriteAction.Updated, result.Action);
    }

    [Fact]
    public void V1_get()
    {
        var answer = Success(KaptureOperation.Get, Published("v1-get.json"));

        var customer = Assert.Single(answer.Customers);
        Assert.Equal(191121684, customer.Id);
        Assert.Equal(1000298, customer.AccountId);
        Assert.Equal("Sashank", customer.Name);
        Assert.Equal(CustomerType.Organization, customer.CustomerType);
        Assert.Equal(new DateTimeOffset(2024, 5, 2, 16, 15, 42, _india), customer.Created);
        Assert.Equal("9380491326", customer.Phone);
        Assert.Equal("sashank@gmail.com", customer.Email);
        Assert.Equal("N", customer.Status);
        Assert.Equal("A", customer.CompanyStatus);
        Assert.Equal(1, customer.EnquiryCount);
        Assert.Equal("0", customer.Feedback);
        Assert.Equal("0", customer.SyncedLocationId);
        Assert.Equal(0m, customer.OutstandingAmount);
        Assert.Equal("CUS_2024-05-02 16:15:42.249", customer.ImageReferenceId);
        Assert.False(customer.IsApi);
        Assert.Null(customer.Address);
        Assert.Null(customer.City);

        var contact = Assert.Single(customer.Contacts);
        Assert.Equal(209432475, contact.Id);
        Assert.Equal(191121684, contact.CustomerId);
        Assert.True(contact.IsPrimary);
        Assert.Equal(new DateTimeOffset(2024, 5, 2, 16, 15, 42, _india), contact.Created);
        Assert.Null(contact.Gender);
    }

    [Fact]
    public void V1_pull()
    {
        var customers = Success(KaptureOperation.Pull, Published("v1-pull.json")).Customers;

        Assert.Equal([191121684, 191125635], customers.Select(c => c.Id));
        Assert.Equal(["Sashank", "rahul"], customers.Select(c => c.Name));
        Assert.Equal(new DateTimeOffset(2024, 5, 2, 16, 38, 14, _india), customers[1].LastModified);
        Assert.Equal("xyz@gmail.com", customers[1].Email);
    }

    [Theory]
    [InlineData("v1-get.json")]
    [InlineData("v1-pull.json")]
    [InlineData("legacy-select.txt")]
    [InlineData("legacy-search.json")]
    public void Every_published_field_of_a_record_is_known_and_can_be_read(string name)
    {
        var answer = Success(KaptureOperation.Get, Published(name));

        Assert.Empty(answer.Customers[0].UnreadableFields);
        Assert.All(answer.Customers, customer =>
        {
            Assert.Empty(customer.AdditionalProperties);
            Assert.All(customer.Contacts, contact => Assert.Empty(contact.AdditionalProperties));
        });
    }

    [Fact]
    public void Legacy_select()
    {
        var customer = Assert.Single(Success(KaptureOperation.Pull, Published("legacy-select.txt")).Customers);

        Assert.Equal(287230, customer.Id);
        Assert.Equal("560009", customer.PostalCode);
        Assert.Equal("No. 25,Virrudhi Complex, Leela Palace Road, Domlur , ", customer.Address);
        Assert.Equal(new DateTimeOffset(2016, 4, 29, 22, 37, 14, _india), customer.Created);
        Assert.Equal("Chandran ", Assert.Single(customer.Contacts).Name);
        Assert.Equal(customer.Created, customer.Contacts[0].Created);
    }

    [Fact]
    public void Legacy_search()
    {
        var customer = Assert.Single(Success(KaptureOperation.Get, Published("legacy-search.json")).Customers);

        Assert.Equal(286829, customer.Id);
        Assert.Equal("t", customer.Type);
        Assert.Equal(2, customer.Zone);
        Assert.Equal(["nikesh", "nikesh"], customer.Contacts.Select(c => c.Name));
        Assert.Equal(new DateTimeOffset(2016, 4, 15, 13, 43, 33, _india), customer.Contacts[1].Created);
    }

    [Theory]
    [InlineData("legacy-add.txt")]
    [InlineData("legacy-add-contact.txt")]
    public void Legacy_add_with_its_semicolon(string name)
    {
        var answer = Success(KaptureOperation.Add, Published(name));

        Assert.Equal("Customer Added Successfully", answer.Message);
        Assert.Null(answer.CustomerId);
    }

    [Fact]
    public void Legacy_update_is_not_JSON_as_published_and_says_all_the_same_what_was_done()
    {
        var result = Dialect.Legacy.ReadWrite(KaptureOperation.Update, Success(KaptureOperation.Update, Published("legacy-update.txt")));

        Assert.Equal(WriteAction.Updated, result.Action);
        Assert.Equal("Customer Updated Successfully", result.Message);
    }

    [Theory]
    [InlineData("""{"message": "Invalid Auth Key","status": "failed"}""", KaptureErrorId.AuthenticationFailed)]
    [InlineData("""{"message": "Name, Email Id, and Phone Number required", "status": "failed"}""", KaptureErrorId.Rejected)]
    [InlineData("""{"Customer Details": "Information given by you does not exist in our sytsem.","status": "failed"}""", KaptureErrorId.CustomerNotFound)]
    [InlineData("{ \n\"Message\": \"Message Key Expired\",\n\"Status\": \"Fail\"\n}", KaptureErrorId.AuthenticationFailed)]
    [InlineData("{ \n\"Message\": \"Auth Key Expired\",\n\"Status\": \"Fail\"\n}", KaptureErrorId.AuthenticationFailed)]
    [InlineData("{ \n\"Message\": \"Auth Key Invalid\",\n\"Status\": \"Fail\"\n}", KaptureErrorId.AuthenticationFailed)]
    [InlineData("{ \n\"Message\": \"Invalid Auth Key\",\n\"Status\": \"Fail\"\n}", KaptureErrorId.AuthenticationFailed)]
    [InlineData("""{"Message":"AuthKeyInvalid","Status":"Fail"}""", KaptureErrorId.AuthenticationFailed)]
    [InlineData("""{"Message":"APIExpired","Status":"Fail"}""", KaptureErrorId.AuthenticationFailed)]
    [InlineData("""{"Message":"ReqFieldMissing","Status":"Fail"}""", KaptureErrorId.Rejected)]
    [InlineData("""{"Message":"Invalid Json.","Status":"Fail"}""", KaptureErrorId.Rejected)]
    [InlineData("""{"Message":"either start_date is null or blank","Status":"Fail"}""", KaptureErrorId.Rejected)]
    [InlineData("""{"Message":"ServerFailure","Status":"Fail"}""", KaptureErrorId.ServiceUnavailable)]
    public void Every_published_failure_under_every_status(string body, KaptureErrorId expected)
    {
        foreach (var status in new[] { 200, 400, 404 })
        {
            var error = Calls.Throws(expected, () => AnswerRules.Read(Calls.Reply(KaptureOperation.Get, status, body), KaptureTimeZone.India));
            Assert.Equal(status, error.StatusCode);
            Assert.Contains(error.ServiceMessage!, body, StringComparison.Ordinal);
        }
    }

    private static ServiceAnswer Success(KaptureOperation operation, byte[] body) =>
        AnswerRules.Read(new KaptureReply(operation, "/path", 200, body, 1), KaptureTimeZone.India);

    internal static byte[] Published(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new FileNotFoundException(name);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        Assert.NotEqual(0, copy.Length);
        return copy.ToArray();
    }
}
