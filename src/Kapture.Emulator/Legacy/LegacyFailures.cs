namespace Kapture.Emulator.Legacy;

/// <summary>The failures of the legacy pages, and in V1's words those that these pages only name.</summary>
internal static class LegacyFailures
{
    /// <summary>"Please use correct Authkey".</summary>
    public static readonly LegacyFailure InvalidAuthKey = new("Auth Key Invalid", 401);

    /// <summary>"API Request is Expired".</summary>
    public static readonly LegacyFailure AuthKeyExpired = new("Auth Key Expired", 401);

    public static readonly LegacyFailure NameAndPhoneOrEmailRequired = new("Name, Email Id, and Phone Number required", 400);

    /// <summary>"Mandatory field missing".</summary>
    public static readonly LegacyFailure MandatoryFieldMissing = new("ReqFieldMissing", 400);

    public static readonly LegacyFailure InvalidJson = new("Invalid Json.", 400);

    public static readonly LegacyFailure DateMissing = new("either start_date is null or blank", 400);

    /// <summary>No page gives a body.</summary>
    public static readonly LegacyFailure DateFormat = new("Invalid date format.", 400);

    /// <summary>The spelling is theirs.</summary>
    public static readonly LegacyFailure CustomerNotFound = new("Information given by you does not exist in our sytsem.", 404);

    /// <summary>No page gives a body.</summary>
    public static readonly LegacyFailure NoSuchPath = new("Not Found", 404);
}
