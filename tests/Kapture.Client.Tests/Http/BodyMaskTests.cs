using System.Text;

namespace Kapture.Tests.Http;

public sealed class BodyMaskTests
{
    [Fact]
    public void A_request_keeps_its_shape_and_ids_and_loses_the_person()
    {
        var masked = Mask("""
            {"customer_info":{"customer_id":"5","customer_name":"Asha Patil","phone":"9380491326","email_id":"asha@example.com","city":"",
            "individual":true,"additional_fields":{"second phone":9380491327,"tier":"gold","visits":12}},
            "contact_info":[{"contact_id":"6","first_name":"Asha","tags":["Asha"]}],"enquiry_info":{"action":"call Asha","remarks":"Asha likes tea"}}
            """, isAnswer: false);

        Assert.Equal("""
            {"customer_info":{"customer_id":"5","customer_name":"(10 characters)","phone":"(10 characters)","email_id":"(16 characters)","city":"",
            "individual":true,"additional_fields":{"second phone":"(10 digits)","tier":"(4 characters)","visits":12}},
            "contact_info":[{"contact_id":"6","first_name":"(4 characters)","tags":["(4 characters)"]}],"enquiry_info":{"action":"(9 characters)","remarks":"(14 characters)"}}
            """.ReplaceLineEndings(string.Empty), masked);
    }

    [Fact]
    public void An_answer_keeps_the_services_own_words_and_ids()
    {
        Assert.Equal("""{"message":"Invalid Auth Key","status":"failed"}""", Mask("""{"message":"Invalid Auth Key","status":"failed"}"""));
        Assert.Equal(Calls.Added, Mask(Calls.Added));
        Assert.Equal(
            """{"message":[{"id":191121684,"cmId":1000298,"name":"(4 characters)","contacts":[{"leadId":191121684,"phone":"(10 digits)"}]}]}""",
            Mask("""{"message":[{"id":191121684,"cmId":1000298,"name":"Asha","contacts":[{"leadId":191121684,"phone":9380491326,}]}]}"""));
    }

    [Fact]
    public void A_custom_field_is_masked_whatever_it_is_called()
    {
        var masked = Mask("""{"customer_id":"5","name":"Asha","Aadhaar Id":123456789012,"Void":9380491326,"Message":"call Asha","Status":"Asha","Limit":"Asha","id":9380491326,"zone":4}""", isAnswer: false);

        Assert.Equal(
            """{"customer_id":"5","name":"(4 characters)","Aadhaar Id":"(12 digits)","Void":"(10 digits)","Message":"(9 characters)","Status":"(4 characters)","Limit":"(4 characters)","id":"(10 digits)","zone":4}""", masked);
    }

    [Fact]
    public void What_a_pull_asks_for_is_shown()
    {
        const string v1 = """{"cm_id":1000298,"createStartDate":"2024-05-02","createEndDate":"2024-05-03","limit":100,"offset":0}""";
        const string legacy = """{"start_date":"2024-05-02","end_date":"2024-05-03 00:00:00"}""";

        Assert.Equal((v1, legacy), (Mask(v1, isAnswer: false), Mask(legacy, isAnswer: false)));
    }

    [Theory]
    [InlineData("Asha 9380491326")]
    [InlineData("""{"name":"Asha" """)]
    [InlineData("<p>Asha</p>")]
    [InlineData("")]
    public void What_cannot_be_read_is_not_shown(string body) =>
        Assert.Equal($"({Encoding.UTF8.GetByteCount(body)} bytes that are no JSON)", Mask(body));

    [Fact]
    public void Bytes_that_are_no_text_are_not_shown()
    {
        byte[] body = [.. "{\"name\":\""u8, 0xC3, 0x28, .. "Asha\"}"u8];

        Assert.DoesNotContain("Asha", BodyMask.Mask(body, isAnswer: true), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Customer 'Asha Patil' exists already")]
    [InlineData("no such phone: 9380491326")]
    [InlineData("cannot read {\\\"customer_name\\\":\\\"asha patil\\\"}")]
    public void Words_of_the_service_that_repeat_the_request_are_masked(string words)
    {
        var told = BodyMask.TextsOf(Encoding.UTF8.GetBytes("{\"customer_name\":\"Asha Patil\",\"phone\":9380491326,\"city\":\"A\"}"));
        var answer = Encoding.UTF8.GetBytes($"{{\"message\":\"{words}\",\"status\":\"failed\"}}");

        foreach (var masked in new[] { BodyMask.Mask(answer, isAnswer: true, told), BodyMask.MaskUnknown(answer, isAnswer: true, told) })
        {
            Assert.DoesNotContain("asha", masked, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("9380491326", masked, StringComparison.Ordinal);
            Assert.Contains("\"failed\"", masked, StringComparison.Ordinal);
        }

        Assert.Contains("Customer Added", BodyMask.Mask("{\"message\":\"Customer Added successfully\"}"u8.ToArray(), isAnswer: true, told), StringComparison.Ordinal);
    }

    private static string Mask(string body, bool isAnswer = true) => BodyMask.Mask(Encoding.UTF8.GetBytes(body), isAnswer);
}
