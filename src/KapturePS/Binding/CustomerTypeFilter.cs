namespace KapturePS;

/// <summary>Which kinds of customer a pull asks for.</summary>
public enum CustomerTypeFilter
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>Organizations.</summary>
    Organization,

    /// <summary>Persons.</summary>
    Individual,

    /// <summary>Channel partners.</summary>
    ChannelPartner,
}
