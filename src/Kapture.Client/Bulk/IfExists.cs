namespace Kapture;

/// <summary>What to do with a row whose customer is there already.</summary>
public enum IfExists
{
    /// <summary>Send the row without looking.</summary>
    Send,

    /// <summary>Leave the customer as it is.</summary>
    Skip,

    /// <summary>Change what differs from the row.</summary>
    Update,

    /// <summary>Report it: CustomerExists.</summary>
    Fail,
}

/// <summary>By what a row is matched with the customers that are there.</summary>
public enum MatchBy
{
    /// <summary>The email address.</summary>
    Email,

    /// <summary>The phone number.</summary>
    Phone,
}
