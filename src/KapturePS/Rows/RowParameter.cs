using System.Management.Automation;
using System.Reflection;
using System.Runtime.CompilerServices;
using Kapture;

namespace KapturePS;

/// <summary>A parameter that a column of a row can fill.</summary>
internal sealed class RowParameter
{
    private readonly Action<object?> _set;
    private readonly Type _type;
    private readonly ArgumentTransformationAttribute[] _transformations;

    /// <summary>Makes the parameter of a cmdlet settable.</summary>
    /// <param name="command">The cmdlet.</param>
    /// <param name="metadata">What the engine knows of the parameter.</param>
    public RowParameter(Cmdlet command, ParameterMetadata metadata)
    {
        Name = metadata.Name;
        _type = metadata.ParameterType;
        _transformations = metadata.Attributes.OfType<ArgumentTransformationAttribute>().ToArray();
        var setter = command.GetType().GetProperty(Name)!.SetMethod!;
        if (_type == typeof(string))
        {
            var setText = (Action<string?>)Delegate.CreateDelegate(typeof(Action<string?>), command, setter);
            _set = value => setText((string?)value);
        }
        else
        {
            _set = value => setter.Invoke(command, BindingFlags.Default, null, [value], null);
        }
    }

    public string Name { get; }

    /// <summary>Sets the parameter as the engine would.</summary>
    /// <exception cref="KaptureException">InvalidValue: the parameter takes one value, and there are several.</exception>
    [MethodImpl(HotPath.Compile)]
    public void Set(object? value)
    {
        foreach (var transformation in _transformations)
        {
            if (value is not null)
                value = transformation.Transform(null!, value);
        }

        if (value is not null && _type == typeof(string) && value is not string)
            value = ToText(value);
        _set(value);
    }

    private string ToText(object value)
    {
        if (LanguagePrimitives.GetEnumerable(value) is not null)
            throw new KaptureException(KaptureErrorId.InvalidValue, $"{Name} holds several values; it takes one. Join them, for example with -join ', '.") { Value = value };
        return LanguagePrimitives.ConvertTo<string>(value);
    }
}
