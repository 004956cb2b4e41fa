using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Kapture.Emulator;

namespace Kapture.Tests.Fuzz;

/// <summary>Whatever text a field holds: it arrives letter for letter and comes back so, or it is refused before anything is sent.</summary>
public sealed class RoundTripFuzzTests
{
    private static readonly Dialect[] _dialects = [Dialect.V1, Dialect.Legacy];

    // What the emulator keeps and tells in both dialects.
    private static readonly (string Name, Func<Customer, string?> Stored)[] _told =
    [
        ("Name", c => c.Name), ("Address", c => c.Address), ("City", c => c.City), ("State", c => c.State), ("Country", c => c.Country), ("Type", c => c.Type), ("Classification", c => c.Classification),
    ];

    private static Gen<Written> Fields =>
        from texts in NastyText.Sendable.ArrayOf(CustomerFields.TextFields.Length)
        from picked in Gen.ArrayOf(Gen.Choose(0, 1), CustomerFields.TextFields.Length)
        from custom in NastyText.Sendable.ArrayOf(2)
        from dialect in Gen.Choose(0, 1)
        select new Written(texts, picked, custom[0], custom[1], _dialects[dialect]);

    [Fact]
    public void A_body_says_what_the_fields_say() => Properties.Fuzz(Fields, 1500, static one =>
    {
        var fields = one.ToFields();
        if (TryWord(() => one.Dialect.Update(5, fields)) is not { } body)
            return;
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        var sent = one.Dialect == Dialect.V1 ? root.GetProperty("customer_info") : root;
        foreach (var field in CustomerFields.TextFields)
        {
            if (field.Get(fields) is { } value)
                Assert.Equal(value, sent.GetProperty((one.Dialect == Dialect.V1 ? field.V1Name : field.LegacyName)!).GetString());
        }

        foreach (var custom in fields.AdditionalFields)
            Assert.Equal(custom.Value, (one.Dialect == Dialect.V1 ? sent.GetProperty("additional_fields") : sent).GetProperty(custom.Key).GetString());
    });

    [Fact]
    public void What_was_sent_comes_back() => Properties.Fuzz(Fields, 1200, static one =>
    {
        var fields = one.ToFields();
        fields.Name = "N" + fields.Name;
        fields.Email = "e" + fields.Email;
        if (TryWord(() => one.Dialect.Add(fields)) is null)
            return;
        using var handler = new EmulatorHandler(new KaptureEmulator(new EmulatorOptions { LegacyQuirks = LegacyQuirks.CustomerIdInAnswer }));
        using var client = Calls.Client(handler, dialect: one.Dialect);

        var customer = Task.Run(async () => await client.GetCustomerAsync(CustomerKey.ById((await client.AddCustomerAsync(fields)).CustomerId!.Value))).GetAwaiter().GetResult();

        Assert.Empty(customer.UnreadableFields);
        foreach (var (name, stored) in _told)
            Assert.Equal(Kept(Array.Find(CustomerFields.TextFields, field => field.Name == name)!.Get(fields)), stored(customer));
        Assert.Equal(fields.Email, customer.Email);
    });

    [Fact]
    public void Half_of_a_pair_anywhere_is_refused_and_named()
    {
        var half = from text in NastyText.Sendable from at in Gen.Choose(0, 100) from code in Gen.Choose(0xD800, 0xDFFF) select Insert(text, at, (char)code);
        Properties.Fuzz(from text in half from field in Gen.Elements(CustomerFields.TextFields) select (text, field), 2000, static one =>
        {
            if (!TextRules.HasLoneSurrogate(one.text))
                return;
            foreach (var dialect in _dialects)
            {
                var fields = new CustomerFields();
                one.field.Set(fields, one.text);
                if ((dialect == Dialect.V1 ? one.field.V1Name : one.field.LegacyName) is not null)
                    Assert.StartsWith(one.field.Name + " ", Calls.Throws(KaptureErrorId.InvalidValue, () => dialect.Update(5, fields)).Message, StringComparison.Ordinal);
                var custom = new CustomerFields();
                custom.AdditionalFields[one.text] = "x";
                Calls.Throws(KaptureErrorId.InvalidValue, () => dialect.Update(5, custom));
            }

            Calls.Throws(KaptureErrorId.InvalidValue, () => CustomerKey.ByEmail(one.text));
            Calls.Throws(KaptureErrorId.InvalidValue, () => CustomerKey.ByPhone(one.text));
        });
    }

