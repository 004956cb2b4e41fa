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

/// <summary>Completes the kinds of customer that a pull can ask for.</summary>
public sealed class CustomerTypeFilterCompleter : ListCompleter
{
    private protected override IEnumerable<Suggestion> Values =>
    [
        new("All", "Customers of every kind (the default)."),
        new("Organization", "Only companies and other bodies."),
        new("Individual", "Only persons: customers of the kind Individual."),
        new("ChannelPartner", "Only partners who sell for you."),
    ];
}

/// <summary>Completes what to do where the customer is there already.</summary>
public sealed class IfExistsCompleter : ListCompleter
{
    private protected override IEnumerable<Suggestion> Values =>
    [
        new("Send", "Send the row without looking (the default): whether a customer then is there twice, the service decides."),
        new("Skip", "Look first; leave the customer as it is, and give its id with the action Skipped."),
        new("Update", "Look first; send what differs from the row, or nothing (Unchanged)."),
        new("Fail", "Look first; report the row as the error CustomerExists."),
    ];
}

/// <summary>Completes by what rows and customers are matched.</summary>
public sealed class MatchByCompleter : ListCompleter
{
    private protected override IEnumerable<Suggestion> Values =>
    [
        new("Email", "A customer with the row's email address is the same."),
        new("Phone", "A customer whom the service finds by the row's phone number is the same: write it as it is there, with its zeros and its +."),
    ];
}

/// <summary>Completes the generations of the API.</summary>
public sealed class DialectCompleter : ListCompleter
{
    private protected override IEnumerable<Suggestion> Values =>
    [
        new("V1", "The current generation (the default): look-ups by email and phone, filters, pages, several contacts, enquiries."),
        new("Legacy", "The first generation, which many tenants still run: flat bodies, look-ups by id alone, ranges of dates without filters."),
    ];
}

/// <summary>Completes genders as the vendor's samples have them; any other word can be sent.</summary>
public sealed class GenderCompleter : ListCompleter
{
    private const string Tip = "As the vendor's samples write it; a tenant may have other words.";

    private protected override IEnumerable<Suggestion> Values => [new("Male", Tip), new("Female", Tip)];
}
