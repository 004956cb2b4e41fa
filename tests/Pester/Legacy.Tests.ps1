#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
}

Describe 'Legacy as it was published' -Tag Both {
    BeforeAll {
        # No ids in the answers, and an update that is no JSON; V1 is there to look at what has come.
        $script:old = Start-Emulator -Argument '--dialect', 'both', '--legacy-quirks', 'published,publishedUpdateSample'
        $script:v1 = Connect-Emulator $old @{ Dialect = 'V1'; Name = 'old, V1'; PassThru = $true }
        $script:legacy = Connect-Kapture -BaseUri $old.BaseUri -Token (ConvertTo-Secret 'emulator-token') -NoProxy -Dialect Legacy -Name old -PassThru

        function Get-Everybody { @(Get-KaptureCustomerByDate ([datetimeoffset]::UtcNow.AddMinutes(-5)) | Sort-Object Id) }
    }

    AfterAll {
        Stop-Emulator $old
    }

    BeforeEach {
        Reset-Emulator $old
    }

    It 'adds without an id, and says why such a result leads nowhere: <What>' -ForEach @(
        @{ What = 'Get'; Pipe = { $result | Get-KaptureCustomer } }
        @{ What = 'Set'; Pipe = { $result | Set-KaptureCustomer -City Pune } }
        @{ What = 'Add'; Pipe = { $result | Add-KaptureContact -Phone 1 } }
        @{ What = 'Get, behind a file'; Pipe = { $result | Export-Clixml TestDrive:/result.xml; Import-Clixml TestDrive:/result.xml | Get-KaptureCustomer } }
    ) {
        $result = New-KaptureCustomer -Name Asha -Phone 09380491326
        $result.Action | Should -Be Added
        $null -eq $result.CustomerId | Should -BeTrue
        $null -eq $result.ContactId | Should -BeTrue
        $failed = @(& $Pipe 2>&1)
        $failed | Should -HaveCount 1
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'MissingField,*'
        "$($failed[0])" | Should -BeLike '*gave no customer id*Get-KaptureCustomerByDate*'
        (Get-EmulatorStats $old).requests | Should -Be 1
        (Get-Everybody).Phone | Should -BeExactly '09380491326'
    }

    It 'keeps a custom field under its own label, and both dates' {
        $null = New-KaptureCustomer -Name Asha -Phone 1 -DateOfBirth 1990-02-03 -AnniversaryDate '3 Apr 2015' -AdditionalField @{ 'Field 1' = 'Gold' }
        $customer = Get-Everybody
        $customer.AdditionalProperties['additional_fields']['Field 1'] | Should -BeExactly Gold
        $customer.AdditionalProperties['dateOfBirth'] | Should -BeExactly '1990-02-03'
        $customer.AdditionalProperties['anniversaryDate'] | Should -BeExactly '2015-04-03'
        Set-KaptureCustomer -Id $customer.Id -AdditionalField @{ 'Field 1' = 'Silver' }
        (Get-Everybody).AdditionalProperties['additional_fields']['Field 1'] | Should -BeExactly Silver
    }

    It 'takes no custom field under the name of a field: <_>' -ForEach 'phone', 'Customer_Code', 'customer_id' {
        $failed = @(New-KaptureCustomer -Name Asha -Phone 1 -AdditionalField @{ $_ = 'x' } 2>&1)
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        "$($failed[0])" | Should -BeLike "*'$_'*"
        (Get-EmulatorStats $old).requests | Should -Be 0
    }

    It 'asks for a range without an account id' {
        $null -eq $legacy.AccountId | Should -BeTrue
        $null = New-KaptureCustomer -Name Asha -Phone 1
        (Get-KaptureCustomerByDate ([datetimeoffset]::UtcNow.AddMinutes(-5)) -Session $legacy).Name | Should -BeExactly Asha
    }

    It 'knows an update by an answer that is no JSON' {
        $null = New-KaptureCustomer -Name Asha -Phone 1
        $result = Get-Everybody | Set-KaptureCustomer -City Pune -PassThru -WarningVariable warned
        $result.Action | Should -Be Updated
        $result.Reconciled | Should -BeFalse
        $result.CustomerId | Should -Be (Get-Everybody).Id
        $warned | Should -BeNullOrEmpty
        (Get-Everybody).City | Should -BeExactly Pune
        (Get-EmulatorStats $old).operations.update.requests | Should -Be 1
    }

    It 'finds the row whose answer was lost, and sends it once: <Kind>' -ForEach @{ Kind = 'dropAfter'; Sent = 1 }, @{ Kind = 'dropBefore'; Sent = 2 } {
        Set-EmulatorFault $old @{ kind = $Kind; operation = 'add'; times = 1 }
        $result = New-KaptureCustomer -Name Asha -Phone 1 -AdditionalField @{ 'Field 1' = 'Gold' }
        $result.Action | Should -Be Added
        $result.Reconciled | Should -Be ($Kind -eq 'dropAfter')
        $result.CustomerId | Should -Be $(if ($result.Reconciled) { (Get-Everybody).Id })
        $stats = Get-EmulatorStats $old
        $stats.customers | Should -Be 1
        $stats.operations.add.requests | Should -Be $Sent
    }

    It 'does not take one of two equal rows for the other: <Kind>' -ForEach @{ Kind = 'dropAfter'; Customers = 2 }, @{ Kind = 'dropBefore'; Customers = 1 } {
        # The first was answered without an id: nobody knows which of the two a look-up finds.
        Set-EmulatorFault $old @{ kind = $Kind; operation = 'add'; skip = 1; times = 1 }
        $said = @(1..2 | ForEach-Object { [pscustomobject]@{ Name = 'Asha'; Phone = '1' } } | New-KaptureCustomer -ThrottleLimit 1 2>&1)
        $said[0].Action | Should -Be Added
        $said[1].FullyQualifiedErrorId | Should -BeLike 'WriteUncertain,*'
        (Get-EmulatorStats $old).customers | Should -Be $Customers
    }

    It 'does not do so either when the journal is resumed' {
        $rows = 1..2 | ForEach-Object { [pscustomobject]@{ Name = 'Asha'; Phone = '1' } }
        Set-EmulatorFault $old @{ kind = 'dropBefore'; operation = 'add'; skip = 1; times = 1 }, @{ kind = 'dropBefore'; operation = 'pull' }
        $null = $rows | New-KaptureCustomer -Journal TestDrive:/equal.jsonl -ThrottleLimit 1 -ErrorAction SilentlyContinue
        (Get-KaptureJournal TestDrive:/equal.jsonl).State | Should -Be Done, InDoubt
        Set-EmulatorFault $old
        $said = @($rows | New-KaptureCustomer -Journal TestDrive:/equal.jsonl 2>&1)
        $said[0].Action | Should -Be Resumed
        $said[1].FullyQualifiedErrorId | Should -BeLike 'WriteUncertain,*'
        (Get-EmulatorStats $old).customers | Should -Be 1
    }

    It 'knows two rows of one name apart by their phones' {
        Set-EmulatorFault $old @{ kind = 'dropAfter'; operation = 'add'; skip = 1; times = 1 }
        $results = @('1', '2' | ForEach-Object { [pscustomobject]@{ Name = 'Asha'; Phone = $_ } } | New-KaptureCustomer -ThrottleLimit 1)
        $results.Reconciled | Should -Be $false, $true
        (Get-EmulatorStats $old).customers | Should -Be 2
    }

    It 'resumes a journal without ids' {
        $rows = 1..3 | ForEach-Object { [pscustomobject]@{ Name = "n$_"; Phone = "$_" } }
        $null = $rows | New-KaptureCustomer -Journal TestDrive:/noids.jsonl
        $again = @($rows | New-KaptureCustomer -Journal TestDrive:/noids.jsonl)
        "$($again.Action)" | Should -BeExactly 'Resumed Resumed Resumed'
        $again.CustomerId | Should -Be @($null, $null, $null)
        (Get-EmulatorStats $old).requests | Should -Be 3
    }

    It 'refuses a journal of the other dialect, and sends nothing: <First>, then <Second>' -ForEach @{ First = 'v1'; Second = 'legacy' }, @{ First = 'legacy'; Second = 'v1' } {
        $path = "TestDrive:/of$First.jsonl"
        $null = New-KaptureCustomer -Name Asha -Phone 1 -Journal $path -Session (Get-Variable $First -ValueOnly)
        $caught = try { New-KaptureCustomer -Name Asha -Phone 1 -Journal $path -Session (Get-Variable $Second -ValueOnly) } catch { $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'JournalCorrupt,*'
        "$caught" | Should -BeLike "*$First*$Second*"
        (Get-EmulatorStats $old).requests | Should -Be 1
    }
}

Describe 'A pull in Legacy' -Tag Both {
    It 'finds out which dates the service takes, where it takes <Dates>, and asks in them from then on' -ForEach @{ Dates = 'any'; Refused = 0 }, @{ Dates = 'day'; Refused = 0 }, @{ Dates = 'time'; Refused = 1 } {
        $emulator = Start-Emulator -Argument '--dialect', 'legacy', '--legacy-dates', $Dates, '--seed', '60', '--seed-start', '2024-05-01', '--seed-days', '3'
        try {
            $session = Connect-Emulator $emulator @{ Dialect = 'Legacy'; SkipVerification = $true; PassThru = $true; Name = 'dates' }
            foreach ($again in 1..2) {
                $found = @(Get-KaptureCustomerByDate 2024-05-01 2024-05-03 -ThrottleLimit 1 -Session $session)
                $found.Id | Should -Be (Get-SeededId 60)
            }

            $pulls = (Get-EmulatorStats $emulator).operations.pull
            $pulls.failed | Should -Be $Refused
            $pulls.requests | Should -Be (6 + $Refused)
        }
        finally {
            $session | Disconnect-Kapture
            Stop-Emulator $emulator
        }
    }

    It 'works in the emulator inside the process, too' {
        $session = Connect-Kapture -Emulator -Dialect Legacy -Name inside -PassThru 6> $null
        "$($session.Dialect)" | Should -BeExactly Legacy
        (New-KaptureCustomer -Name Asha -Phone 1 -Session $session).Action | Should -Be Added
        (Get-KaptureCustomerByDate ([datetimeoffset]::UtcNow.AddMinutes(-5)) -Session $session).Name | Should -BeExactly Asha
        $session | Disconnect-Kapture
    }
}

Describe 'KAPTURE_DIALECT' -Tag Both {
    BeforeAll {
        $env:KAPTURE_BASE_URI = 'https://crm.example.com'
        $env:KAPTURE_TOKEN = 'emulator-token'
    }

    AfterAll {
        Get-ChildItem Env:KAPTURE_* | Remove-Item
    }

    It 'is <Dialect> where it says <Text>' -ForEach @{ Text = 'Legacy'; Dialect = 'Legacy' }, @{ Text = ' legacy '; Dialect = 'Legacy' }, @{ Text = 'v1'; Dialect = 'V1' }, @{ Text = ''; Dialect = 'V1' } {
        $env:KAPTURE_DIALECT = $Text
        "$((Connect-Kapture -FromEnvironment -SkipVerification -PassThru).Dialect)" | Should -BeExactly $Dialect
    }

    It 'gives way to -Dialect' {
        $env:KAPTURE_DIALECT = 'Legacy'
        "$((Connect-Kapture -FromEnvironment -Dialect V1 -SkipVerification -PassThru).Dialect)" | Should -BeExactly 'V1'
    }

    It 'is InvalidValue where it says <_>' -ForEach 'V2', '1', 'V1,Legacy' {
        $env:KAPTURE_DIALECT = $_
        { Connect-Kapture -FromEnvironment -SkipVerification } | Should -Throw -ErrorId 'InvalidValue,*' -ExpectedMessage "*'$_'*V1 or Legacy*"
    }
}
