using System.Text;
using System.Text.Json;

namespace Kapture.Tests.Json;

/// <summary>Answers of any shape as plain values.</summary>
public sealed class AnswerTreeTests
{
    public static TheoryData<string, object?> Numbers => new()
    {
        { "0", 0L },
        { "-5", -5L },
        { "9223372036854775807", long.MaxValue },
        { "9223372036854775808", 9223372036854775808m },
        { "79228162514264337593543950335", decimal.MaxValue },
        { "79228162514264337593543950336", "79228162514264337593543950336" },
        { "123456789012345678901234567890123456789", "123456789012345678901234567890123456789" },
        { "0.0", 0.0 },
        { "1.5", 1.5 },
        { "-0.1", -0.1 },
        { "1e3", 1000.0 },
        { "1E-5", 0.00001 },
        { "123456789012345.0", 123456789012345.0 },
        { "0.1234567890123456789", 0.1234567890123456789m },
        { "1234567890123456.78", 1234567890123456.78m },
        { "0.12345678901234567890123456789012", "0.12345678901234567890123456789012" },
        { "0.00000000000000000000000000000012345678901234567", "0.00000000000000000000000000000012345678901234567" },
        { "1e400", "1e400" },
        { "-1e400", "-1e400" },
        { "1e-400", "1e-400" },
        { "1.2345678901234567890e5", "1.2345678901234567890e5" },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_keeps_its_digits(string json, object? expected) => Assert.Equal(expected, Read(json));

    [Theory]
    [InlineData("null", null)]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("\"a\\u0041\"", "aA")]
    [InlineData("\"\"", "")]
    [InlineData(" 5 ;\r\n;\0", 5L)]
    [InlineData("\uFEFF5", 5L)]
    [InlineData("\"a;\"", "a;")]
    public void Other_values_are_themselves(string json, object? expected) => Assert.Equal(expected, Read(json));

    [Fact]
    public void Lists_stay_lists_and_commas_at_their_end_do_not_matter()
    {
        Assert.Equal(new object?[] { 1L, Array.Empty<object?>(), new object?[] { new object?[] { null } } }, Read("[1,[],[[null,],],];"));
        Assert.Equal(1L, Members("""{"a":1,};""")["A"]);
    }

    [Fact]
    public void Names_are_trimmed_and_keep_their_order_and_the_first_of_equal_ones_keeps_its_name()
    {
        var members = Members("""{"z":1,"Status":2,"status ":3,"STATUS":4,"status_2":5,"z":6," ":7,"":8,"contactPerson ":9}""");

        Assert.Equal(["z", "Status", "status_2", "STATUS_3", "status_2_2", "z_2", "_", "__2", "contactPerson"], members.Keys);
        Assert.Equal([1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L], members.Values);
    }

    [Fact]
    public void Of_many_equal_names_each_gets_its_own()
    {
        const int Count = 50_000;

        var members = Members("{" + string.Join(",", Enumerable.Repeat("\"a\":1", Count)) + "}");

        Assert.Equal(Count, members.Count);
        Assert.Equal(1L, members[$"a_{Count}"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(";")]
    [InlineData("{")]
    [InlineData("{\"a\":1")]
    [InlineData("{}{}")]
    [InlineData("5 6")]
    [InlineData("[1 2]")]
    [InlineData("[,]")]
    [InlineData("hello")]
    [InlineData("<html>")]
    [InlineData("// note\n5")]
    public void What_is_no_JSON_is_refused(string text) => Assert.ThrowsAny<JsonException>(() => Read(text));

    [Fact]
    public void What_is_no_text_is_refused()
    {
        Assert.Throws<InvalidOperationException>(() => Read("\"\\uD800\""));
        Assert.ThrowsAny<Exception>(() => AnswerTree.Read([(byte)'"', 0xC3, 0x28, (byte)'"']));
    }

    [Fact]
    public void It_nests_64_levels_deep_and_no_deeper()
    {
        Read(new string('[', 64) + new string(']', 64));
        Assert.ThrowsAny<JsonException>(() => Read(new string('[', 65) + new string(']', 65)));
        Assert.ThrowsAny<JsonException>(() => Read(new string('[', 1_000_000)));
    }

    private static object? Read(string json) => AnswerTree.Read(Encoding.UTF8.GetBytes(json));

    private static IReadOnlyDictionary<string, object?> Members(string json) => (IReadOnlyDictionary<string, object?>)Read(json)!;
}
