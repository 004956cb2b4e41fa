using Kapture.Emulator;
using Kapture.Emulator.Faults;

namespace Kapture.Tests.Bulk;

public sealed class LookUpClientTests : IDisposable
{
    private const string AddKey = "add-key";

    private readonly EmulatedBulk _v1 = Service(Dialect.V1);
    private readonly EmulatedBulk _legacy = Service(Dialect.Legacy);

    public void Dispose()
    {
        _v1.Dispose();
        _legacy.Dispose();
    }

    [Fact]
    public async Task A_key_that_may_only_add_leaves_a_lost_row_in_doubt()
    {
        _v1.Break(new EmulatorFault { Kind = FaultKind.DropAfter, Operation = EmulatorOperation.Add });

        var failure = await _v1.FailAsync(KaptureErrorId.WriteUncertain, EmulatedBulk.Add(1));

        Assert.Contains("could not be looked up either: The key was refused", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_key_looks_it_up(bool isLegacy)
    {
        var service = isLegacy ? _legacy : _v1;
        using var lookUps = LookUps(service, isLegacy ? Dialect.Legacy : Dialect.V1);
        service.Break(new EmulatorFault { Kind = FaultKind.DropAfter, Operation = EmulatorOperation.Add });

        var result = await service.ArriveAsync(EmulatedBulk.Add(1), new BulkOptions { LookUpClient = lookUps });

        Assert.True(result.Reconciled);
        Assert.Equal(1, service.Customers);
        Assert.Equal(1, service.Requests(EmulatorOperation.Add));
    }

    [Fact]
    public async Task What_is_written_in_Legacy_can_be_looked_up_in_V1()
    {
        using var lookUps = LookUps(_legacy, Dialect.V1);
        var options = new BulkOptions { LookUpClient = lookUps, IfExists = IfExists.Skip };
        _legacy.Break(new EmulatorFault { Kind = FaultKind.DropAfter, Operation = EmulatorOperation.Add, Times = 1 });

        Assert.True((await _legacy.ArriveAsync(EmulatedBulk.Add(1), options)).Reconciled);
        Assert.Equal(WriteAction.Skipped, (await _legacy.ArriveAsync(EmulatedBulk.Add(2), options)).Action);

        Assert.Equal(1, _legacy.Requests(EmulatorOperation.Add));
        Assert.Equal(0, _legacy.Requests(EmulatorOperation.Pull));
    }

    [Fact]
    public async Task A_range_that_could_not_be_pulled_says_nothing_of_how_to_pull_it()
    {
        _legacy.Break(new EmulatorFault { Kind = FaultKind.DropAfter, Operation = EmulatorOperation.Add });

        var failure = await _legacy.FailAsync(KaptureErrorId.WriteUncertain, EmulatedBulk.Add(1));

        Assert.Contains("could not be looked up either: The key was refused", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("-StartDate", failure.Message, StringComparison.Ordinal);
    }

    private static EmulatedBulk Service(Dialect dialect) =>
        new(new EmulatorOptions { Keys = [new EmulatorKey(AddKey) { Operations = [EmulatorOperation.Add] }] }, token: AddKey, dialect: dialect);

    private static KaptureClient LookUps(EmulatedBulk service, Dialect dialect) => new(new KaptureClientOptions(Calls.Somewhere, KaptureCredential.FromToken(Calls.Token))
    {
        Dialect = dialect,
        PrimaryHandler = new EmulatorHandler(service.Emulator),
        Time = service.Time,
        AccountId = Calls.AccountId,
    });
}
