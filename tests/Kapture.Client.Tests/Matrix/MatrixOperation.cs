namespace Kapture.Tests.Matrix;

/// <summary>The columns of the matrix.</summary>
internal enum MatrixOperation
{
    Add,
    Upsert,
    Update,
    AddContact,
    Get,
    Pull,
    InvokeRead,
    InvokeWrite,
}
