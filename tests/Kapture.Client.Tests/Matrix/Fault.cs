using System.Text;
using Kapture.Emulator.Faults;

namespace Kapture.Tests.Matrix;

/// <summary>The rows of the matrix: what goes wrong, in words and as the rule that the emulator takes.</summary>
internal sealed record Fault(string What, string Rule)
{
    /// <summary>The host in a rule that stands for one that is none of the session's.</summary>
    public const string Elsewhere = "http://elsewhere.invalid/";

    /// <summary>Nobody listens: no rule can say that.</summary>
    public const string Refused = "nobody listens";

    public static IReadOnlyList<Fault> All { get; } =
    [
        new(Refused, string.Empty),
        new("reset before the head, nothing done", """{"kind":"dropBefore"}"""),
        new("reset before the head, done", """{"kind":"dropAfter"}"""),
        new("reset within the body", """{"kind":"truncate"}"""),
        new("hangs before the head, nothing done", """{"kind":"hang"}"""),
        new("hangs before the head, done", """{"kind":"hang","applied":true}"""),
        new("hangs within the body", """{"kind":"stall"}"""),
        new("slow body", """{"kind":"slow","delayMs":1}"""),
        new("400", """{"kind":"status","statusCode":400}"""),
        new("401", """{"kind":"status","statusCode":401}"""),
        new("403", """{"kind":"status","statusCode":403}"""),
        new("404", """{"kind":"status","statusCode":404}"""),
        new("408", """{"kind":"status","statusCode":408}"""),
        new("429", """{"kind":"status","statusCode":429}"""),
        new("429 with Retry-After", """{"kind":"status","statusCode":429,"retryAfter":0}"""),
        new("500, nothing done", """{"kind":"status","statusCode":500}"""),
        new("500, done", """{"kind":"status","statusCode":500,"applied":true}"""),
        new("502", """{"kind":"status","statusCode":502}"""),
        new("503, nothing done", """{"kind":"status","statusCode":503}"""),
        new("503, done", """{"kind":"status","statusCode":503,"applied":true}"""),
        new("503 with Retry-After", """{"kind":"status","statusCode":503,"retryAfter":0}"""),
        new("504, nothing done", """{"kind":"status","statusCode":504}"""),
        new("login page, nothing done", """{"kind":"html"}"""),
        new("login page, done", """{"kind":"html","applied":true}"""),
        new("redirect to another host, nothing done", $$"""{"kind":"status","statusCode":302,"location":"{{Elsewhere}}"}"""),
        new("redirect to another host, done", $$"""{"kind":"status","statusCode":303,"location":"{{Elsewhere}}","applied":true}"""),
        new("permanent redirect to plain http", $$"""{"kind":"status","statusCode":308,"location":"{{Elsewhere}}"}"""),
        new("empty body, nothing done", """{"kind":"status","statusCode":200}"""),
        new("empty body, done", """{"kind":"status","statusCode":200,"applied":true}"""),
        new("half a JSON behind a length that is right", """{"kind":"cut"}"""),
        new("half a JSON, by HTTP/1.0", """{"kind":"http10Cut"}"""),
        new("half a JSON, as the length is too small", """{"kind":"shortLength"}"""),
        new("bytes that are no text", """{"kind":"garbage"}"""),
        new("ten megabytes, done", """{"kind":"huge","applied":true}"""),
        new("a hundred megabytes, compressed to one, done", """{"kind":"gzipBomb","applied":true}"""),
        new("a hundred thousand brackets, done", """{"kind":"deep","applied":true}"""),
        new("JSON that says it is HTML", """{"kind":"mislabel"}"""),
        new("UTF-8 that says it is ISO-8859-1", """{"kind":"mislabel","contentType":"application/json; charset=iso-8859-1"}"""),
        new("ISO-8859-1 that says so", """{"kind":"mislabel","contentType":"application/json; charset=iso-8859-1","encoding":"iso-8859-1"}"""),
        new("ISO-8859-1 that says it is UTF-8", """{"kind":"mislabel","contentType":"application/json; charset=utf-8","encoding":"iso-8859-1"}"""),
        new("UTF-16 that says so", """{"kind":"mislabel","contentType":"application/json; charset=utf-16","encoding":"utf-16"}"""),
        new("UTF-8 that says it is UTF-16", """{"kind":"mislabel","contentType":"application/json; charset=utf-16"}"""),
        new("a charset that is no longer used (UTF-7)", """{"kind":"mislabel","contentType":"application/json; charset=utf-7"}"""),
        new("a charset that nobody knows", """{"kind":"mislabel","contentType":"application/json; charset=klingon"}"""),
        new("byte order mark", """{"kind":"quirks","quirks":["byteOrderMark"]}"""),
        new("each key twice", """{"kind":"quirks","quirks":["duplicateKeys"]}"""),
        new("success and failure in one answer", """{"kind":"contradict"}"""),
        new("words of success without a status, done", """{"kind":"status","statusCode":200,"applied":true,"body":"{\"message\":\"Customer Added Successfully\"}"}"""),
        new("about another customer", """{"kind":"wrongCustomer"}"""),
        new("gzip", """{"kind":"gzip"}"""),
        new("gzip, damaged", """{"kind":"gzipBroken"}"""),
        new("chunks of odd sizes, extensions and trailers", """{"kind":"chunked"}"""),
        new("a chunk of a wrong size", """{"kind":"chunkedWrong"}"""),
        new("no last chunk", """{"kind":"chunkedCut"}"""),
        new("HTTP/1.0, ended by closing", """{"kind":"http10"}"""),
        new("interim answers (100, 103) before it", """{"kind":"interim"}"""),
        new("two answers at once", """{"kind":"twice"}"""),
        new("a head of a megabyte", """{"kind":"bigHead"}"""),
    ];

    public bool IsRefusal => Rule.Length == 0;

    public bool IsRedirect => Rule.Contains(Elsewhere, StringComparison.Ordinal);

    /// <summary>Whether a request ends only by the caller's patience.</summary>
    public bool Hangs => Rule.Contains("\"hang\"", StringComparison.Ordinal) || Rule.Contains("\"stall\"", StringComparison.Ordinal);

    /// <summary>Whether the answer is right, however oddly it travels.</summary>
    public bool IsHarmless => What is "slow body" or "JSON that says it is HTML" or "UTF-8 that says it is ISO-8859-1" or "ISO-8859-1 that says so" or "UTF-16 that says so"
        or "UTF-8 that says it is UTF-16" or "a charset that is no longer used (UTF-7)" or "a charset that nobody knows" or "byte order mark" or "each key twice" or "gzip"
        or "chunks of odd sizes, extensions and trailers" or "HTTP/1.0, ended by closing" or "interim answers (100, 103) before it" or "two answers at once";

    /// <summary>The rules for the emulator.</summary>
    /// <param name="elsewhere">The address that a redirect leads to.</param>
    /// <param name="times">How many requests are hit; <see langword="null"/> for all.</param>
    public IReadOnlyList<EmulatorFault> Rules(Uri elsewhere, int? times) =>
        [.. FaultJson.Parse(Encoding.UTF8.GetBytes($"[{Rule.Replace(Elsewhere, elsewhere.AbsoluteUri, StringComparison.Ordinal)}]")).Select(rule => rule with { Times = times })];
}
