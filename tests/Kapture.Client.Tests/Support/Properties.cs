using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace Kapture.Tests;

/// <summary>
/// Tests of what holds for whatever is generated. A case that fails is made smaller while it still fails, and its seed is
/// printed; the variable KAPTURE_REPLAY, set to that seed (<c>seed,gamma,size</c>), starts the run with it.
/// </summary>
internal static class Properties
{
    private const string ReplayVariable = "KAPTURE_REPLAY";

    public static void Check<T>(Gen<T> cases, int count, Action<T> holds, Func<T, IEnumerable<T>>? smaller = null)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(count).WithQuietOnSuccess(true);
        if (Environment.GetEnvironmentVariable(ReplayVariable) is { Length: > 0 } seed)
            config = config.WithReplay(FSharpOption<Replay>.Some(Read(seed)));

        // One after the other; what a case awaits, it awaits on the pool.
        Prop.ForAll(Arb.From(cases, smaller ?? (static _ => [])), holds).Check(config);
    }

    public static void Check<T>(Gen<T> cases, int count, Func<T, Task> holds, Func<T, IEnumerable<T>>? smaller = null) =>
        Check(cases, count, (Action<T>)(one => Task.Run(() => holds(one)).GetAwaiter().GetResult()), smaller);

    private static Replay Read(string seed)
    {
        var numbers = seed.Trim('(', ')').Split(',');
        return new Replay(
            new Rnd(ulong.Parse(numbers[0], CultureInfo.InvariantCulture), ulong.Parse(numbers[1], CultureInfo.InvariantCulture)),
            numbers.Length > 2 ? FSharpOption<int>.Some(int.Parse(numbers[2], CultureInfo.InvariantCulture)) : FSharpOption<int>.None);
    }
}
