using System.Reflection;
using System.Text;
using System.Xml.Linq;

namespace Kapture.Tests;

/// <summary>The XML documentation that lies beside an assembly.</summary>
internal sealed class XmlDocumentation
{
    private readonly Dictionary<string, XElement> _members;

    public XmlDocumentation(Assembly assembly) =>
        _members = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member").ToDictionary(member => (string)member.Attribute("name")!);

    /// <summary>What is said of a member; of what a record declares in its head, what its type says.</summary>
    public XElement? Find(MemberInfo member) => _members.GetValueOrDefault(IdOf(member)) is { } own ? Inherited(own, member) : null;

    public string SummaryOf(MemberInfo member) => Find(member)?.Element("summary") is { } summary ? TextOf(summary)
        : member is PropertyInfo ? ParameterOf(member.DeclaringType!, member.Name) : string.Empty;

    public string ParameterOf(MemberInfo member, string name) =>
        Find(member)?.Elements("param").FirstOrDefault(parameter => (string?)parameter.Attribute("name") == name) is { } said ? TextOf(said) : string.Empty;

    public bool Names(MemberInfo member, Type exception) =>
        Find(member) is { } said && said.Descendants().Any(element => (string?)element.Attribute("cref") == "T:" + exception.FullName);

    private XElement Inherited(XElement own, MemberInfo member)
    {
        if (own.Element("inheritdoc") is null)
            return own;
        MemberInfo? parent = member switch
        {
            MethodInfo method => method.GetBaseDefinition(),
            PropertyInfo property => property.GetMethod?.GetBaseDefinition() is { } getter ? getter.DeclaringType!.GetProperty(property.Name) : null,
            _ => null,
        };

        // What the framework's own types say is the framework's business.
        return parent is not null && parent != member && _members.TryGetValue(IdOf(parent), out var said) ? said : new XElement("member", new XElement("summary", "inherited"));
    }

    // A reference counts as the words that a reader sees for it.
    private static string TextOf(XElement element) => string.Join(" ", element.DescendantNodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" or "paramref" or "typeparamref" } link => link.Attributes().First().Value.Split('.', ':')[^1],
        _ => string.Empty,
    })).Trim();

    private static string IdOf(MemberInfo member) => member switch
    {
        Type type => "T:" + NameOf(type),
        FieldInfo field => $"F:{NameOf(field.DeclaringType!)}.{field.Name}",
        PropertyInfo property => $"P:{NameOf(property.DeclaringType!)}.{property.Name}{ParametersOf(property.GetIndexParameters())}",
        EventInfo @event => $"E:{NameOf(@event.DeclaringType!)}.{@event.Name}",
        MethodBase method => MethodId(method),
        _ => throw new ArgumentException(member.ToString(), nameof(member)),
    };

    private static string MethodId(MethodBase method)
    {
        var id = new StringBuilder($"M:{NameOf(method.DeclaringType!)}.{method.Name.Replace('.', '#')}");
        if (method.IsGenericMethod)
            id.Append("``").Append(method.GetGenericArguments().Length);
        id.Append(ParametersOf(method.GetParameters()));
        if (method is MethodInfo { Name: "op_Implicit" or "op_Explicit" } conversion)
            id.Append('~').Append(NameOf(conversion.ReturnType));
        return id.ToString();
    }

    private static string ParametersOf(ParameterInfo[] parameters) =>
        parameters.Length == 0 ? string.Empty : $"({string.Join(",", parameters.Select(parameter => NameOf(parameter.ParameterType)))})";

    private static string NameOf(Type type)
    {
        if (type.IsByRef)
            return NameOf(type.GetElementType()!) + "@";
        if (type.IsArray)
            return NameOf(type.GetElementType()!) + "[]";
        if (type.IsGenericParameter)
            return (type.DeclaringMethod is null ? "`" : "``") + type.GenericParameterPosition;
        if (!type.IsConstructedGenericType)
            return type.FullName!.Replace('+', '.');
        var name = type.GetGenericTypeDefinition().FullName!.Replace('+', '.');
        return $"{name[..name.IndexOf('`', StringComparison.Ordinal)]}{{{string.Join(",", type.GetGenericArguments().Select(NameOf))}}}";
    }
}
