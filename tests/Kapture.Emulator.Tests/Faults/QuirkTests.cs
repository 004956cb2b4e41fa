using System.Text;
using Kapture.Emulator.Faults;
using Kapture.Emulator.Tests.Support;

namespace Kapture.Emulator.Tests.Faults;

public sealed class QuirkTests
{
    private const string Body = """{"message":[{"id":5,"zone":5,"isApi":true,"deleted":false,"generationDate":"May 2, 2024 4:15:42 PM","contacts":[{"leadId":5,"n":0.0}]}],"empty":[],"status":"success"}""";

    [Theory]
    [InlineData(EmulatorQuirks.None, Body)]
    [InlineData(EmulatorQuirks.TrailingSemicolon, Body + ";")]
    [InlineData(EmulatorQuirks.TrailingComma, """{"message":[{"id":5,"zone":5,"isApi":true,"deleted":false,"generationDate":"May 2, 2024 4:15:42 PM","contacts":[{"leadId":5,"n":0.0},]},],"empty":[],"status":"success"}""")]
    [InlineData(EmulatorQuirks.TrailingSpaceInKeys, """{"message":[{"id ":5,"zone ":5,"isApi ":true,"deleted ":false,"generationDate ":"May 2, 2024 4:15:42 PM","contacts ":[{"leadId ":5,"n ":0.0}]}],"empty":[],"status":"success"}""")]
    [InlineData(EmulatorQuirks.CapitalisedStatus, """{"Message":[{"id":5,"zone":5,"isApi":true,"deleted":false,"generationDate":"May 2, 2024 4:15:42 PM","contacts":[{"leadId":5,"n":0.0}]}],"empty":[],"Status":"Success"}""")]
    [InlineData(EmulatorQuirks.IdsAsStrings, """{"message":[{"id":"5","zone":5,"isApi":true,"deleted":false,"generationDate":"May 2, 2024 4:15:42 PM","contacts":[{"leadId":"5","n":0.0}]}],"empty":[],"status":"success"}""")]
    [InlineData(EmulatorQuirks.BooleansAsStrings, """{"message":[{"id":5,"zone":5,"isApi":"true","deleted":"","generationDate":"May 2, 2024 4:15:42 PM","contacts":[{"leadId":5,"n":0.0}]}],"empty":[],"status":"success"}""")]
    [InlineData(EmulatorQuirks.NarrowNoBreakSpace, "{\"message\":[{\"id\":5,\"zone\":5,\"isApi\":true,\"deleted\":false,\"generationDate\":\"May 2, 2024 4:15:42\u202FPM\",\"contacts\":[{\"leadId\":5,\"n\":0.0}]}],\"empty\":[],\"status\":\"success\"}")]
    [InlineData(EmulatorQuirks.ByteOrderMark, "\uFEFF" + Body)]
    [InlineData(EmulatorQuirks.DuplicateKeys, """{"message":[{"id":5,"id":5,"zone":5,"zone":5,"isApi":true,"isApi":true,"deleted":false,"deleted":false,"generationDate":"May 2, 2024 4:15:42 PM","generationDate":"May 2, 2024 4:15:42 PM","contacts":[{"leadId":5,"leadId":5,"n":0.0,"n":0.0}]}],"empty":[],"status":"success","status":"success"}""")]
    public void Each_oddity_is_exactly_itself(EmulatorQuirks quirk, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(QuirkWriter.Rewrite(Encoding.UTF8.GetBytes(Body), quirk)));

    [Fact]
    public void Escapes_are_left_alone()
    {
        const string Text = """{"na\"me":"a\\\"b\n😀","message":"x","status":"failed"}""";

        Assert.Equal(Text, Encoding.UTF8.GetString(QuirkWriter.Rewrite(Encoding.UTF8.GetBytes(Text), EmulatorQuirks.IdsAsStrings)));
        Assert.EndsWith("\"Status\":\"Fail\"}", Encoding.UTF8.GetString(QuirkWriter.Rewrite(Encoding.UTF8.GetBytes(Text), EmulatorQuirks.CapitalisedStatus)), StringComparison.Ordinal);
    }

    [Fact]
    public void Oddities_of_the_options_are_in_every_answer()
    {
        var service = new Service(new EmulatorOptions { Quirks = EmulatorQuirks.NarrowNoBreakSpace | EmulatorQuirks.TrailingSemicolon, Seed = 1 });

        var text = service.Text(Service.GetPath, """[{"kapture_customer_id":191700000}]""");

        Assert.Matches("\"May 1, 2024 \\d+:\\d\\d:\\d\\d\u202F[AP]M\"", text);
        Assert.EndsWith("};", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Oddities_of_several_rules_add_up()
    {
        var service = new Service();
        service.Emulator.Faults =
        [
            new EmulatorFault { Kind = FaultKind.Quirks, Quirks = EmulatorQuirks.CapitalisedStatus },
            new EmulatorFault { Kind = FaultKind.Quirks, Quirks = EmulatorQuirks.TrailingSemicolon },
        ];

        var exchange = service.Emulator.Exchange(new EmulatorRequest("POST", Service.PullPath, Service.Key, Encoding.UTF8.GetBytes(Published.PullCleaned)));

        Assert.Equal("""{"Message":[],"Status":"Success"};""", Encoding.UTF8.GetString(exchange.Response.Body.Span));
    }
}
