using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Kapture.Emulator;

namespace Kapture.Tests.Fuzz;

/// <summary>Everything else that reads text from outside: dates, zones, hosts, paths, keys, and the emulator its requests.</summary>
public sealed class ReaderFuzzTests
{
    private static readonly string[] _pieces =
    [
        "contoso", "kapturecrm.com", ".", "..", "/", "//", "\\", ":", "@", "#", "?", "%", "%2e", "%2F", "%00", "%c0%af", ";", " ", "\t", "\r\n", "\0", "\u202E", "\uFEFF", "\u3002", "\uFF0F", "ü", "xn--", "[::1]", "127.1", "0x7f.1",
        "localhost", "http", "https", "file", "javascript", "443", "65536", "-", "_", "a=b&c=d", "\uD83D", "\u0130", "ß", "~", "'", "\"", "<", "|", "*", "search-customer-by-customer-id.html", "ms", "api", "v1",
    ];

    private static readonly string[] _zoneNames =
    [
        "India Standard Time", "Asia/Kolkata", "Asia", "Europe", ".", "..", "../../etc/passwd", "/etc/passwd", "/etc", "posixrules", "Etc", "tzdata.zi", "zone.tab", "UTC", "", " ", "\0", "Asia/", "/", "Asia/Kolkata\0", "America/Indiana",
        "leap-seconds.list", "right", "posix", "con", "~", "*", "%", "Asia\\Kolkata", "\uD83D", "GMT+5:30", "IST", "asia/kolkata",
    ];

    private static Gen<string> Words => Gen.Elements(_pieces).ArrayOf().Select(string.Concat);

    [Fact]
    public void A_path_goes_to_the_host_as_it_is_written_or_nowhere()
    {
        var host = new Uri("https://crm.example.com/");
        Properties.Fuzz(Words, 6000, text =>
        {
            if (TryDo(KaptureErrorId.InvalidValue, () => RequestPath.Check(text)) is not { } checkedPath)
                return;
            var address = new Uri(host, checkedPath.Target);
            Assert.Equal(host.GetLeftPart(UriPartial.Authority), address.GetLeftPart(UriPartial.Authority));
            Assert.Equal(checkedPath.Target, address.PathAndQuery);
            Assert.Equal(text.TrimStart('/'), checkedPath.Target.TrimStart('/'));
        });
    }

    [Fact]
    public void A_subdomain_is_one_of_the_service_or_refused() => Properties.Fuzz(Words, 3000, static text =>
    {
        if (TryDo(KaptureErrorId.InvalidSubdomain, () => KaptureAddress.FromSubdomain(text)) is not { } address)
            return;
        Assert.Equal("https", address.Scheme);
        Assert.EndsWith(".kapturecrm.com", address.Host, StringComparison.Ordinal);
        Assert.Equal(text.Trim(), KaptureAddress.SubdomainOf(address), ignoreCase: true);
    });

    [Fact]
    public void An_address_is_https_or_of_this_machine_or_refused()
    {
        var cases = from scheme in Gen.Elements("https://", "http://", "HTTP://", "https:", "//", "ftp://", "") from rest in Words select scheme + rest;
        Properties.Fuzz(cases, 6000, static text =>
        {
            if (Read(text) is not { } given)
                return;
            Uri address;
            try
            {
                address = KaptureAddress.Check(given);
            }
            catch (KaptureException e)
            {
                Assert.True(e.ErrorId is KaptureErrorId.InvalidValue or KaptureErrorId.InsecureUri, e.Message);
                return;
            }

            Assert.True(address.Scheme == "https" || address.IsLoopback, text);
            Assert.Equal((given.Scheme, given.Host, given.Port, "/"), (address.Scheme, address.Host, address.Port, address.PathAndQuery));
        });
    }

