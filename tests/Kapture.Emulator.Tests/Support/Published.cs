namespace Kapture.Emulator.Tests.Support;

/// <summary>Bodies as the vendor published them.</summary>
internal static class Published
{
    /// <summary>"Add Customer API", the curl sample.</summary>
    public const string AddCurl = """
        {
            "customer_info": {
                "customer_name": "ABC",
                "phone": "9380491357",
                "email_id": "",
                "locality": "",
                "city": "",
                "state": "",
                "country": "India",
                "address": "jalsa",
                "type": "",
                "classification": "",
                "pincode": "",
                "customer_code": "",
                "customer_id": "",
                "customer_assign_emp_name": "",
                "customer_assign_emp_code": "",
                "customer_assign_emp_email": "",
                "zone": "",
                "customer_remarks": "",
                "individual": false,
                "organization": true,
                "channel_partner": false,
                "remarks": "testing",
                "primary_source": "",
                "secondary_source": "",
                "tertiary_source": "",
                "additional_fields": {},
                "associate_fields": {},
                "update": false
            },
            "contact_info": [
                {
                    "contact_id": "",
                    "title": "no",
                    "first_name": "",
                    "last_name": "",
                    "contact_person_name": "",
                    "country_code": "",
                    "contact_person_phone": "9380491357",
                    "contact_person_email": "",
                    "additional_contact_phone": "",
                    "dob": "",
                    "gender": "Male",
                    "update": false,
                    "matchEmailPhone": false
                }
            ],
            "enquiry_info": {
                "enquiry_id": "",
                "assign_emp_name": "",
                "assign_emp_code": "",
                "assign_emp_email": "",
                "round_robin_key": "",
                "next_follow_up_date": "",
                "action": "",
                "subStatus": "",
                "additional_fields": {},
                "associate_fields": {},
                "update": false,
                "remarks": "testing"
            }
        }
        """;

    /// <summary>"Add Customer API", the response.</summary>
    public const string AddResponse = """
        {
            "status": "success",
            "customer": {
                "result": true,
                "customer_id": 191690263,
                "action": "CUSTOMER",
                "action_event": "ADD_CUSTOMER",
                "contact_id": 210004093
            },
            "message": "Customer Added successfully !Contact Added successfully !"
        }
        """;

    /// <summary>"Update Customer API", the response.</summary>
    public const string UpdateResponse = """
        {
            "status": "success",
            "customer": {
                "result": true,
                "customer_id": 191690263,
                "action": "CUSTOMER",
                "action_event": "UPDATE_CUSTOMER",
                "contact_id": 210006001
            },
            "message": "Customer Updated successfully !Contact Added successfully !"
        }
        """;

    /// <summary>"Get Customer API", the curl sample.</summary>
    public const string GetCurl = """
        [
            {
                "kapture_customer_id": "191121684",
                "email_id": "xyz@gmail.com",
                "phone": "1234567890"
            }
        ]
        """;

    /// <summary>"Get Customer API", the response.</summary>
    public const string GetResponse = """{"Customer Details":""" + RecordBefore + RecordAfter + ""","status":"success"}""";

    /// <summary>"Pull Customer API by Date Range", the first customer of the response.</summary>
    public const string PullResponse = """{"message":[""" + RecordBefore + LastModification + RecordAfter + """],"status":"success"}""";

    /// <summary>"Pull Customer API by Date Range", the curl sample, which is no JSON.</summary>
    public const string PullCurl = """
        {
            "cm_id": ,
            "isAllCustomerPage": false, 
          and search based on all customer page search criteria         
             	   	"name": "",
            "phone": "",
            "zone_id": 0, 
            checked
         	"isOrganisation": true, 
            "createStartDate": "2024-05-07", 
            "createEndDate": "2024-05-08", 
            "limit": "", 
            "offset": "" 
        }
        """;

    /// <summary>"Pull Customer API by Date Range", the body of the page, without its comments.</summary>
    public const string PullCleaned = """
        {
            "cm_id": 1000298,
            "isAllCustomerPage": false,
            "name": "",
            "phone": "",
            "email": "",
            "designationType": "",
            "customer_id": "",
            "customerCode": "",
            "zoneIdStr": "",
            "zone_id": 0,
            "assignedToId": 0,
            "assignedToIdStr": "",
            "isOrganisation": true,
            "isIndividual": "true",
            "isChannelPartner": "",
            "createStartDate": "2024-05-01",
            "createEndDate": "2024-05-02",
            "primarySourceId": 0,
            "secondarySourceId": 0,
            "tertiarySourceId": 0,
            "attr1": "",
            "attr2": "",
            "attr15": "",
            "limit": "",
            "offset": ""
        }
        """;

    private const string RecordBefore = """
        {
            "id": 191121684,
            "cmId": 1000298,
            "isOrganization": true,
            "name": "Sashank",
            "website": "",
            "address": " ",
            "state": "",
            "city": "",
            "country": "",
            "latitude": "",
            "longitude": "",
            "currentStatus": "N",
            "generationDate": "May 2, 2024 4:15:42 PM",
            "creatorId": 0,
            "channelPartnerId": 0,
            "remarks": "",
            "ratePlanId": 0,
            "customerCode": "",
            "isChannelPartner": false,
            "pinCode": "",
            "campaignId": 0,
            "campaignItemId": 0,
            "campaignActivityId": 0,
            "totalNoOfEnquiries": 1,
            "feedbackOnCustomer": "0",
            "contacts": [
                {
                    "id": 209432475,
                    "cmId": 1000298,
                    "leadId": 191121684,
                    "contactPerson": "Sashank",
                    "gender": " ",
                    "phone": "9380491326",
                    "additionalPhone": "",
                    "email": "sashank@gmail.com",
                    "isPrimaryContact": true,
                    "isActive": true,
                    "generationDate": {
                        "year": 2024,
                        "month": 4,
                        "dayOfMonth": 2,
                        "hourOfDay": 16,
                        "minute": 15,
                        "second": 42
                    },
                    "parentContactId": 0,
                    "subOfficeId": 0,
                    "creatorId": 0,
                    "age": 0,
                    "maritalStatus": " ",
                    "isGuest": false,
                    "phoneCountryCode": "",
                    "enquiryId": 0,
                    "orderId": 0,
                    "isMergeEnable": false,
                    "isMobileMasked": false,
                    "isEmailMasked": false,
                    "showBirthYear": false
                }
            ],
        """;

    private const string LastModification = """
            "lastModificationTime": {
                "year": 2024,
                "month": 4,
                "dayOfMonth": 2,
                "hourOfDay": 16,
                "minute": 15,
                "second": 42
            },
        """;

    private const string RecordAfter = """
            "imageReferenceId": "CUS_2024-05-02 16:15:42.249",
            "classification": "",
            "customerType": "",
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
            "referralId": 0,
            "isApi": false
        }
        """;

    /// <summary>"Update Customer API", the curl sample: Add's with a <c>customer_id</c> and a named contact.</summary>
    public static string UpdateCurl(long customerId) => AddCurl
        .Replace("9380491357", "9380491257", StringComparison.Ordinal)
        .Replace("\"customer_id\": \"\"", $"\"customer_id\": \"{customerId}\"", StringComparison.Ordinal)
        .Replace("\"first_name\": \"\"", "\"first_name\": \"Salman\"", StringComparison.Ordinal)
        .Replace("\"last_name\": \"\"", "\"last_name\": \"Khan\"", StringComparison.Ordinal);
}
