using System.Text;

namespace Kapture.Tests.Json;

/// <summary>Texts of the service that are not Unicode: the field is not readable, and everything around it is.</summary>
public sealed class UnreadableTextTests
{
    public static TheoryData<string> Texts => ["Ash%FF", "Ash%C0%AF", "%ED%A0%BD", "Ash\\ud83d", "\\ude00a\\ud83d\\n\\\"", "Ash%E0%A4"];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_field_is_kept_beside_with_a_mark_in_place_of_what_is_no_text(string text)
    {
        foreach (var words in new[] { null, new WordCache() })
        {
            var answer = Read($$"""{"message":[{"id":1,"name":"{{text}}","city":"{{text}}","contacts":[{"id":2,"gender":"{{text}}","phone":"1"}]},{"id":3,"name":"Asha"}],"status":"success"}""", words);

            Assert.Equal([1, 3], answer.Customers.Select(customer => customer.Id));
            var customer = answer.Customers[0];
            Assert.Null(customer.Name);
            Assert.Null(customer.City);
            Assert.Equal(["name", "city", "contacts.gender"], customer.UnreadableFields);
            Assert.Contains('\uFFFD', (string)customer.AdditionalProperties["name"]!);
            Assert.Equal(customer.AdditionalProperties["name"], customer.AdditionalProperties["city"]);
            Assert.Equal("1", customer.Contacts[0].Phone);
            Assert.Empty(answer.Customers[1].UnreadableFields);
        }
    }

    [Fact]
    public void A_field_that_could_not_be_read_is_not_taken_for_a_blank_one()
    {
        var customer = Read("""{"message":[{"id":1,"name":"Asha","city":"Pu%FFne","state":""}],"status":"success"}""").Customers[0];
        var fields = new CustomerFields { Name = "Asha", City = "", State = "" };

        Assert.False(StoredFields.TellsAll(fields, customer));
        fields.RemoveWhatIsAlready(customer);

        Assert.Equal((null, "", null), (fields.Name, fields.City, fields.State));
    }

    [Fact]
    public void Escapes_beside_it_mean_what_they_do_elsewhere() =>
        Assert.Equal("a\u00E9\n\t\r\b\f/\\\"\U0001F600\uFFFDz", Read("""{"message":[{"id":1,"x":"a\u00E9\n\t\r\b\f\/\\\"\ud83d\ude00\ud83dz"}],"status":"success"}""").Customers[0].AdditionalProperties["x"]);

    [Fact]
    public void A_mark_that_the_service_wrote_itself_is_text()
    {
        foreach (var words in new[] { null, new WordCache() })
        {
            var customer = Read("""{"message":[{"id":1,"name":"Ash%EF%BF%BD","city":"Pu\ufffdne","state":"%EF%BF%BD"}],"status":"success"}""", words).Customers[0];
            Assert.Equal(("Ash\uFFFD", "Pu\uFFFDne", "\uFFFD"), (customer.Name, customer.City, customer.State));
            Assert.Empty(customer.UnreadableFields);
        }
    }

    [Fact]
    public void Names_and_the_words_of_the_service_do_no_harm_either()
    {
        var answer = Read("""{"\ud83d":1,"message":"Invalid %FF","status":"failed"}""");
        Assert.Equal("Invalid \uFFFD", answer.Message);
        Assert.Equal("x", Read("""{"message":[{"id":1,"%FF":"x"}],"status":"success"}""").Customers[0].AdditionalProperties["\uFFFD"]);
    }

    private static ServiceAnswer Read(string body, WordCache? words = null)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < body.Length; i++)
        {
            bytes.Add(body[i] == '%' ? Convert.ToByte(body.Substring(i + 1, 2), 16) : Encoding.UTF8.GetBytes([body[i]])[0]);
            i += body[i] == '%' ? 2 : 0;
        }

        var reader = new AnswerReader(KaptureTimeZone.India, words);
        reader.Read(bytes.ToArray(), isLast: true);
        return reader.Answer;
    }
}