    // Mono's own reader fails on some that begin like an address and have no host.
    private static Uri? Read(string text)
    {
        try
        {
            return Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var address) ? address : null;
        }
        catch (Exception e) when (e is NullReferenceException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    [Fact]
    public void A_zone_is_known_or_not()
    {
        // Whatever the machine has under such a name: a folder, or a file that describes no zone.
        Assert.All(_zoneNames, static id => KaptureTimeZone.Find(id));
        Properties.Fuzz(Words, 500, static id => KaptureTimeZone.Find(id));
    }

    [Fact]
    public void A_date_is_read_or_not()
    {
        var zones = new[] { "UTC", "Pacific/Apia", "America/St_Johns", "Pacific/Kiritimati" }.Select(id => KaptureTimeZone.Find(id)!).Append(KaptureTimeZone.India).ToArray();
        var seeds = new[] { "May 2, 2024 4:15:42 PM", "2024-05-02T16:15:42+05:30", "2024-05-02 16:15:42.249", "CUS_2024-05-02 16:15:42.249", "Jan 1, 0001 12:00:00 AM", "Dec 31, 9999 11:59:59 PM", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00" };
        Properties.Fuzz(Mutations.Of([.. seeds.Select(Encoding.UTF8.GetBytes)]), 6000, mutated =>
        {
            var text = Encoding.UTF8.GetString(mutated.Body);
            foreach (var zone in zones)
            {
                var isRead = ServiceDate.TryParse(text, zone, out var date);
                ServiceDate.TryFromImageReference(text, zone, out _);

                // The quick way takes fewer forms, and reads none otherwise.
                if (Encoding.UTF8.GetBytes(text).SequenceEqual(mutated.Body) && ServiceDate.TryParse(mutated.Body.AsSpan(), zone, out var quick))
                    Assert.Equal((true, date), (isRead, quick));
            }
        });
    }

    [Fact]
    public void A_key_is_refused_or_fits_who_has_it() => Properties.Fuzz(NastyText.Any, 3000, static text =>
    {
        var customer = new Customer { Contacts = [new Contact { Phone = text, Email = text }] };
        if (TryDo(KaptureErrorId.InvalidValue, () => CustomerKey.ByEmail(text)) is { } email)
            Assert.True(email.Fits(customer));
        if (TryDo(KaptureErrorId.InvalidValue, () => CustomerKey.ByPhone(text)) is { } phone)
            Assert.True(phone.Fits(customer), "phone");
    });

    [Fact]
    public void The_emulator_answers_whatever_is_asked()
    {
        var paths = new[]
        {
            "/ms/customer/customer/api/v1/add-update", "/search-customer-by-customer-id.html", "/ms/customer-search/customer-search/api/v1", "/add-update-customer-from-other-source.html",
            "/select-customer-between-start-and-end-dates.html", "/add-more-contacts-for-existing-customer.html", "/elsewhere",
        };
        using var handler = new EmulatorHandler(new KaptureEmulator(new EmulatorOptions { Seed = 20 }));
        using var http = new HttpMessageInvoker(handler);
        var cases = from body in Mutations.Of(Corpus.Requests) from path in Gen.Elements(paths) select (body, path);
        Properties.Fuzz(cases, 5000, one =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "http://localhost" + one.path) { Content = new ByteArrayContent(one.body.Body) };
            request.Headers.TryAddWithoutValidation("Authorization", "Basic " + Calls.Token);
            using var response = http.SendAsync(request, default).GetAwaiter().GetResult();
            Assert.True((int)response.StatusCode is 200 or 404);
        });
    }

    // A value, or nothing where it was refused as documented.
    private static T? TryDo<T>(KaptureErrorId documented, Func<T> action)
        where T : struct
    {
        try
        {
            return action();
        }
        catch (KaptureException e)
        {
            Assert.Equal(documented, e.ErrorId);
            return null;
        }
    }

    private static Uri? TryDo(KaptureErrorId documented, Func<Uri> action)
    {
        try
        {
            return action();
        }
        catch (KaptureException e)
        {
            Assert.Equal(documented, e.ErrorId);
            return null;
        }
    }
}
