namespace Kapture.Tests.Pull;

/// <summary>A filter, and by itself whom it means: neither the client nor the emulator has a say in that.</summary>
internal sealed record PullFilterCase(string Name, Action<CustomerFilter> Set, Func<Person, bool> Fits)
{
    public static PullFilterCase None { get; } = new("none", static _ => { }, static _ => true);

    /// <summary>What of a customer it looks at.</summary>
    public string Field => Name.Split(' ')[0];

    public CustomerFilter Filter()
    {
        var filter = new CustomerFilter();
        Set(filter);
        return filter;
    }

    /// <summary>Whoever fits both.</summary>
    public PullFilterCase And(PullFilterCase other) => new($"{Name} and {other.Name}", filter =>
    {
        Set(filter);
        other.Set(filter);
    }, person => Fits(person) && other.Fits(person));

    public override string ToString() => Name;
}
