using System.Text;
using Kapture.Emulator.Faults;

namespace Kapture.Emulator.Tests.Faults;

public sealed class FaultJsonTests
{
    [Fact]
    public void Every_property_is_read() => Assert.Equal(
        [
            new EmulatorFault
            {
                Operation = EmulatorOperation.Add, Kind = FaultKind.Status, Skip = 1, Every = 2, Times = 3, Probability = 0.5, Seed = 4,
                StatusCode = 429, RetryAfter = TimeSpan.FromSeconds(1.5), RetryAfterAsDate = true, Body = "b", Applied = true, Delay = TimeSpan.FromMilliseconds(6),
                Location = "http://127.0.0.1:9/", ContentType = "text/plain; charset=utf-16", Encoding = "iso-8859-1", Size = 7,
            },
            new EmulatorFault { Kind = FaultKind.Quirks, Quirks = EmulatorQuirks.IdsAsStrings | EmulatorQuirks.TrailingComma },
            new EmulatorFault { Kind = FaultKind.DropAfter },
        ],
        Parse(
            """
            [{"operation":"add","kind":"status","skip":1,"every":2,"times":3,"probability":0.5,"seed":4,
              "statusCode":429,"retryAfter":1.5,"retryAfterAsDate":true,"body":"b","applied":true,"delayMs":6,
              "location":"http://127.0.0.1:9/","contentType":"text/plain; charset=utf-16","encoding":"iso-8859-1","size":7},
             {"operation":"any","kind":"quirks","quirks":["idsAsStrings","trailingComma"]},
             {"kind":"dropAfter"}]
            """));

    [Fact]
    public void No_rule_is_fine() => Assert.Empty(Parse("[]"));

    [Theory]
    [InlineData("{}", "Fault rules come as a JSON array.")]
    [InlineData("[5]", "Fault rule 1: a rule is an object.")]
    [InlineData("[{}]", "Fault rule 1: kind is missing.")]
    [InlineData("""[{"kind":"hang"},{"kind":"explode"}]""", "Fault rule 2: kind: 'explode' is none of status, dropBefore, dropAfter, hang, garbage, html, truncate, slow, wrongCustomer, quirks, stall, cut, contradict, mislabel, huge, deep, gzip, gzipBroken, gzipBomb, chunked, chunkedWrong, chunkedCut, http10, http10Cut, shortLength, interim, twice, bigHead.")]
    [InlineData("""[{"kind":"hang","operation":"1"}]""", "Fault rule 1: operation: '1' is none of add, update, get, pull, addContact, unknown.")]
    [InlineData("""[{"kind":"hang","evry":2}]""", "Fault rule 1: evry: no such property.")]
    [InlineData("""[{"kind":"hang","every":0}]""", "Fault rule 1: every must be at least 1.")]
    [InlineData("""[{"kind":"hang","skip":-1}]""", "Fault rule 1: skip must not be negative.")]
    [InlineData("""[{"kind":"hang","times":0}]""", "Fault rule 1: times must be at least 1.")]
    [InlineData("""[{"kind":"hang","probability":1.1}]""", "Fault rule 1: probability must be from 0 to 1.")]
    [InlineData("""[{"kind":"status","statusCode":99}]""", "Fault rule 1: statusCode must be from 200 to 599.")]
    [InlineData("""[{"kind":"status","retryAfter":-1}]""", "Fault rule 1: retryAfter must not be negative.")]
    [InlineData("""[{"kind":"slow","delayMs":-1}]""", "Fault rule 1: delayMs must not be negative.")]
    [InlineData("""[{"kind":"quirks"}]""", "Fault rule 1: quirks must name at least one.")]
    [InlineData("""[{"kind":"status","location":"/a\r\nX-Other: b"}]""", "Fault rule 1: location must be printable ASCII.")]
    [InlineData("""[{"kind":"mislabel","contentType":"text"}]""", "Fault rule 1: contentType must be a media type.")]
    [InlineData("""[{"kind":"mislabel","encoding":"klingon"}]""", "Fault rule 1: encoding must be one that this machine knows, not 'klingon'.")]
    [InlineData("""[{"kind":"mislabel","encoding":"utf-7"}]""", "Fault rule 1: encoding must be one that this machine knows, not 'utf-7'.")]
    [InlineData("""[{"kind":"huge","size":-1}]""", "Fault rule 1: size must be from 0 to 1073741824.")]
    public void A_bad_rule_is_named(string json, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => Parse(json)).Message);

    [Theory]
    [InlineData("[")]
    [InlineData("""[{"kind":"hang","every":"2"}]""")]
    [InlineData("""[{"kind":"hang","every":99999999999}]""")]
    [InlineData("""[{"kind":"slow","delayMs":1e300}]""")]
    public void What_cannot_be_read_is_a_format_error(string json) => Assert.Throws<FormatException>(() => Parse(json));

    private static IReadOnlyList<EmulatorFault> Parse(string json) => FaultJson.Parse(Encoding.UTF8.GetBytes(json));
}
