using System.Globalization;

namespace Kapture.Tests.Matrix;

/// <summary>What came of one call under one fault.</summary>
/// <param name="Dialect">In which generation of the API.</param>
/// <param name="Operation">What was asked.</param>
/// <param name="Said">What the caller saw: what was done, or the id of the error.</param>
/// <param name="Error">The error; <see langword="null"/> for a success.</param>
/// <param name="Writes">How many requests to change something went out.</param>
/// <param name="Reads">How many others did.</param>
/// <param name="Applied">How many times the service did what was asked.</param>
/// <param name="Elsewhere">How many requests came to another host.</param>
/// <param name="Read">What a read gave, in one line; <see langword="null"/> for anything else.</param>
/// <param name="Next">What the next call saw, when the fault was over.</param>
internal sealed record MatrixCell(Dialect Dialect, MatrixOperation Operation, string Said, KaptureException? Error, long Writes, long Reads, long Applied, long Elsewhere, string? Read, string Next)
{
    public bool IsWrite => Operation is MatrixOperation.Add or MatrixOperation.Upsert or MatrixOperation.Update or MatrixOperation.AddContact or MatrixOperation.InvokeWrite;

    public bool IsBulk => IsWrite && Operation != MatrixOperation.InvokeWrite;

    /// <summary>
    /// How many different things were asked for at most: a day has a page behind its last one, a row in doubt is looked up twice
    /// in up to two ways, and Legacy words a pull in two ways.
    /// </summary>
    public int Questions => IsBulk ? 4 : Operation == MatrixOperation.Pull ? 2 : 1;

    /// <summary>The cell as people read it.</summary>
    public override string ToString() => IsBulk
        ? string.Create(CultureInfo.InvariantCulture, $"{Said} ({Writes}+{Reads})")
        : string.Create(CultureInfo.InvariantCulture, $"{Said} ({Writes + Reads})");
}
