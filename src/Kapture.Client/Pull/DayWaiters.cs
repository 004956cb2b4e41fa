namespace Kapture;

/// <summary>Days that wait for something, the earlier first. Its owner locks around it.</summary>
internal sealed class DayWaiters
{
    // As many as days are under way, at the most.
    private readonly List<Waiter> _waiters = [];

    /// <summary>Whether nobody waits.</summary>
    public bool IsEmpty => _waiters.Count == 0;

    /// <summary>Whether an earlier day waits.</summary>
    public bool HasBefore(int day) => _waiters.Exists(waiter => waiter.Day < day);

    /// <summary>Waits.</summary>
    /// <param name="day">Who waits, counted from 0.</param>
    /// <param name="amount">For how much.</param>
    /// <returns>What to wait for, outside of the lock.</returns>
    public Waiter Add(int day, int amount)
    {
        var waiter = new Waiter(day, amount);
        _waiters.Add(waiter);
        return waiter;
    }

    /// <summary>Lets in who can be let in.</summary>
    /// <param name="tryTake">Takes for a day, so much; says whether it could.</param>
    public void Admit(Func<int, int, bool> tryTake)
    {
        while (_waiters.Count > 0)
        {
            var next = _waiters[0];
            foreach (var waiter in _waiters)
                next = waiter.Day < next.Day ? waiter : next;
            if (!tryTake(next.Day, next.Amount))
                return;
            _waiters.Remove(next);
            next.Enter();
        }
    }

    /// <summary>Somebody who waits.</summary>
    internal sealed class Waiter(int day, int amount)
    {
        private readonly TaskCompletionSource<bool> _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Day => day;

        public int Amount => amount;

        public void Enter() => _entered.TrySetResult(true);

        /// <summary>Waits to be let in. Who gives up may be let in nevertheless: it is for when nobody goes on.</summary>
        public async Task WaitAsync(CancellationToken cancellationToken)
        {
            using (cancellationToken.Register(static entered => ((TaskCompletionSource<bool>)entered!).TrySetCanceled(), _entered))
                await _entered.Task.ConfigureAwait(false);
        }
    }
}
