using System.Management.Automation;
using System.Reflection;

namespace KapturePS;

/// <summary>Which parameters of a cmdlet the columns of a table fill, by the rules of <see cref="RowBinder"/>.</summary>
internal sealed class ColumnRoles
{
    private readonly Dictionary<string, (string Parameter, int Rank)> _byName = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes parameters that columns can fill, each by its name and then its aliases.</summary>
    public ColumnRoles(IEnumerable<IReadOnlyList<string>> parameters)
    {
        foreach (var names in parameters)
        {
            for (var i = 0; i < names.Count; i++)
                _byName[names[i]] = (names[0], i);
        }
    }

    /// <summary>Takes the parameters of a cmdlet.</summary>
    public static ColumnRoles OfCommand(Type command) => new(command.GetProperties()
        .Where(property => property.GetCustomAttributes<ParameterAttribute>().Any(parameter => parameter.ValueFromPipelineByPropertyName))
        .Select(property => (string[])[property.Name, .. property.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? []]));

    /// <summary>Each column with the parameter that it fills, those first that fill none.</summary>
    public IEnumerable<(string Column, string? Parameter)> Of(IReadOnlyCollection<string> columns)
    {
        var winners = columns
            .Where(_byName.ContainsKey)
            .GroupBy(column => _byName[column].Parameter, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(same => same.OrderBy(column => _byName[column].Rank).First(), same => same.Key, StringComparer.OrdinalIgnoreCase);
        return columns
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(column => (Column: column, Parameter: winners.TryGetValue(column, out var parameter) ? parameter : null))
            .OrderBy(role => role.Parameter is null ? 0 : 1);
    }
}
