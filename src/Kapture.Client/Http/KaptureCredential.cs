using System.Text;

namespace Kapture;

/// <summary>The key of a session. It can be put into a request, and nowhere else: nothing reads it back.</summary>
public sealed class KaptureCredential
{
    private volatile string? _header;
    private volatile KeyMask _mask;

    private KaptureCredential(KaptureAuthentication kind, string? userName, string token, string? password = null)
    {
        Kind = kind;
        UserName = userName;
        _header = "Basic " + token;

        // The emulator's is no secret.
        _mask = kind == KaptureAuthentication.Emulator ? KeyMask.None : KeyMask.Of(token, password);
    }

    /// <summary>How the session proves itself.</summary>
    public KaptureAuthentication Kind { get; }

    /// <summary>The user, where there is one.</summary>
    public string? UserName { get; }

    /// <summary>An API key, which goes out exactly as given.</summary>
    /// <param name="token">The key, without <c>Basic</c>.</param>
    /// <exception cref="KaptureException">MissingField or InvalidValue; the message does not hold the key.</exception>
    public static KaptureCredential FromToken(string token) => new(KaptureAuthentication.Token, null, CheckToken(token));

    /// <summary>A user and a password, which go out as base64 of <c>user:password</c> in UTF-8.</summary>
    /// <param name="userName">The user; no colon in it.</param>
    /// <param name="password">The password.</param>
    /// <exception cref="KaptureException">MissingField or InvalidValue; the message does not hold the password.</exception>
    public static KaptureCredential FromPassword(string userName, string password)
    {
        if (string.IsNullOrWhiteSpace(userName))
            throw KaptureException.Missing("The user name is missing.");
        if (userName.Contains(':'))
            throw new KaptureException(KaptureErrorId.InvalidValue, "The user name holds a colon, which HTTP authentication cannot carry.");
        CheckText("user name", userName);
        CheckText("password", password);
        return new(KaptureAuthentication.Basic, userName, Convert.ToBase64String(Encoding.UTF8.GetBytes(userName + ":" + password)), password);
    }

    /// <summary>The key of the in-process emulator.</summary>
    /// <param name="token">The key that the emulator expects.</param>
    /// <exception cref="KaptureException">MissingField or InvalidValue; the message does not hold the key.</exception>
    public static KaptureCredential ForEmulator(string token) => new(KaptureAuthentication.Emulator, null, CheckToken(token));

    /// <inheritdoc/>
    public override string ToString() => Kind.ToString();

    /// <summary>Lets go of the key: no request gets it any more, and nothing here holds it. For the end of a session.</summary>
    public void Forget()
    {
        _header = null;
        var mask = _mask;
        _mask = KeyMask.None;
        mask.Forget();
    }

    /// <summary>What takes the key out of answers.</summary>
    internal KeyMask Mask => _mask;

    /// <exception cref="ObjectDisposedException">The key was let go of.</exception>
    internal void Apply(HttpRequestMessage request)
    {
        var header = _header ?? throw new ObjectDisposedException(nameof(KaptureCredential));
        request.Headers.Remove("Authorization");
        request.Headers.TryAddWithoutValidation("Authorization", header);
    }

    // As UTF-8 half of a surrogate pair would be another password, and RFC 7617 has no control characters.
    private static void CheckText(string what, string text)
    {
        if (text.Any(char.IsControl))
            throw new KaptureException(KaptureErrorId.InvalidValue, $"The {what} holds a line break or another control character, which HTTP authentication cannot carry. If it was read from a file, leave the end of the line out.");
        if (TextRules.HasLoneSurrogate(text))
            throw new KaptureException(KaptureErrorId.InvalidValue, $"The {what} is not valid Unicode text (half of a surrogate pair). Type it again.");
    }

    // Visible ASCII only: a line break in a key would be a header of its own.
    private static string CheckToken(string token)
    {
        if (string.IsNullOrWhiteSpace(token))
            throw KaptureException.Missing("The token is missing: it is empty.");
        foreach (var c in token)
        {
            if (c is <= ' ' or > '~')
                throw new KaptureException(KaptureErrorId.InvalidValue, "The token holds a character that no key has (a space, a line break or beyond ASCII). Copy it again, without quotes and without 'Basic'.");
        }

        return token;
    }
}

/// <summary>How a session proves itself.</summary>
public enum KaptureAuthentication
{
    /// <summary>An API key.</summary>
    Token,

    /// <summary>A user and a password.</summary>
    Basic,

    /// <summary>Nothing reaches Kapture: the in-process emulator answers.</summary>
    Emulator,
}
