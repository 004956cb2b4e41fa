namespace Kapture;

/// <summary>What became of a row.</summary>
public enum WriteAction
{
    /// <summary>The service says that it added a customer.</summary>
    Added,

    /// <summary>The service says that it updated a customer.</summary>
    Updated,

    /// <summary>The service says that it added a contact to a customer.</summary>
    ContactAdded,

    /// <summary>There was such a customer already, and the row was not sent.</summary>
    Skipped,

    /// <summary>The row would have changed nothing and was not sent.</summary>
    Unchanged,

    /// <summary>An earlier run with the same journal had done the row; it was not sent again.</summary>
    Resumed,
}
