#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS
    $script:session = Connect-Kapture -Emulator -Name 'a rather long name of a tenant' -PassThru 6> $null
    $script:results = @(1..12 | ForEach-Object {
            [pscustomobject]@{ Name = "A customer with a name of great length $_"; Phone = "+91 93804 913$_"; Email = "somebody.with.a.long.address.$_@example.com"; City = 'Thiruvananthapuram'; ContactName = 'Vikram' }
        } | New-KaptureCustomer)
    $script:customers = @(Get-KaptureCustomer $results.CustomerId)
    Set-Content -Path TestDrive:/add.jsonl -Value @(
        '{"journal":"KapturePS","version":1,"operation":"Update","host":"emulator.invalid"}'
        '{"row":1000000,"key":"00112233445566778899aabbccddeeff-1","began":"2026-11-22T04:48:48.123Z"}'
        '{"row":1000000,"key":"00112233445566778899aabbccddeeff-1","done":"2026-11-22T04:48:48.123Z","customerId":2147483648,"contactId":3147483648}'
        '{"row":1000001,"key":"00112233445566778899aabbccddeeff-2","began":"2026-11-22T04:48:48.123Z"}'
        '{"row":1000001,"key":"00112233445566778899aabbccddeeff-2","doubt":"2026-11-22T04:48:48.123Z","error":"WriteUncertain: Nobody knows."}'
    )
    $script:entries = @(Get-KaptureJournal TestDrive:/add.jsonl)
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
}

Describe 'Views' {
    BeforeEach {
        $script:rendering = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'PlainText'
    }

    AfterEach {
        $PSStyle.OutputRendering = $rendering
    }

    It 'show <What> as a table that fits 80 columns' -ForEach @(
        @{ What = 'customers'; Objects = { $customers }; Headers = 'Id', 'Name', 'Phone', 'Email', 'City' }
        @{ What = 'write results'; Objects = { $results }; Headers = 'Row', 'Action', 'CustomerId', 'ContactId', 'Name' }
        @{ What = 'contacts'; Objects = { $customers.Contacts }; Headers = 'Id', 'CustomerId', 'Name', 'Phone', 'Email' }
        @{ What = 'entries of a journal'; Objects = { $entries }; Headers = 'Row', 'State', 'CustomerId', 'Operation', 'Started', 'Finished', 'Error' }
        @{ What = 'sessions'; Objects = { $session }; Headers = 'Name', 'BaseUri', 'AccountId', 'Dialect', 'Authentication', 'Connected' }
    ) {
        $lines = (& $Objects | Out-String -Width 80) -split '\r?\n' | Where-Object { $_ }
        $lines.Count | Should -Be (@(& $Objects).Count + 2)
        ($lines[0].Trim() -split '\s+') | Should -Be $Headers
        ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 80
    }

    It 'show ids whole' {
        $table = $customers | Out-String -Width 80
        foreach ($id in $customers.Id) { $table | Should -Match "(?m)^\s*$id " }
        $table = $results | Out-String -Width 80
        foreach ($result in $results) { $table | Should -Match " $($result.CustomerId)\s+$($result.ContactId) " }
        $entries | Out-String -Width 80 | Should -Match '(?m)^1000000 Done\s+2147483648 '
        $table = $customers.Contacts | Out-String -Width 80
        foreach ($contact in $customers.Contacts) { $table | Should -Match "(?m)^\s*$($contact.Id)\s+$($contact.CustomerId) " }
    }

    It 'show ids of ten digits whole' {
        $recorder = Start-Recorder -Answer '{"status":"success","customer":{"customer_id":2147483648,"contact_id":3147483648,"action_event":"ADD_CUSTOMER"}}'
        try {
            $wire = Connect-Emulator $recorder @{ SkipVerification = $true; PassThru = $true; Dialect = 'V1' }
            New-KaptureCustomer -Name a -Phone 1 -Session $wire | Out-String -Width 80 | Should -Match '2147483648\s+3147483648'
            $wire | Disconnect-Kapture
        }
        finally {
            Stop-Recorder $recorder
        }
    }

    It 'show all that matters with Format-List' {
        $list = $customers[0] | Format-List | Out-String -Width 120
        foreach ($name in 'Id', 'Name', 'CustomerType', 'CustomerCode', 'Phone', 'Email', 'Address', 'City', 'State', 'Country', 'PostalCode', 'Type', 'Classification', 'Status', 'Remarks', 'Created', 'LastModified', 'Contacts') {
            $list | Should -Match "(?m)^$name\s+:"
        }

        $list = $results[0] | Format-List | Out-String -Width 120
        foreach ($name in 'Row', 'Action', 'CustomerId', 'ContactId', 'Name', 'Message', 'Attempts', 'Reconciled') {
            $list | Should -Match "(?m)^$name\s+:"
        }
    }

    It 'show every property with Format-List *' {
        $list = $customers[0] | Format-List * | Out-String -Width 120
        foreach ($property in $customers[0].GetType().GetProperties().Name) { $list | Should -Match "(?m)^$property\s+:" }
    }

    It 'have default properties: <Type>' -ForEach @(
        @{ Type = 'Kapture.Customer'; Object = { $customers[0] } }
        @{ Type = 'Kapture.Contact'; Object = { $customers[0].Contacts[0] } }
        @{ Type = 'Kapture.WriteResult'; Object = { $results[0] } }
    ) {
        $one = & $Object
        $names = $one.PSStandardMembers.DefaultDisplayPropertySet.ReferencedPropertyNames
        $names.Count | Should -BeGreaterThan 7
        foreach ($name in $names) { $one.PSObject.Properties.Name | Should -Contain $name }
    }

    It 'name properties that exist' {
        [xml] $format = Get-Content (Join-Path (Split-Path (Get-ModulePath)) 'KapturePS.Format.ps1xml') -Raw
        $samples = @{ 'Kapture.Customer' = $customers[0]; 'Kapture.Contact' = $customers[0].Contacts[0]; 'Kapture.WriteResult' = $results[0]; 'Kapture.JournalEntry' = $entries[0]; 'KapturePS.KaptureSession' = $session }
        foreach ($view in $format.Configuration.ViewDefinitions.View) {
            $type = $view.ViewSelectedBy.TypeName
            $samples.Keys | Should -Contain $type
            foreach ($node in $view.SelectNodes('.//PropertyName')) {
                $samples[$type].PSObject.Properties.Name | Should -Contain $node.InnerText
            }
        }
    }

    It 'write a customer as text by its name and id' {
        "$($customers[0])" | Should -BeLike "*$($customers[0].Name)*$($customers[0].Id)*"
        "$session" | Should -BeExactly $session.Name
    }
}
