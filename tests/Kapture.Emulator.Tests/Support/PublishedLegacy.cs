namespace Kapture.Emulator.Tests.Support;

/// <summary>Bodies of the legacy pages as the vendor published them.</summary>
internal static class PublishedLegacy
{
    /// <summary>Add Customer API, the request.</summary>
    public const string Add = """
        {"name":"rahul","phone":"1234567890","email":"abc@gmail.com","city":"bangalore","country":"india","customer_code":"1","state":"karanataka","type":"t","classification":"abc","zone":"India","address":"domlur","date_of_birth":"YYYY-MM-DD","anniversary_date":"YYYY-MM-DD"}
        """;

    /// <summary>Add Customer API and Add more Customer API, the response.</summary>
    public const string AddResponse = "{ \n\"Message\": \"Customer Added Successfully\",\n\"Status\": \"Success\"\n};";

    /// <summary>Update Customer API, the request.</summary>
    public const string Update = """
        {
        "customer_id":"272930","name":"rahul","phone":"1234567890","email":"abc@gmail.com","city":"bangalore","country":"india","customer_code ":"1","state":"karanataka","Field 1":"","ad":"","role":"","Field 2":""
        }
        """;

    /// <summary>Update Customer API, the response, which is no JSON.</summary>
    public const string UpdateResponse = "{\n{\"message\": \"Customer Updated Successfully\"\"status\": \"success\"\n}";

    /// <summary>Add more Customer API, the request.</summary>
    public const string AddContact = """
        {"name":"adjetter","phone":"1234567890","email":"help@adjetter.com"}
        """;

    /// <summary>Search Customer API, the request.</summary>
    public const string Get = """
        {"customer_id":"272930"}
        """;

    /// <summary>Select Customer API, the request.</summary>
    public const string Pull = """
        {"start_date":"2016-03-31","end_date":"2016-03-31"}
        """;

    /// <summary>Search Customer API, the response.</summary>
    public const string GetResponse = """
        {"message":[{"id":286829,"cmId":396,"isOrganization":false,"name":"Nikesh", "address":"","state":"karnataka","city":"bangalore","country":"india","currentStatus":"N","generationDate":"Mar 3, 2016 1:38:59 PM","creatorId":0,"channelPartnerId":0,"ratePlanId":0, "isChannelPartner":false,"pinCode":"","campaignId":0, "campaignItemId":0,"campaignActivityId":0,"totalNoOfEnquiries":1, "feedbackOnCustomer":"0","contacts":[{"id":365384,"cmId":396,"leadId":286829, "contactPerson ":"nikesh","gender":" ","phone":"999999911","email":"help@kapturecrm.com","isPrimaryContact":true,"isActive":true, "generationDate":{"year":2016, "month":2,"dayOfMonth":3, "hourOfDay":13,"minute":38,"second":59}, "parentContactId":0,"subOfficeId":0, "creatorId":0, "age":0,"maritalStatus":" ","isGuest":false, "enquiryId":0},{"id":365448,"cmId":396,"leadId":286829,"contactPerson":"nikesh","gender":" ","phone":"8867148604", "email":"test@kapturecrm.com", "isPrimaryContact":true,"isActive":true,"generationDate":{"year":2016, "month":3,"dayOfMonth":15,"hourOfDay":13,"minute":43,"second":33}, "parentContactId":0,"subOfficeId":0,"creatorId":0,"age":0,"maritalStatus":" ","isGuest":false,"enquiryId":0}],"imageReferenceId":"CUS_2016-03-03 13:38:59.631","classification":"","customerType":"t", "customerLevel":0,"zone":2,"companyParentId":0,"assignedToId":0, "maxCreditAmt":0,"maxCreditPeriod":0,"historyEmpId":0,"channelPartnerEmpId":0, "deleted":false,"companyStatus":"A","isExistingCustomer":false, "syncStatus":false, "syncdLocationId":"0","crossRemarks":"","syncedStepNumber":0,"outStandingAmount":0,"salesAdminZone":0,"referralId":0,"status":"success"}]}
        """;

    /// <summary>Select Customer API, the response.</summary>
    public const string PullResponse = """
        {
        "message": [
        {
        "id": 287230,
        "cmId": 396,
        "isOrganization": false,
        "name": "Chandran",
        "address": "No. 25,Virrudhi Complex, Leela Palace Road, Domlur , ",
        "state": "Karnataka",
        "currentStatus": "N",
        "generationDate": "Apr 29, 2016 10:37:14 PM",
        "creatorId": 0,
        "channelPartnerId": 0,
        "ratePlanId": 0,
        "isChannelPartner": false,
        "pinCode": "560009",
        "campaignId": 0,
        "campaignItemId": 0,
        "campaignActivityId": 0,
        "totalNoOfEnquiries": 1,
        "feedbackOnCustomer": "0",
        "contacts": [
        {
        "id": 365799,
        "cmId": 396,
        "leadId": 287230,
        "contactPerson": "Chandran ",
        "gender": "Male",
        "phone": "999999100",
        "email": "help@adjetter.in",
        "isPrimaryContact": true,
        "isActive": true,
        "generationDate": {
        "year": 2016,
        "month": 3,
        "dayOfMonth": 29,
        "hourOfDay": 22,
        "minute": 37,
        "second": 14
        },
        "parentContactId": 0,
        "subOfficeId": 0,
        "creatorId": 0,
        "age": 0,
        "maritalStatus": " ",
        "isGuest": false,
        "enquiryId": 0
        }
        ],
        "imageReferenceId": "CUS_2016-04-29 22:37:14.259",
        "customerLevel": 0,
        "zone": 0,
        "companyParentId": 0,
        "assignedToId": 0,
        "maxCreditAmt": 0.0,
        "maxCreditPeriod": 0,
        "historyEmpId": 0,
        "channelPartnerEmpId": 0,
        "deleted": false,
        "companyStatus": "A",
        "isExistingCustomer": false,
        "isExistingContact": false,
        "syncStatus": false,
        "syncdLocationId": "0",
        "crossRemarks": "",
        "syncedStepNumber": 0,
        "outStandingAmount": 0.0,
        "salesAdminZone": 0,
        "referralId": 0
        },
        ],
        "status": "success"
        }
        """;
}
