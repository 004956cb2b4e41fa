namespace Kapture;

/// <summary>The kind of a customer: the API's three flags, of which one is set.</summary>
public enum CustomerType
{
    /// <summary>A person; also what a customer without any flag is.</summary>
    Individual,

    /// <summary>A company or another body.</summary>
    Organization,

    /// <summary>A partner who sells for you.</summary>
    ChannelPartner,
}
