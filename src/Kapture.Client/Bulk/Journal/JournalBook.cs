using System.Runtime.CompilerServices;

namespace Kapture;

/// <summary>
/// What a journal keeps in memory of every row: which contents there are, how often, and how far each has come. A row whose
/// content is its alone takes 60 to 75 bytes (24 here, the rest in the dictionary, which doubles as it grows), whatever is
/// in it; rows with the same content take twice that. Not thread safe.
/// </summary>
internal sealed class JournalBook
{
    private const int ChunkBits = 12;
    private const int ChunkSize = 1 << ChunkBits;

    // The place of the row that has the content; where several have it, the complement of the place of their group.
    private readonly Dictionary<RowKey, int> _contents = [];
    private readonly List<Group> _groups = [];

    // In chunks: one array that grew would be copied again and again, and leave its old self to the collector.
    private readonly List<Memory[]> _chunks = [];
    private int _count;
    private (HashSet<long> Customers, HashSet<long> Contacts)? _earlier;

    /// <summary>Takes in a line of an earlier run.</summary>
    public void Apply(in JournalLine line)
    {
        ref var memory = ref At(PlaceOf(line.Key, line.Occurrence));

        // What has arrived stays so, whatever was tried later.
        if (memory.State == JournalRowState.Done)
            return;
        switch (line.Kind)
        {
            case JournalLineKind.Done:
                memory.SetDone(line.CustomerId, line.ContactId);
                break;
            case JournalLineKind.Failed when memory.MayHaveFailed(line.At):
                memory.State = JournalRowState.New;
                break;
            case JournalLineKind.Began or JournalLineKind.Doubt when memory.State == JournalRowState.New:
                memory.SetInDoubt(line.At);
                break;
            default:
                // In doubt already, and since an earlier time; or a failure of an earlier attempt, as a copied line tells it.
                break;
        }
    }

    /// <summary>
    /// Gives a row of this run its place: of those with its content the next that is done, then one that is in doubt, then
    /// one that failed, then a new one. Rows of one content are alike, so any of them will do.
    /// </summary>
    [MethodImpl(HotPath.Compile)]
    public JournalRow Enter(int row, RowKey key)
    {
        if (!_contents.TryGetValue(key, out var place))
            return NewRow(row, key, 1, _contents[key] = Add(1, isTaken: true));
        if (place < 0)
            return Enter(row, key, _groups[~place]);
        ref var memory = ref At(place);
        if (memory.IsTaken)
            return Enter(row, key, _groups[~Join(key, place)]);
        memory.IsTaken = true;
        return memory.ToRow(row, key, place);
    }

    [MethodImpl(HotPath.Compile)]
    public void Done(int place, long? customerId, long? contactId) => At(place).SetDone(customerId, contactId);

    /// <summary>What the rows with a content have become that are done.</summary>
    public OtherRows OthersLike(RowKey key)
    {
        var others = new OtherRows(_earlier ??= Done());
        if (!_contents.TryGetValue(key, out var place))
            return others;
        if (place >= 0)
            At(place).TellTo(others);
        else
        {
            foreach (var member in _groups[~place].Places)
                At(member).TellTo(others);
        }

        return others;
    }

    // Rows with another content may be about somebody of the same name and phone. Few runs ask, and what becomes of their
    // own rows they know without the journal.
    private (HashSet<long> Customers, HashSet<long> Contacts) Done()
    {
        var (customers, contacts) = (new HashSet<long>(), new HashSet<long>());
        for (var place = 0; place < _count; place++)
        {
            if (At(place).CustomerId is { } customer)
                customers.Add(customer);
            if (At(place).ContactId is { } contact)
                contacts.Add(contact);
        }

        return (customers, contacts);
    }

    private static JournalRow NewRow(int row, RowKey key, int occurrence, int place) => new(row, key, occurrence, place, JournalRowState.New);

