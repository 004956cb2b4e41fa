#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeDiscovery {
    # What one dialect cannot say, with the cmdlet that would say it. The other one has it.
    $script:unsayable = @(
        foreach ($field in 'Locality', 'PostalCode', 'Remarks', 'CustomerRemarks', 'PrimarySource', 'SecondarySource', 'TertiarySource', 'AssignedToName', 'AssignedToCode', 'AssignedToEmail') {
            @{ Dialect = 'Legacy'; What = $field; Other = 'V1 has'; Call = [scriptblock]::Create("New-KaptureCustomer -Name a -Phone 1 -$field 'x'") }
            @{ Dialect = 'Legacy'; What = "$field of Set"; Other = 'V1 has'; Call = [scriptblock]::Create("Set-KaptureCustomer -Id 191700000 -$field 'x'") }
        }
        foreach ($field in 'Title', 'FirstName', 'LastName', 'CountryCode', 'DateOfBirth') {
            @{ Dialect = 'Legacy'; What = "$field of a contact"; Other = 'V1 has'; Call = [scriptblock]::Create("Add-KaptureContact -CustomerId 191700000 -Phone 1 -$field 2001-02-03") }
        }
        @{ Dialect = 'Legacy'; What = 'a first contact'; Other = 'V1 has*Add-KaptureContact'; Call = { New-KaptureCustomer -Name a -Phone 1 -ContactName Vikram } }
        @{ Dialect = 'Legacy'; What = 'several contacts'; Other = 'V1 has*Add-KaptureContact'; Call = { New-KaptureCustomer -Name a -Phone 1 -Contact @{ Name = 'b'; Phone = '2' }, @{ Name = 'c'; Phone = '3' } } }
        @{ Dialect = 'Legacy'; What = 'a change of a contact'; Other = 'V1 has'; Call = { Set-KaptureCustomer -Id 191700000 -ContactId 210010000 -ContactPhone 2 } }
        @{ Dialect = 'Legacy'; What = 'a kind of customer'; Other = 'V1 has'; Call = { New-KaptureCustomer -Name a -Phone 1 -CustomerType Organization } }
        @{ Dialect = 'Legacy'; What = 'an enquiry'; Other = 'V1 has'; Call = { New-KaptureCustomer -Name a -Phone 1 -Enquiry @{ Remarks = 'hot' } } }
        @{ Dialect = 'Legacy'; What = 'associate fields'; Other = 'V1 has'; Call = { New-KaptureCustomer -Name a -Phone 1 -AssociateField @{ a = '1' } } }
        @{ Dialect = 'Legacy'; What = 'a blank postal code'; Other = 'V1 has'; Call = { Set-KaptureCustomer -Id 191700000 -Clear PostalCode } }
        foreach ($choice in 'Skip', 'Update', 'Fail') {
            @{ Dialect = 'Legacy'; What = "-IfExists $choice"; Other = 'V1 finds'; Call = [scriptblock]::Create("New-KaptureCustomer -Name a -Phone 1 -Email a@example.com -IfExists $choice") }
        }
        @{ Dialect = 'Legacy'; What = 'a look-up by email'; Other = 'V1 has'; Call = { Get-KaptureCustomer -Email a@example.com } }
        @{ Dialect = 'Legacy'; What = 'a look-up by phone'; Other = 'V1 has'; Call = { Get-KaptureCustomer -Phone 1 } }
        foreach ($filter in '-Name a', '-Phone 1', '-Email a@example.com', '-CustomerCode C1', '-CustomerId 5', '-DesignationType Owner', '-ZoneId 3', '-AssignedToId 5', '-CustomerType Organization', '-PrimarySourceId 7', '-SecondarySourceId 8', '-TertiarySourceId 9', '-Attribute @{ attr1 = "a" }', '-AllCustomerPage') {
            @{ Dialect = 'Legacy'; What = "the filter $filter"; Other = 'V1 has*Where-Object'; Call = [scriptblock]::Create("Get-KaptureCustomerByDate 2024-05-01 2024-05-02 $filter") }
        }
        foreach ($field in 'DateOfBirth', 'AnniversaryDate') {
            @{ Dialect = 'V1'; What = $field; Other = 'Legacy dialect has*-AdditionalField'; Call = [scriptblock]::Create("New-KaptureCustomer -Name a -Phone 1 -$field 2001-02-03") }
            @{ Dialect = 'V1'; What = "$field of Set"; Other = 'Legacy dialect has*-AdditionalField'; Call = [scriptblock]::Create("Set-KaptureCustomer -Id 191700000 -$field 2001-02-03") }
        }
        foreach ($field in 'Age', 'MaritalStatus', 'Designation', 'AdditionalEmail') {
            @{ Dialect = 'V1'; What = "$field of a contact"; Other = 'Legacy dialect has*-AdditionalField'; Call = [scriptblock]::Create("Add-KaptureContact -CustomerId 191700000 -Phone 1 -$field 33") }
        }

        # Whatever else is wrong with the row: mending that would not help.
        @{ Dialect = 'Legacy'; What = 'a contact without phone and email'; Other = 'V1 has'; Call = { Set-KaptureCustomer -Id 5 -ContactName x } }
        @{ Dialect = 'Legacy'; What = 'a field of nobody'; Other = 'V1 has'; Call = { Set-KaptureCustomer -PostalCode 560038 } }
        @{ Dialect = 'Legacy'; What = 'a field of a customer without a name'; Other = 'V1 has'; Call = { New-KaptureCustomer -PostalCode 560038 } }
        @{ Dialect = 'Legacy'; What = 'a field beside a bad phone'; Other = 'V1 has'; Call = { New-KaptureCustomer -Name a -Phone 9.38E+09 -PostalCode 560038 } }
        @{ Dialect = 'Legacy'; What = 'a kind of customer that there is not'; Other = 'V1 has'; Call = { New-KaptureCustomer -Name a -Phone 1 -CustomerType Bogus } }
        @{ Dialect = 'Legacy'; What = 'a flag of a kind'; Other = 'V1 has'; Call = { [pscustomobject]@{ Name = 'a'; Phone = '1'; organization = 'true' } | New-KaptureCustomer } }
        @{ Dialect = 'Legacy'; What = 'a bad date of a contact'; Other = 'V1 has'; Call = { New-KaptureCustomer -Name a -Phone 1 -ContactDateOfBirth x } }
        @{ Dialect = 'Legacy'; What = 'a contact that cannot be read'; Other = 'V1 has'; Call = { New-KaptureCustomer -Name a -Phone 1 -Contact @{ Nmae = 'b' } } }
        @{ Dialect = 'Legacy'; What = 'an enquiry that cannot be read'; Other = 'V1 has'; Call = { New-KaptureCustomer -Name a -Phone 1 -Enquiry hot } }
        @{ Dialect = 'Legacy'; What = 'associate fields that cannot be read'; Other = 'V1 has'; Call = { New-KaptureCustomer -Name a -Phone 1 -AssociateField x } }
        @{ Dialect = 'Legacy'; What = 'a field of a contact without phone and email'; Other = 'V1 has'; Call = { Add-KaptureContact -CustomerId 5 -Title Dr } }
        @{ Dialect = 'Legacy'; What = 'a field of nobody''s contact'; Other = 'V1 has'; Call = { Add-KaptureContact -Phone 1 -Title Dr } }
        @{ Dialect = 'Legacy'; What = 'a field, rehearsed'; Other = 'V1 has'; Call = { New-KaptureCustomer -Name a -Phone 1 -PostalCode 560038 -WhatIf } }
        @{ Dialect = 'V1'; What = 'a bad date'; Other = 'Legacy dialect has'; Call = { New-KaptureCustomer -Name a -Phone 1 -AnniversaryDate x } }
        @{ Dialect = 'V1'; What = 'a date of a customer without a name'; Other = 'Legacy dialect has'; Call = { New-KaptureCustomer -Phone 1 -DateOfBirth 2001-02-03 } }
        @{ Dialect = 'V1'; What = 'an age that is none'; Other = 'Legacy dialect has'; Call = { Add-KaptureContact -CustomerId 5 -Age old } }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS

    # One Kapture that has both, with ids in its answers; three customers were there before.
    $script:emulator = Start-Emulator -Argument '--dialect', 'both', '--legacy-quirks', 'published,customerIdInAnswer', '--seed', '3', '--seed-start', '2024-05-01', '--seed-days', '1'

    # What an admin does in a morning. There is no word of a dialect in it.
    $script:story = {
        param($folder)

        @'
customer_name,Mobile,Mail,City,Tier
Asha Rao,09380491326,asha@example.com,Kochi,Gold
,09380491327,,Kochi,Silver
Vikram Shah,09380491328,,Pune,
Zoe Berg,,zoe@example.com,,Gold
'@ | Set-Content "$folder/customers.csv"
        $started = [datetimeoffset]::UtcNow.AddMinutes(-1)
        $import = { Import-Csv "$folder/customers.csv" | New-KaptureCustomer -AdditionalFieldProperty Tier -Journal "$folder/add.jsonl" -ThrottleLimit 1 -ErrorVariable script:bad -ErrorAction SilentlyContinue }
        $null = Import-Csv "$folder/customers.csv" | New-KaptureCustomer -AdditionalFieldProperty Tier -WhatIf -ErrorAction SilentlyContinue
        $before = (Get-EmulatorStats $emulator).requests
        $added = @(& $import)
        $script:badRow = $bad[0]
        $again = @(& $import)
        $requests = (Get-EmulatorStats $emulator).requests

        $found = @($added | Get-KaptureCustomer)
        $pulled = @(Get-KaptureCustomerByDate $started)
        $pulled | Select-Object Id, @{ Name = 'City'; Expression = { 'Goa' } } | Export-Csv "$folder/edit.csv"
        $edited = @(Import-Csv "$folder/edit.csv" | Set-KaptureCustomer -PassThru)
        $changed = @(Get-KaptureCustomer $added.CustomerId | Where-Object { $_.Name -like 'A*' } | Set-KaptureCustomer -City Mumbai -Classification Gold -PassThru)
        $unchanged = @(Get-KaptureCustomer $added[0].CustomerId | Set-KaptureCustomer -City Mumbai -PassThru)

        @("CustomerId,contact_person_name,contact_person_phone,Gender", "$($added[0].CustomerId),Meera,0001,Female", "$($added[1].CustomerId),Ravi,0002,") | Set-Content "$folder/contacts.csv"
        $contacts = @(1..2 | ForEach-Object { Import-Csv "$folder/contacts.csv" | Add-KaptureContact -Journal "$folder/contacts.jsonl" })
        $after = @($added | Get-KaptureCustomer)

        $nobody = @(Get-KaptureCustomer 5 2>&1) + @(Set-KaptureCustomer -Id 5 -City Pune 2>&1) + @(Add-KaptureContact -CustomerId 5 -Phone 1 2>&1)
        @{
            Before = $before; Added = $added; Bad = $badRow; Again = $again; Requests = $requests; Found = $found; Pulled = $pulled; Edited = $edited
            Changed = $changed; Unchanged = $unchanged; Contacts = $contacts; After = $after; Nobody = $nobody
        }
    }
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
    Stop-Emulator $emulator
}

