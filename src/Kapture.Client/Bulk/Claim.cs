namespace Kapture;

/// <summary>Whose something is that a look-up found.</summary>
internal enum Claim
{
    /// <summary>The asking row's, and nobody else's from now on.</summary>
    Own,

    /// <summary>Another row's.</summary>
    Others,

    /// <summary>Perhaps that of a row that is on its way; ask again when it has come back.</summary>
    Open,

    /// <summary>Perhaps that of a row that has arrived, and that the service told no id.</summary>
    Unclear,
}
