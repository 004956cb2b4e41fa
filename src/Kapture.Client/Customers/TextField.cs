namespace Kapture;

/// <summary>One text field of a body: how it is called here, how on the wire, and where its value is.</summary>
/// <typeparam name="T">The kind of fields it belongs to.</typeparam>
/// <param name="name">The name that scripts use.</param>
/// <param name="v1">The name in V1; <see langword="null"/> where V1 has no such field.</param>
/// <param name="legacy">The name in Legacy; <see langword="null"/> where Legacy has no such field.</param>
/// <param name="get">Reads it.</param>
/// <param name="set">Sets it.</param>
/// <param name="isPhone">Whether it is a phone number.</param>
internal sealed class TextField<T>(string name, string? v1, string? legacy, Func<T, string?> get, Action<T, string?> set, bool isPhone = false)
{
    /// <summary>The name that scripts use.</summary>
    public string Name { get; } = name;

    /// <summary>The name in V1; <see langword="null"/> where V1 has no such field.</summary>
    public string? V1Name { get; } = v1;

    /// <summary>The name in Legacy; <see langword="null"/> where Legacy has no such field.</summary>
    public string? LegacyName { get; } = legacy;

    public Func<T, string?> Get { get; } = get;

    public Action<T, string?> Set { get; } = set;

    public bool IsPhone { get; } = isPhone;

    /// <summary>Whether somebody means this field: by its name here, or by one of the wire's, in any case.</summary>
    public bool IsCalled(string name) =>
        string.Equals(Name, name, StringComparison.OrdinalIgnoreCase)
        || string.Equals(V1Name, name, StringComparison.OrdinalIgnoreCase)
        || string.Equals(LegacyName, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Refuses a value that cannot be sent.</summary>
    /// <exception cref="KaptureException">InvalidValue.</exception>
    public void Check(string prefix, string value)
    {
        if (IsPhone)
            TextRules.CheckPhone(prefix + Name, value);
        else
            TextRules.Check(prefix + Name, value);
    }
}
