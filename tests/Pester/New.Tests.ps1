#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeDiscovery {
    $customer = [ordered]@{
        customer_name  = 'Name', 'customer_name', 'CustomerName', 'DisplayName'
        phone          = 'Phone', 'Mobile', 'MobilePhone', 'PhoneNumber', 'Telephone', 'TelephoneNumber'
        email_id       = 'Email', 'email_id', 'Mail', 'EmailAddress', 'EmailId'
        customer_code  = 'CustomerCode', 'customer_code', 'Code'
        address        = 'Address', 'Street', 'StreetAddress'
        city           = 'City', 'Town'
        state          = 'State', 'Province'
        country        = , 'Country'
        type           = , 'Type'
        classification = , 'Classification'
        zone           = , 'Zone'
    }
    $customerOfV1 = [ordered]@{
        locality                  = , 'Locality'
        pincode                   = 'PostalCode', 'pincode', 'PinCode', 'pin_code', 'Zip', 'ZipCode', 'Postcode', 'postal_code'
        remarks                   = 'Remarks', 'Notes'
        customer_remarks          = 'CustomerRemarks', 'customer_remarks'
        primary_source            = 'PrimarySource', 'primary_source', 'Source'
        secondary_source          = 'SecondarySource', 'secondary_source'
        tertiary_source           = 'TertiarySource', 'tertiary_source'
        customer_assign_emp_name  = 'AssignedToName', 'customer_assign_emp_name'
        customer_assign_emp_code  = 'AssignedToCode', 'customer_assign_emp_code'
        customer_assign_emp_email = 'AssignedToEmail', 'customer_assign_emp_email'
    }
    $contact = [ordered]@{
        title                    = 'ContactTitle', 'contact_title', 'title'
        first_name               = 'ContactFirstName', 'first_name', 'FirstName', 'GivenName'
        last_name                = 'ContactLastName', 'last_name', 'LastName', 'Surname'
        contact_person_name      = 'ContactName', 'contact_person_name', 'contactPerson'
        country_code             = 'ContactCountryCode', 'country_code', 'CountryCode', 'phoneCountryCode'
        contact_person_phone     = 'ContactPhone', 'contact_person_phone'
        contact_person_email     = 'ContactEmail', 'contact_person_email'
        additional_contact_phone = 'ContactAdditionalPhone', 'additional_contact_phone', 'AdditionalPhone'
        gender                   = 'ContactGender', 'gender'
    }
    $script:customerColumns = foreach ($wire in $customer.Keys) { foreach ($header in $customer[$wire]) { @{ Header = $header; Wire = $wire } } }
    $script:customerColumnsOfV1 = foreach ($wire in $customerOfV1.Keys) { foreach ($header in $customerOfV1[$wire]) { @{ Header = $header; Wire = $wire } } }
    $script:contactColumns = foreach ($wire in $contact.Keys) { foreach ($header in $contact[$wire]) { @{ Header = $header; Wire = $wire } } }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS
    $script:recorder = Start-Recorder
    Connect-Emulator $recorder @{ Name = 'recorder'; SkipVerification = $true }

    # A row that lacks nothing but what the test adds to it.
    function Get-Row {
        param([System.Collections.IDictionary] $With = @{}, [string[]] $Without = @())

        $row = [ordered]@{ customer_name = 'Asha Rao'; phone = '09380491326' }
        foreach ($name in $Without) { $row.Remove($name) }
        foreach ($name in $With.Keys) { $row[$name] = $With[$name] }
        [pscustomobject] $row
    }
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
    Stop-Recorder $recorder
}