Describe 'The same script in <_>' -Tag Both -ForEach 'V1', 'Legacy' {
    BeforeAll {
        Reset-Emulator $emulator
        Connect-Emulator $emulator @{ Dialect = $_; SkipVerification = $true }
        $folder = Join-Path $TestDrive $_
        $null = New-Item $folder -ItemType Directory
        $script:told = & $story $folder
    }

    It 'speaks that dialect' {
        "$((Get-KaptureSession).Dialect)" | Should -BeExactly $_
    }

    It 'rehearses without a request' {
        $told.Before | Should -Be 0
    }

    It 'adds each good row and tells its id' {
        $told.Added.Row | Should -Be 1, 3, 4
        "$($told.Added.Action)" | Should -BeExactly 'Added Added Added'
        $told.Added.Name | Should -Be 'Asha Rao', 'Vikram Shah', 'Zoe Berg'
        $told.Found.Id | Should -Be $told.Added.CustomerId
        $told.Found.Name | Should -Be $told.Added.Name
        $told.Found.Phone | Should -Be '09380491326', '09380491328', $null
        $told.Found.Email | Should -Be 'asha@example.com', $null, 'zoe@example.com'
        $told.Found[0].AdditionalProperties['additional_fields']['Tier'] | Should -BeExactly Gold
        $told.Found.City | Should -Be 'Kochi', 'Pune', $null
    }

    It 'reports the bad row as it came' {
        $told.Bad.FullyQualifiedErrorId | Should -BeExactly 'MissingField,KapturePS.NewKaptureCustomerCommand'
        $told.Bad.TargetObject.Mobile | Should -BeExactly '09380491327'
        $told.Bad.Exception.Row | Should -Be 2
    }

    It 'sends nothing again' {
        "$($told.Again.Action)" | Should -BeExactly 'Resumed Resumed Resumed'
        $told.Again.CustomerId | Should -Be $told.Added.CustomerId
        $told.Requests | Should -Be 3
    }

    It 'pulls who was added, and nobody else' {
        $told.Pulled.Id | Should -Be $told.Added.CustomerId
        $told.Pulled.Name | Should -Be $told.Added.Name
        $told.Pulled.Created | Should -BeOfType DateTimeOffset
        $told.Pulled.Created | Should -Be $told.Found.Created
    }

    It 'edits from a table and from objects' {
        "$($told.Edited.Action)" | Should -BeExactly 'Updated Updated Updated'
        $told.Edited.CustomerId | Should -Be $told.Added.CustomerId
        $told.Changed.CustomerId | Should -Be $told.Added[0].CustomerId
        $told.Changed.Action | Should -Be Updated
        $told.Unchanged.Action | Should -Be Unchanged
        $told.After.City | Should -Be Mumbai, Goa, Goa
        $told.After.Classification | Should -Be Gold, $null, $null
        $told.After.Name | Should -Be $told.Added.Name
    }

    It 'adds contacts once' {
        "$($told.Contacts.Action)" | Should -BeExactly 'ContactAdded ContactAdded Resumed Resumed'
        $told.Contacts.CustomerId | Should -Be ($told.Added[0, 1, 0, 1].CustomerId)
        $told.After.Contacts.Name | Should -Be 'Asha Rao', 'Meera', 'Vikram Shah', 'Ravi', 'Zoe Berg'
        $told.After[0].Contacts[1].Phone | Should -BeExactly '0001'
        $told.After[0].Contacts[1].Gender | Should -BeExactly Female
    }

    It 'says who is not there' {
        $told.Nobody.FullyQualifiedErrorId | Should -Be 'CustomerNotFound,KapturePS.GetKaptureCustomerCommand', 'CustomerNotFound,KapturePS.SetKaptureCustomerCommand', 'CustomerNotFound,KapturePS.AddKaptureContactCommand'
        $told.Nobody.TargetObject | Should -Be 5, 5, 5
    }

    It 'leaves the same behind' {
        $stats = Get-EmulatorStats $emulator
        $stats.customers | Should -Be 6
        $stats.duplicates | Should -Be 0
        $stats.operations.add.requests | Should -Be 3
    }
}

