using System.Globalization;
using System.Numerics;
using System.Text;

namespace Kapture.Tests.Requests;

/// <summary>What a request of the caller's own says.</summary>
public sealed class RequestBodyTests
{
    public static TheoryData<object?, string> Bodies => new()
    {
        { null, "{}" },
        { new Dictionary<string, object?>(), "{}" },
        { Array.Empty<object>(), "[]" },
        { 5, "5" },
        { true, "true" },
        { new Dictionary<string, object?> { ["name"] = "आशा", ["n"] = null, ["id"] = 5L, ["tags"] = new object?[] { "a", 1.5, null } }, """{"name":"आशा","n":null,"id":5,"tags":["a",1.5,null]}""" },
        { new object[] { new Dictionary<string, object?> { ["kapture_customer_id"] = "5" } }, """[{"kapture_customer_id":"5"}]""" },
        { new Dictionary<string, object?> { ["a"] = 12345678901234567890.5m, ["b"] = ulong.MaxValue, ["c"] = BigInteger.Pow(10, 30) }, """{"a":12345678901234567890.5,"b":18446744073709551615,"c":1000000000000000000000000000000}""" },
        { new Dictionary<string, object?> { ["a"] = new DateTime(2024, 5, 2), ["b"] = new DateTime(2024, 5, 2, 16, 15, 42), ["c"] = DayOfWeek.Friday, ["d"] = 'x', ["e"] = Guid.Empty }, """{"a":"2024-05-02","b":"2024-05-02 16:15:42","c":"Friday","d":"x","e":"00000000-0000-0000-0000-000000000000"}""" },
#if NET
        { new Dictionary<string, object?> { ["f"] = new DateOnly(2024, 5, 2) }, """{"f":"2024-05-02"}""" },
#endif
        { new Dictionary<int, object?> { [7] = "x" }, """{"7":"x"}""" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Values_become_JSON(object? body, string expected) => Assert.Equal(expected, Written(body));

    [Theory]
    [InlineData("{}")]
    [InlineData(" { \"b\" : 1.50,\r\n\t\"a\" : \"\\u0041\" , \"a\":2 } ")]
    [InlineData("[1, 2,3]")]
    [InlineData("\"text\"")]
    [InlineData("12345678901234567890123456789")]
    [InlineData("{\"name\":\"आशा 🎉\",\"pair\":\"\\uD83C\\uDF89\"}")]
    public void Text_goes_out_byte_for_byte(string json) =>
        Assert.Equal(Encoding.UTF8.GetBytes(json), new KaptureRequest("/x", json).Word().Body);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("name=Asha")]
    [InlineData("{name:'Asha'}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\":1};")]
    [InlineData("{\"a\":1}{}")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":NaN}")]
    [InlineData("// note\n{}")]
    [InlineData("\uFEFF{}")]
    public void Text_that_is_no_JSON_is_InvalidValue_and_says_so(string text)
    {
        var error = Calls.Throws(KaptureErrorId.InvalidValue, () => _ = new KaptureRequest("/x", text));

        Assert.Contains("no JSON", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Asha", error.Message, StringComparison.Ordinal);
        Assert.Equal(text, error.Value);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_InvalidValue_wherever_it_stands()
    {
        object[] bodies =
        [
            "{\"name\":\"\uD83C\"}", "{\"name\":\"\\uD83C\"}", "{\"\\uDF89\":1}",
            new Dictionary<string, object?> { ["name"] = "\uD83C" }, new Dictionary<string, object?> { ["\uDF89"] = 1 },
            new object[] { new object[] { "\uD83C" } }, new object[] { '\uD83C' },
        ];

        Assert.All(bodies, body => Assert.Contains("surrogate", Calls.Throws(KaptureErrorId.InvalidValue, () => _ = new KaptureRequest("/x", body)).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void What_JSON_cannot_say_is_InvalidValue()
    {
        object[] bodies = [double.NaN, new object[] { float.PositiveInfinity }, new object(), new MemoryStream(), new Dictionary<string, object?> { ["a"] = typeof(string) }, CallOptions.None];

        Assert.All(bodies, body => Calls.Throws(KaptureErrorId.InvalidValue, () => _ = new KaptureRequest("/x", body)));
    }

    [Fact]
    public void A_body_that_holds_itself_is_InvalidValue()
    {
        var circle = new Dictionary<string, object?>();
        circle["again"] = new object?[] { circle };

        var error = Calls.Throws(KaptureErrorId.InvalidValue, () => _ = new KaptureRequest("/x", circle));

        Assert.Contains("holds itself", error.Message, StringComparison.Ordinal);
        Assert.Equal("{}", Written(null));
        Assert.Equal("[5]", Written(new[] { 5 }));
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_body_nests_64_levels_deep(int depth, bool isTaken)
    {
        object value = 1;
        for (var i = 0; i < depth; i++)
            value = new[] { value };
        var text = new string('[', depth) + "1" + new string(']', depth);

        if (isTaken)
        {
            Assert.Equal(text, Written(value));
            Assert.Equal(text, Written(text));
            return;
        }

        Calls.Throws(KaptureErrorId.InvalidValue, () => Written(value));
        Calls.Throws(KaptureErrorId.InvalidValue, () => Written(text));
    }

    [Fact]
    public void Numbers_and_dates_are_the_same_under_every_culture()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ar-SA");
            Assert.Equal("""[1.5,-2,"2024-05-02"]""", Written(new object[] { 1.5, -2, new DateTime(2024, 5, 2) }));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static string Written(object? body) => Encoding.UTF8.GetString(new KaptureRequest("/x", body).Word().Body);
}
