using System.Text;

namespace KapturePS.Bench;

/// <summary>Writes CSV files of invented customers, row by row: a million rows take no more memory than one.</summary>
internal static class CsvFile
{
    public static async Task WriteAsync(string path, int rows, CancellationToken cancellationToken)
    {
        var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16);
        await using (writer.ConfigureAwait(false))
        {
            await writer.WriteLineAsync(string.Join(',', People.Columns)).ConfigureAwait(false);
            for (var n = 0; n < rows; n++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await writer.WriteLineAsync(string.Join(',', People.Cells(n).Select(Quote))).ConfigureAwait(false);
            }
        }
    }

    private static string Quote(string cell) => cell.Contains(',', StringComparison.Ordinal) ? $"\"{cell}\"" : cell;
}
