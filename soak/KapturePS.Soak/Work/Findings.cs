namespace KapturePS.Soak.Work;

/// <summary>What should not be: each a sentence, with the epoch that it happened in.</summary>
internal sealed class Findings
{
    private const int MostShown = 20;

    private readonly List<(int Epoch, string Text)> _all = [];

    public int Count => _all.Count;

    /// <summary>The first of them.</summary>
    public IEnumerable<(int Epoch, string Text)> First => _all.Take(MostShown);

    public void Add(int epoch, string text) => _all.Add((epoch, text));
}
