using System.Text;
using System.Text.Json;
using Kapture.Emulator.Json;

namespace Kapture.Emulator.Faults;

/// <summary>
/// Copies an answer token by token and adds the oddities asked for to those that it has. It builds the text itself:
/// half of them are not JSON, and no JSON writer would produce them.
/// </summary>
internal sealed class QuirkWriter
{
    private readonly EmulatorQuirks _quirks;
    private readonly ByteBuffer _output = new();
    private string _key = "";
    private bool _needsComma;
    private int _keyStart = -1;

    private QuirkWriter(EmulatorQuirks quirks) => _quirks = quirks;

    public static byte[] Rewrite(ReadOnlySpan<byte> body, EmulatorQuirks quirks)
    {
        var writer = new QuirkWriter(quirks);
        if (writer.Has(EmulatorQuirks.ByteOrderMark))
            writer._output.Append("\uFEFF"u8);
        var ended = body.Length > 0 && body[body.Length - 1] == ';';
        var reader = new Utf8JsonReader(ended ? body.Slice(0, body.Length - 1) : body, new JsonReaderOptions { AllowTrailingCommas = true });
        while (reader.Read())
            writer.Copy(ref reader, body);

        if (ended || writer.Has(EmulatorQuirks.TrailingSemicolon))
            writer._output.Append(";"u8);
        return writer._output.Written.ToArray();
    }

    private void Copy(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                Open("{"u8);
                break;
            case JsonTokenType.StartArray:
                Open("["u8);
                break;
            case JsonTokenType.EndObject:
                Close("}"u8, trailingComma: false);
                break;
            case JsonTokenType.EndArray:
                Close("]"u8, trailingComma: _needsComma && (Has(EmulatorQuirks.TrailingComma) || body[(int)reader.TokenStartIndex - 1] == ','));
                break;
            case JsonTokenType.PropertyName:
                CopyKey(ref reader);
                break;
            default:
                CopyValue(ref reader);
                break;
        }
    }

    private void Open(ReadOnlySpan<byte> bracket)
    {
        Separate();
        _output.Append(bracket);
        _needsComma = false;
        _keyStart = -1;
    }

    private void Close(ReadOnlySpan<byte> bracket, bool trailingComma)
    {
        if (trailingComma)
            _output.Append(","u8);
        _output.Append(bracket);
        _needsComma = true;
    }

    private void CopyKey(ref Utf8JsonReader reader)
    {
        Separate();
        _key = reader.GetString()!;
        _keyStart = _output.Length;
        _output.Append("\""u8);
        if (Has(EmulatorQuirks.CapitalisedStatus) && reader.CurrentDepth == 1 && _key is "status" or "message")
            _output.Append(_key == "status" ? "Status"u8 : "Message"u8);
        else
            _output.Append(reader.ValueSpan);

        if (Has(EmulatorQuirks.TrailingSpaceInKeys) && reader.CurrentDepth > 1 && !_key.EndsWith(' '))
            _output.Append(" "u8);
        _output.Append("\":"u8);
        _needsComma = false;
    }

    private void CopyValue(ref Utf8JsonReader reader)
    {
        Separate();
        _needsComma = true;
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                CopyText(ref reader);
                break;
            case JsonTokenType.Number when Has(EmulatorQuirks.IdsAsStrings) && IsId(_key):
                Quote(reader.ValueSpan);
                break;
            case JsonTokenType.True when Has(EmulatorQuirks.BooleansAsStrings):
                Quote("true"u8);
                break;
            case JsonTokenType.False when Has(EmulatorQuirks.BooleansAsStrings):
                Quote(""u8);
                break;
            default:
                _output.Append(reader.ValueSpan);
                break;
        }

        if (Has(EmulatorQuirks.DuplicateKeys) && _keyStart >= 0)
            Repeat();
        _keyStart = -1;
    }

    private void Repeat()
    {
        var member = _output.Written.Slice(_keyStart).ToArray();
        Separate();
        _output.Append(member);
    }

    private void CopyText(ref Utf8JsonReader reader)
    {
        if (Has(EmulatorQuirks.NarrowNoBreakSpace) && _key == "generationDate")
        {
            var date = reader.GetString()!;
            Quote(Encoding.UTF8.GetBytes(date.Replace(" AM", "\u202FAM").Replace(" PM", "\u202FPM")));
        }
        else if (Has(EmulatorQuirks.CapitalisedStatus) && _key == "status" && reader.CurrentDepth == 1)
            Quote(reader.ValueTextEquals("success"u8) ? "Success"u8 : "Fail"u8);
        else
            Quote(reader.ValueSpan);
    }

    private void Separate()
    {
        if (_needsComma)
            _output.Append(","u8);
    }

    private void Quote(ReadOnlySpan<byte> text)
    {
        _output.Append("\""u8);
        _output.Append(text);
        _output.Append("\""u8);
    }

    private bool Has(EmulatorQuirks quirk) => (_quirks & quirk) != 0;

    private static bool IsId(string key) =>
        key is "id" || key.EndsWith("Id", StringComparison.Ordinal) || key.EndsWith("_id", StringComparison.Ordinal);
}
