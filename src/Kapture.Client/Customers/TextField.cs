using System.Text.Json;

namespace Kapture;

/// <summary>One text field of a body: how it is called here, how on the wire, and where its value is.</summary>
/// <typeparam name="T">The kind of fields it belongs to.</typeparam>
internal sealed class TextField<T>(string name, string? wireName, Func<T, string?> get, Action<T, string?> set, bool isPhone = false)
{
    /// <summary>The name that scripts use.</summary>
    public string Name { get; } = name;

    /// <summary>The name in V1; <see langword="null"/> where V1 has no such field.</summary>
    public string? WireName { get; } = wireName;

    /// <summary>The wire name, escaped once.</summary>
    public JsonEncodedText Key { get; } = JsonEncodedText.Encode(wireName ?? name);

    public Func<T, string?> Get { get; } = get;

    public Action<T, string?> Set { get; } = set;

    public bool IsPhone { get; } = isPhone;

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
