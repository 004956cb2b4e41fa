#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS
    Connect-Kapture -Emulator 6> $null
    $script:customer = New-KaptureCustomer -Name 'Asha' -Phone '0900000001' | Get-KaptureCustomer
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
}

Describe 'Odd rows' {
    It 'report an id on the command line that is none, with the text as the target: <Id>' -ForEach @(
        @{ Id = 'abc'; Target = 'abc' }
        @{ Id = 5, '5.5'; Target = '5.5' }
        @{ Id = 0; Target = '0' }
        @{ Id = -1; Target = '-1' }
    ) {
        Get-KaptureCustomer -Id $Id -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        $failed[0].TargetObject | Should -Be $Target
    }

    It 'refuse to add a <What> that Kapture gave, and say how to copy it' -ForEach @(
        @{ What = 'customer'; Row = { $customer } }
        @{ What = 'contact'; Row = { $customer.Contacts[0] } }
        @{ What = 'result'; Row = { $customer | Set-KaptureCustomer -City Pune -PassThru } }
    ) {
        & $Row | New-KaptureCustomer -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        $failed[0].Exception.Message | Should -BeLike '*Select-Object Name, Phone*'
    }

    It 'copy a customer of which the script says what to copy' {
        $copy = $customer | Select-Object Name, Phone | New-KaptureCustomer
        $copy.Action | Should -Be 'Added'
        $copy.CustomerId | Should -Not -Be $customer.Id
    }

    It 'report a row without columns, and warn of none: <_>' -ForEach 'Asha', 5 {
        $_ | New-KaptureCustomer -ErrorVariable failed -ErrorAction SilentlyContinue -WarningVariable warned
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        $failed[0].TargetObject | Should -Be $_
        $warned | Should -BeNullOrEmpty
    }

    It 'say that the file is separated by <What>' -ForEach @(
        @{ What = 'semicolons'; Header = 'Name;"Phone";City'; Delimiter = "';'" }
        @{ What = 'tabs'; Header = "Name`tPhone"; Delimiter = '"`t"' }
        @{ What = 'commas'; Header = 'Name,Phone'; Delimiter = "','" }
    ) {
        [pscustomobject]@{ $Header = 'x' } | New-KaptureCustomer -ErrorAction SilentlyContinue -WarningVariable warned -WarningAction SilentlyContinue
        @($warned).Count | Should -Be 1
        "$warned".Contains("Import-Csv -Delimiter $Delimiter.") | Should -BeTrue
        "$warned" | Should -Not -BeLike '*-AdditionalFieldProperty*'
    }

    It 'say nothing of a separator of a column whose parts are no columns: <_>' -ForEach 'Shoe, size', 'Shoe;size' {
        [pscustomobject]@{ $_ = 'x' } | New-KaptureCustomer -ErrorAction SilentlyContinue -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -BeLike "*-AdditionalFieldProperty '$_'*"
        "$warned" | Should -Not -BeLike '*-Delimiter*'
    }

    It 'warn once of letters that were lost when the file was read, and send the rows' {
        $rows = '1', '2' | ForEach-Object { [pscustomobject]@{ Name = 'Asha'; Phone = $_; City = "K`u{FFFD}chi" } }
        $added = $rows | New-KaptureCustomer -WarningVariable warned -WarningAction SilentlyContinue
        $added.Action | Should -Be @('Added', 'Added')
        @($warned).Count | Should -Be 1
        "$warned" | Should -BeLike 'Row 1: City *Import-Csv -Encoding*'
    }

    It 'report a cell that holds several values' {
        [pscustomobject]@{ Name = 'Asha'; Phone = '1', '2' } | New-KaptureCustomer -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        $failed[0].Exception.Message | Should -BeLike 'Row 1: Phone holds several values*'
    }

    It 'see a column that only a later row has' {
        $added = [pscustomobject]@{ Name = 'A'; Phone = '1' }, [pscustomobject]@{ Name = 'B'; Phone = '2'; City = 'Pune' }, [pscustomobject]@{ Name = 'C'; Phone = '3' } |
            New-KaptureCustomer | Get-KaptureCustomer
        $added.City | Should -Be @($null, 'Pune', $null)
    }

    It 'keep their columns through a file, whatever kind of object they were, and among others' {
        $files = @(Get-Item $PSCommandPath, $PSScriptRoot)
        $files | Export-Clixml TestDrive:/files.xml
        $fromFile = Import-Clixml TestDrive:/files.xml | Add-Member -NotePropertyName Phone -NotePropertyValue 0900000003 -PassThru
        $plain = [pscustomobject]@{ Phone = '0900000004' } | Add-Member -NotePropertyName Name -NotePropertyValue 'plain' -PassThru
        $results = $plain, $fromFile[0], $plain, $fromFile[1] | New-KaptureCustomer -WarningAction SilentlyContinue
        $results.Name | Should -Be 'plain', $files[0].Name, 'plain', $files[1].Name
    }

    It 'are taken by their columns also where a field is named on the command line' {
        $results = [pscustomobject]@{ Name = 'p'; Phone = '0900000005'; City = 'Goa' }, [pscustomobject]@{ Name = 'q'; Phone = '0900000006' } | New-KaptureCustomer -State Kerala
        ($results | Get-KaptureCustomer).ForEach({ "$($_.Name) $($_.City) $($_.State)" }) | Should -Be 'p Goa Kerala', 'q  Kerala'
    }

    It 'report an object of the service that came back from a file with a broken id' {
        $broken = [pscustomobject]@{ Id = 'abc'; Name = 'Asha' }
        $broken.PSObject.TypeNames.Insert(0, 'Deserialized.Kapture.Customer')
        $broken, $customer | Get-KaptureCustomer -ErrorVariable failed -ErrorAction SilentlyContinue | Should -HaveCount 1
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        $failed[0].TargetObject | Should -Be $broken
    }
}
