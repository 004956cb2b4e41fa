namespace KapturePS.Bench;

/// <summary>What every peer must know of the service.</summary>
internal static class Service
{
    public const string Token = "emulator-token";

    public const string Authorization = "Basic " + Token;

    public const string AddPath = "/ms/customer/customer/api/v1/add-update";

    /// <summary>How many requests are in flight at once where a line does not say otherwise.</summary>
    public const int Concurrency = 16;
}