    private JournalRow Enter(int row, RowKey key, Group group)
    {
        // The order is looked up once: this run's own rows come behind it, all of them taken.
        group.Left ??= new Queue<int>(group.Places.Where(place => !At(place).IsTaken).OrderBy(place => Priority(At(place).State)));
        if (group.Left.Count == 0)
        {
            var occurrence = group.Last + 1;
            var added = Add(occurrence, isTaken: true);
            group.Add(occurrence, added);
            return NewRow(row, key, occurrence, added);
        }

        var next = group.Left.Dequeue();
        ref var memory = ref At(next);
        memory.IsTaken = true;
        return memory.ToRow(row, key, next);
    }

    private static int Priority(JournalRowState state) => state switch
    {
        JournalRowState.Done => 0,
        JournalRowState.InDoubt => 1,
        _ => 2,
    };

    private int PlaceOf(RowKey key, int occurrence)
    {
        if (!_contents.TryGetValue(key, out var place))
            return _contents[key] = Add(occurrence, isTaken: false);
        if (place >= 0 && At(place).Occurrence == occurrence)
            return place;
        var group = _groups[place < 0 ? ~place : ~Join(key, place)];
        if (!group.TryFind(occurrence, out var member))
            group.Add(occurrence, member = Add(occurrence, isTaken: false));
        return member;
    }

    // From now on several rows have the content.
    private int Join(RowKey key, int place)
    {
        var group = new Group();
        group.Add(At(place).Occurrence, place);
        _groups.Add(group);
        return _contents[key] = ~(_groups.Count - 1);
    }

    private int Add(int occurrence, bool isTaken)
    {
        if (_count >> ChunkBits == _chunks.Count)
            _chunks.Add(new Memory[ChunkSize]);
        At(_count) = new Memory { Occurrence = occurrence, IsTaken = isTaken };
        return _count++;
    }

    private ref Memory At(int place) => ref _chunks[place >> ChunkBits][place & (ChunkSize - 1)];

    // Done: both ids, 0 for none. In doubt: the second number is the time since when.
    private struct Memory
    {
        public int Occurrence;
        public JournalRowState State;
        public bool IsTaken;
        private long _customerId;
        private long _contactIdOrBegan;

        public readonly long? CustomerId => State == JournalRowState.Done && _customerId != 0 ? _customerId : null;

        public readonly long? ContactId => State == JournalRowState.Done && _contactIdOrBegan != 0 ? _contactIdOrBegan : null;

        public readonly void TellTo(OtherRows others)
        {
            if (State == JournalRowState.Done)
                others.Add(CustomerId, ContactId);
        }

        public void SetDone(long? customerId, long? contactId)
        {
            State = JournalRowState.Done;
            _customerId = customerId ?? 0;
            _contactIdOrBegan = contactId ?? 0;
        }

        public void SetInDoubt(DateTimeOffset since)
        {
            State = JournalRowState.InDoubt;
            _contactIdOrBegan = since.UtcTicks;
        }

        public readonly bool MayHaveFailed(DateTimeOffset at) => State != JournalRowState.InDoubt || at.UtcTicks >= _contactIdOrBegan;

        public readonly JournalRow ToRow(int row, RowKey key, int place) => new(row, key, Occurrence, place, State)
        {
            CustomerId = CustomerId,
            ContactId = ContactId,
            Began = State == JournalRowState.InDoubt ? new DateTimeOffset(_contactIdOrBegan, TimeSpan.Zero) : null,
        };
    }

    private sealed class Group
    {
        private readonly Dictionary<int, int> _places = [];

        /// <summary>The places that are not taken yet, in order; <see langword="null"/> before the first is asked for.</summary>
        public Queue<int>? Left { get; set; }

        public int Last { get; private set; }

        public IEnumerable<int> Places => _places.Values;

        public bool TryFind(int occurrence, out int place) => _places.TryGetValue(occurrence, out place);

        public void Add(int occurrence, int place)
        {
            _places.Add(occurrence, place);
            Last = Math.Max(Last, occurrence);
        }
    }
}
