using Kapture.Emulator;

namespace Kapture.Tests.Pull;

/// <summary>Customers who are added while a pull runs.</summary>
/// <param name="Every">After each so many requests …</param>
/// <param name="Count">… so many are added …</param>
/// <param name="People">… of these, until none is left.</param>
/// <param name="Order">In which order the service answers.</param>
internal sealed record ArrivalPlan(int Every, int Count, IReadOnlyList<Person> People, PullOrder Order)
{
    public IEnumerable<ArrivalPlan> Smaller()
    {
        for (var length = People.Count / 2; length >= 1; length /= 2)
        {
            for (var at = 0; at + length <= People.Count; at += length)
                yield return this with { People = [.. People.Take(at), .. People.Skip(at + length)] };
        }

        if (Count > 1)
            yield return this with { Count = Count - 1 };
    }

    public override string ToString() => string.Join(Environment.NewLine,
        [$"{Order}, {Count} arrive after every {Every} requests:", .. People.Select(person => $"  {person}")]);
}
