namespace Kapture;

/// <summary>What became of a row.</summary>
public enum WriteAction
{
    /// <summary>The service says that it added a customer.</summary>
    Added,

    /// <summary>The service says that it updated a customer.</summary>
    Updated,

    /// <summary>The row would have changed nothing and was not sent.</summary>
    Unchanged,
}
