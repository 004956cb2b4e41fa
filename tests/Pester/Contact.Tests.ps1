#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeDiscovery {
    # Header, V1's name on the wire, Legacy's; what a dialect has no name for is refused there.
    $columns = @'
Name contact_person_name name
contact_person_name contact_person_name name
contactPerson contact_person_name name
contact_person contact_person_name name
ContactName contact_person_name name
Phone contact_person_phone phone
contact_person_phone contact_person_phone phone
ContactPhone contact_person_phone phone
Mobile contact_person_phone phone
MobilePhone contact_person_phone phone
PhoneNumber contact_person_phone phone
Telephone contact_person_phone phone
TelephoneNumber contact_person_phone phone
Email contact_person_email email
contact_person_email contact_person_email email
ContactEmail contact_person_email email
email_id contact_person_email email
Mail contact_person_email email
EmailAddress contact_person_email email
EmailId contact_person_email email
AdditionalPhone additional_contact_phone additional_phone
additional_contact_phone additional_contact_phone additional_phone
additional_phone additional_contact_phone additional_phone
ContactAdditionalPhone additional_contact_phone additional_phone
Gender gender gender
ContactGender gender gender
FirstName first_name -
first_name first_name -
GivenName first_name -
ContactFirstName first_name -
LastName last_name -
last_name last_name -
Surname last_name -
ContactLastName last_name -
Title title -
contact_title title -
ContactTitle title -
CountryCode country_code -
country_code country_code -
phoneCountryCode country_code -
ContactCountryCode country_code -
DateOfBirth dob -
dob dob -
date_of_birth dob -
ContactDateOfBirth dob -
AdditionalEmail - additional_email
additional_email - additional_email
Designation - designation
JobTitle - designation
Age - age
MaritalStatus - marital_status
marital_status - marital_status
'@ -split '\r?\n' | ForEach-Object {
        $header, $inV1, $inLegacy = $_ -split ' '
        $wire = if ($env:KAPTUREPS_DIALECT -eq 'Legacy') { $inLegacy } else { $inV1 }
        $value = switch -Regex ($header) { '^Age$' { '33' } 'Birth|^dob$' { '1990-02-03' } default { 'a value' } }
        @{ Header = $header; Wire = $wire; Value = $value }
    }
    $script:sayable = $columns | Where-Object Wire -NE '-'
    $script:unsayable = $columns | Where-Object Wire -EQ '-'
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS
    $script:recorder = Start-Recorder -Update
    $script:recorded = Connect-Emulator $recorder @{ Name = 'recorder'; SkipVerification = $true; PassThru = $true }
    $script:emulator = Start-Emulator
    Connect-Emulator $emulator @{ Name = 'emulator' }

    # The contact of the one body recorded so far, and whose it is.
    function Receive-Contact {
        $bodies = @(Receive-Body $recorder)
        $bodies | Should -HaveCount 1
        if ((Get-SuiteDialect) -eq 'Legacy') { return $bodies[0] }
        $bodies[0].contact_info | Should -HaveCount 1
        $bodies[0].customer_info.Keys | Should -Be customer_id
        $bodies[0].contact_info[0] + @{ customer_id = $bodies[0].customer_info.customer_id }
    }

    # V1 adds a contact by an update; Legacy has an operation for it.
    $script:operation = if ((Get-SuiteDialect) -eq 'Legacy') { 'addContact' } else { 'update' }
    function Get-SentCount { [long] (Get-EmulatorStats $emulator).operations.$operation.requests }
    function Get-Contact([long] $Id = $asha) { @((Get-KaptureCustomer $Id).Contacts | Select-Object -Skip 1) }
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
    Stop-Recorder $recorder
    Stop-Emulator $emulator
}