Describe 'New-KaptureCustomer' {
    Context 'Columns' {
        It 'sends the column <Header> as <Wire>' -ForEach $customerColumns {
            $row = [ordered]@{ customer_name = 'Asha Rao'; phone = '09380491326' }
            $row.Remove($Wire)
            $row[$Header] = 'a value'
            $null = [pscustomobject] $row | New-KaptureCustomer -WarningVariable warned -WarningAction SilentlyContinue
            (Receive-Customer $recorder)[$Wire] | Should -BeExactly 'a value'
            $warned | Should -BeNullOrEmpty
        }

        It 'sends the column <Header> as V1''s <Wire>' -Tag V1 -ForEach $customerColumnsOfV1 {
            $null = Get-Row @{ $Header = 'a value' } | New-KaptureCustomer -WarningVariable warned -WarningAction SilentlyContinue
            (Receive-Customer $recorder)[$Wire] | Should -BeExactly 'a value'
            $warned | Should -BeNullOrEmpty
        }

        It 'sends the column <Header> as <Wire> of the contact' -Tag V1 -ForEach $contactColumns {
            $null = Get-Row @{ $Header = 'a value' } | New-KaptureCustomer -WarningVariable warned -WarningAction SilentlyContinue
            $body = Receive-Body $recorder
            $body.contact_info.Count | Should -Be 1
            $body.contact_info[0][$Wire] | Should -BeExactly 'a value'
            $warned | Should -BeNullOrEmpty
        }

        It 'sends the kind of customer as three flags' -Tag V1 -ForEach @(
            @{ Header = 'CustomerType'; Text = 'Organization'; Flags = $false, $true, $false }
            @{ Header = 'customer_type'; Text = 'individual'; Flags = $true, $false, $false }
            @{ Header = 'CustomerType'; Text = ' ChannelPartner '; Flags = $false, $false, $true }
        ) {
            $null = Get-Row @{ $Header = $Text } | New-KaptureCustomer
            $info = (Receive-Customer $recorder)
            $info.individual, $info.organization, $info.channel_partner | Should -Be $Flags
        }

        It 'sends a date of birth as a day, however it was written' -Tag V1 -ForEach @(
            @{ Header = 'ContactDateOfBirth'; Value = '1990-02-03' }
            @{ Header = 'dob'; Value = '1990-02-03 00:00:00' }
            @{ Header = 'ContactDateOfBirth'; Value = [datetime]::SpecifyKind('1990-02-03 23:59:00', 'Local') }
            @{ Header = 'ContactDateOfBirth'; Value = [datetimeoffset]::new(1990, 2, 3, 1, 0, 0, [timespan]::FromHours(14)) }
        ) {
            $null = Get-Row @{ $Header = $Value } | New-KaptureCustomer
            (Receive-Body $recorder).contact_info[0].dob | Should -BeExactly '1990-02-03'
        }

        It 'sends the date of birth of a further contact as a day, too' -Tag V1 {
            $null = New-KaptureCustomer -Name A -Phone 1 -Contact @{ Name = 'B'; Phone = '2'; DateOfBirth = [datetime] '1990-02-03 10:00:00' }, @{ Name = 'C'; Phone = '3'; dob = '3 Feb 1990' }
            (Receive-Body $recorder).contact_info.dob | Should -Be '1990-02-03', '1990-02-03'
        }

        It 'sends the columns of the vendor''s own file and nothing else' -Tag V1 {
            $csv = @'
customer_name,phone,email_id,locality,city,state,country,address,type,classification,pincode,customer_code,zone,customer_remarks,remarks,primary_source,secondary_source,tertiary_source,contact_person_name,contact_person_phone
Asha Rao,09380491326,asha@example.com,Indiranagar,Bengaluru,Karnataka,India,12 Main Road,Retail,Gold,560038,C-001,South,calls at noon,imported,Web,Form,June,Vikram,+91 98800 00001
'@
            $null = $csv | ConvertFrom-Csv | New-KaptureCustomer -WarningVariable warned -WarningAction SilentlyContinue
            $warned | Should -BeNullOrEmpty
            $body = Receive-Body $recorder
            $body.Keys | Sort-Object | Should -Be 'contact_info', 'customer_info'
            $body.customer_info.Count | Should -Be 18
            $body.customer_info.customer_id | Should -BeNullOrEmpty
            $body.contact_info[0].Keys | Sort-Object | Should -Be 'contact_person_name', 'contact_person_phone'
        }
    }

    Context 'Rows' {
        It 'takes rows from <From>' -ForEach @(
            @{ From = 'Import-Csv'; Rows = { "Name,Phone`nAsha,0091" | Set-Content TestDrive:/rows.csv; Import-Csv TestDrive:/rows.csv } }
            @{ From = 'a custom object'; Rows = { [pscustomobject]@{ Name = 'Asha'; Phone = '0091' } } }
            @{ From = 'New-Object'; Rows = { New-Object PSObject -Property @{ Name = 'Asha'; Phone = '0091' } } }
            @{ From = 'ConvertFrom-Json'; Rows = { '[{"Name":"Asha","Phone":"0091"}]' | ConvertFrom-Json } }
            @{ From = 'Select-Object'; Rows = { @{ a = 'Asha'; b = '0091' } | Select-Object @{ n = 'Name'; e = { $_.a } }, @{ n = 'Phone'; e = { $_.b } } } }
        ) {
            $null = & $Rows | New-KaptureCustomer
            $info = (Receive-Customer $recorder)
            $info.Keys | Sort-Object | Should -Be 'customer_name', 'phone'
            $info.customer_name | Should -BeExactly 'Asha'
            $info.phone | Should -BeExactly '0091'
        }

        It 'takes a row from the command line alone' {
            $null = New-KaptureCustomer -Name Asha -Phone 0091 -City Pune
            (Receive-Customer $recorder).city | Should -BeExactly 'Pune'
        }

        It 'reads the API''s own flags as the kind of customer: <What>' -Tag V1 -ForEach @(
            @{ What = 'true and false'; Csv = 'organization,individual', 'true,false'; Kind = 'organization' }
            @{ What = '1 and 0'; Csv = 'individual,organization,channel_partner', '0,0,1'; Kind = 'channel_partner' }
            @{ What = 'TRUE alone'; Csv = 'individual', 'TRUE'; Kind = 'individual' }
            @{ What = 'none set'; Csv = 'individual,organization', 'false,'; Kind = '' }
            @{ What = 'CustomerType on the command line'; Csv = 'organization,individual', 'true,false'; Kind = 'individual'; With = @{ CustomerType = 'Individual' } }
            @{ What = 'one that goes out as a custom field'; Csv = 'organization,individual', 'Acme,1'; Kind = 'individual'; With = @{ AdditionalFieldProperty = 'organization' }; Field = 'Acme' }
            @{ What = 'a wildcard beside'; Csv = 'organization,Tier', 'true,Gold'; Kind = 'organization'; With = @{ AdditionalFieldProperty = '*' } }
        ) {
            if (-not $With) { $With = @{} }
            $null = "Name,Phone,$($Csv[0])", "a,1,$($Csv[1])" | ConvertFrom-Csv | New-KaptureCustomer @With -WarningVariable warned -WarningAction SilentlyContinue
            $info = (Receive-Body $recorder).customer_info
            @('individual', 'organization', 'channel_partner' | Where-Object { $info[$_] }) -join ',' | Should -BeExactly $Kind
            $info['additional_fields'].organization | Should -BeExactly $Field
            $warned | Should -BeNullOrEmpty
        }

        It 'refuses flags that contradict each other or are none: <Csv>' -Tag V1 -ForEach @(
            @{ Csv = 'individual,organization', 'true,1'; Says = '*individual and organization are both set*' }
            @{ Csv = 'organization', 'Acme'; Says = "*organization is 'Acme'*-AdditionalFieldProperty organization*-ExcludeProperty*" }
        ) {
            "Name,Phone,$($Csv[0])", "a,1,$($Csv[1])" | ConvertFrom-Csv | New-KaptureCustomer -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.FullyQualifiedErrorId | Should -BeExactly 'InvalidValue,KapturePS.NewKaptureCustomerCommand'
            "$failed" | Should -BeLike $Says
            Receive-Body $recorder | Should -BeNullOrEmpty
        }

        It 'takes no flag of the API from a column of another spelling, or beside CustomerType, and warns' -Tag V1 {
            $null = [pscustomobject]@{ Name = 'a'; Phone = '1'; Organization = 'Acme' } | New-KaptureCustomer -WarningVariable warned -WarningAction SilentlyContinue
            "$warned" | Should -BeLike '*Organization*'
            $null = [pscustomobject]@{ Name = 'a'; Phone = '1'; customer_type = 'Individual'; organization = 'true' } | New-KaptureCustomer -WarningVariable warned -WarningAction SilentlyContinue
            "$warned" | Should -BeLike '*organization*'
            $sent = @(Receive-Body $recorder)
            $sent[0].customer_info.Contains('organization') | Should -BeFalse
            $sent[1].customer_info.individual | Should -BeTrue
            $sent[1].customer_info.organization | Should -BeFalse
        }

        It 'takes the name of a parameter before its aliases, and a row without either as blank' {
            $null = [pscustomobject]@{ Mobile = '1'; Phone = '2'; customer_name = 'alias'; Name = 'name' }, [pscustomobject]@{ Name = 'next'; Email = 'n@example.com' } |
                New-KaptureCustomer -ThrottleLimit 1 -WarningAction SilentlyContinue
            $infos = (Receive-Customer $recorder)
            $infos[0].customer_name | Should -BeExactly 'name'
            $infos[0].phone | Should -BeExactly '2'
            $infos[1].Contains('phone') | Should -BeFalse
        }

        It 'lets the command line speak for every row' {
            $null = 1..3 | ForEach-Object { [pscustomobject]@{ Name = "n$_"; Phone = "$_"; City = 'Delhi' } } | New-KaptureCustomer -Country India
            $infos = (Receive-Customer $recorder)
            $infos.Count | Should -Be 3
            $infos.country | Should -Be 'India', 'India', 'India'
        }

        It 'keeps the phone <_> as it is' -ForEach '007', '+91 93804 91326', '00000000', '(022) 555-0100', '9380491326;9380491327', ' 0123 ' {
            $null = [pscustomobject]@{ Name = 'Asha'; Phone = $_ } | New-KaptureCustomer
            (Receive-Customer $recorder).phone | Should -BeExactly $_
        }

        It 'writes a number in a phone column in full' {
            $null = [pscustomobject]@{ Name = 'Asha'; Phone = 9380491326 } | New-KaptureCustomer
            (Receive-Customer $recorder).phone | Should -BeExactly '9380491326'
        }

        It 'sends text byte for byte: <What>' -ForEach @(
            @{ What = 'Indian scripts'; Text = "`u{906}`u{936}`u{93e} `u{b95}`u{bb5}`u{bbf}`u{ba4}`u{bbe} `u{985}`u{9a8}`u{9a8}`u{9cd}`u{9af}`u{9be} `u{c32}`u{c15}`u{c4d}`u{c37}`u{c4d}`u{c2e}`u{c3f} `u{639}`u{627}`u{626}`u{634}`u{6c1}" }
            @{ What = 'beyond the basic plane'; Text = "`u{20bb7}`u{91ce} `u{1f600} $([char]0x200D)" }
            @{ What = 'quotes and backslashes'; Text = 'He said "no" \ ''yes'' </script> & {0} $(1) `n %s' }
            @{ What = 'line breaks and tabs'; Text = "12 Main Road`r`nIndiranagar`n`tBengaluru" }
            @{ What = 'control characters'; Text = "a$([char]1)b$([char]0x7f)c$([char]0x85)d$([char]0x2028)e" }
            @{ What = 'unnormalised letters'; Text = "e$([char]0x301) $([char]0xfeff) $([char]0xa0)" }
            @{ What = 'outer blanks'; Text = '  padded  ' }
        ) {
            $null = [pscustomobject]@{ Name = 'Asha'; Phone = '1'; Address = $Text } | New-KaptureCustomer
            (Receive-Customer $recorder).address | Should -BeExactly $Text
        }

        It 'sends the cells of a real file byte for byte' {
            $text = "12 `"Rose`" Villa`r`nMG Road, Pune`n`u{1f339}"
            [pscustomobject]@{ customer_name = "Zo`u{eb} `u{d8}berg"; phone = '+0012'; address = $text } | Export-Csv TestDrive:/text.csv -Encoding utf8BOM
            $null = Import-Csv TestDrive:/text.csv | New-KaptureCustomer
            $info = (Receive-Customer $recorder)
            $info.customer_name | Should -BeExactly "Zo`u{eb} `u{d8}berg"
            $info.address | Should -BeExactly $text
        }
    }

    Context 'Blanks' {
        It 'does not send blank cells' {
            $null = "Name,Phone,Email,City,Zip,contact_person_name,CustomerType,dob`nAsha,1,,   ,`"`",,," | ConvertFrom-Csv | New-KaptureCustomer
            $body = Receive-Customer $recorder
            $body.Keys | Sort-Object | Should -Be 'customer_name', 'phone'
        }

        It 'does not send $null' {
            $null = [pscustomobject]@{ Name = 'Asha'; Phone = '1'; City = $null; Contact = $null; CustomerType = $null; AdditionalField = $null } | New-KaptureCustomer
            Receive-Customer $recorder | ConvertTo-Json -Compress | Should -BeExactly '{"customer_name":"Asha","phone":"1"}'
        }

        It 'sends a blank that the command line names' {
            $null = New-KaptureCustomer -Name Asha -Phone 1 -City '' -State $null
            $info = (Receive-Customer $recorder)
            $info.city | Should -BeExactly ''
            $info.Contains('state') | Should -BeFalse -Because '$null is no value, as it is everywhere'
        }

        It 'sends a blank of the command line for rows too' {
            $null = [pscustomobject]@{ Name = 'Asha'; Phone = '1' } | New-KaptureCustomer -City ''
            (Receive-Customer $recorder).city | Should -BeExactly ''
        }

        It 'does not send a blank that a script block gives' {
            $null = [pscustomobject]@{ Name = 'Asha'; Phone = '1'; Town2 = '' } | New-KaptureCustomer -City { $_.Town2 } -WarningAction SilentlyContinue
            (Receive-Customer $recorder).Contains('city') | Should -BeFalse
        }
    }

    Context 'Script blocks that bind late' {
        It 'computes a field of each row' {
            $null = [pscustomobject]@{ Name = 'Asha'; Cell = '93804' }, [pscustomobject]@{ Name = 'Vikram'; Cell = '93805' } |
                New-KaptureCustomer -Phone { '0' + $_.Cell } -ThrottleLimit 1 -WarningAction SilentlyContinue
            (Receive-Customer $recorder).phone | Should -Be '093804', '093805'
        }

        It 'computes custom fields of each row' {
            $null = [pscustomobject]@{ Name = 'A'; Phone = '1'; Tier = 'Gold' }, [pscustomobject]@{ Name = 'B'; Phone = '2'; Tier = '' } |
                New-KaptureCustomer -AdditionalField { @{ tier = $_.Tier; batch = 7 } } -ThrottleLimit 1 -WarningAction SilentlyContinue
            $infos = (Receive-Customer $recorder)
            $infos[0].additional_fields.tier | Should -BeExactly 'Gold'
            $infos[0].additional_fields.batch | Should -Be 7
            $infos[1].additional_fields.Keys | Should -Be 'batch'
        }

        It 'computes contacts of each row' -Tag V1 {
            $null = [pscustomobject]@{ Name = 'A'; Phone = '1'; Who = 'Vikram' } |
                New-KaptureCustomer -Contact { @{ FirstName = $_.Who; Phone = '2' }, @{ contact_person_name = "Zo`u{eb}"; contact_person_email = 'zoe@example.com' } } -WarningAction SilentlyContinue
            $contacts = (Receive-Body $recorder).contact_info
            $contacts.Count | Should -Be 2
            $contacts[0].first_name | Should -BeExactly 'Vikram'
            $contacts[1].contact_person_email | Should -BeExactly 'zoe@example.com'
        }
    }

    Context 'Custom fields' {
        It 'sends the columns that -AdditionalFieldProperty names' {
            $null = [pscustomobject]@{ Name = 'A'; Phone = '1'; Tier = 'Gold'; Region = 'South'; Note1 = 'x' } |
                New-KaptureCustomer -AdditionalFieldProperty Tier, region -WarningVariable warned -WarningAction SilentlyContinue
            $fields = (Receive-Customer $recorder).additional_fields
            $fields.Count | Should -Be 2
            $fields.Tier | Should -BeExactly 'Gold'
            $fields.Region | Should -BeExactly 'South'
            $warned.Count | Should -Be 1
            $warned[0] | Should -BeLike '*Note1*'
        }

        It 'sends the columns that a wildcard fits, and those alone' {
            $null = [pscustomobject]@{ Name = 'A'; Phone = '1'; City = 'Pune'; cf_tier = 'Gold'; cf_empty = '' } |
                New-KaptureCustomer -AdditionalFieldProperty 'c*' -WarningVariable warned -WarningAction SilentlyContinue
            $info = (Receive-Customer $recorder)
            $info.city | Should -BeExactly 'Pune'
            $info.additional_fields.Keys | Should -Be 'cf_tier'
            $warned | Should -BeNullOrEmpty
        }

        It 'keeps numbers, booleans and lists what they are' {
            $null = New-KaptureCustomer -Name A -Phone 1 -AdditionalField @{ n = 5; d = 2.5; b = $true; l = 'x', 'y'; o = [pscustomobject]@{ k = 'v' } }
            $info = (Receive-Customer $recorder)
            $info.additional_fields.n | Should -Be 5
            $info.additional_fields.d | Should -Be 2.5
            $info.additional_fields.b | Should -BeTrue
            $info.additional_fields.l | Should -Be 'x', 'y'
            $info.additional_fields.o.k | Should -BeExactly 'v'
        }

        It 'sends associate fields' -Tag V1 {
            $null = New-KaptureCustomer -Name A -Phone 1 -AssociateField @{ a = '1'; n = 2 }
            $info = Receive-Customer $recorder
            $info.associate_fields.a | Should -BeExactly '1'
            $info.associate_fields.n | Should -Be 2
        }
    }

    Context 'Columns that nobody takes' {
        It 'warns once for the whole run and says what to do' {
            $null = 1..5 | ForEach-Object { [pscustomobject]@{ Name = "n$_"; Phone = "$_"; Tier = 'x'; Region = 'y' } } |
                New-KaptureCustomer -WarningVariable warned -WarningAction SilentlyContinue
            $null = Receive-Body $recorder
            $warned.Count | Should -Be 1
            $warned[0] | Should -BeLike '*Tier*Region*-AdditionalField*'
        }

        It 'says it so that it can be copied, whatever the names' {
            $names = "it's", "x'; throw '"
            $null = [pscustomobject]@{ Name = 'A'; Phone = '1'; $names[0] = 1; $names[1] = 2 } |
                New-KaptureCustomer -WarningVariable warned -WarningAction SilentlyContinue
            $null = Receive-Body $recorder
            "$warned" -match '-AdditionalFieldProperty (?<list>.*) or -AdditionalField (?<block>\{.*\} \})\.' | Should -BeTrue
            & ([scriptblock]::Create("Write-Output $($Matches.list)")) | Should -Be $names
            & ([scriptblock]::Create("[pscustomobject]@{ 'it''s' = 7 } | ForEach-Object $($Matches.block)")) | ForEach-Object name | Should -Be 7
        }

        It 'warns also where a script block may use the column' {
            $null = [pscustomobject]@{ Name = 'A'; Phone = '1'; Tier = 'x' } |
                New-KaptureCustomer -AdditionalField { @{ tier = $_.Tier } } -WarningVariable warned -WarningAction SilentlyContinue
            $null = Receive-Body $recorder
            $warned.Count | Should -Be 1
            $warned[0] | Should -BeLike '*Tier*-AdditionalField*'
        }

        It 'looks at the columns of a second file with another header' {
            $null = & {
                [pscustomobject]@{ Name = 'A'; Phone = '1'; Tier = 'Gold' }
                [pscustomobject]@{ customer_name = 'B'; Mobile = '2'; Region = 'South'; Tier2 = 'z' }
                [pscustomobject]@{ Name = 'C'; Phone = '3'; Tier = 'Silver' }
            } | New-KaptureCustomer -AdditionalFieldProperty 'Tier*' -WarningVariable warned -WarningAction SilentlyContinue
            $infos = (Receive-Customer $recorder)
            ($infos | Where-Object customer_name -EQ A).additional_fields.Tier | Should -BeExactly 'Gold'
            ($infos | Where-Object customer_name -EQ B).additional_fields.Tier2 | Should -BeExactly 'z'
            ($infos | Where-Object customer_name -EQ C).additional_fields.Tier | Should -BeExactly 'Silver'
            $warned.Count | Should -Be 1
            $warned[0] | Should -BeLike '*Region*'
        }

        It 'sees a new column of a later file that shares the last column' {
            $null = & {
                [pscustomobject]@{ Name = 'A'; Phone = '1' }
                [pscustomobject]@{ Name = 'B'; Tier = 'Gold'; Phone = '2' }
            } | New-KaptureCustomer -AdditionalFieldProperty Tier -WarningVariable warned -WarningAction SilentlyContinue
            $infos = (Receive-Customer $recorder)
            ($infos | Where-Object customer_name -EQ B).additional_fields.Tier | Should -BeExactly 'Gold'
        }
    }

    Context 'Contacts and enquiries' -Tag V1 {
        It 'sends no contact where the row says nothing of one' {
            $null = New-KaptureCustomer -Name A -Phone 1
            (Receive-Body $recorder).ContainsKey('contact_info') | Should -BeFalse
        }

        It 'lets the row''s own phone and email stand in for a contact that has neither' {
            $null = New-KaptureCustomer -Name A -Phone 01 -Email a@example.com -ContactName Vikram
            $contact = (Receive-Body $recorder).contact_info[0]
            $contact.contact_person_name | Should -BeExactly 'Vikram'
            $contact.contact_person_phone | Should -BeExactly '01'
        }

        It 'sends several contacts beside the first' {
            $null = New-KaptureCustomer -Name A -Phone 1 -ContactName One -ContactPhone 11 -Contact @{ Name = 'Two'; Email = 'two@example.com' }, ([pscustomobject]@{ FirstName = 'Three'; phone = '33' })
            $contacts = (Receive-Body $recorder).contact_info
            $contacts.Count | Should -Be 3
            $contacts.contact_person_name | Where-Object { $_ } | Should -Be 'One', 'Two'
            $contacts[2].contact_person_phone | Should -BeExactly '33'
        }

        It 'sends an enquiry by its own names and by those of the wire' {
            $null = New-KaptureCustomer -Name A -Phone 1 -Enquiry @{ NextFollowUpDate = '2024-05-02 10:00:00'; subStatus = 'Warm'; remarks = 'call'; AdditionalField = @{ f = 'v' } }
            $enquiry = (Receive-Body $recorder).enquiry_info
            $enquiry.next_follow_up_date | Should -BeExactly '2024-05-02 10:00:00'
            $enquiry.subStatus | Should -BeExactly 'Warm'
            $enquiry.remarks | Should -BeExactly 'call'
            $enquiry.additional_fields.f | Should -BeExactly 'v'
        }

        It 'sends the documented flags only where they are asked for' {
            $null = New-KaptureCustomer -Name A -Phone 1 -Contact @{ Name = 'B'; Phone = '2'; matchEmailPhone = 'true' }
            $body = Receive-Body $recorder
            $body.contact_info[0].matchEmailPhone | Should -BeTrue
            $body.contact_info[0].ContainsKey('update') | Should -BeFalse
            $body.customer_info.ContainsKey('update') | Should -BeFalse
        }
    }

    Context 'Asking first' {
        It 'sends nothing with -WhatIf' {
            $null = 1..3 | ForEach-Object { [pscustomobject]@{ Name = "n$_"; Phone = "$_" } } | New-KaptureCustomer -WhatIf
            Receive-Body $recorder | Should -BeNullOrEmpty
        }

        It 'still reports bad rows with -WhatIf' {
            $null = [pscustomobject]@{ Name = ''; Phone = '1' } | New-KaptureCustomer -WhatIf -ErrorVariable failed -ErrorAction SilentlyContinue
            Receive-Body $recorder | Should -BeNullOrEmpty
            $failed.FullyQualifiedErrorId | Should -BeLike 'MissingField,*'
        }

        It 'sends with -Confirm:$false whatever the preference' {
            $ConfirmPreference = 'Low'
            $null = New-KaptureCustomer -Name A -Phone 1 -Confirm:$false
            @(Receive-Body $recorder).Count | Should -Be 1
        }

        It 'obeys $WhatIfPreference' {
            $WhatIfPreference = $true
            $null = New-KaptureCustomer -Name A -Phone 1
            Receive-Body $recorder | Should -BeNullOrEmpty
        }
    }

    Context 'What comes back' {
        BeforeAll {
            $script:emulator = Start-Emulator -Argument '--match-existing'
            Connect-Emulator $emulator
        }

        AfterAll {
            Disconnect-Kapture
            Stop-Emulator $emulator
        }

        It 'tells the row, the ids and the action' {
            $results = @([pscustomobject]@{ Name = 'A'; Phone = '0001' }, [pscustomobject]@{ Name = 'B'; Email = 'b@example.com' } | New-KaptureCustomer)
            $results.Count | Should -Be 2
            $results[0] | Should -BeOfType Kapture.WriteResult
            $results.Row | Should -Be 1, 2
            $results.Name | Should -Be 'A', 'B'
            "$($results.Action)" | Should -Be 'Added Added'
            $results[0].CustomerId | Should -BeGreaterThan 0
            $results.Attempts | Should -Be 1, 1
            $results.Reconciled | Should -Be $false, $false
            $results[0].Message | Should -BeLike 'Customer Added*'
        }

        It 'tells the id of the contact' -Tag V1 {
            $result = New-KaptureCustomer -Name A -Phone 0009
            $result.ContactId | Should -Be ($result | Get-KaptureCustomer).Contacts[0].Id
        }

        It 'warns where the service did something else than it was asked to' {
            $first = New-KaptureCustomer -Name A -Phone 5550100
            $second = New-KaptureCustomer -Name A -Phone 5550100 -WarningVariable warned -WarningAction SilentlyContinue
            $second.Action | Should -Be Updated
            $second.CustomerId | Should -Be $first.CustomerId
            $warned.Count | Should -Be 1
            $warned[0] | Should -BeLike 'Row 1:*Added*Updated*'
        }

        It 'brings back what was sent, whatever the letters' {
            $row = [pscustomobject]@{ Name = "`u{906}`u{936}`u{93e} `"Rose`"`r`n`u{d8}berg `u{20bb7}"; Phone = '+0091 98'; City = "`u{92a}`u{941}`u{923}`u{947}"; Code = '00501' }
            $customer = $row | New-KaptureCustomer | Get-KaptureCustomer
            $customer.Name | Should -BeExactly $row.Name
            $customer.Phone | Should -BeExactly $row.Phone
            $customer.City | Should -BeExactly $row.City
            $customer.CustomerCode | Should -BeExactly '00501'
        }
    }
}
