using System.Security.Authentication;

namespace Kapture;

/// <summary>The host has not proved who it is. The message goes on after "it cannot be trusted:", and says what to do.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Without words it would say nothing.")]
internal sealed class UntrustedException(string message, Exception? innerException = null) : AuthenticationException(message, innerException)
{
    /// <summary>Whether an exception came from one.</summary>
    public static bool IsIn(Exception? exception) => Find(exception) is not null;

    /// <summary>The one that an exception came from.</summary>
    public static UntrustedException? Find(Exception? exception)
    {
        while (exception is not (null or UntrustedException))
            exception = exception.InnerException;
        return exception as UntrustedException;
    }
}
