using System.Text;

namespace Kapture.Tests.Http;

/// <summary>Bodies of requests of the caller's own, of which nobody can say what their fields hold.</summary>
public sealed class UnknownBodyMaskTests
{
    [Fact]
    public void A_request_shows_its_structure_and_ids_alone() => Assert.Equal(
        """{"message":"(13 characters)","status":"(4 characters)","customer_id":"5","id":191121684,"contact_id":"(4 characters)","paid":"(10 digits)","waid":"(12 digits)","limit":"(3 characters)","n":12,"ok":true,"none":null,"to":["(10 characters)","(10 digits)"]}""",
        Mask("""{"message":"Namaste, Asha","status":"Asha","customer_id":"5","id":191121684,"contact_id":"Asha","paid":9380491326,"waid":919380491326,"limit":"100","n":12,"ok":true,"none":null,"to":["9380491326",9380491326]}""", isAnswer: false));

    [Fact]
    public void An_answer_shows_the_services_own_words_at_its_top_alone() => Assert.Equal(
        """{"Status ":"failed","message":"Quota is used up","data":{"message":"(13 characters)","status":"(4 characters)"},"notes":[{"message":"(4 characters)"}]}""",
        Mask("""{"Status ":"failed","message":"Quota is used up","data":{"message":"Namaste, Asha","status":"Asha"},"notes":[{"message":"Asha"}]};""", isAnswer: true));

    [Fact]
    public void What_is_somebodys_is_no_name_of_a_field_either() => Assert.Equal(
        """{"(16 characters)":{"a":1},"(10 characters)":2,"field_1":3}""",
        Mask("""{"asha@example.com":{"a":1},"9380491326":2,"field_1":3}""", isAnswer: false));

    [Theory]
    [InlineData("\"Asha\"", "\"(4 characters)\"")]
    [InlineData("9380491326", "\"(10 digits)\"")]
    [InlineData("[\"Asha\"]", "[\"(4 characters)\"]")]
    [InlineData("Asha 9380491326", "(15 bytes that are no JSON)")]
    public void A_single_value_is_masked_too(string body, string expected)
    {
        Assert.Equal(expected, Mask(body, isAnswer: false));
        Assert.Equal(expected, Mask(body, isAnswer: true));
    }

    private static string Mask(string body, bool isAnswer) => BodyMask.MaskUnknown(Encoding.UTF8.GetBytes(body), isAnswer);
}
