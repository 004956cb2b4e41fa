#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS

    # 10,000 customers, 500 a day for twenty days; of eleven in succession, two have no city.
    $script:emulator = Start-Emulator -Argument '--seed', '10000', '--seed-start', '2024-05-01', '--seed-days', '20'
    Connect-Emulator $emulator

    # All that an edit of the city must leave as it is.
    function Get-Trait($Customer) {
        foreach ($c in $Customer) {
            "$($c.Id)|$($c.Name)|$($c.CustomerCode)|$($c.Phone)|$($c.Email)|$($c.State)|$($c.Country)|$($c.PostalCode)|$($c.CustomerType)|$($c.Created.Ticks)|$($c.EnquiryCount)|$($c.Contacts.Count)"
        }
    }
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
    Stop-Emulator $emulator
}

Describe 'Customers of a range of dates' {
    BeforeEach {
        Reset-Emulator $emulator
    }

    It 'are edited in bulk: those without a city move to Pune, one request each, and nobody else is touched' {
        $before = @(Get-KaptureCustomerByDate 2024-05-01 2024-05-20)
        Compare-Customer $before (Get-SeededId 10000) | Should -BeNullOrEmpty
        $homeless = [long[]] @($before | Where-Object { -not $_.City }).Id
        $homeless.Count | Should -BeGreaterThan 1000
        $start = Get-EmulatorStats $emulator

        $results = @(Get-KaptureCustomerByDate 2024-05-01 2024-05-20 | Where-Object { -not $_.City } | Set-KaptureCustomer -City Pune -PassThru)

        $stats = Get-EmulatorStats $emulator
        $results.Action | Select-Object -Unique | Should -Be Updated
        $results.CustomerId -join ',' | Should -BeExactly ($homeless -join ',')
        $stats.operations.update.requests | Should -Be $homeless.Count
        $stats.requests - $start.requests | Should -Be ($stats.operations.update.requests + $stats.operations.pull.requests - $start.operations.pull.requests)
        $stats.customers | Should -Be 10000
        $stats.contacts | Should -Be $start.contacts
        $stats.duplicates | Should -Be $start.duplicates

        $after = @(Get-KaptureCustomerByDate 2024-05-01 2024-05-20)
        (Get-Trait $after) -join "`n" | Should -BeExactly ((Get-Trait $before) -join "`n")
        $moved = [Collections.Generic.HashSet[long]]::new($homeless)
        $wrong = for ($i = 0; $i -lt $before.Count; $i++) {
            $isMoved = $moved.Contains($after[$i].Id)
            $city = if ($isMoved) { 'Pune' } else { $before[$i].City }
            if ($after[$i].City -cne $city) { $after[$i].Id }
        }
        $wrong | Should -BeNullOrEmpty

        # Legacy does not tell when a customer was changed last.
        $changed = @(for ($i = 0; $i -lt $before.Count; $i++) { if ($after[$i].LastModified -ne $before[$i].LastModified) { $after[$i].Id } })
        $changed -join ',' | Should -BeExactly $(if ((Get-SuiteDialect) -eq 'V1') { $homeless -join ',' } else { '' })
    }

    It 'have no blank city to compare with: where the service writes a blank there is $null' {
        $customers = @(Get-KaptureCustomerByDate 2024-05-01 2024-05-01)
        @($customers | Where-Object City -EQ '') | Should -HaveCount 0
        @($customers | Where-Object City -EQ $null).Id | Should -Be @($customers | Where-Object { -not $_.City }).Id
        @($customers | Where-Object City -EQ $null).Count | Should -BeGreaterThan 0
    }

    It 'are not written where nothing would change' {
        Get-KaptureCustomerByDate 2024-05-01 2024-05-01 | Where-Object City -EQ Pune | Set-KaptureCustomer -City Pune
        [long] (Get-EmulatorStats $emulator).operations.update.requests | Should -Be 0
    }

    Context 'Piped on' {
        BeforeAll {
            Reset-Emulator $emulator
            $script:customers = @(Get-KaptureCustomerByDate 2024-05-02 2024-05-02 -First 30)
        }

        It 'go into Get-KaptureCustomer' {
            $again = @(Get-KaptureCustomerByDate 2024-05-02 2024-05-02 -First 30 | Get-KaptureCustomer)
            Get-Trait $again | Should -Be (Get-Trait $customers)
            (Get-EmulatorStats $emulator).operations.get.requests | Should -Be 30
        }

        It 'go into Set-KaptureCustomer, which sends what the command line names' {
            Get-KaptureCustomerByDate 2024-05-02 2024-05-02 -First 3 | Set-KaptureCustomer -Classification checked
            $after = Get-KaptureCustomerByDate 2024-05-02 2024-05-02 -First 4
            $after.Classification | Should -Be checked, checked, checked, $customers[3].Classification
            Get-Trait $after | Should -Be (Get-Trait $customers[0..3])
        }

        It 'go into a CSV file and come back as a table' {
            Get-KaptureCustomerByDate 2024-05-02 2024-05-02 -First 30 | Select-Object Id, Name, City, Created | Export-Csv TestDrive:/customers.csv
            $rows = @(Import-Csv TestDrive:/customers.csv)
            $rows.Id | Should -Be $customers.Id
            $rows.Name | Should -BeExactly $customers.Name
            $rows.City | Should -BeExactly ($customers.City | ForEach-Object { "$_" })
            Get-KaptureCustomerByDate 2024-05-02 2024-05-02 -First 30 | Export-Csv TestDrive:/whole.csv
            @(Import-Csv TestDrive:/whole.csv).Phone | Should -Be ($customers.Phone | ForEach-Object { "$_" })
        }

        It 'go into JSON' {
            $read = Get-KaptureCustomerByDate 2024-05-02 2024-05-02 -First 30 | ConvertTo-Json -Depth 4 | ConvertFrom-Json -DateKind Offset
            $read.Id | Should -Be $customers.Id
            $read.Name | Should -BeExactly $customers.Name
            $read.Created | Should -Be $customers.Created
            $read[0].Contacts[0].Name | Should -BeExactly $customers[0].Contacts[0].Name
        }

        It 'go into groups' {
            $groups = Get-KaptureCustomerByDate 2024-05-02 2024-05-02 -First 30 | Group-Object City
            ($groups | Measure-Object -Property Count -Sum).Sum | Should -Be 30
            ($groups | Where-Object Name -CEQ Pune).Group.Id | Should -Be @($customers | Where-Object City -CEQ Pune).Id
            Get-KaptureCustomerByDate 2024-05-01 2024-05-03 | Group-Object { $_.Created.Date } | ForEach-Object Count | Should -Be 500, 500, 500
        }

        It 'come back from a file as customers, of which a write sends what the command line names' {
            Get-KaptureCustomerByDate 2024-05-02 2024-05-02 -First 5 | Export-Clixml TestDrive:/customers.xml
            $results = @(Import-Clixml TestDrive:/customers.xml | Set-KaptureCustomer -City Goa -PassThru)
            $results.CustomerId | Should -Be $customers[0..4].Id
            $after = @(Get-KaptureCustomerByDate 2024-05-02 2024-05-02 -First 6)
            $after.City | Should -Be @(@('Goa') * 5 + $customers[5].City)
            Get-Trait $after | Should -Be (Get-Trait $customers[0..5])
        }
    }
}
