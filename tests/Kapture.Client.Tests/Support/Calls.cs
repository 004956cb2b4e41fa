using System.Text;

namespace Kapture.Tests;

/// <summary>Clients, calls and answers that many tests need.</summary>
internal static class Calls
{
    public const string Token = "emulator-token";
    public const long AccountId = 1000298;
    public const string Added = """{"status":"success","customer":{"result":true,"customer_id":5,"action_event":"ADD_CUSTOMER","contact_id":6},"message":"Customer Added successfully !"}""";
    public const string Updated = """{"status":"success","customer":{"result":true,"customer_id":5,"action_event":"UPDATE_CUSTOMER","contact_id":6},"message":"Customer Updated successfully !"}""";
    public const string ContactAdded = """{"status":"success","customer":{"result":true,"customer_id":5,"action_event":"UPDATE_CUSTOMER","contact_id":6},"message":"Customer Updated successfully !Contact Added successfully !"}""";
    public const string Found = """{"Customer Details":{"id":5,"name":"Asha"},"status":"success"}""";
    public const string Nobody = """{"message":[],"status":"success"}""";

    /// <summary>An add, as a request of the caller's own.</summary>
    public const string AddPath = "/ms/customer/customer/api/v1/add-update";
    public const string AddBody = """{"customer_info":{"customer_name":"Asha","phone":"9380491326"}}""";

    public static readonly Uri Somewhere = new("https://crm.example.com/");

    public static KaptureClientOptions Options(Uri? baseUri = null) => new(baseUri ?? Somewhere, KaptureCredential.FromToken(Token)) { AccountId = AccountId };

    public static KaptureClient Client(HttpMessageHandler handler, TimeProvider? time = null, int retries = 0, double random = 0, TimeSpan? budget = null, double? rate = null, Dialect? dialect = null) =>
        new(new KaptureClientOptions(Somewhere, KaptureCredential.FromToken(Token))
        {
            Dialect = dialect ?? Dialect.V1,
            PrimaryHandler = handler,
            Time = time ?? TimeProvider.System,
            MaximumRetryCount = retries,
            Random = () => random,
            RetryBudget = budget ?? TimeSpan.FromMinutes(30),
            RequestsPerSecond = rate,
        });

    /// <summary>A client of a server on this machine that does not wait between attempts.</summary>
    public static KaptureClient Client(Uri baseUri, string token = Token, int retries = 2, TimeSpan? timeout = null) =>
        new(new KaptureClientOptions(baseUri, KaptureCredential.FromToken(token))
        {
            UseProxy = false,
            MaximumRetryCount = retries,
            Random = () => 0,
            Timeout = timeout ?? TimeSpan.FromSeconds(30),
        });

    public static CustomerFields Person(string name = "Asha", string phone = "9380491326") => new() { Name = name, Phone = phone };

    /// <summary>One call of the kind, whatever it returns.</summary>
    public static async Task<object> SendAsync(this KaptureClient client, KaptureOperation operation, CallOptions? options = null, CancellationToken cancellationToken = default) => operation switch
    {
        KaptureOperation.Add => await client.AddCustomerAsync(Person(), options, cancellationToken),
        KaptureOperation.Update => await client.UpdateCustomerAsync(5, Person(), options, cancellationToken),
        KaptureOperation.Get => await client.GetCustomerAsync(CustomerKey.ById(5), options, cancellationToken),
        KaptureOperation.AddContact => await client.AddContactAsync(5, new ContactFields { Phone = "9380491326" }, options, cancellationToken),
        KaptureOperation.Invoke => (await client.InvokeAsync(AddPath, AddBody, options, cancellationToken))!,
        _ => await client.GetCustomerPageAsync(new CustomerPage(AccountId, new DateTime(2024, 5, 2), new CustomerFilter()), options, cancellationToken),
    };

    /// <summary>What the service says where all is well.</summary>
    public static string Success(KaptureOperation operation) => operation switch
    {
        KaptureOperation.Add => Added,
        KaptureOperation.Update => Updated,
        KaptureOperation.Get => Found,
        KaptureOperation.AddContact => ContactAdded,
        KaptureOperation.Invoke => Added,
        _ => Nobody,
    };

    public static ServiceAnswer Read(string body) => ServiceAnswer.Read(Encoding.UTF8.GetBytes(body), KaptureTimeZone.India);

    public static KaptureReply Reply(KaptureOperation operation, int status, string body) => new(operation, "/path", status, Encoding.UTF8.GetBytes(body), 1);

    public static KaptureException Throws(KaptureErrorId id, Action action)
    {
        var exception = Assert.Throws<KaptureException>(action);
        Assert.Equal(id, exception.ErrorId);
        return exception;
    }

    public static async Task<KaptureException> ThrowsAsync(KaptureErrorId id, Func<Task> action)
    {
        var exception = await Assert.ThrowsAsync<KaptureException>(action);
        Assert.Equal(id, exception.ErrorId);
        return exception;
    }
}
