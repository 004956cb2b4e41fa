using Kapture;

namespace KapturePS.Tests;

public class ContractTests
{
    private const string Fields = """
        String Name* customer_name CustomerName DisplayName
        String Phone* Mobile MobilePhone PhoneNumber Telephone TelephoneNumber
        String Email* email_id Mail EmailAddress EmailId
        String CustomerCode* customer_code Code
        String Address* Street StreetAddress
        String Locality*
        String City* Town
        String State* Province
        String Country*
        String PostalCode* pincode pin_code Zip ZipCode Postcode postal_code
        String Type*
        String Classification*
        String Zone*
        String Remarks* Notes
        String CustomerRemarks* customer_remarks
        String PrimarySource* primary_source Source
        String SecondarySource* secondary_source
        String TertiarySource* tertiary_source
        String AssignedToName* customer_assign_emp_name
        String AssignedToCode* customer_assign_emp_code
        String AssignedToEmail* customer_assign_emp_email
        String DateOfBirth* date_of_birth
        String AnniversaryDate* anniversary_date
        String CustomerType* customer_type
        String ContactTitle* contact_title title
        String ContactFirstName* first_name FirstName GivenName
        String ContactLastName* last_name LastName Surname
        String ContactName* contact_person_name contactPerson ContactPerson_Name
        String ContactCountryCode* country_code CountryCode phoneCountryCode
        String ContactPhone* contact_person_phone
        String ContactEmail* contact_person_email
        String ContactAdditionalPhone* additional_contact_phone AdditionalPhone
        String ContactDateOfBirth* dob
        String ContactGender* gender
        IDictionary[] Contact* contact_info Contacts
        IDictionary Enquiry* enquiry_info
        IDictionary AdditionalField* additional_fields AdditionalFields
        IDictionary AssociateField* associate_fields AssociateFields
        String[] AdditionalFieldProperty
        PSObject InputObject**
        Int32 ThrottleLimit
        Int64 ExpectedCount
        String Journal
        KaptureSession LookUpSession
        KaptureSession Session

        """;

    public static TheoryData<string, string> Parameters => new()
    {
        {
            "Add-KaptureContact",
            """
            String CustomerId* Id customer_id kapture_customer_id
            String Name* contact_person_name contactPerson contact_person ContactName
            String FirstName* first_name GivenName ContactFirstName
            String LastName* last_name Surname ContactLastName
            String Title* contact_title ContactTitle
            String Phone* contact_person_phone ContactPhone Mobile MobilePhone PhoneNumber Telephone TelephoneNumber
            String Email* contact_person_email ContactEmail email_id Mail EmailAddress EmailId
            String AdditionalPhone* additional_contact_phone additional_phone ContactAdditionalPhone
            String AdditionalEmail* additional_email
            String CountryCode* country_code phoneCountryCode ContactCountryCode
            String Gender* ContactGender
            String Age*
            String MaritalStatus* marital_status
            String Designation* JobTitle
            String DateOfBirth* dob date_of_birth ContactDateOfBirth
            PSObject InputObject**
            Int32 ThrottleLimit
            Int64 ExpectedCount
            String Journal
            KaptureSession LookUpSession
            KaptureSession Session
            """
        },
        {
            "Connect-Kapture",
            """
            String Subdomain!
            Uri BaseUri!
            SecureString Token! ApiKey
            PSCredential Credential!
            SwitchParameter FromEnvironment!
            SwitchParameter Emulator!
            String EmulatorData
            Int64 AccountId cm_id
            String Dialect
            TimeZoneInfo TimeZone
            Int32 TimeoutSec
            Int32 MaximumRetryCount
            Double RequestsPerSecond
            Uri Proxy
            PSCredential ProxyCredential
            SwitchParameter NoProxy
            IDictionary Header
            String Name
            SwitchParameter SkipVerification
            SwitchParameter PassThru
            """
        },
        { "Disconnect-Kapture", "KaptureSession Session**" },
        {
            "Get-KaptureJournal",
            """
            String[] Path**!
            String[] LiteralPath*! PSPath LP FullName
            """
        },
        { "Get-KaptureSession", "String Name" },
        { "New-KaptureCustomer", Fields + "String IfExists\nString[] MatchBy\n" },
        {
            "Set-KaptureCustomer",
            Fields + """
            String Id* CustomerId customer_id kapture_customer_id
            String ContactId* contact_id
            String[] Clear
            SwitchParameter Force
            SwitchParameter PassThru
            """
        },
        {
            "Get-KaptureCustomer",
            """
            Int64[] Id** CustomerId customer_id kapture_customer_id
            String[] Email* email_id Mail EmailAddress EmailId
            String[] Phone* Mobile MobilePhone PhoneNumber Telephone TelephoneNumber
            PSObject InputObject**
            Int32 ThrottleLimit
            Int64 ExpectedCount
            KaptureSession Session
            """
        },
        {
            "Get-KaptureCustomerByDate",
            """
            DateTime StartDate!
            DateTime EndDate
            Int64 AccountId cm_id
            String Name
            String Phone
            String Email
            String CustomerCode
            Int64 CustomerId
            String DesignationType
            Int32[] ZoneId
            Int32[] AssignedToId
            String CustomerType
            Int64 PrimarySourceId
            Int64 SecondarySourceId
            Int64 TertiarySourceId
            IDictionary Attribute
            SwitchParameter AllCustomerPage
            Int32 PageSize
            Int32 ThrottleLimit
            Int64 First
            Int64 Skip
            KaptureSession Session
            """
        },
        {
            "Invoke-KaptureRequest",
            """
            String Path!
            Object Body**
            SwitchParameter Raw
            Int32 ThrottleLimit
            Int64 ExpectedCount
            KaptureSession Session
            """
        },
    };

