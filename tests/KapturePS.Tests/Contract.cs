using System.Management.Automation;
using System.Reflection;

namespace KapturePS.Tests;

/// <summary>
/// Reads what scripts rely on out of the compiled cmdlets; as data, because the stand-in for the engine keeps nothing of
/// what an attribute is given.
/// </summary>
internal static class Contract
{
    public static IReadOnlyList<Type> Cmdlets { get; } =
        [.. typeof(ConnectKaptureCommand).Assembly.GetExportedTypes().Where(type => Data<CmdletAttribute>(type).Any())];

    public static string NameOf(Type cmdlet)
    {
        var arguments = Data<CmdletAttribute>(cmdlet).Single().ConstructorArguments;
        return arguments[0].Value + "-" + arguments[1].Value;
    }

    public static Type Find(string name) => Cmdlets.Single(cmdlet => NameOf(cmdlet) == name);

    public static bool SupportsShouldProcess(Type cmdlet) => IsSet(Data<CmdletAttribute>(cmdlet).Single(), nameof(CmdletAttribute.SupportsShouldProcess));

    public static IEnumerable<object?> OutputTypes(Type cmdlet) =>
        Data<OutputTypeAttribute>(cmdlet).SelectMany(data => Items(data.ConstructorArguments[0]));

    public static IEnumerable<PropertyInfo> Parameters(Type cmdlet) =>
        cmdlet.GetProperties().Where(property => Data<ParameterAttribute>(property).Any());

    /// <summary>A parameter as one line: type, name, and aliases; * binds by property name, ** by value, ! is mandatory in a set.</summary>
    public static string Describe(PropertyInfo parameter)
    {
        var attributes = Data<ParameterAttribute>(parameter).ToArray();
        var mark = Array.Exists(attributes, a => IsSet(a, nameof(ParameterAttribute.ValueFromPipeline))) ? "**"
            : Array.Exists(attributes, a => IsSet(a, nameof(ParameterAttribute.ValueFromPipelineByPropertyName))) ? "*" : "";
        if (Array.Exists(attributes, a => IsSet(a, nameof(ParameterAttribute.Mandatory))))
            mark += "!";
        var aliases = Data<AliasAttribute>(parameter).SelectMany(data => Items(data.ConstructorArguments[0]));
        return $"{TypeName(parameter.PropertyType)} {parameter.Name}{mark} {string.Join(" ", aliases)}".TrimEnd();
    }

    public static Type Bare(Type type) => type.IsArray ? type.GetElementType()! : Nullable.GetUnderlyingType(type) ?? type;

    private static IEnumerable<CustomAttributeData> Data<TAttribute>(MemberInfo member) =>
        member.GetCustomAttributesData().Where(data => data.AttributeType == typeof(TAttribute));

    private static bool IsSet(CustomAttributeData data, string name) =>
        data.NamedArguments.Any(argument => argument.MemberName == name && true.Equals(argument.TypedValue.Value));

    private static IEnumerable<object?> Items(CustomAttributeTypedArgument list) =>
        ((IEnumerable<CustomAttributeTypedArgument>)list.Value!).Select(item => item.Value);

    private static string TypeName(Type type) => Bare(type).Name + (type.IsArray ? "[]" : "");
}
