using System.Text;

namespace Kapture.Emulator.V1;

/// <summary>The failures of the vendor's pages, word for word.</summary>
internal static class V1Failures
{
    /// <summary>"Authorization key is either not passed in header, or incorrect, or expired/disabled".</summary>
    public static readonly EmulatorAnswer InvalidAuthKey = Message("Invalid Auth Key", 401);

    /// <summary>"API Request is Expired", where the pages give no body.</summary>
    public static readonly EmulatorAnswer ApiExpired = Message("APIExpired", 401);

    /// <summary>"name and phone|email are either missing or empty in request body."</summary>
    public static readonly EmulatorAnswer NameAndPhoneOrEmailRequired = Message("Name, Email Id, and Phone Number required", 400);

    /// <summary>"Mandatory field missing", where the pages give no body.</summary>
    public static readonly EmulatorAnswer MandatoryFieldMissing = Message("ReqFieldMissing", 400);

    public static readonly EmulatorAnswer InvalidJson = Message("Invalid Json.", 400);

    public static readonly EmulatorAnswer DateMissing = Message("either start_date is null or blank", 400);

    /// <summary>In the words of the table of parameters, as no page gives a body.</summary>
    public static readonly EmulatorAnswer DateFormat = Message("Date should be in YYYY-MM-DD format", 400);

    /// <summary>In the words of the table of parameters, as no page gives a body.</summary>
    public static readonly EmulatorAnswer MoreThanADay = Message("At one hit we can pull a data of max 24 hours", 400);

    /// <summary>"Details provided doesn't match with records available in the system."; the spelling is theirs.</summary>
    public static readonly EmulatorAnswer CustomerNotFound = Failed("Customer Details", "Information given by you does not exist in our sytsem.", 404);

    /// <summary>"Resource or endpoint not found"; no page gives a body.</summary>
    public static readonly EmulatorAnswer NoSuchPath = Message("Not Found", 404);

    /// <summary>"Server error while processing this request".</summary>
    public static readonly EmulatorAnswer ServerFailure = Message("ServerFailure", 500);

    private static EmulatorAnswer Message(string message, int status) => Failed("message", message, status);

    private static EmulatorAnswer Failed(string key, string message, int status) =>
        new(Encoding.UTF8.GetBytes($"{{\"{key}\":\"{message}\",\"status\":\"failed\"}}"), status);
}
