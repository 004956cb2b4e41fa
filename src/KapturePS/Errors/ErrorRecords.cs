using System.Management.Automation;
using Kapture;

namespace KapturePS;

/// <summary>The error records that scripts see: id, category, the row, and what to do.</summary>
internal static class ErrorRecords
{
    /// <param name="exception">The failure.</param>
    /// <param name="target">The row, or what stands for it.</param>
    /// <param name="advice">What to do, where the cmdlet knows better.</param>
    public static ErrorRecord ToErrorRecord(this KaptureException exception, object? target, string? advice = null) =>
        new(exception, exception.ErrorId.ToString(), Category(exception.ErrorId), target ?? exception.Value)
        {
            ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = advice ?? Advice(exception) },
        };

    private static ErrorCategory Category(KaptureErrorId id) => id switch
    {
        KaptureErrorId.NotConnected => ErrorCategory.ConnectionError,
        KaptureErrorId.InvalidSubdomain or KaptureErrorId.InsecureUri or KaptureErrorId.InvalidValue or KaptureErrorId.InvalidDateRange => ErrorCategory.InvalidArgument,
        KaptureErrorId.MissingField or KaptureErrorId.JournalCorrupt => ErrorCategory.InvalidData,
        KaptureErrorId.AuthenticationFailed => ErrorCategory.AuthenticationError,
        KaptureErrorId.PermissionDenied => ErrorCategory.PermissionDenied,
        KaptureErrorId.CustomerNotFound => ErrorCategory.ObjectNotFound,
        KaptureErrorId.CustomerExists => ErrorCategory.ResourceExists,
        KaptureErrorId.Rejected => ErrorCategory.InvalidOperation,
        KaptureErrorId.NotInDialect => ErrorCategory.NotImplemented,
        KaptureErrorId.RateLimited => ErrorCategory.LimitsExceeded,
        KaptureErrorId.ServiceUnavailable => ErrorCategory.ResourceUnavailable,
        KaptureErrorId.Timeout or KaptureErrorId.WriteUncertain => ErrorCategory.OperationTimeout,
        KaptureErrorId.UnexpectedResponse => ErrorCategory.InvalidResult,
        KaptureErrorId.JournalLocked => ErrorCategory.ResourceBusy,
        KaptureErrorId.JournalFailed => ErrorCategory.WriteError,
        _ => ErrorCategory.NotSpecified,
    };

    private static string Advice(KaptureException exception) => exception.ErrorId switch
    {
        KaptureErrorId.NotConnected => "Run Connect-Kapture first, or pass an open session with -Session.",
        KaptureErrorId.InvalidSubdomain => "Give the part before .kapturecrm.com, or use -BaseUri.",
        KaptureErrorId.InsecureUri => "Use an https address.",
        KaptureErrorId.InvalidValue when exception.Row == 0 => "Mend the value and try again; nothing was sent.",
        KaptureErrorId.InvalidValue => "Mend the value and run the row again; nothing of it was sent.",
        KaptureErrorId.InvalidDateRange => "Mend -StartDate and -EndDate; nothing was sent.",
        KaptureErrorId.MissingField when exception.Row == 0 => "Give what is missing and try again; nothing was sent.",
        KaptureErrorId.MissingField => "Fill the field and run the row again; nothing of it was sent.",
        KaptureErrorId.AuthenticationFailed when exception.IsKeyExpired => "Make a new key in Kapture (Configuration, API Configuration), connect with it, and run the rows that are not done.",
        KaptureErrorId.AuthenticationFailed => "Check the key in Kapture (Configuration, API Configuration), connect again, and run the rows that are not done.",
        KaptureErrorId.PermissionDenied => "Ask for a key that is made for this API.",
        KaptureErrorId.CustomerNotFound => "Check the id, email or phone.",
        KaptureErrorId.CustomerExists => "Leave the row out, or run it with -IfExists Skip or Update.",
        KaptureErrorId.Rejected => "Mend what the service complains about and run the row again.",
        KaptureErrorId.NotInDialect => "Leave it out, connect with the dialect that has it, or (a custom field) carry it with -AdditionalField.",
        KaptureErrorId.RateLimited => "Lower -ThrottleLimit, or connect with -RequestsPerSecond; then run the row again.",
        KaptureErrorId.ServiceUnavailable when exception.IsProxyRefusal => "Connect with a -ProxyCredential that the proxy takes; the row was not applied.",
        KaptureErrorId.ServiceUnavailable when exception.IsUntrusted => "Check the address; where the certificate is of your organisation's own authority, trust that on this machine. Nothing was sent.",
        KaptureErrorId.ServiceUnavailable when exception.Row == 0 => "Check the address, the network and the proxy, or try again later.",
        KaptureErrorId.ServiceUnavailable => "Try again later; the row was not applied.",
        KaptureErrorId.Timeout => "Try again, or connect with a longer -TimeoutSec.",
        KaptureErrorId.WriteUncertain => "Look the customer up with Get-KaptureCustomer (or whatever else was to change, with Invoke-KaptureRequest) before you run the row again.",
        KaptureErrorId.JournalLocked => "Wait until the other run has ended, or give this one a journal of its own.",
        KaptureErrorId.JournalCorrupt => "Restore the journal, or give the run a journal of its own; without the old one, rows that are done are sent again.",
        KaptureErrorId.JournalFailed => "Mend what the file system complains about, and run the same command again with the same journal.",
        _ => "Check the address and whether a proxy stands between; look at the customer before you run the row again.",
    };
}
