#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS
    $script:emulator = Start-Emulator -Argument '--seed', '50'
    Connect-Emulator $emulator
    $script:first = 191700000

    function Get-LookUpCount { [long] (Get-EmulatorStats $emulator).operations.get.requests }
}

AfterAll {
    Disconnect-Kapture
    Stop-Emulator $emulator
}

Describe 'Get-KaptureCustomer' {
    BeforeEach {
        Reset-Emulator $emulator
    }

    It 'looks up by id: <What>' -ForEach @(
        @{ What = 'by position'; Look = { Get-KaptureCustomer $first } }
        @{ What = 'by name'; Look = { Get-KaptureCustomer -Id $first } }
        @{ What = 'by alias'; Look = { Get-KaptureCustomer -kapture_customer_id $first } }
        @{ What = 'as text'; Look = { Get-KaptureCustomer "$first" } }
        @{ What = 'by value'; Look = { $first | Get-KaptureCustomer } }
        @{ What = 'by value, as text'; Look = { "$first" | Get-KaptureCustomer } }
        @{ What = 'by a column'; Look = { [pscustomobject]@{ customer_id = "$first" } | Get-KaptureCustomer } }
    ) {
        $customer = & $Look
        $customer | Should -BeOfType Kapture.Customer
        $customer.Id | Should -Be $first
        $customer.CustomerCode | Should -BeExactly 'SEED-0000000'
    }

    It 'gives several in the order they were asked for' {
        (Get-KaptureCustomer ($first + 3), $first, ($first + 1)).Id | Should -Be ($first + 3), $first, ($first + 1)
        (($first + 3), $first, ($first + 1) | Get-KaptureCustomer).Id | Should -Be ($first + 3), $first, ($first + 1)
    }

    It 'asks once where one call names a customer twice' {
        $customers = @(Get-KaptureCustomer -Id $first, $first)
        $customers.Count | Should -Be 1
        Get-LookUpCount | Should -Be 1
    }

    It 'asks once where two spellings of an email are one' -Tag V1 {
        $email = (Get-KaptureCustomer $first).Email
        @(Get-KaptureCustomer -Email $email, $email.ToUpperInvariant()).Count | Should -Be 1
        Get-LookUpCount | Should -Be 2
    }

    It 'looks up by email and by phone' -Tag V1 {
        $customer = Get-KaptureCustomer $first
        (Get-KaptureCustomer -Email $customer.Email).Id | Should -Be $first
        (Get-KaptureCustomer -Phone $customer.Phone).Id | Should -Be $first
        ([pscustomobject]@{ Mail = $customer.Email } | Get-KaptureCustomer).Id | Should -Be $first
        ([pscustomobject]@{ Mobile = $customer.Phone } | Get-KaptureCustomer).Id | Should -Be $first
    }

    It 'uses the id before the email before the phone' -Tag V1 {
        $a, $b, $c = Get-KaptureCustomer $first, ($first + 1), ($first + 2)
        ([pscustomobject]@{ Id = $a.Id; Email = $b.Email; Phone = $c.Phone } | Get-KaptureCustomer).Id | Should -Be $a.Id
        ([pscustomobject]@{ Id = ''; Email = $b.Email; Phone = $c.Phone } | Get-KaptureCustomer).Id | Should -Be $b.Id
        ([pscustomobject]@{ Email = ' '; Phone = $c.Phone } | Get-KaptureCustomer).Id | Should -Be $c.Id
        Get-LookUpCount | Should -Be 6
    }

    It 'finds the customer of a write result, of a customer and of a contact' {
        $added = New-KaptureCustomer -Name Asha -Phone 5550100
        $customer = $added | Get-KaptureCustomer
        $customer.Name | Should -BeExactly 'Asha'
        ($customer | Get-KaptureCustomer).Id | Should -Be $added.CustomerId
        $customer.Contacts[0].Id | Should -Not -Be $customer.Id
        ($customer.Contacts[0] | Get-KaptureCustomer).Id | Should -Be $added.CustomerId
    }

    It 'finds them after a trip through a file' {
        $customer = New-KaptureCustomer -Name Asha -Phone 5550100 | Get-KaptureCustomer
        $customer, $customer.Contacts[0] | Export-Clixml TestDrive:/objects.xml
        (Import-Clixml TestDrive:/objects.xml | Get-KaptureCustomer).Id | Should -Be $customer.Id, $customer.Id
        (Get-KaptureCustomer $first | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Get-KaptureCustomer).Id | Should -Be $first
    }

    It 'says which of several is not there' {
        $null = Get-KaptureCustomer 5, $first, 6 -ErrorVariable failed -ErrorAction SilentlyContinue
        "$($failed[0])" | Should -BeExactly 'Row 1: The service knows no such customer. It was asked for the id 5.'
        "$($failed[1])" | Should -BeExactly 'Row 1: The service knows no such customer. It was asked for the id 6.'
    }

    It 'reports each that is not there and goes on' {
        $found = @(5, $first, 6 | Get-KaptureCustomer -ErrorVariable failed -ErrorAction SilentlyContinue)
        $found.Id | Should -Be $first
        $failed.Count | Should -Be 2
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'CustomerNotFound,*'
        $failed[0].CategoryInfo.Category | Should -Be ObjectNotFound
        $failed.TargetObject | Should -Be 5, 6
        $failed[1].Exception.Row | Should -Be 3
    }

    It 'names the one that failed of several ids of one call' {
        $found = @(Get-KaptureCustomer -Id $first, 5 -ErrorVariable failed -ErrorAction SilentlyContinue)
        $found.Count | Should -Be 1
        $failed.TargetObject | Should -Be 5
    }

    It 'does not take an answer about another customer' {
        Set-EmulatorFault $emulator @{ kind = 'wrongCustomer'; operation = 'get' }
        $found = Get-KaptureCustomer $first -ErrorVariable failed -ErrorAction SilentlyContinue
        $found | Should -BeNullOrEmpty
        $failed.FullyQualifiedErrorId | Should -BeLike 'UnexpectedResponse,*'
        $failed.CategoryInfo.Category | Should -Be InvalidResult
    }

    It 'does not take an answer about another customer for a phone' -Tag V1 {
        Set-EmulatorFault $emulator @{ kind = 'wrongCustomer'; operation = 'get' }
        $customer = Get-KaptureCustomer -Phone 7000000003 -ErrorVariable failed -ErrorAction SilentlyContinue
        $customer | Should -BeNullOrEmpty
        $failed.FullyQualifiedErrorId | Should -BeLike 'UnexpectedResponse,*'
    }

    It 'reads the vendor''s oddities: <_>' -ForEach 'trailingSemicolon', 'trailingSpaceInKeys', 'capitalisedStatus', 'idsAsStrings', 'narrowNoBreakSpace' {
        $plain = Get-KaptureCustomer ($first + 1) | ConvertTo-Json -Depth 5
        Set-EmulatorFault $emulator @{ kind = 'quirks'; quirks = , $_ }
        Get-KaptureCustomer ($first + 1) | ConvertTo-Json -Depth 5 | Should -BeExactly $plain
    }

    It 'reads booleans that come as text, blank ones as $null' {
        Set-EmulatorFault $emulator @{ kind = 'quirks'; quirks = , 'booleansAsStrings' }
        $customer = Get-KaptureCustomer ($first + 1)
        $customer.IsOrganization | Should -BeTrue
        $null -eq $customer.IsChannelPartner | Should -BeTrue
        $customer.CustomerType | Should -Be Organization
    }

    It 'says what a garbled answer is' {
        Set-EmulatorFault $emulator @{ kind = 'html'; operation = 'get' }
        $null = Get-KaptureCustomer $first -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.FullyQualifiedErrorId | Should -BeLike 'UnexpectedResponse,*'
        $failed.Exception.Message | Should -BeLike '*HTML*'
    }

    It 'gives blank fields as $null and documented ones under readable names' {
        $customer = Get-KaptureCustomer $first
        $null -eq $customer.Address | Should -BeTrue
        $customer.Created | Should -BeOfType DateTimeOffset
        $customer.Created.Offset | Should -Be ([timespan] '05:30')
        $customer.AccountId | Should -Be 1000298
        $customer.Contacts[0].CustomerId | Should -Be $first
        $customer.Contacts[0].IsPrimary | Should -BeTrue
        $customer.CustomerType | Should -Be Individual
        (Get-KaptureCustomer ($first + 1)).CustomerType | Should -Be Organization
        (Get-KaptureCustomer ($first + 2)).CustomerType | Should -Be ChannelPartner
        $customer.AdditionalProperties.Count | Should -Be 0
    }
}
