using System.Text;

namespace KapturePS;

/// <summary>The names of a CSV's columns, to the blank as Import-Csv reads them; no more of the file is read.</summary>
internal sealed class CsvHeader
{
    // No header of a table is longer; what is, is no table.
    private const int LongestHeader = 64 * 1024;
    private const string ExtendedLog = "#Fields: ";

    private readonly char[] _text = new char[LongestHeader];
    private readonly int _length;
    private readonly char _delimiter;
    private int _position;

    private CsvHeader(TextReader text, char delimiter)
    {
        _length = text.ReadBlock(_text, 0, _text.Length);
        _delimiter = delimiter;
    }

    private bool IsAtEnd => _position >= _length;

    /// <summary>Reads the first record that is no comment.</summary>
    /// <param name="text">The file, from its beginning.</param>
    /// <param name="delimiter">What separates the columns.</param>
    /// <returns>The names in their order, without blank ones; none where there is no header.</returns>
    public static IReadOnlyList<string> Read(TextReader text, char delimiter) => new CsvHeader(text, delimiter).Read();

    private IReadOnlyList<string> Read()
    {
        while (!IsAtEnd)
        {
            var names = ReadRecord();
            if (_position == LongestHeader)
                return [];
            if (names[0].StartsWith(ExtendedLog, StringComparison.Ordinal))
                names[0] = names[0].Substring(ExtendedLog.Length);
            else if (names[0].Length > 0 && names[0][0] == '#')
                continue;
            return [.. names.Where(name => name.Length > 0)];
        }

        return [];
    }

    private List<string> ReadRecord()
    {
        var names = new List<string> { ReadName() };
        while (!IsAtEnd && _text[_position] == _delimiter)
        {
            _position++;
            names.Add(ReadName());
        }

        // What ended the last name is the end of a line, in one character or two.
        if (!IsAtEnd && _text[_position++] == '\r' && !IsAtEnd && _text[_position] == '\n')
            _position++;
        return names;
    }

    private string ReadName()
    {
        while (!IsAtEnd && IsBlank(_text[_position]) && _text[_position] != _delimiter)
            _position++;
        var quoted = !IsAtEnd && _text[_position] == '"' ? ReadQuoted() : string.Empty;
        var start = _position;
        while (!IsAtEnd && _text[_position] != _delimiter && _text[_position] is not ('\r' or '\n'))
            _position++;
        var rest = new string(_text, start, _position - start);

        // Of blanks at the end Import-Csv keeps one, and none behind quotation marks.
        var blanks = rest.Length - rest.TrimEnd(' ', '\t').Length;
        if (blanks == rest.Length)
            return quoted;
        return quoted + (quoted.Length == 0 && rest.IndexOfAny([' ', '\t', '"']) == rest.Length - blanks && blanks > 0 ? rest.Substring(0, rest.Length - blanks + 1) : rest);
    }

    private string ReadQuoted()
    {
        var name = new StringBuilder();
        for (_position++; !IsAtEnd; _position++)
        {
            if (_text[_position] == '"')
            {
                _position++;
                if (IsAtEnd || _text[_position] != '"')
                    break;
            }

            name.Append(_text[_position]);
        }

        return name.ToString();
    }

    private static bool IsBlank(char c) => c is ' ' or '\t';
}
