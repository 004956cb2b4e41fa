namespace Kapture;

/// <summary>What went wrong, by the stable names that scripts test for.</summary>
public enum KaptureErrorId
{
    /// <summary>There is no session, or it has been closed.</summary>
    NotConnected,

    /// <summary>The subdomain cannot be part of a host name.</summary>
    InvalidSubdomain,

    /// <summary>The address would send the key over plain http to another machine.</summary>
    InsecureUri,

    /// <summary>A value cannot be read, or cannot be sent; nothing was sent.</summary>
    InvalidValue,

    /// <summary>The range is inverted, or lies in the future; nothing was sent.</summary>
    InvalidDateRange,

    /// <summary>The row lacks what the operation needs; nothing was sent.</summary>
    MissingField,

    /// <summary>The key is missing, wrong, expired or disabled.</summary>
    AuthenticationFailed,

    /// <summary>The key is good, but may not do this.</summary>
    PermissionDenied,

    /// <summary>The service knows no such customer.</summary>
    CustomerNotFound,

    /// <summary>There is such a customer already, and the row was to be written only where there is none.</summary>
    CustomerExists,

    /// <summary>The service refused the row, in its own words.</summary>
    Rejected,

    /// <summary>The dialect has no field for this; nothing was sent.</summary>
    NotInDialect,

    /// <summary>Still 429 after all retries, or the service asked to wait longer than a call may.</summary>
    RateLimited,

    /// <summary>Still failing, or unreachable, after all retries.</summary>
    ServiceUnavailable,

    /// <summary>A read that timed out.</summary>
    Timeout,

    /// <summary>A write that may or may not have been applied.</summary>
    WriteUncertain,

    /// <summary>HTML, broken JSON, a redirect, or an answer about another customer.</summary>
    UnexpectedResponse,

    /// <summary>Another run is using the journal; nothing was sent.</summary>
    JournalLocked,

    /// <summary>The journal cannot be read, or is of another operation or service; nothing was sent.</summary>
    JournalCorrupt,

    /// <summary>The journal cannot be written; nothing is sent without it.</summary>
    JournalFailed,
}
