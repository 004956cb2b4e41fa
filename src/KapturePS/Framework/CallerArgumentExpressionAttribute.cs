#if !NET
namespace System.Runtime.CompilerServices;

/// <summary>The compiler looks for it by name; .NET Framework has none.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class CallerArgumentExpressionAttribute(string parameterName) : Attribute
{
    public string ParameterName { get; } = parameterName;
}
#endif
