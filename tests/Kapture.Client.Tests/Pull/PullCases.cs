using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Kapture.Emulator;
using Kapture.Emulator.Faults;

namespace Kapture.Tests.Pull;

/// <summary>Makes up customers, services, ranges and filters.</summary>
internal static class PullCases
{
    private const int Days = 5;

    // The first of five days: leap days and none, a year's end, and each way in which a zone sets its clock.
    private static readonly (string Zone, string Day)[] _india =
        [("Asia/Kolkata", "2024-02-27"), ("Asia/Kolkata", "2023-02-26"), ("Asia/Kolkata", "2023-12-29"), ("Asia/Kolkata", "2024-05-01")];

    private static readonly (string Zone, string Day)[] _elsewhere =
    [
        ("Europe/Berlin", "2024-03-29"), ("Europe/Berlin", "2024-10-25"), ("Europe/Dublin", "2024-10-25"), ("America/Sao_Paulo", "2018-11-02"),
        ("America/Sao_Paulo", "2018-02-16"), ("Asia/Beirut", "2024-03-29"), ("Africa/Cairo", "2024-10-29"), ("Australia/Lord_Howe", "2024-04-05"),
        ("Pacific/Apia", "2011-12-28"), ("America/St_Johns", "2010-11-05"), ("Antarctica/Casey", "2010-03-03"),
    ];

    /// <summary>Any customers, any service, any range that is none of the errors.</summary>
    public static Gen<PullCase> Any => Dated.Select(dated => dated.Case);

    /// <summary>The same, and customers who are added meanwhile, also several pages of them between any two requests.</summary>
    /// <param name="order">How the service sorts. Newest first, each arrival pushes the others back by one.</param>
    public static Gen<PullCase> WithArrivals(PullOrder order) =>
        from dated in Dated
        let setup = dated.Case.Setup with { Fault = null }
        from every in Gen.Choose(1, 4)
        from count in Gen.Choose(1, 12)
        from arrivals in People(dated.First, KaptureTimeZone.Find(setup.Zone)!)
        select dated.Case with { Setup = setup, Arrivals = new ArrivalPlan(every, count, arrivals, order) };

    private static Gen<(PullCase Case, DateTime First)> Dated =>
        from place in Gen.Frequency((3, Gen.Elements(_india)), (1, Gen.Elements(_elsewhere)))
        let first = DateTime.ParseExact(place.Day, "yyyy-MM-dd", CultureInfo.InvariantCulture)
        let zone = KaptureTimeZone.Find(place.Zone)!
        from setup in Setups
        from people in People(first, zone)
        from bounds in Bounds(first, zone, people)
        from filter in Filters
        select (new PullCase(setup with { Zone = place.Zone }, people, bounds.Start, bounds.End, bounds.Now, filter), first);

    private static Gen<PullSetup> Setups =>
        from reading in Gen.Elements(EndDateReading.Inclusive, EndDateReading.Exclusive)
        from cap in Gen.Elements<int?>(null, null, 1, 2, 3, 7, 50)
        from pageSize in Gen.Elements(1, 2, 3, 5, 10, 100, 1000)
        from daysAhead in Gen.Elements(1, 2, 4, 9)
        from fault in Gen.Frequency((3, Gen.Constant<EmulatorFault?>(null)), (1, Faults))
        select new PullSetup { Reading = reading, Cap = cap, PageSize = pageSize, DaysAhead = daysAhead, Fault = fault };

    private static Gen<EmulatorFault?> Faults =>
        from kind in Gen.Elements(FaultKind.DropBefore, FaultKind.DropAfter, FaultKind.Truncate, FaultKind.Status, FaultKind.Slow)
        from every in Gen.Choose(2, 5)
        select new EmulatorFault { Kind = kind, Every = every, Operation = EmulatorOperation.Pull };

    private static Gen<Person[]> People(DateTime first, TimeZoneInfo zone) =>
        from count in Gen.Frequency((1, Gen.Constant(0)), (4, Gen.Choose(1, 8)), (3, Gen.Choose(9, 30)))
        from people in Gen.ArrayOf(from added in Instants(first, zone) from person in Person select person with { Added = added }, count)
        select people.OrderBy(person => person.Added).ToArray();

    private static Gen<DateTime> Instants(DateTime first, TimeZoneInfo zone) =>
        from wallClock in Times(first)
        from late in Gen.Elements(false, true)
        let readings = WallClock.Read(wallClock, zone)
        select (late ? readings.Last : readings.First).UtcDateTime;

    // The borders of a day and of a second, the same second often, and any other.
    private static Gen<DateTime> Times(DateTime first) =>
        from day in Gen.Choose(0, Days - 1)
        from time in Gen.OneOf(
            Gen.Elements(TimeSpan.Zero, new(0, 0, 0, 0, 1), new(0, 0, 1), new(23, 59, 59), new(0, 23, 59, 59, 999), new(0, 12, 0, 0, 1), new(0, 12, 0, 0, 999), new(12, 0, 1)),
            Gen.Choose(0, (24 * 60 * 60 * 10) - 1).Select(tenths => TimeSpan.FromMilliseconds(tenths * 100L)))
        select first.AddDays(day) + time;

