namespace KapturePS.Bench;

/// <summary>What every peer must know of the service.</summary>
internal static class Service
{
    public const string Token = "emulator-token";

    public const string Authorization = "Basic " + Token;

    public const string AddPath = "/ms/customer/customer/api/v1/add-update";

    public const string PullPath = "/ms/customer-search/customer-search/api/v1";

    /// <summary>The account of the emulator.</summary>
    public const int AccountId = 1_000_298;

    /// <summary>How many requests are in flight at once where a line does not say otherwise.</summary>
    public const int Concurrency = 16;
}