    [Theory]
    [MemberData(nameof(Parameters))]
    public void A_cmdlet_has_these_parameters_and_no_others(string cmdlet, string parameters)
    {
        var expected = parameters.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var actual = Contract.Parameters(Contract.Find(cmdlet)).Select(Contract.Describe);

        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void There_are_these_cmdlets_and_no_others() =>
        Assert.Equal(Parameters.Select(row => (string)row[0]).Order(StringComparer.Ordinal), Contract.Cmdlets.Select(Contract.NameOf).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("Connect-Kapture", typeof(KaptureSession))]
    [InlineData("Disconnect-Kapture", typeof(void))]
    [InlineData("Get-KaptureJournal", typeof(JournalEntry))]
    [InlineData("Get-KaptureSession", typeof(KaptureSession))]
    [InlineData("Invoke-KaptureRequest", typeof(System.Management.Automation.PSObject))]
    [InlineData("New-KaptureCustomer", typeof(WriteResult))]
    [InlineData("Set-KaptureCustomer", typeof(WriteResult))]
    [InlineData("Get-KaptureCustomer", typeof(Customer))]
    [InlineData("Get-KaptureCustomerByDate", typeof(Customer))]
    public void A_cmdlet_says_what_it_gives(string cmdlet, Type output) =>
        Assert.Equal([output], Contract.OutputTypes(Contract.Find(cmdlet)));

    [Fact]
    public void Whatever_changes_something_asks_first_and_nothing_else_does() =>
        Assert.Equal(
            ["Add-KaptureContact", "Disconnect-Kapture", "Invoke-KaptureRequest", "New-KaptureCustomer", "Set-KaptureCustomer"],
            Contract.Cmdlets.Where(Contract.SupportsShouldProcess).Select(Contract.NameOf).Order(StringComparer.Ordinal));

    [Fact]
    public void The_manifest_exports_each_cmdlet_by_name()
    {
        var manifest = Repository.Read("KapturePS.psd1");

        Assert.All(Contract.Cmdlets.Select(Contract.NameOf), name => Assert.Contains($"'{name}'", manifest, StringComparison.Ordinal));
        Assert.DoesNotContain("'*'", manifest, StringComparison.Ordinal);
    }
}
