using Kapture;

namespace KapturePS;

/// <summary>A generation of the API.</summary>
public enum KaptureDialect
{
    /// <summary>The current one.</summary>
    V1,

    /// <summary>The first one, which many tenants still run.</summary>
    Legacy,
}

/// <summary>The client's dialects by the names that scripts use.</summary>
internal static class KaptureDialects
{
    public static Dialect Find(KaptureDialect dialect) => dialect == KaptureDialect.Legacy ? Dialect.Legacy : Dialect.V1;

    public static KaptureDialect Of(Dialect dialect) => dialect == Dialect.Legacy ? KaptureDialect.Legacy : KaptureDialect.V1;
}