Describe 'What a dialect cannot say' -Tag Both {
    BeforeAll {
        Connect-Emulator $emulator @{ Dialect = 'V1'; Name = 'V1' }
        Connect-Emulator $emulator @{ Dialect = 'Legacy'; Name = 'Legacy' }
    }

    BeforeEach {
        Reset-Emulator $emulator
    }

    It 'is NotInDialect before any request: <What> in <Dialect>' -ForEach $unsayable {
        $PSDefaultParameterValues = @{ '*-Kapture*:Session' = Get-KaptureSession -Name $Dialect }
        $failed = @(& $Call 2>&1)
        $failed | Should -HaveCount 1
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'NotInDialect,KapturePS.*Command'
        $failed[0].CategoryInfo.Category | Should -Be NotImplemented
        "$($failed[0])" | Should -BeLike "*$Dialect*$Other*"
        $failed[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        (Get-EmulatorStats $emulator).requests | Should -Be 0
    }

    It 'is the row''s failure, with the row as it came, and the next rows go on: <Dialect>' -ForEach @(
        @{ Dialect = 'V1'; Header = 'AnniversaryDate'; Value = '2001-02-03' }
        @{ Dialect = 'Legacy'; Header = 'pincode'; Value = '560038' }
    ) {
        $rows = [pscustomobject]@{ Name = 'a'; Phone = '1'; $Header = '' }, [pscustomobject]@{ Name = 'b'; Phone = '2'; $Header = $Value }, [pscustomobject]@{ Name = 'c'; Phone = '3'; $Header = ' ' }
        $results = @($rows | New-KaptureCustomer -Session (Get-KaptureSession -Name $Dialect) -ErrorVariable failed -ErrorAction SilentlyContinue)
        $results.Row | Should -Be 1, 3
        $failed | Should -HaveCount 1
        [object]::ReferenceEquals($failed[0].TargetObject, $rows[1]) | Should -BeTrue
        $failed[0].Exception.Row | Should -Be 2
        $failed[0].Exception.Attempts | Should -Be 0
    }
}