    private static Gen<Person> Person =>
        from name in Gen.Elements("Asha Rao", "Ravi Rao", "asha पाटील", "Meena Kumar")
        from reach in Gen.Elements(("09380491326", ""), ("+919380491326", "asha@example.com"), ("9380491327", "Ravi@example.com"), ("", "ravi@example.com"))
        from code in Gen.Elements("C-1", "c-1", "C-2")
        from type in Gen.Elements(CustomerType.Individual, CustomerType.Organization, CustomerType.ChannelPartner)
        from zone in Gen.Choose(0, 3)
        from assignedTo in Gen.Choose(0, 3)
        from source in Gen.Choose(0, 2)
        from attribute in Gen.Elements("gold", "Gold", "silver")
        select new Person(default, name, reach.Item1, reach.Item2, code, type, zone, assignedTo, source, attribute);

    private static Gen<PullFilterCase> Filters
    {
        get
        {
            var any = Gen.Elements(
                new PullFilterCase("name rao", filter => filter.Name = "rao", person => person.Name.EndsWith("Rao", StringComparison.Ordinal)),
                new PullFilterCase("name पाटील", filter => filter.Name = "पाटील", person => person.Name == "asha पाटील"),
                new PullFilterCase("phone", filter => filter.Phone = "09380491326", person => person.Phone == "09380491326"),
                new PullFilterCase("email", filter => filter.Email = "RAVI@example.com", person => person.Email is "Ravi@example.com" or "ravi@example.com"),
                new PullFilterCase("code", filter => filter.CustomerCode = "C-1", person => person.Code != "C-2"),
                new PullFilterCase("type individual", filter => filter.CustomerType = CustomerType.Individual, person => person.Type == CustomerType.Individual),
                new PullFilterCase("type organization", filter => filter.CustomerType = CustomerType.Organization, person => person.Type == CustomerType.Organization),
                new PullFilterCase("type partner", filter => filter.CustomerType = CustomerType.ChannelPartner, person => person.Type == CustomerType.ChannelPartner),
                new PullFilterCase("zone 2", filter => filter.ZoneIds = [2], person => person.ZoneId == 2),
                new PullFilterCase("zone 1, 3", filter => filter.ZoneIds = [1, 3], person => person.ZoneId is 1 or 3),
                new PullFilterCase("assigned to 1, 2", filter => filter.AssignedToIds = [1, 2], person => person.AssignedToId is 1 or 2),
                new PullFilterCase("primary source", filter => filter.PrimarySourceId = 1, person => person.SourceId == 1),
                new PullFilterCase("secondary source", filter => filter.SecondarySourceId = 2, person => person.SourceId == 2),
                new PullFilterCase("tertiary source", filter => filter.TertiarySourceId = 1, person => person.SourceId == 1),
                new PullFilterCase("attribute", filter => filter.SetAttribute("attr3", "GOLD"), person => person.Attribute != "silver"),
                new PullFilterCase("designation", filter => filter.DesignationType = "silver", person => person.Attribute == "silver"),
                new PullFilterCase("name nobody", filter => filter.Name = "Zubin", _ => false));
            return Gen.Frequency(
                (4, Gen.Constant(PullFilterCase.None)),
                (3, any),
                (1, from one in any from other in any where one.Field != other.Field select one.And(other)));
        }
    }

    private static Gen<(DateTime Start, DateTime? End, DateTime Now)> Bounds(DateTime first, TimeZoneInfo zone, Person[] people)
    {
        // Whole days, times of day, and the very second of somebody; in a zone that sets its clock, what has one meaning.
        var written = people.Select(person => TimeZoneInfo.ConvertTime(new DateTimeOffset(person.Added, TimeSpan.Zero), zone).DateTime).ToArray();
        var time = Gen.OneOf(
            Gen.Choose(-2, Days + 1).Select(day => first.AddDays(day)),
            Times(first),
            written.Length == 0 ? Times(first) : Gen.Elements(written)).Select(at => HasOneMeaning(at, zone) ? at : at.Date);
        var afterAll = first.AddDays(Days + 9);
        return
            from start in time
            from end in Gen.Frequency((6, time.Select(at => (DateTime?)at)), (1, Gen.Constant<DateTime?>(null)), (1, Gen.Constant<DateTime?>(start)))
            from now in Gen.Frequency((3, Gen.Constant(afterAll)), (1, people.Length == 0 || IsSet(zone) ? Gen.Constant(afterAll) : Gen.Elements(people).Select(person => person.Added)))
            from startUtc in Gen.Elements(false, false, true)
            from endUtc in Gen.Elements(false, false, true)
            let ordered = end < start && !(end.Value.TimeOfDay == TimeSpan.Zero && end == start.Date) ? (Start: end.Value, End: start) : (Start: start, End: end)
            let begins = Utc(ordered.Start, zone)
            select (startUtc && HasOneMeaning(ordered.Start, zone) ? begins : ordered.Start, endUtc && ordered.End is { } given ? EndUtc(given, zone) : ordered.End, now < begins ? afterAll : now);
    }

    private static bool HasOneMeaning(DateTime time, TimeZoneInfo zone)
    {
        var (first, last) = WallClock.Read(time, zone);
        return first == last && WallClock.Show(first, zone) == time;
    }

    private static bool IsSet(TimeZoneInfo zone) => zone.Id != "Asia/Kolkata";

    private static DateTime Utc(DateTime time, TimeZoneInfo zone) => WallClock.Read(time, zone).Last.UtcDateTime;

    // Midnight in UTC would mean a day of UTC.
    private static DateTime EndUtc(DateTime time, TimeZoneInfo zone)
    {
        var utc = Utc(time, zone);
        return time.TimeOfDay == TimeSpan.Zero || utc.TimeOfDay == TimeSpan.Zero ? time : utc;
    }
}
