using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Kapture.Emulator;

namespace Kapture.Tests;

/// <summary>What a user of the assemblies reads beside each name: that there is something, its units, its errors, its source.</summary>
public sealed partial class DocumentationTests
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // The pages of the vendor's reference, by the names that they have there.
    private static readonly Dictionary<string, string[]> _pages = new()
    {
        [nameof(KaptureClient.AddCustomerAsync)] = ["Add Customer API"],
        [nameof(KaptureClient.UpdateCustomerAsync)] = ["Update Customer API"],
        [nameof(KaptureClient.AddContactAsync)] = ["Update Customer API", "Add More Customer API"],
        [nameof(KaptureClient.GetCustomerAsync)] = ["Get Customer API", "Search Customer API"],
        [nameof(KaptureClient.GetCustomerPageAsync)] = ["Pull Customer API by Date Range", "Select Customer API"],
        [nameof(KaptureClient.GetCustomersAsync)] = ["Pull Customer API by Date Range", "Select Customer API"],
    };

    public static TheoryData<string> Assemblies => new(typeof(KaptureClient).Assembly.GetName().Name!, typeof(KaptureEmulator).Assembly.GetName().Name!);

    [Theory, MemberData(nameof(Assemblies))]
    public void Every_public_member_says_what_it_is(string assembly)
    {
        var (members, documentation) = Load(assembly);

        None(members.Where(member => !IsImplied(member) && documentation.SummaryOf(member).Length == 0).Select(NameOf));
    }

    [Theory, MemberData(nameof(Assemblies))]
    public void Every_parameter_says_what_it_is(string assembly)
    {
        var (members, documentation) = Load(assembly);

        None(
            from method in members.OfType<MethodBase>()
            where !IsImplied(method) && documentation.Find(method)?.Element("param") is not null
            from parameter in method.GetParameters()
            where documentation.ParameterOf(method, parameter.Name!).Length == 0
            select $"{NameOf(method)}: {parameter.Name}");
    }

    [Theory, MemberData(nameof(Assemblies))]
    public void Whoever_throws_says_so(string assembly)
    {
        var (members, documentation) = Load(assembly);
        var throwing = new ThrowingMethods(Assembly.Load(assembly), typeof(KaptureException));

        None(
            from member in members
            where member is PropertyInfo property ? throwing.Contains(property.GetMethod) || throwing.Contains(property.SetMethod) : throwing.Contains(member as MethodBase)
            where !documentation.Names(member, typeof(KaptureException)) && !documentation.Names(member.DeclaringType!, typeof(KaptureException))
            select NameOf(member));
    }

    [Fact]
    public void The_code_shows_who_throws()
    {
        var throwing = new ThrowingMethods(typeof(KaptureClient).Assembly, typeof(KaptureException));

        Assert.True(throwing.Contains(typeof(KaptureClient).GetMethod(nameof(KaptureClient.AddCustomerAsync))));
        Assert.True(throwing.Contains(typeof(KaptureClient).GetMethod(nameof(KaptureClient.GetCustomersAsync))));
        Assert.True(throwing.Contains(typeof(KaptureClientOptions).GetProperty(nameof(KaptureClientOptions.Timeout))!.SetMethod));
        Assert.False(throwing.Contains(typeof(KaptureClientOptions).GetProperty(nameof(KaptureClientOptions.Timeout))!.GetMethod));
        Assert.False(throwing.Contains(typeof(KaptureClient).GetMethod(nameof(KaptureClient.Dispose))));
    }

    [Theory, MemberData(nameof(Assemblies))]
    public void Every_measure_has_its_unit(string assembly)
    {
        var (members, documentation) = Load(assembly);
        var measures = members.OfType<PropertyInfo>().Where(property => IsMeasure(property.PropertyType, property.Name)).Select(property => (Name: NameOf(property), Type: property.PropertyType, Said: documentation.SummaryOf(property)))
            .Concat(from method in members.OfType<MethodBase>()
                    where !IsImplied(method)
                    from parameter in method.GetParameters()
                    where IsMeasure(parameter.ParameterType, parameter.Name!)
                    select (Name: $"{NameOf(method)}: {parameter.Name}", Type: parameter.ParameterType, Said: documentation.ParameterOf(method is ConstructorInfo && documentation.Find(method) is null ? method.DeclaringType! : method, parameter.Name!)))
            .ToArray();

        Assert.NotEmpty(measures);
        None(measures.Where(measure => !(IsSpan(measure.Type) ? Span() : Unit()).IsMatch(measure.Said)).Select(measure => $"{measure.Name}: {measure.Said}"));
    }

    [Fact]
    public void Every_operation_names_its_page()
    {
        var documentation = new XmlDocumentation(typeof(KaptureClient).Assembly);
        var operations = typeof(KaptureClient).GetMethods(Own).Where(method => method.IsPublic && !method.IsSpecialName && method.Name != nameof(KaptureClient.Dispose)).ToArray();

        // A request of the caller's own has a page that only the caller knows.
        Assert.Equal(_pages.Keys.Order(), operations.Select(method => method.Name).Where(name => !name.StartsWith("Invoke", StringComparison.Ordinal)).Order());
        None(
            from method in operations
            from page in _pages.GetValueOrDefault(method.Name) ?? []
            where !documentation.SummaryOf(method).Contains(page, StringComparison.Ordinal)
            select $"{method.Name}: {page}");
    }

    private static void None(IEnumerable<string> complaints)
    {
        var all = complaints.ToArray();
        Assert.True(all.Length == 0, string.Join(Environment.NewLine, all));
    }

    private static (MemberInfo[] Members, XmlDocumentation Documentation) Load(string assembly)
    {
        var types = Assembly.Load(assembly).GetExportedTypes();
        var members = types.Concat(types.SelectMany(type => type.GetMembers(Own)).Where(IsVisible)).ToArray();
        Assert.NotEmpty(members);
        return (members, new XmlDocumentation(Assembly.Load(assembly)));
    }

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => !(method.IsSpecialName && method.Name.StartsWith("get_", StringComparison.Ordinal)) && !(method.IsSpecialName && method.Name.StartsWith("set_", StringComparison.Ordinal)) && IsOpen(method),
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsOpen),
        FieldInfo field => (field.IsPublic || field.IsFamily) && !field.IsSpecialName,
        _ => false,
    } && member.GetCustomAttribute<CompilerGeneratedAttribute>() is null;

    private static bool IsOpen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    // The compiler makes it, and nobody can write anything beside it: what a record has, a constructor that takes nothing or that
    // is the head of its type, and the members of a delegate.
    private static bool IsImplied(MemberInfo member) =>
        (member is ConstructorInfo constructor && (constructor.GetParameters().Length == 0 || new XmlDocumentation(constructor.Module.Assembly) is var said && said.Find(member) is null && said.Find(member.DeclaringType!)?.Element("param") is not null))
        || (member is MethodBase && typeof(Delegate).IsAssignableFrom(member.DeclaringType))
        || (member is MethodInfo { Name: "Deconstruct" or "PrintMembers" } method && method.DeclaringType!.GetMethod("<Clone>$") is not null);

    private static bool IsMeasure(Type type, string name)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        return IsSpan(type) || ((bare == typeof(int) || bare == typeof(long) || bare == typeof(double)) && Measure().IsMatch(char.ToUpperInvariant(name[0]) + name[1..]));
    }

    private static bool IsSpan(Type type) => (Nullable.GetUnderlyingType(type) ?? type) == typeof(TimeSpan);

    private static string NameOf(MemberInfo member) => member is Type type ? type.Name : $"{member.DeclaringType!.Name}.{member.Name}";

    // The last word of a name says what is counted.
    [GeneratedRegex("(?:^|[a-z])(?:Timeout|Delay|Latency|Wait|Budget|Elapsed|Duration|Remaining|Left|Length|Size|Limit|Seconds?|Milliseconds|Bytes|Maximum|Count|Days|Offset|Depth|Expected|Done|Failed|Attempts|Arrivals)$", RegexOptions.CultureInvariant)]
    private static partial Regex Measure();

    // A span of time has its unit in its type; that it is one is to be said all the same.
    [GeneratedRegex(@"(?:\d m?s|\b(?:time|how long|how much longer|(?:milli)?seconds?|minutes?|hours?|days?))\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Span();

    [GeneratedRegex(@"(?:\d m?s|\b(?:(?:milli)?seconds?|minutes?|hours?|days?|bytes?|characters?|levels?|rows?|items?|requests?|customers?|contacts?|enquiries|connections?|pages?|attempts?|often|years?))\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Unit();
}
