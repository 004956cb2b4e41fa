using System.Text.Json;

namespace Kapture;

/// <summary>The record R and its contacts, key by key in the documented order (Get Customer API, Response).</summary>
internal static class CustomerRecord
{
    private static readonly RecordMap<Contact> _contact = new(
        "contacts.",
        Number<Contact>("id", (c, v) => c.Id = v ?? 0),
        Number<Contact>("cmId", (c, v) => c.AccountId = v),
        Number<Contact>("leadId", (c, v) => c.CustomerId = v),
        Text<Contact>("contactPerson", (c, v) => c.Name = v),
        Word<Contact>("gender", (c, v) => c.Gender = v),
        Text<Contact>("phone", (c, v) => c.Phone = v),
        Text<Contact>("additionalPhone", (c, v) => c.AdditionalPhone = v),
        Text<Contact>("email", (c, v) => c.Email = v),
        Flag<Contact>("isPrimaryContact", (c, v) => c.IsPrimary = v),
        Flag<Contact>("isActive", (c, v) => c.IsActive = v),
        Date<Contact>("generationDate", (c, v) => c.Created = v),
        Number<Contact>("parentContactId", (c, v) => c.ParentContactId = v),
        Number<Contact>("subOfficeId", (c, v) => c.SubOfficeId = v),
        Number<Contact>("creatorId", (c, v) => c.CreatorId = v),
        Number<Contact>("age", (c, v) => c.Age = v),
        Word<Contact>("maritalStatus", (c, v) => c.MaritalStatus = v),
        Flag<Contact>("isGuest", (c, v) => c.IsGuest = v),
        Word<Contact>("phoneCountryCode", (c, v) => c.CountryCode = v),
        Number<Contact>("enquiryId", (c, v) => c.EnquiryId = v),
        Number<Contact>("orderId", (c, v) => c.OrderId = v),
        Flag<Contact>("isMergeEnable", (c, v) => c.IsMergeEnabled = v),
        Flag<Contact>("isMobileMasked", (c, v) => c.IsMobileMasked = v),
        Flag<Contact>("isEmailMasked", (c, v) => c.IsEmailMasked = v),
        Flag<Contact>("showBirthYear", (c, v) => c.ShowBirthYear = v));

    private static readonly RecordMap<Customer> _customer = new(
        string.Empty,
        Number<Customer>("id", (c, v) => c.Id = v ?? 0),
        Number<Customer>("cmId", (c, v) => c.AccountId = v),
        Flag<Customer>("isOrganization", (c, v) => c.IsOrganization = v),
        Text<Customer>("name", (c, v) => c.Name = v),
        Text<Customer>("website", (c, v) => c.Website = v),
        Text<Customer>("address", (c, v) => c.Address = v),
        Word<Customer>("state", (c, v) => c.State = v),
        Word<Customer>("city", (c, v) => c.City = v),
        Word<Customer>("country", (c, v) => c.Country = v),
        Text<Customer>("latitude", (c, v) => c.Latitude = v),
        Text<Customer>("longitude", (c, v) => c.Longitude = v),
        Word<Customer>("currentStatus", (c, v) => c.Status = v),
        Date<Customer>("generationDate", (c, v) => c.Created = v),
        Number<Customer>("creatorId", (c, v) => c.CreatorId = v),
        Number<Customer>("channelPartnerId", (c, v) => c.ChannelPartnerId = v),
        Text<Customer>("remarks", (c, v) => c.Remarks = v),
        Number<Customer>("ratePlanId", (c, v) => c.RatePlanId = v),
        Text<Customer>("customerCode", (c, v) => c.CustomerCode = v),
        Flag<Customer>("isChannelPartner", (c, v) => c.IsChannelPartner = v),
        Text<Customer>("pinCode", (c, v) => c.PostalCode = v),
        Number<Customer>("campaignId", (c, v) => c.CampaignId = v),
        Number<Customer>("campaignItemId", (c, v) => c.CampaignItemId = v),
        Number<Customer>("campaignActivityId", (c, v) => c.CampaignActivityId = v),
        Number<Customer>("totalNoOfEnquiries", (c, v) => c.EnquiryCount = v),
        Word<Customer>("feedbackOnCustomer", (c, v) => c.Feedback = v),
        ("contacts", ReadContacts),
        Date<Customer>("lastModificationTime", (c, v) => c.LastModified = v),
        Text<Customer>("imageReferenceId", (c, v) => c.ImageReferenceId = v),
        Word<Customer>("classification", (c, v) => c.Classification = v),
        Word<Customer>("customerType", (c, v) => c.Type = v),
        Number<Customer>("customerLevel", (c, v) => c.CustomerLevel = v),
        Number<Customer>("zone", (c, v) => c.Zone = v),
        Number<Customer>("companyParentId", (c, v) => c.CompanyParentId = v),
        Number<Customer>("assignedToId", (c, v) => c.AssignedToId = v),
        Amount<Customer>("maxCreditAmt", (c, v) => c.MaxCreditAmount = v),
        Number<Customer>("maxCreditPeriod", (c, v) => c.MaxCreditPeriod = v),
        Number<Customer>("historyEmpId", (c, v) => c.HistoryEmployeeId = v),
        Number<Customer>("channelPartnerEmpId", (c, v) => c.ChannelPartnerEmployeeId = v),
        Flag<Customer>("deleted", (c, v) => c.IsDeleted = v),
        Word<Customer>("companyStatus", (c, v) => c.CompanyStatus = v),
        Flag<Customer>("isExistingCustomer", (c, v) => c.IsExistingCustomer = v),
        Flag<Customer>("isExistingContact", (c, v) => c.IsExistingContact = v),
        Flag<Customer>("syncStatus", (c, v) => c.SyncStatus = v),
        Word<Customer>("syncdLocationId", (c, v) => c.SyncedLocationId = v),
        Text<Customer>("crossRemarks", (c, v) => c.CrossRemarks = v),
        Number<Customer>("syncedStepNumber", (c, v) => c.SyncedStepNumber = v),
        Amount<Customer>("outStandingAmount", (c, v) => c.OutstandingAmount = v),
        Number<Customer>("salesAdminZone", (c, v) => c.SalesAdminZone = v),
        Number<Customer>("referralId", (c, v) => c.ReferralId = v),
        Flag<Customer>("isApi", (c, v) => c.IsApi = v));

