namespace Kapture;

/// <summary>
/// Where a dialect cannot name the account that it asks for, the key alone decides whose customers come: those of another
/// account than the one that was asked for are held back, and the answer is refused.
/// </summary>
internal sealed class AccountCheck
{
    private readonly long _asked;
    private long? _other;

    private AccountCheck(long asked) => _asked = asked;

    /// <summary>The check of a page; <see langword="null"/> where the request names the account, or nobody asked for one.</summary>
    public static AccountCheck? Of(CustomerPage page, Dialect dialect) =>
        page.AccountId is { } asked && !dialect.PullsByPage ? new AccountCheck(asked) : null;

    /// <summary>Takes out the customers of other accounts.</summary>
    /// <returns>The same list.</returns>
    public List<Customer> TakeOut(List<Customer> customers)
    {
        customers.RemoveAll(customer =>
        {
            if (customer.AccountId is not { } told || told == _asked)
                return false;
            _other = told;
            return true;
        });
        return customers;
    }

    /// <summary>Refuses an answer about another account.</summary>
    /// <exception cref="KaptureException">UnexpectedResponse.</exception>
    public void Check(KaptureReply reply, List<Customer> customers)
    {
        TakeOut(customers);
        if (_other is { } other)
            throw AnswerRules.Failure(reply, KaptureErrorId.UnexpectedResponse, $"The key is one of account {other}, not of account {_asked}: nothing of the other's was given. Leave -AccountId out, or connect with a key of account {_asked}.", null);
    }
}