Describe 'Add-KaptureContact' {
    BeforeEach {
        $null = Receive-Body $recorder
    }

    Context 'Columns' {
        It 'sends the column <Header> as <Wire>' -ForEach $sayable {
            $row = [ordered]@{ CustomerId = '5'; Phone = '0091' }
            if ($Wire -like '*phone' -and $Wire -notlike '*additional*') { $row.Remove('Phone') }
            $row[$Header] = $Value
            "$($row.Keys -join ',')`n$($row.Values -join ',')" | ConvertFrom-Csv | Add-KaptureContact -Session $recorded -WarningVariable warned -WarningAction SilentlyContinue | Out-Null
            $contact = Receive-Contact
            $contact[$Wire] | Should -BeExactly $Value
            $contact.customer_id | Should -BeExactly '5'
            $contact.Count | Should -Be ($row.Contains('Phone') -and $Header -ne 'Phone' ? 3 : 2)
            $warned | Should -BeNullOrEmpty
        }

        It 'refuses the column <Header>, which this dialect has no field for, only where it says something' -ForEach $unsayable {
            $rows = [pscustomobject]@{ CustomerId = 5; Phone = '1'; $Header = '' }, [pscustomobject]@{ CustomerId = 6; Phone = '2'; $Header = $Value }
            $results = @($rows | Add-KaptureContact -Session $recorded -ErrorVariable failed -ErrorAction SilentlyContinue)
            $results.Row | Should -Be 1
            $failed | Should -HaveCount 1
            $failed[0].FullyQualifiedErrorId | Should -BeExactly 'NotInDialect,KapturePS.AddKaptureContactCommand'
            [object]::ReferenceEquals($failed[0].TargetObject, $rows[1]) | Should -BeTrue
            (Receive-Contact).customer_id | Should -BeExactly '5'
        }

        It 'takes the id from the column <_>' -ForEach 'CustomerId', 'Id', 'customer_id', 'kapture_customer_id' {
            $null = [pscustomobject]@{ $_ = ' 5 '; Email = 'v@example.com' } | Add-KaptureContact -Session $recorded
            (Receive-Contact).customer_id | Should -BeExactly '5'
        }

        It 'takes a row from the command line alone, and a blank of it' {
            $null = Add-KaptureContact -Id 5 -ContactName Vikram -Phone 007 -Gender '' -Session $recorded
            $contact = Receive-Contact
            $contact.Values | Should -Contain 'Vikram'
            $contact.Values | Should -Contain '007'
            $contact.gender | Should -BeExactly ''
        }

        It 'computes a field of each row' {
            $null = [pscustomobject]@{ CustomerId = 5; Cell = '93804' } | Add-KaptureContact -Phone { '0' + $_.Cell } -Session $recorded -WarningAction SilentlyContinue
            (Receive-Contact).Values | Should -Contain '093804'
        }

        It 'warns once of a column that nobody takes' {
            $null = 1..3 | ForEach-Object { [pscustomobject]@{ CustomerId = $_; Phone = "$_"; Tier = 'Gold' } } |
                Add-KaptureContact -Session $recorded -WarningVariable warned -WarningAction SilentlyContinue
            @(Receive-Body $recorder) | Should -HaveCount 3
            $warned | Should -HaveCount 1
            $warned[0] | Should -BeLike '*Tier*'
        }

        It 'sends nothing with -WhatIf, and still reports bad rows' {
            $null = [pscustomobject]@{ CustomerId = 5; Phone = '1' }, [pscustomobject]@{ CustomerId = 5 } | Add-KaptureContact -Session $recorded -WhatIf -ErrorVariable failed -ErrorAction SilentlyContinue
            Receive-Body $recorder | Should -BeNullOrEmpty
            $failed.FullyQualifiedErrorId | Should -BeLike 'MissingField,*'
        }
    }

    Context 'A bad row' {
        It 'is <Id> for <What>, and the next rows go on' -ForEach @(
            @{ What = 'no customer'; Id = 'MissingField'; Category = 'InvalidData'; Row = @{ Phone = '1' }; Says = 'CustomerId is missing' }
            @{ What = 'a blank customer'; Id = 'MissingField'; Category = 'InvalidData'; Row = @{ CustomerId = ' '; Phone = '1' }; Says = 'CustomerId is missing' }
            @{ What = 'a customer that is no id'; Id = 'InvalidValue'; Category = 'InvalidArgument'; Row = @{ CustomerId = 'abc'; Phone = '1' }; Says = "'abc'" }
            @{ What = 'neither phone nor email'; Id = 'MissingField'; Category = 'InvalidData'; Row = @{ CustomerId = 5; Name = 'Vikram'; Email = '' }; Says = 'Phone and Email are missing' }
            @{ What = 'a second phone alone'; Id = 'MissingField'; Category = 'InvalidData'; Row = @{ CustomerId = 5; AdditionalPhone = '1' }; Says = 'Phone and Email are missing' }
            @{ What = 'a phone that a spreadsheet rounded'; Id = 'InvalidValue'; Category = 'InvalidArgument'; Row = @{ CustomerId = 5; Phone = '9.38E+09' }; Says = '9.38E+09' }
            @{ What = 'a spreadsheet''s error'; Id = 'InvalidValue'; Category = 'InvalidArgument'; Row = @{ CustomerId = 5; Phone = '1'; Gender = '#REF!' }; Says = '#REF!' }

            # Each dialect reads what it can say: what it cannot is NotInDialect, readable or not.
            if ($env:KAPTUREPS_DIALECT -eq 'Legacy') {
                @{ What = 'an age that is none'; Id = 'InvalidValue'; Category = 'InvalidArgument'; Row = @{ CustomerId = 5; Phone = '1'; Age = 'old' }; Says = "'old'*0 to 150" }
                @{ What = 'an age of nobody'; Id = 'InvalidValue'; Category = 'InvalidArgument'; Row = @{ CustomerId = 5; Phone = '1'; Age = '151' }; Says = "'151'" }
                @{ What = 'an age with a fraction'; Id = 'InvalidValue'; Category = 'InvalidArgument'; Row = @{ CustomerId = 5; Phone = '1'; Age = '33.5' }; Says = "'33.5'" }
            }
            else {
                @{ What = 'a date that is none'; Id = 'InvalidValue'; Category = 'InvalidArgument'; Row = @{ CustomerId = 5; Phone = '1'; dob = '31.31.1990' }; Says = '31.31.1990' }
            }
        ) {
            $bad = [pscustomobject] $Row
            $good = [pscustomobject]@{ CustomerId = 5; Phone = '0001' }
            $results = @($good, $bad, $good | Add-KaptureContact -Session $recorded -ErrorVariable failed -ErrorAction SilentlyContinue)
            $results.Row | Should -Be 1, 3
            $failed | Should -HaveCount 1
            $failed[0].FullyQualifiedErrorId | Should -BeExactly "$Id,KapturePS.AddKaptureContactCommand"
            $failed[0].CategoryInfo.Category | Should -Be $Category
            [object]::ReferenceEquals($failed[0].TargetObject, $bad) | Should -BeTrue
            "$($failed[0])" | Should -BeLike "Row 2: *$Says*"
            @(Receive-Body $recorder) | Should -HaveCount 2
        }

        It 'has the customer as its target where there is no pipeline' {
            $failed = @(Add-KaptureContact -CustomerId abc -Phone 1 -Session $recorded 2>&1)
            $failed[0].TargetObject | Should -Be abc
        }
    }

    Context 'In the service' {
        BeforeEach {
            Reset-Emulator $emulator
            $script:asha = (New-KaptureCustomer -Name Asha -Phone 5550100).CustomerId
            $script:zoe = (New-KaptureCustomer -Name Zoe -Phone 5550200).CustomerId
        }

        It 'adds a contact and tells whose' {
            $result = Add-KaptureContact -CustomerId $asha -Name Vikram -Phone +91098 -Email v@example.com -AdditionalPhone 0012 -Gender Male -WarningVariable warned
            $result | Should -BeOfType Kapture.WriteResult
            $result.Action | Should -Be ContactAdded
            $result.CustomerId | Should -Be $asha
            $result.Name | Should -BeExactly Vikram
            $warned | Should -BeNullOrEmpty
            $contact = Get-Contact
            "$($contact.Name) $($contact.Phone) $($contact.Email) $($contact.AdditionalPhone) $($contact.Gender)" | Should -BeExactly 'Vikram +91098 v@example.com 0012 Male'

            # Legacy calls each contact of a customer the primary one.
            $contact.IsPrimary | Should -Be ((Get-SuiteDialect) -eq 'Legacy')
            (Get-EmulatorStats $emulator).customers | Should -Be 2
        }

        It 'tells the contact''s id' -Tag V1 {
            (Add-KaptureContact -CustomerId $asha -Phone 1).ContactId | Should -Be (Get-Contact).Id
        }

        It 'finds the customer of <What>' -ForEach @(
            @{ What = 'a customer'; Row = { Get-KaptureCustomer $asha } }
            @{ What = 'a customer of a file'; Row = { Get-KaptureCustomer $asha | Export-Clixml TestDrive:/row.xml; Import-Clixml TestDrive:/row.xml } }
            @{ What = 'a contact'; Row = { (Get-KaptureCustomer $asha).Contacts[0] } }
            @{ What = 'a contact of a file'; Row = { (Get-KaptureCustomer $asha).Contacts[0] | Export-Clixml TestDrive:/row.xml; Import-Clixml TestDrive:/row.xml } }
            @{ What = 'a write result'; Row = { Set-KaptureCustomer -Id $asha -City Pune -PassThru } }
            @{ What = 'a write result of a file'; Row = { Set-KaptureCustomer -Id $asha -City Pune -PassThru | Export-Clixml TestDrive:/row.xml; Import-Clixml TestDrive:/row.xml } }
        ) {
            # Nothing else of it is sent: its own phone is not the contact's.
            $result = & $Row | Add-KaptureContact -Name Vikram -Email v@example.com -WarningVariable warned
            $result.CustomerId | Should -Be $asha
            $warned | Should -BeNullOrEmpty
            $contact = Get-Contact
            "$($contact.Name) $($contact.Phone) $($contact.Email)" | Should -BeExactly 'Vikram  v@example.com'
        }

        It 'goes on in a pipeline' {
            $results = @(New-KaptureCustomer -Name Mira -Phone 5550300 | Add-KaptureContact -Phone 1 | Add-KaptureContact -Phone 2)
            $results[0].Action | Should -Be ContactAdded
            (Get-Contact $results[0].CustomerId).Phone | Should -Be '1', '2'
        }

        It 'is CustomerNotFound for one that is not there' {
            $results = @(5, $asha | ForEach-Object { [pscustomobject]@{ Id = $_; Phone = '1' } } | Add-KaptureContact -ErrorVariable failed -ErrorAction SilentlyContinue)
            $results.Row | Should -Be 2
            $failed.FullyQualifiedErrorId | Should -BeExactly 'CustomerNotFound,KapturePS.AddKaptureContactCommand'
            $failed[0].CategoryInfo.Category | Should -Be ObjectNotFound
            $failed[0].TargetObject.Id | Should -Be 5
        }

        It 'adds several of one customer in one run, and tells them in the order of the rows' {
            Set-EmulatorFault $emulator @{ kind = 'slow'; delayMs = 5; probability = 0.4; seed = 1 }
            $results = @(1..40 | ForEach-Object { [pscustomobject]@{ CustomerId = ($_ % 2 ? $asha : $zoe); Name = "c$_"; Phone = "98$_" } } | Add-KaptureContact)
            $results.Row | Should -Be (1..40)
            $results.Name | Should -Be (1..40 | ForEach-Object { "c$_" })
            (Get-Contact $asha).Name | Sort-Object { [int] $_.Substring(1) } | Should -Be (1..40 | Where-Object { $_ % 2 } | ForEach-Object { "c$_" })
            (Get-Contact $zoe) | Should -HaveCount 20
        }

        It 'finds a contact whose answer was lost, with its id, and sends it once' {
            Set-EmulatorFault $emulator @{ kind = 'dropAfter'; operation = $operation; times = 1 }
            $result = Add-KaptureContact -CustomerId $asha -Name Vikram -Phone 93804
            $result.Action | Should -Be ContactAdded
            $result.Reconciled | Should -BeTrue
            $result.CustomerId | Should -Be $asha
            $result.ContactId | Should -Be (Get-Contact).Id
            Get-SentCount | Should -Be 1
        }

        It 'sends again what did not arrive' {
            Set-EmulatorFault $emulator @{ kind = 'dropBefore'; operation = $operation; times = 1 }
            (Add-KaptureContact -CustomerId $asha -Phone 93804).Reconciled | Should -BeFalse
            Get-Contact | Should -HaveCount 1
            Get-SentCount | Should -Be 2
        }

        It 'does not take a colleague with the same phone for it: <_>' -ForEach 'dropAfter', 'dropBefore' {
            $null = Add-KaptureContact -CustomerId $asha -Name Vikram -Phone 93804
            Set-EmulatorFault $emulator @{ kind = $_; operation = $operation; times = 1 }
            $said = @(Add-KaptureContact -CustomerId $asha -Name Ravi -Phone 93804 2>&1)
            if ($_ -eq 'dropAfter') { $said[0].ContactId | Should -Be (Get-Contact | Where-Object Name -EQ Ravi).Id }
            else { $said[0].FullyQualifiedErrorId | Should -BeLike 'WriteUncertain,*' }
        }

        It 'resumes with -Journal: what is done is not sent, what is in doubt is looked up' {
            $rows = 1..4 | ForEach-Object { [pscustomobject]@{ CustomerId = $asha; Name = "c$_"; Phone = "9380$_" } }
            Set-EmulatorFault $emulator @{ kind = 'dropAfter'; operation = $operation; skip = 1; times = 1 }, @{ kind = 'dropBefore'; operation = 'get' }
            $null = $rows | Add-KaptureContact -Journal TestDrive:/contacts.jsonl -ThrottleLimit 1 -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.FullyQualifiedErrorId | Should -BeLike 'WriteUncertain,*'
            $failed.TargetObject.Name | Should -BeExactly c2
            Set-EmulatorFault $emulator
            $again = @($rows | Add-KaptureContact -Journal TestDrive:/contacts.jsonl)
            "$($again.Action)" | Should -BeExactly 'Resumed ContactAdded Resumed Resumed'
            $again.Reconciled | Should -Be $false, $true, $false, $false
            (Get-Contact).Name | Should -Be c1, c2, c3, c4
            Get-SentCount | Should -Be 4
            (Get-KaptureJournal TestDrive:/contacts.jsonl).Operation | Select-Object -Unique | Should -Be AddContact
            { $rows[0] | Set-KaptureCustomer -Journal TestDrive:/contacts.jsonl } | Should -Throw -ErrorId 'JournalCorrupt,*'
        }
    }
}
