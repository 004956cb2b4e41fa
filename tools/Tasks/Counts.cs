namespace KapturePS.Tasks;

/// <summary>How many tests did what.</summary>
internal readonly record struct Counts(int Passed, int Failed, int Skipped)
{
    public static Counts operator +(Counts left, Counts right) =>
        new(left.Passed + right.Passed, left.Failed + right.Failed, left.Skipped + right.Skipped);
}
