using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Kapture.Tests.Http;

public sealed class KaptureCredentialTests
{
    [Fact]
    public void A_token_goes_out_exactly_as_given() =>
        Assert.Equal("Basic emulator-token", HeaderOf(KaptureCredential.FromToken(Calls.Token)));

    [Theory]
    [InlineData("asha", "pass:word", "asha:pass:word")]
    [InlineData("äśha", "पासवर्ड", "äśha:पासवर्ड")]
    [InlineData("asha", "", "asha:")]
    public void A_password_goes_out_as_base64_of_UTF8(string user, string password, string pair)
    {
        var credential = KaptureCredential.FromPassword(user, password);

        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)), HeaderOf(credential));
        Assert.Equal(KaptureAuthentication.Basic, credential.Kind);
        Assert.Equal(user, credential.UserName);
    }

    [Fact]
    public void Nothing_but_a_request_gets_the_key()
    {
        foreach (var credential in new[] { KaptureCredential.FromToken(Calls.Token), KaptureCredential.ForEmulator(Calls.Token), KaptureCredential.FromPassword("asha", Calls.Token) })
        {
            var shown = credential + JsonSerializer.Serialize(credential)
                + string.Concat(credential.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.GetValue(credential)))
                + string.Concat(credential.GetType().GetFields().Select(field => field.GetValue(credential)));

            Assert.DoesNotContain(Calls.Token, shown, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes("asha:" + Calls.Token)), shown, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("emulator-token\r\nX-Evil: 1")]
    [InlineData("emulator-token\n")]
    [InlineData(" emulator-token")]
    [InlineData("Basic emulator-token")]
    [InlineData("emulator\0token")]
    [InlineData("emulator\u007Ftoken")]
    [InlineData("emulator-tokén")]
    public void A_token_with_what_no_key_has_is_refused_and_not_repeated(string token)
    {
        var error = Calls.Throws(KaptureErrorId.InvalidValue, () => KaptureCredential.FromToken(token));

        Assert.DoesNotContain("emulator", error.ToString().Split(Environment.NewLine)[0], StringComparison.Ordinal);
        Assert.Null(error.Value);
        Calls.Throws(KaptureErrorId.InvalidValue, () => KaptureCredential.ForEmulator(token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void A_blank_key_is_MissingField(string blank)
    {
        Calls.Throws(KaptureErrorId.MissingField, () => KaptureCredential.FromToken(blank));
        Calls.Throws(KaptureErrorId.MissingField, () => KaptureCredential.FromPassword(blank, "x"));
    }

    [Fact]
    public void A_user_name_with_a_colon_is_InvalidValue() =>
        Calls.Throws(KaptureErrorId.InvalidValue, () => KaptureCredential.FromPassword("a:b", "x"));

    [Theory]
    [InlineData("asha", "emulator-canary\n")]
    [InlineData("asha", "emulator\0canary")]
    [InlineData("emulator\r\ncanary", "x")]
    public void What_a_password_cannot_carry_is_refused_and_not_repeated(string user, string password)
    {
        var error = Calls.Throws(KaptureErrorId.InvalidValue, () => KaptureCredential.FromPassword(user, password));

        Assert.DoesNotContain("canary", error.Message, StringComparison.Ordinal);
        Assert.Null(error.Value);
    }

    [Fact]
    public void A_password_that_is_no_text_is_refused_in_place_of_becoming_another()
    {
        // Half of a surrogate pair; an attribute cannot hold one.
        Calls.Throws(KaptureErrorId.InvalidValue, () => KaptureCredential.FromPassword("asha", "emulator" + '\uD800'));
        Calls.Throws(KaptureErrorId.InvalidValue, () => KaptureCredential.FromPassword("asha" + '\uDC00', "emulator"));
    }

    [Fact]
    public async Task A_key_that_was_let_go_of_is_nowhere_in_the_client()
    {
        var options = Calls.Options();
        using var client = new KaptureClient(new KaptureClientOptions(Calls.Somewhere, options.Credential) { PrimaryHandler = new ScriptedHandler(_ => ScriptedHandler.Reply(200, Calls.Nobody)) });
        await client.SendAsync(KaptureOperation.Pull);
        Assert.Contains(Calls.Token, FieldsOf(client.Options.Credential), StringComparison.Ordinal);

        client.Options.Credential.Forget();

        Assert.DoesNotContain(Calls.Token, FieldsOf(client.Options.Credential), StringComparison.Ordinal);
        await Calls.ThrowsAsync(KaptureErrorId.NotConnected, () => client.SendAsync(KaptureOperation.Pull));
    }

    private static string FieldsOf(object of) => string.Join(' ', of.GetType().GetFields(BindingFlags.Instance | BindingFlags.NonPublic).Select(field => field.GetValue(of)));

    private static string HeaderOf(KaptureCredential credential)
    {
        using var request = new HttpRequestMessage();
        request.Headers.TryAddWithoutValidation("Authorization", "Basic left-over");
        credential.Apply(request);
        return ScriptedHandler.Raw(request.Headers, "Authorization")!;
    }
}
