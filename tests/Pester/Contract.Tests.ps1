#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeDiscovery {
    # What scripts rely on. * binds from the pipeline by property name, ** by value as well, ! is mandatory somewhere.
    $customer = @'
*Name: customer_name CustomerName DisplayName
*Phone: Mobile MobilePhone PhoneNumber Telephone TelephoneNumber
*Email: email_id Mail EmailAddress EmailId
*CustomerCode: customer_code Code
*Address: Street StreetAddress
*Locality:
*City: Town
*State: Province
*Country:
*PostalCode: pincode pin_code Zip ZipCode Postcode postal_code
*Type:
*Classification:
*Zone:
*Remarks: Notes
*CustomerRemarks: customer_remarks
*PrimarySource: primary_source Source
*SecondarySource: secondary_source
*TertiarySource: tertiary_source
*AssignedToName: customer_assign_emp_name
*AssignedToCode: customer_assign_emp_code
*AssignedToEmail: customer_assign_emp_email
*DateOfBirth: date_of_birth
*AnniversaryDate: anniversary_date
*CustomerType: customer_type
*ContactTitle: contact_title title
*ContactFirstName: first_name FirstName GivenName
*ContactLastName: last_name LastName Surname
*ContactName: contact_person_name contactPerson ContactPerson_Name
*ContactCountryCode: country_code CountryCode phoneCountryCode
*ContactPhone: contact_person_phone
*ContactEmail: contact_person_email
*ContactAdditionalPhone: additional_contact_phone AdditionalPhone
*ContactDateOfBirth: dob
*ContactGender: gender
*Contact: contact_info Contacts
*Enquiry: enquiry_info
*AdditionalField: additional_fields AdditionalFields
*AssociateField: associate_fields AssociateFields
AdditionalFieldProperty:
ExpectedCount:
Journal:
LookUpSession:
Session:
ThrottleLimit:
**InputObject:
WhatIf: wi
Confirm: cf
'@
    $script:commands = @(
        @{
            Name = 'Connect-Kapture'; Output = 'KapturePS.KaptureSession'; Writes = $false; Default = 'Token'
            Parameters = @'
!Subdomain:
!BaseUri:
!Token: ApiKey
!Credential:
!FromEnvironment:
!Emulator:
EmulatorData:
AccountId: cm_id
Dialect:
TimeZone:
TimeoutSec:
MaximumRetryCount:
RequestsPerSecond:
Proxy:
ProxyCredential:
NoProxy:
Header:
Name:
SkipVerification:
PassThru:
'@
        }
        @{ Name = 'Disconnect-Kapture'; Output = 'System.Void'; Writes = $true; Default = $null; Parameters = "**Session:`nWhatIf: wi`nConfirm: cf" }
        @{ Name = 'Get-KaptureJournal'; Output = 'Kapture.JournalEntry'; Writes = $false; Default = 'Path'; Parameters = "**!Path:`n*!LiteralPath: PSPath LP FullName" }
        @{ Name = 'Get-KaptureSession'; Output = 'KapturePS.KaptureSession'; Writes = $false; Default = $null; Parameters = 'Name:' }
        @{
            Name = 'Invoke-KaptureRequest'; Output = 'System.Management.Automation.PSObject'; Writes = $true; Default = $null
            Parameters = "!Path:`n**Body:`nRaw:`nExpectedCount:`nSession:`nThrottleLimit:`nWhatIf: wi`nConfirm: cf"
        }
        @{ Name = 'New-KaptureCustomer'; Output = 'Kapture.WriteResult'; Writes = $true; Default = $null; Parameters = $customer + "`nIfExists:`nMatchBy:" }
        @{
            Name = 'Set-KaptureCustomer'; Output = 'Kapture.WriteResult'; Writes = $true; Default = $null
            Parameters = $customer + @'

*Id: CustomerId customer_id kapture_customer_id
*ContactId: contact_id
Clear:
Force:
PassThru:
'@
        }
        @{
            Name = 'Add-KaptureContact'; Output = 'Kapture.WriteResult'; Writes = $true; Default = $null
            Parameters = @'
*CustomerId: Id customer_id kapture_customer_id
*Name: contact_person_name contactPerson contact_person ContactName
*FirstName: first_name GivenName ContactFirstName
*LastName: last_name Surname ContactLastName
*Title: contact_title ContactTitle
*Phone: contact_person_phone ContactPhone Mobile MobilePhone PhoneNumber Telephone TelephoneNumber
*Email: contact_person_email ContactEmail email_id Mail EmailAddress EmailId
*AdditionalPhone: additional_contact_phone additional_phone ContactAdditionalPhone
*AdditionalEmail: additional_email
*CountryCode: country_code phoneCountryCode ContactCountryCode
*Gender: ContactGender
*Age:
*MaritalStatus: marital_status
*Designation: JobTitle
*DateOfBirth: dob date_of_birth ContactDateOfBirth
**InputObject:
ExpectedCount:
Journal:
LookUpSession:
Session:
ThrottleLimit:
WhatIf: wi
Confirm: cf
'@
        }
        @{
            Name = 'Get-KaptureCustomer'; Output = 'Kapture.Customer'; Writes = $false; Default = $null
            Parameters = @'
**Id: CustomerId customer_id kapture_customer_id
*Email: email_id Mail EmailAddress EmailId
*Phone: Mobile MobilePhone PhoneNumber Telephone TelephoneNumber
**InputObject:
ExpectedCount:
Session:
ThrottleLimit:
'@
        }
        @{
            Name = 'Get-KaptureCustomerByDate'; Output = 'Kapture.Customer'; Writes = $false; Default = $null
            Parameters = @'
!StartDate:
EndDate:
AccountId: cm_id
Name:
Phone:
Email:
CustomerCode:
CustomerId:
DesignationType:
ZoneId:
AssignedToId:
CustomerType:
PrimarySourceId:
SecondarySourceId:
TertiarySourceId:
Attribute:
AllCustomerPage:
PageSize:
ThrottleLimit:
First:
Skip:
Session:
'@
        }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS
    $script:module = Get-Module KapturePS
    $script:common = [Management.Automation.PSCmdlet]::CommonParameters

    function Get-Parameter([string] $Command) {
        (Get-Command $Command).Parameters.Values | Where-Object Name -NotIn $common
    }

    # The parameter as a line of the table above.
    function Get-Signature($Parameter) {
        $attributes = $Parameter.Attributes | Where-Object { $_ -is [Parameter] }
        $mark = if ($attributes.ValueFromPipeline -contains $true) { '**' } elseif ($attributes.ValueFromPipelineByPropertyName -contains $true) { '*' } else { '' }
        if ($attributes.Mandatory -contains $true) { $mark += '!' }
        "$mark$($Parameter.Name): $($Parameter.Aliases -join ' ')".TrimEnd()
    }
}