    /// <summary>The bit of <see cref="Customer.LeftOut"/> that stands for a field.</summary>
    public static ulong BitOf(string key) => _customer.BitOf(key);

    /// <summary>Reads the record that the reader stands on; where the text is cut, the reader ends within it.</summary>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static Customer Read(ref Utf8JsonReader reader, RecordContext context)
    {
        // What a record that was cut has left behind is not this one's.
        context.TakeUnreadable();
        var customer = new Customer();
        customer.AdditionalProperties = AdditionalPropertyBag.From(_customer.Read(customer, ref reader, context));
        customer.LeftOut = ~context.Seen;
        if (customer.Created is null && ServiceDate.TryFromImageReference(customer.ImageReferenceId, context.Zone, out var created))
            customer.Created = created;
        customer.UnreadableFields = context.TakeUnreadable();
        return customer;
    }

    private static bool ReadContacts(Customer customer, ref Utf8JsonReader reader, RecordContext context)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return true;
        if (reader.TokenType != JsonTokenType.StartArray)
            return false;

        // Nearly always one.
        Contact? first = null;
        List<Contact>? all = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                return false;
            var contact = new Contact();
            contact.AdditionalProperties = AdditionalPropertyBag.From(_contact.Read(contact, ref reader, context));
            if (first is null)
                first = contact;
            else
                (all ??= [first]).Add(contact);
        }

        customer.Contacts = all?.ToArray() ?? (first is null ? [] : [first]);
        return true;
    }

    private static (string Key, FieldSetter<T> Set) Text<T>(string key, Action<T, string?> set) => Field(key, static (ref Utf8JsonReader reader, out string? value) => TolerantValue.TryReadText(ref reader, out value), set);

    // Of these there are few, in all the customers there are.
    private static (string Key, FieldSetter<T> Set) Word<T>(string key, Action<T, string?> set) =>
        (key, (T target, ref Utf8JsonReader reader, RecordContext context) =>
        {
            if (!TolerantValue.TryReadText(ref reader, out var value, context.Words))
                return false;
            set(target, value);
            return true;
        });

    private static (string Key, FieldSetter<T> Set) Number<T>(string key, Action<T, long?> set) => Field(key, TolerantValue.TryReadInt64, set);

    private static (string Key, FieldSetter<T> Set) Amount<T>(string key, Action<T, decimal?> set) => Field(key, TolerantValue.TryReadDecimal, set);

    private static (string Key, FieldSetter<T> Set) Flag<T>(string key, Action<T, bool?> set) => Field(key, TolerantValue.TryReadBoolean, set);

    private static (string Key, FieldSetter<T> Set) Field<T, TValue>(string key, ValueReader<TValue> read, Action<T, TValue> set) =>
        (key, (T target, ref Utf8JsonReader reader, RecordContext _) =>
        {
            if (!read(ref reader, out var value))
                return false;
            set(target, value);
            return true;
        });

    private static (string Key, FieldSetter<T> Set) Date<T>(string key, Action<T, DateTimeOffset?> set) =>
        (key, (T target, ref Utf8JsonReader reader, RecordContext context) =>
        {
            if (!TolerantValue.TryReadDate(ref reader, context.Zone, out var value))
                return false;
            set(target, value);
            return true;
        });

    private delegate bool ValueReader<TValue>(ref Utf8JsonReader reader, out TValue value);
}
