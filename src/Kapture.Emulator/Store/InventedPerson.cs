namespace Kapture.Emulator.Store;

/// <summary>An invented name, and how an email address spells it.</summary>
internal readonly record struct InventedPerson(string Name, string Ascii, string Gender);