    [Fact]
    public void A_body_of_the_callers_own_goes_out_as_it_is()
    {
        var cases = from name in NastyText.Any from value in NastyText.Any select (name, value);
        Properties.Fuzz(cases, 2000, static one =>
        {
            byte[]? body = null;
            try
            {
                body = RequestBody.Write(new Dictionary<string, object?> { [one.name] = new object?[] { one.value, 1e300, -0.0, long.MinValue, decimal.MaxValue, null, true } });
            }
            catch (KaptureException e)
            {
                Assert.Equal(KaptureErrorId.InvalidValue, e.ErrorId);
                return;
            }

            using var document = JsonDocument.Parse(body);
            var member = Assert.Single(document.RootElement.EnumerateObject());
            Assert.Equal((one.name, one.value), (member.Name, member.Value[0].GetString()));
            Assert.Equal((1e300, long.MinValue, decimal.MaxValue), (member.Value[1].GetDouble(), member.Value[3].GetInt64(), member.Value[4].GetDecimal()));
            Assert.Equal(body, RequestBody.Write(Encoding.UTF8.GetString(body)));
        });
    }

    [Fact]
    public void A_field_of_a_megabyte_and_a_long_name_arrive() => Assert.All(_dialects, static dialect =>
    {
        var text = string.Concat(Enumerable.Repeat("आशा \U0001F600\0\r\n\"\\", 100_000));
        var fields = Calls.Person();
        fields.Address = text;
        fields.AdditionalFields[new string('n', 100_000)] = "x";

        using var document = JsonDocument.Parse(dialect.Add(fields).Body);

        var sent = dialect == Dialect.V1 ? document.RootElement.GetProperty("customer_info") : document.RootElement;
        Assert.Equal(text, sent.GetProperty("address").GetString());
        Assert.Equal("x", (dialect == Dialect.V1 ? sent.GetProperty("additional_fields") : sent).GetProperty(new string('n', 100_000)).GetString());
    });

    // Blank fields of the service are read as none.
    private static string? Kept(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static string Insert(string text, int at, char unit) => text.Insert(Math.Min(at, text.Length), unit.ToString());

    private static byte[]? TryWord(Func<DialectRequest> word)
    {
        try
        {
            return word().Body;
        }
        catch (KaptureException e)
        {
            Assert.True(e.ErrorId is KaptureErrorId.InvalidValue or KaptureErrorId.NotInDialect or KaptureErrorId.MissingField, e.Message);
            return null;
        }
    }

    private sealed record Written(string[] Texts, int[] Picked, string CustomName, string CustomValue, Dialect Dialect)
    {
        public CustomerFields ToFields()
        {
            var fields = new CustomerFields();
            for (var i = 0; i < Texts.Length; i++)
            {
                var field = CustomerFields.TextFields[i];
                if (Picked[i] == 1 && (Dialect == Dialect.V1 ? field.V1Name : field.LegacyName) is not null)
                    field.Set(fields, Texts[i]);
            }

            fields.AdditionalFields[CustomName] = CustomValue;
            return fields;
        }

        public override string ToString() => $"{Dialect}: {string.Join(" | ", Texts.Where((_, i) => Picked[i] == 1).Select(NastyText.Show))} | {NastyText.Show(CustomName)} = {NastyText.Show(CustomValue)} (UTF-16)";
    }
}
