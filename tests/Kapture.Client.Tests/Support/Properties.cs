using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace Kapture.Tests;

/// <summary>
/// Tests of what holds for whatever is generated. A case that fails is made smaller while it still fails, and its seed is
/// printed; the variable KAPTURE_REPLAY, set to that seed (<c>seed,gamma,size</c>), starts the run with it.
/// Fuzzing has the same seed in every run; KAPTURE_FUZZ, set to <c>count</c> or <c>count,seed</c>, makes a long run of it.
/// </summary>
internal static class Properties
{
    private const string ReplayVariable = "KAPTURE_REPLAY";
    private const string FuzzVariable = "KAPTURE_FUZZ";
    private const ulong FuzzSeed = 20240502;

    // What FsCheck steps by from one case to the next; any odd number will do.
    private const ulong FuzzGamma = 0x9E3779B97F4A7C15;

    /// <summary>Checks what must hold for whatever comes from outside: each run tries the same cases, unless KAPTURE_FUZZ asks for others.</summary>
    public static void Fuzz<T>(Gen<T> cases, int count, Action<T> holds)
    {
        ulong seed = FuzzSeed;
        if (Environment.GetEnvironmentVariable(FuzzVariable) is { Length: > 0 } asked)
        {
            var numbers = asked.Split(',');
            count = int.Parse(numbers[0], CultureInfo.InvariantCulture);
            seed = numbers.Length > 1 ? ulong.Parse(numbers[1], CultureInfo.InvariantCulture) : (ulong)DateTime.UtcNow.Ticks;
        }

        Check(cases, count, holds, null, new Replay(new Rnd(seed, FuzzGamma), FSharpOption<int>.None));
    }

    public static void Check<T>(Gen<T> cases, int count, Action<T> holds, Func<T, IEnumerable<T>>? smaller = null) => Check(cases, count, holds, smaller, null);

    public static void Check<T>(Gen<T> cases, int count, Func<T, Task> holds, Func<T, IEnumerable<T>>? smaller = null) =>
        Check(cases, count, (Action<T>)(one => Task.Run(() => holds(one)).GetAwaiter().GetResult()), smaller);

    private static void Check<T>(Gen<T> cases, int count, Action<T> holds, Func<T, IEnumerable<T>>? smaller, Replay? start)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(count).WithQuietOnSuccess(true);
        if (start is not null)
            config = config.WithReplay(FSharpOption<Replay>.Some(start));
        if (Environment.GetEnvironmentVariable(ReplayVariable) is { Length: > 0 } seed)
            config = config.WithReplay(FSharpOption<Replay>.Some(Read(seed)));

        // One after the other; what a case awaits, it awaits on the pool.
        Prop.ForAll(Arb.From(cases, smaller ?? (static _ => [])), holds).Check(config);
    }

    private static Replay Read(string seed)
    {
        var numbers = seed.Trim('(', ')').Split(',');
        return new Replay(
            new Rnd(ulong.Parse(numbers[0], CultureInfo.InvariantCulture), ulong.Parse(numbers[1], CultureInfo.InvariantCulture)),
            numbers.Length > 2 ? FSharpOption<int>.Some(int.Parse(numbers[2], CultureInfo.InvariantCulture)) : FSharpOption<int>.None);
    }
}
