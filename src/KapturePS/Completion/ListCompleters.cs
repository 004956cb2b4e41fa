namespace KapturePS;

/// <summary>Completes the kinds of customer.</summary>
public sealed class CustomerTypeCompleter : ListCompleter
{
    private protected override IEnumerable<Suggestion> Values =>
    [
        new("Individual", "A person; also what a customer is of whom nothing else is said."),
        new("Organization", "A company or another body."),
        new("ChannelPartner", "A partner who sells for you."),
    ];
}

/// <summary>Completes genders as the vendor's samples have them; any other word can be sent.</summary>
public sealed class GenderCompleter : ListCompleter
{
    private const string Tip = "As the vendor's samples write it; a tenant may have other words.";

    private protected override IEnumerable<Suggestion> Values => [new("Male", Tip), new("Female", Tip)];
}
