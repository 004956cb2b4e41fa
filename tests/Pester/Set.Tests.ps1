#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS
    $script:emulator = Start-Emulator
    $script:recorder = Start-Recorder -Update
    $script:wire = Connect-Emulator $recorder @{ Name = 'recorder'; SkipVerification = $true; PassThru = $true }
    Connect-Emulator $emulator @{ Name = 'emulator' }

    function Get-UpdateCount { [long] (Get-EmulatorStats $emulator).operations.update.requests }
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
    Stop-Recorder $recorder
    Stop-Emulator $emulator
}

Describe 'Set-KaptureCustomer' {
    Context 'Table rows' {
        It 'sends each column that is not blank' {
            "customer_id,Name,City,Zip,Phone,dob,Town2`n5,Asha,Pune,,007,," | ConvertFrom-Csv | Select-Object -ExcludeProperty Town2 | Set-KaptureCustomer -Session $wire
            Receive-Customer $recorder | ConvertTo-Json -Compress | Should -BeExactly '{"customer_id":"5","customer_name":"Asha","phone":"007","city":"Pune"}'
        }

        It 'takes the id from the column <_>' -ForEach 'Id', 'CustomerId', 'customer_id', 'kapture_customer_id', 'ID' {
            [pscustomobject]@{ $_ = '5'; City = 'Pune' } | Set-KaptureCustomer -Session $wire
            (Receive-Customer $recorder).customer_id | Should -BeExactly '5'
        }

        It 'takes a row that has been through a spreadsheet: an id as <_>' -ForEach '5', ' 5 ', 5, 5L, 5.0, ([decimal] 5) {
            [pscustomobject]@{ Id = $_; City = 'Pune' } | Set-KaptureCustomer -Session $wire
            (Receive-Customer $recorder).customer_id | Should -BeExactly '5'
        }

        It 'gives nothing without -PassThru and a result with it' {
            Set-KaptureCustomer -Id 5 -City Pune -Session $wire | Should -BeNullOrEmpty
            $result = Set-KaptureCustomer -Id 5 -City Pune -Session $wire -PassThru
            $result.CustomerId | Should -Be 5
            $result.Action | Should -Be Updated
            $null = Receive-Body $recorder
        }

        It 'warns of a column that nobody takes once' {
            1..3 | ForEach-Object { [pscustomobject]@{ Id = $_; City = 'Pune'; Tier = 'Gold' } } |
                Set-KaptureCustomer -Session $wire -WarningVariable warned -WarningAction SilentlyContinue
            $null = Receive-Body $recorder
            $warned.Count | Should -Be 1
            $warned[0] | Should -BeLike '*Tier*-AdditionalField*'
        }

        It 'does not send an update that says nothing' {
            $result = [pscustomobject]@{ Id = '5'; City = ''; Phone = ' ' } | Set-KaptureCustomer -Session $wire -PassThru
            $result.Action | Should -Be Unchanged
            $result.CustomerId | Should -Be 5
            $result.Attempts | Should -Be 0
            [pscustomobject]@{ Id = '5' } | Set-KaptureCustomer -Session $wire | Should -BeNullOrEmpty
            Set-KaptureCustomer -Id 5 -Session $wire
            Receive-Body $recorder | Should -BeNullOrEmpty
        }

        It 'adds a contact where no contact id is given, and changes that contact where one is' -Tag V1 {
            Set-KaptureCustomer -Id 5 -ContactName Vikram -ContactPhone 01 -Session $wire
            [pscustomobject]@{ Id = 5; contact_id = '77'; ContactEmail = 'v@example.com' } | Set-KaptureCustomer -Session $wire
            $bodies = @(Receive-Body $recorder)
            $bodies[0].contact_info[0].ContainsKey('contact_id') | Should -BeFalse
            $bodies[1].contact_info[0].contact_id | Should -BeExactly '77'
            $bodies[1].contact_info[0].contact_person_email | Should -BeExactly 'v@example.com'
        }

        It 'blanks what -Clear names, and what the command line names as blank' {
            Set-KaptureCustomer -Id 5 -Clear City, zone -State '' -Session $wire
            Receive-Customer $recorder | ConvertTo-Json -Compress | Should -BeExactly '{"customer_id":"5","city":"","state":"","zone":""}'
        }

        It 'blanks it for every row of a table' {
            '5', '6' | ForEach-Object { [pscustomobject]@{ Id = $_ } } | Set-KaptureCustomer -Clear Address -Session $wire -ThrottleLimit 1
            Receive-Customer $recorder | ForEach-Object { ConvertTo-Json $_ -Compress } | Should -Be '{"customer_id":"5","address":""}', '{"customer_id":"6","address":""}'
        }

        It 'refuses to clear what is no field' {
            $null = Set-KaptureCustomer -Id 5 -Clear Bogus -Session $wire -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            $failed.Exception.Message | Should -BeLike '*Bogus*City*'
            Receive-Body $recorder | Should -BeNullOrEmpty
        }

        It 'sends nothing with -WhatIf' {
            [pscustomobject]@{ Id = 5; City = 'Pune' } | Set-KaptureCustomer -Session $wire -WhatIf
            Receive-Body $recorder | Should -BeNullOrEmpty
        }

        It 'computes a field of each row by a script block' {
            [pscustomobject]@{ Id = 5; Old = 'pune' } | Set-KaptureCustomer -City { $_.Old.ToUpperInvariant() } -Session $wire -WarningAction SilentlyContinue
            (Receive-Customer $recorder).city | Should -BeExactly 'PUNE'
        }
    }

    Context 'Customers of the service' {
        BeforeEach {
            Reset-Emulator $emulator
            $script:added = New-KaptureCustomer -Name Asha -Phone 5550100 -Email asha@example.com -City Delhi
        }

        It 'sends only what the command line names' {
            $customer = Get-KaptureCustomer $added.CustomerId
            $customer | Set-KaptureCustomer -City Pune -Session $wire
            Receive-Customer $recorder | ConvertTo-Json -Compress | Should -BeExactly "{`"customer_id`":`"$($customer.Id)`",`"city`":`"Pune`"}"
        }

        It 'sends nothing where nothing changes' {
            $result = Get-KaptureCustomer $added.CustomerId | Set-KaptureCustomer -City Delhi -Phone 5550100 -PassThru
            $result.Action | Should -Be Unchanged
            $result.Name | Should -BeExactly 'Asha'
            Get-UpdateCount | Should -Be 0
        }

        It 'sends nothing where the kind of customer is the same' -Tag V1 {
            Set-KaptureCustomer -Id $added.CustomerId -CustomerType Organization
            (Get-KaptureCustomer $added.CustomerId | Set-KaptureCustomer -CustomerType Organization -PassThru).Action | Should -Be Unchanged
            (Get-KaptureCustomer $added.CustomerId | Set-KaptureCustomer -CustomerType Individual -PassThru).Action | Should -Be Updated
        }

        It 'sends only the part that changes' {
            Get-KaptureCustomer $added.CustomerId | Set-KaptureCustomer -City Pune -Name Asha -Session $wire
            (Receive-Customer $recorder).Contains('customer_name') | Should -BeFalse
        }

        It 'sends with -Force what the customer has already' {
            Get-KaptureCustomer $added.CustomerId | Set-KaptureCustomer -City Delhi -Force
            Get-UpdateCount | Should -Be 1
        }

        It 'takes a difference of case for a change' {
            Get-KaptureCustomer $added.CustomerId | Set-KaptureCustomer -City DELHI
            (Get-KaptureCustomer $added.CustomerId).City | Should -BeExactly 'DELHI'
        }

        It 'blanks a field once' {
            Get-KaptureCustomer $added.CustomerId | Set-KaptureCustomer -Clear City
            (Get-KaptureCustomer $added.CustomerId).City | Should -BeNullOrEmpty
            Get-KaptureCustomer $added.CustomerId | Set-KaptureCustomer -Clear City
            Get-UpdateCount | Should -Be 1
        }

        It 'computes from the customer' {
            Get-KaptureCustomer $added.CustomerId | Set-KaptureCustomer -City { $_.City + ' 2' }
            (Get-KaptureCustomer $added.CustomerId).City | Should -BeExactly 'Delhi 2'
        }

        It 'warns of nothing' {
            Get-KaptureCustomer $added.CustomerId | Set-KaptureCustomer -City Pune -WarningVariable warned -WarningAction SilentlyContinue
            $warned | Should -BeNullOrEmpty
        }

        It 'takes the customer of a file for a customer' {
            Get-KaptureCustomer $added.CustomerId | Export-Clixml TestDrive:/customer.xml
            Import-Clixml TestDrive:/customer.xml | Set-KaptureCustomer -City Pune -Session $wire
            Receive-Customer $recorder | ConvertTo-Json -Compress | Should -BeExactly "{`"customer_id`":`"$($added.CustomerId)`",`"city`":`"Pune`"}"
        }

        It 'sends nothing for the customer of a file where nothing is named' {
            Get-KaptureCustomer $added.CustomerId | Export-Clixml TestDrive:/customer.xml
            (Import-Clixml TestDrive:/customer.xml | Set-KaptureCustomer -PassThru).Action | Should -Be Unchanged
            Get-UpdateCount | Should -Be 0
        }

        It 'takes a write result for the customer it is about, and nothing else of it' {
            $results = $added, $added | Set-KaptureCustomer -City Pune -PassThru -WarningVariable warned -WarningAction SilentlyContinue
            $results.CustomerId | Should -Be $added.CustomerId, $added.CustomerId
            $warned | Should -BeNullOrEmpty
            $added | Set-KaptureCustomer -City Pune -Session $wire
            Receive-Customer $recorder | ConvertTo-Json -Compress | Should -BeExactly "{`"customer_id`":`"$($added.CustomerId)`",`"city`":`"Pune`"}"
        }

        It 'takes the write result of a file likewise' {
            $added | Export-Clixml TestDrive:/result.xml
            Import-Clixml TestDrive:/result.xml | Set-KaptureCustomer -City Pune -Session $wire
            Receive-Customer $recorder | ConvertTo-Json -Compress | Should -BeExactly "{`"customer_id`":`"$($added.CustomerId)`",`"city`":`"Pune`"}"
        }

        It 'takes a contact for its customer, and changes that contact' -Tag V1 {
            $contact = (Get-KaptureCustomer $added.CustomerId).Contacts[0]
            $contact.Id | Should -Not -Be $added.CustomerId
            $contact | Set-KaptureCustomer -ContactGender Female -Session $wire
            $body = Receive-Body $recorder
            $body.customer_info.customer_id | Should -BeExactly "$($added.CustomerId)"
            $body.contact_info[0].contact_id | Should -BeExactly "$($contact.Id)"
            $body.contact_info[0].gender | Should -BeExactly 'Female'
        }

        It 'takes the contact of a file likewise' -Tag V1 {
            (Get-KaptureCustomer $added.CustomerId).Contacts[0] | Export-Clixml TestDrive:/contact.xml
            Import-Clixml TestDrive:/contact.xml | Set-KaptureCustomer -ContactGender Female
            (Get-KaptureCustomer $added.CustomerId).Contacts[0].Gender | Should -BeExactly 'Female'
        }

        It 'lets the command line name the customer, whatever the pipeline brings' {
            $other = New-KaptureCustomer -Name Zoe -Phone 5550199
            $added | Set-KaptureCustomer -Id $other.CustomerId -City Goa
            (Get-KaptureCustomer $other.CustomerId).City | Should -BeExactly 'Goa'
            (Get-KaptureCustomer $added.CustomerId).City | Should -BeExactly 'Delhi'
        }
    }
}
