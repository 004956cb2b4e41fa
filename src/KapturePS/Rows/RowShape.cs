using System.Management.Automation;
using System.Runtime.CompilerServices;
using Kapture;

namespace KapturePS;

/// <summary>What a row is, which decides what of it is meant to be written.</summary>
internal enum RowShape
{
    /// <summary>No pipeline: the command line says all.</summary>
    None,

    /// <summary>A row of a table, from a file or built by hand: each of its columns is meant.</summary>
    Table,

    /// <summary>A customer of the service: it says who, the command line says what.</summary>
    Customer,

    /// <summary>The result of a write: it says who, the command line says what.</summary>
    WriteResult,

    /// <summary>A contact of the service: it says who and which contact, the command line says what.</summary>
    Contact,
}

/// <summary>Tells the shapes apart, also after a trip through a file or another process.</summary>
internal static class RowShapes
{
    private const string Deserialized = "Deserialized.";

    [MethodImpl(HotPath.Compile)]
    public static RowShape Of(PSObject? row) => row?.BaseObject switch
    {
        null => RowShape.None,
        Customer => RowShape.Customer,
        WriteResult => RowShape.WriteResult,
        Contact => RowShape.Contact,
        PSCustomObject => OfDeserialized(row.TypeNames),
        _ => RowShape.Table,
    };

    private static RowShape OfDeserialized(System.Collections.ObjectModel.Collection<string> typeNames) => typeNames.Count == 0 ? RowShape.Table : typeNames[0] switch
    {
        Deserialized + "Kapture.Customer" => RowShape.Customer,
        Deserialized + "Kapture.WriteResult" => RowShape.WriteResult,
        Deserialized + "Kapture.Contact" => RowShape.Contact,
        _ => RowShape.Table,
    };
}
