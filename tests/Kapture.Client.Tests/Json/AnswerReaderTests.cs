using System.Text;
using System.Text.Json;

namespace Kapture.Tests.Json;

/// <summary>An answer that comes in pieces says the same as one that comes whole, wherever it is cut.</summary>
public sealed class AnswerReaderTests
{
    public static TheoryData<string> Bodies => new(
        Calls.Added,
        Calls.Found,
        Calls.Nobody,
        """{"message":"Invalid Auth Key","status":"failed"}""",
        """{"Customer Details":"Information given by you does not exist in our sytsem.","status":"failed"}""",
        """{"Message":"Customer Added Successfully","Status":"Success"};""",
        "\uFEFF {\"message\" : [ {\"id\" : \"5\" , \"contactPerson \":1.50, \"name\":\"Zoë \\u00e9\\\"}{\" , }, ] , \"status\":\"success\" , } ; \r\n\0",
        """{"message":{"id":7,"status":"success","name":" ","tags":[1,{"a":[true,null]},"x"],"generationDate":{"year":2024,"month":4,"dayOfMonth":2,"hourOfDay":16,"minute":15,"second":42}}}""",
        """{"message":[{"id":8,"generationDate":{"year":2024,"odd":{"deep":[1,2]}},"age":"x","contacts":[{"id":1,"age":"old"},{"id":2}]},{"id":9,"generationDate":"May 2, 2024 4:15:42 PM"}],"extra":{"a":[1,2,{"b":3}]},"count":12345,"status":"success"}""",
        """{"status":"success","customer":{"result":true,"more":{"a":[1]},"customer_id":5,"action_event":"ADD_CUSTOMER","contact_id":"6"}}""");

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Wherever_an_answer_is_cut_it_says_the_same(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var whole = Shown(ServiceAnswer.Read(bytes, KaptureTimeZone.India));

        for (var cut = 0; cut <= bytes.Length; cut++)
            Assert.Equal(whole, Shown(Read(bytes, [cut])));
        for (var size = 1; size <= 16; size++)
            Assert.Equal(whole, Shown(Read(bytes, Enumerable.Range(1, bytes.Length / size).Select(n => n * size))));
    }

    [Theory]
    [InlineData("v1-add.json")]
    [InlineData("v1-get.json")]
    [InlineData("v1-pull.json")]
    [InlineData("v1-update.json")]
    [InlineData("legacy-add.txt")]
    [InlineData("legacy-search.json")]
    [InlineData("legacy-select.txt")]
    public void So_does_every_published_answer(string name)
    {
        var bytes = PublishedAnswerTests.Published(name);
        var whole = Shown(ServiceAnswer.Read(bytes, KaptureTimeZone.India));

        for (var cut = 0; cut <= bytes.Length; cut++)
            Assert.Equal(whole, Shown(Read(bytes, [cut])));
        Assert.Equal(whole, Shown(Read(bytes, Enumerable.Range(1, bytes.Length))));
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void An_answer_that_ends_too_early_is_none_in_pieces_either(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var end = Array.LastIndexOf(bytes, (byte)'}');

        for (var length = 0; length < end; length++)
            Assert.ThrowsAny<JsonException>(() => Read(bytes.AsSpan(0, length).ToArray(), [length / 2]));
    }

    [Fact]
    public void Customers_can_be_taken_before_the_answer_ends()
    {
        var text = """{"message":[{"id":1},{"id":2},{"id":3"""u8;
        var reader = new AnswerReader(KaptureTimeZone.India);

        var done = reader.Read(text, isLast: false);

        Assert.Equal([1, 2], reader.Answer.TakeCustomers()!.Select(customer => customer.Id));
        Assert.Null(reader.Answer.TakeCustomers());
        Assert.False(reader.Answer.IsSuccess);
        reader.Read([.. text[done..], .. """4}],"status":"success"}"""u8], isLast: true);
        Assert.Equal([34], reader.Answer.TakeCustomers()!.Select(customer => customer.Id));
        Assert.True(reader.Answer.IsSuccess);
    }

    [Fact]
    public void What_could_not_be_read_is_told_of_the_customer_that_has_it()
    {
        var body = """{"message":[{"id":1,"zone":"north"},{"id":2},{"id":3,"contacts":[{"id":4,"generationDate":"some day"}],"generationDate":[]}],"status":"success"}"""u8.ToArray();

        var customers = Read(body, Enumerable.Range(1, body.Length)).Customers;

        Assert.Equal(["zone"], customers[0].UnreadableFields);
        Assert.Empty(customers[1].UnreadableFields);
        Assert.Equal(["contacts.generationDate", "generationDate"], customers[2].UnreadableFields);
        Assert.Equal("north", customers[0].AdditionalProperties["zone"]);
        Assert.Equal("some day", customers[2].Contacts[0].AdditionalProperties["generationDate"]);
    }

    // As a stream would: what is not done with comes again, with more behind it.
    private static ServiceAnswer Read(byte[] body, IEnumerable<int> cuts)
    {
        var reader = new AnswerReader(KaptureTimeZone.India);
        var start = 0;
        foreach (var cut in cuts)
            start += reader.Read(body.AsSpan(start, cut - start), isLast: false);
        reader.Read(body.AsSpan(start), isLast: true);
        return reader.Answer;
    }

    private static string Shown(ServiceAnswer answer) => JsonSerializer.Serialize(answer);

    [Theory]
    [InlineData("""{"message":{"status":"Fail","message":"No such date."}}""", "No such date.")]
    [InlineData("""{"message":[{"status":"failed"}]}""", null)]
    [InlineData("""{"Customer Details":{"status":"failed","Message ":"No."}}""", "No.")]
    public void A_failure_in_the_place_of_a_customer_is_none(string body, string? message)
    {
        var answer = Calls.Read(body);

        Assert.Empty(answer.Customers);
        Assert.Equal((false, message), (answer.IsSuccess, answer.Message));
    }

    [Fact]
    public void A_customer_with_a_field_that_says_failed_is_one() =>
        Assert.Equal(5, Assert.Single(Calls.Read("""{"message":[{"id":5,"status":"failed"}],"status":"success"}""").Customers).Id);
}