Describe 'The contract' {
    Context '<Name>' -ForEach $commands {
        It 'has these parameters, aliases and bindings, and no others' {
            $expected = $Parameters -split '\r?\n' | Where-Object { $_ } | Sort-Object
            $actual = Get-Parameter $Name | ForEach-Object { Get-Signature $_ } | Sort-Object
            Compare-Object $expected $actual | ForEach-Object { "$($_.SideIndicator) $($_.InputObject)" } | Should -BeNullOrEmpty
        }

        It 'says what it gives' {
            (Get-Command $Name).OutputType.Name | Should -Be $Output
        }

        It 'asks before it writes, and only then' {
            (Get-Command $Name).Parameters.ContainsKey('WhatIf') | Should -Be $Writes
        }

        It 'has its default parameter set' {
            if ($Default) { (Get-Command $Name).DefaultParameterSet | Should -BeExactly $Default }
        }

        It 'has an approved verb' {
            (Get-Verb).Verb | Should -Contain (Get-Command $Name).Verb
        }
    }

    It 'has these defaults and limits' {
        (Get-Command New-KaptureCustomer).Parameters.ThrottleLimit.Attributes | Where-Object { $_ -is [ValidateRange] } | ForEach-Object { "$($_.MinRange)..$($_.MaxRange)" } | Should -BeExactly '1..256'
        (Get-Command Get-KaptureCustomerByDate).Parameters.PageSize.Attributes | Where-Object { $_ -is [ValidateRange] } | ForEach-Object { "$($_.MinRange)..$($_.MaxRange)" } | Should -BeExactly '1..1000'
    }

    It 'takes positions where people expect them' {
        foreach ($pair in @('Connect-Kapture', 'Subdomain'), @('Get-KaptureCustomer', 'Id'), @('Get-KaptureCustomerByDate', 'StartDate'), @('Get-KaptureJournal', 'Path'), @('Get-KaptureSession', 'Name'), @('Invoke-KaptureRequest', 'Path')) {
            (Get-Command $pair[0]).Parameters[$pair[1]].Attributes.Position | Should -Contain 0
        }

        (Get-Command Get-KaptureCustomerByDate).Parameters.EndDate.Attributes.Position | Should -Contain 1
    }

    It 'takes the session from the pipeline in Disconnect-Kapture' {
        $session = (Get-Command Disconnect-Kapture).Parameters.Session.Attributes | Where-Object { $_ -is [Parameter] }
        $session.ValueFromPipeline | Should -BeTrue
        $session.ValueFromPipelineByPropertyName | Should -BeTrue
    }

    It 'takes -Session wherever the service is talked to' {
        foreach ($command in $module.ExportedCmdlets.Keys | Where-Object { $_ -notin 'Connect-Kapture', 'Get-KaptureJournal', 'Get-KaptureSession' }) {
            (Get-Command $command).Parameters.Session.ParameterType.Name | Should -BeExactly 'KaptureSession'
        }
    }

    It 'exports these cmdlets and nothing else' {
        $module.ExportedCmdlets.Keys | Sort-Object | Should -Be @(
            'Add-KaptureContact', 'Connect-Kapture', 'Disconnect-Kapture', 'Get-KaptureCustomer', 'Get-KaptureCustomerByDate', 'Get-KaptureJournal', 'Get-KaptureSession', 'Invoke-KaptureRequest', 'New-KaptureCustomer', 'Set-KaptureCustomer'
        )
        $module.ExportedFunctions.Count | Should -Be 0
        $module.ExportedAliases.Count | Should -Be 0
        $module.ExportedVariables.Count | Should -Be 0
    }

    It 'lists in the manifest what the assembly has, without wildcards' {
        $inAssembly = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'KapturePS' } | ForEach-Object { $_.GetTypes() } |
            ForEach-Object { $_.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false) } | ForEach-Object { "$($_.VerbName)-$($_.NounName)" } | Sort-Object
        $module.ExportedCmdlets.Keys | Sort-Object | Should -Be $inAssembly
        Get-Content (Get-ModulePath) -Raw | Should -Not -Match "ToExport\s*=\s*'?\*"
    }

    It 'has a manifest that the gallery takes' {
        $manifest = Test-ModuleManifest (Get-ModulePath) -ErrorAction Stop
        $manifest.CompatiblePSEditions | Should -Be Core, Desktop
        "$($manifest.PowerShellVersion)" | Should -Be '5.1'
        $manifest.Description | Should -Not -BeNullOrEmpty
        $manifest.Author | Should -Not -BeNullOrEmpty
        $manifest.PrivateData.PSData.Tags | Should -Contain Kapture
    }

    It 'gives objects the properties it names: <Type>' -ForEach @(
        @{ Type = 'Kapture.WriteResult'; Properties = 'Row', 'CustomerId', 'ContactId', 'Action', 'Name', 'Message', 'Attempts', 'Reconciled' }
        @{ Type = 'Kapture.Customer'; Properties = 'Id', 'AccountId', 'Name', 'CustomerCode', 'Phone', 'Email', 'Address', 'City', 'State', 'Country', 'PostalCode', 'Type', 'Classification', 'Zone', 'CustomerType', 'Status', 'Remarks', 'Website', 'Created', 'LastModified', 'Contacts', 'AdditionalProperties' }
        @{ Type = 'Kapture.Contact'; Properties = 'Id', 'CustomerId', 'Name', 'Phone', 'AdditionalPhone', 'Email', 'Gender', 'IsPrimary', 'IsActive', 'CountryCode', 'Created', 'AdditionalProperties' }
        @{ Type = 'Kapture.JournalEntry'; Properties = 'Row', 'Key', 'Operation', 'State', 'CustomerId', 'ContactId', 'Error', 'Started', 'Finished' }
        @{ Type = 'Kapture.KaptureException'; Properties = 'ErrorId', 'StatusCode', 'Path', 'Row', 'Attempts', 'ServiceMessage', 'IsKeyExpired' }
    ) {
        $names = ($Type -as [type]).GetProperties().Name
        foreach ($property in $Properties) { $names | Should -Contain $property }
    }

    It 'gives sessions the properties it names' {
        $names = (Get-Command Get-KaptureSession).OutputType.Type.GetProperties().Name
        $names | Sort-Object | Should -Be AccountId, Authentication, BaseUri, Connected, Dialect, Name, Subdomain, TimeZone, UserName
    }

    It 'knows these error ids' {
        [Enum]::GetNames([Kapture.KaptureErrorId]) | Sort-Object | Should -Be @(
            'AuthenticationFailed', 'CustomerExists', 'CustomerNotFound', 'InsecureUri', 'InvalidDateRange', 'InvalidSubdomain', 'InvalidValue'
            'JournalCorrupt', 'JournalFailed', 'JournalLocked', 'MissingField', 'NotConnected', 'NotInDialect'
            'PermissionDenied', 'RateLimited', 'Rejected', 'ServiceUnavailable', 'Timeout', 'UnexpectedResponse', 'WriteUncertain'
        )
    }
}
