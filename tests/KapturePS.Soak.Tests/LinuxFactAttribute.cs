namespace KapturePS.Soak.Tests;

/// <summary>Where nothing but Linux says what a process has open.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null! : "Only Linux tells which files are open.";
}
