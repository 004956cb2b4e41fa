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
        @{ What = 'entries of a journal'; Objects = { $entries }; Headers = 'Row', 'State', 'CustomerId', 'Finished', 'Error' }
    ) {
        $lines = (& $Objects | Out-String -Width 80) -split '\r?\n' | Where-Object { $_ }
        $lines.Count | Should -Be (@(& $Objects).Count + 2)
        ($lines[0].Trim() -split '\s+') | Should -Be $Headers
        ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 80
    }

    It 'show sessions as a table that fits 80 columns and leaves nothing out' {
        $lines = ($session | Out-String -Width 80) -split '\r?\n' | Where-Object { $_ }
        ($lines[0].Trim() -split '\s+') | Should -Be Name, BaseUri, AccountId, Dialect, Authentication, Connected
        ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 80
        -join $lines | Should -Not -Match '…'
        -join ($lines | Select-Object -Skip 2 | ForEach-Object { $_.PadRight(15).Substring(0, 15) }) -replace '\s' | Should -BeExactly ($session.Name -replace '\s')
    }

    It 'give the width of a wider console to what is long: <_>' -ForEach 160, 200 {
        $table = $customers | Out-String -Width $_
        foreach ($customer in $customers) { $table | Should -Match ([regex]::Escape($customer.Name)) }
        (($table -split '\r?\n') | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual $_
        $results | Out-String -Width $_ | Should -Match ([regex]::Escape($results[0].Name))
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

    It 'show ids of twelve digits whole, and wrap longer ones: <Id>' -ForEach @(
        @{ Id = '2147483648' }
        @{ Id = '999999999999' }
        @{ Id = '1000000000000' }
        @{ Id = '9223372036854775807' }
    ) {
        $added = '{"status":"success","customer":{"customer_id":ID,"contact_id":ID,"action_event":"ADD_CUSTOMER"}}'.Replace('ID', $Id)
        $found = '{"status":"success","Customer Details":{"id":ID,"name":"A name of a length that fits no column of eighty","contacts":[{"id":ID,"leadId":ID,"contactPerson":"a","phone":"1"}]}}'.Replace('ID', $Id)
        $pulled = '{"status":"success","message":[{"id":ID,"name":"a","generationDate":"May 2, 2024 4:15:42 PM"}]}'.Replace('ID', $Id)
        foreach ($case in @(
                @{ Answer = $added; Call = { New-KaptureCustomer -Name a -Phone 1 -Session $wire }; Ids = 2; Views = $null, 'Action' }
                @{ Answer = $added.Replace('ADD', 'UPDATE'); Call = { Set-KaptureCustomer -Id $Id -City Pune -Session $wire -PassThru }; Ids = 2; Views = $null, 'Action' }
                @{ Answer = $found; Call = { Get-KaptureCustomer $Id -Session $wire }; Ids = 1; Views = $null, 'City', 'Day' }
                @{ Answer = $found; Call = { (Get-KaptureCustomer $Id -Session $wire).Contacts }; Ids = 2; Views = @($null) }
                @{ Answer = $pulled; Call = { Get-KaptureCustomerByDate 2024-05-02 2024-05-02 -First 1 -Session $wire }; Ids = 1; Views = $null, 'City', 'Day' }
            )) {
            $recorder = Start-Recorder -Answer $case.Answer
            try {
                $wire = Connect-Emulator $recorder @{ SkipVerification = $true; PassThru = $true; Dialect = 'V1' }
                $object = & $case.Call
                foreach ($view in $case.Views) {
                    $how = if ($view) { @{ View = $view } } else { @{} }
                    $table = $object | Format-Table @how | Out-String -Width 80
                    ($table -replace '\D').Contains($Id.Substring(0, [Math]::Min(12, $Id.Length))) | Should -BeTrue
                    if ($Id.Length -le 12) {
                        [regex]::Matches($table, "(?<!\S)$Id(?!\S)").Count | Should -Be $case.Ids
                    }
                    else {
                        [regex]::Matches($table, "(?<!\S)$($Id.Substring(0, 12))(?!\S)").Count | Should -Be $case.Ids
                        [regex]::Matches($table, "(?m)(?<!\S)$($Id.Substring(12))(?!\S)").Count | Should -BeGreaterOrEqual $case.Ids
                        $table | Should -Not -Match '…\d|\d…'
                    }
                }

                $object | Format-Table -AutoSize | Out-String -Width 160 | Should -Match "(?<!\S)$Id(?!\S)"
                $object.PSTypeNames[0] | Should -BeIn 'Kapture.WriteResult', 'Kapture.Customer', 'Kapture.Contact'
                $wire | Disconnect-Kapture
            }
            finally {
                Stop-Recorder $recorder
            }
        }
    }

    It 'wrap the long ids and numbers of a journal' {
        $entries[0..1] | Format-Table | Out-String -Width 80 | Should -Match '(?m)^1000000 Done\s+2147483648 '
        Set-Content -Path TestDrive:/long.jsonl -Value @(
            '{"journal":"KapturePS","version":1,"operation":"Update","host":"emulator.invalid"}'
            '{"row":123456789,"key":"00112233445566778899aabbccddeeff-1","began":"2026-11-22T04:48:48.123Z"}'
            '{"row":123456789,"key":"00112233445566778899aabbccddeeff-1","done":"2026-11-22T04:48:48.123Z","customerId":9223372036854775807}'
        )
        $table = Get-KaptureJournal TestDrive:/long.jsonl | Out-String -Width 80
        $table | Should -Match '(?m)^1234567 Done\s+922337203685 '
        $table | Should -Match '(?m)^     89\s+4775807\s*$'
    }

    It 'group results by what was done: -View Action' {
        $changed = Set-KaptureCustomer -Id $results[0].CustomerId -City Pune -PassThru -Session $session
        $lines = (@($results[0..1]) + $changed | Format-Table -View Action | Out-String -Width 80) -split '\r?\n'
        $lines -match '^\s*Action: ' | ForEach-Object Trim | Should -Be 'Action: Added', 'Action: Updated'
        @($lines -match "^\s+1\s+$($results[0].CustomerId) ").Count | Should -Be 2
        ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 80
    }

    It 'group customers by city and by day' {
        $table = $customers[0..1] | Format-Table -View City | Out-String -Width 80
        $table | Should -Match '(?m)^\s*City: Thiruvananthapuram\s*$'
        $table | Should -Match "(?m)^\s*$($customers[1].Id) "
        $day = '{0:yyyy-MM-dd}' -f $customers[0].Created
        $table = $customers[0..1] | Format-Table -View Day | Out-String -Width 80
        [regex]::Matches($table, 'Created: ').Count | Should -Be 1
        $table | Should -Match "(?m)^\s*Created: $day\s*$"
        $table | Should -Match "(?m)^\s*$($customers[0].Id) \d\d:\d\d:\d\d "

        # What comes from a file looks the same.
        $customers[0..1] | Export-Clixml TestDrive:/customers.xml
        Import-Clixml TestDrive:/customers.xml | Format-Table -View Day | Out-String -Width 80 | Should -BeExactly $table
    }

    It 'group the entries of a journal by state, with the errors whole: -View State' {
        $table = $entries | Format-Table -View State | Out-String -Width 60
        $table | Should -Match '(?m)^\s*State: Done\s*$'
        $table | Should -Match '(?m)^\s*State: InDoubt\s*$'
        $table | Should -Not -Match '…'
        $table | Should -Match 'WriteUncertain'
    }

    It 'show <What> side by side with Format-Wide' -ForEach @(
        @{ What = 'customers'; Object = { $customers[0] }; Text = { "$($customers[0].Id) A customer" } }
        @{ What = 'contacts'; Object = { $customers[0].Contacts[0] }; Text = { "$($customers[0].Contacts[0].Id) Vikram" } }
        @{ What = 'write results'; Object = { $results[0] }; Text = { "Added $($results[0].CustomerId) A customer" } }
        @{ What = 'entries of a journal'; Object = { $entries[1] }; Text = { '1000001 InDoubt' } }
        @{ What = 'sessions'; Object = { $session }; Text = { $session.Name } }
    ) {
        & $Object | Format-Wide -Column 1 | Out-String -Width 80 | Should -Match ([regex]::Escape((& $Text)))
        $lines = (& $Object | Format-Wide | Out-String -Width 80) -split '\r?\n'
        ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 80
    }

    It 'keep columns in their places with names in other scripts' {
        $people = 'आशा पाटील', '株式会社カプチャー', 'Łukasz' | ForEach-Object { [pscustomobject]@{ Name = $_; Phone = '9380491326' } } | New-KaptureCustomer -Session $session | Get-KaptureCustomer -Session $session
        $lines = ($people | Out-String -Width 80) -split '\r?\n' | Where-Object { $_ -match '9380491326' }
        $lines.Count | Should -Be 3

        # An ideograph takes two cells of a console: the column before the phone is that much shorter in characters.
        $lines[2].IndexOf('9380491326') | Should -Be 33
        $lines[1].IndexOf('9380491326') | Should -Be (33 - '株式会社カプチャー'.Length)
        $lines[0] | Should -Match 'आशा पाटील'
    }

    It 'show contacts by name, times in order of size, and further properties readably' {
        $list = $customers[0] | Format-List | Out-String -Width 120
        $list | Should -Match "(?m)^Contacts\s+: Vikram \($($customers[0].Contacts[0].Id)\)\s*$"
        $list | Should -Match "(?m)^Created\s+: $('{0:yyyy-MM-dd HH:mm:ss zzz}' -f $customers[0].Created -replace '\+', '\+')\s*$"
        $list | Should -Match '(?m)^Remarks\s+:\s*$'
        $tiered = New-KaptureCustomer -Name Asha -Phone 1 -AdditionalField @{ Tier = 'Gold' } -Session $session | Get-KaptureCustomer -Session $session
        $tiered | Format-List | Out-String -Width 120 | Should -Match '(?m)^AdditionalProperties\s+: additional_fields = \{"Tier":"Gold"\}\s*$'
        $customers[0] | Format-List | Out-String -Width 120 | Should -Match '(?m)^AdditionalProperties\s+:\s*$'
    }

    It 'show the same in constrained language, in which no method is called' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript(@'
                param($Module)
                Import-Module $Module
                Connect-Kapture -Emulator 6> $null
                $customer = New-KaptureCustomer -Name Asha -Phone 1 -AdditionalField @{ Tier = 'Gold' } | Get-KaptureCustomer
                $contact = $customer.Contacts[0]
                $ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'
                $customer, $contact | Format-List | Out-String -Width 120
                $customer | Format-Table -View Day | Out-String -Width 120
                $customer | Format-Wide | Out-String -Width 120
                Get-KaptureSession | Format-List | Out-String -Width 120
                "Errors: $($Error.Count)"
'@).AddArgument((Get-ModulePath))
            $shown = $shell.Invoke() -join ''
            $shown | Should -Match '(?m)^AdditionalProperties\s+: additional_fields = \{"Tier":"Gold"\}\s*$'
            $shown | Should -BeLike '*Errors: 0'
        }
        finally {
            $shell.Dispose()
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
        @{ Type = 'Kapture.JournalEntry'; Object = { $entries[0] } }
        @{ Type = 'KapturePS.KaptureSession'; Object = { $session } }
    ) {
        $one = & $Object
        $names = $one.PSStandardMembers.DefaultDisplayPropertySet.ReferencedPropertyNames
        $names.Count | Should -BeGreaterThan 7
        foreach ($name in $names) { $one.PSObject.Properties.Name | Should -Contain $name }
        foreach ($name in @($one.PSStandardMembers.DefaultKeyPropertySet.ReferencedPropertyNames) + $one.PSStandardMembers.DefaultDisplayProperty) {
            $one.PSObject.Properties.Name | Should -Contain $name
        }
    }

    It 'are sorted by their keys where nothing else is said' {
        ($customers | Sort-Object -Descending).Id | Should -Be ($customers.Id | Sort-Object -Descending)
        ($results[3, 0, 2] | Sort-Object).Row | Should -Be 1, 3, 4
    }

    It 'leave the objects as they are' {
        $results[0].PSObject.Properties.Name | Should -Be Row, CustomerId, ContactId, Action, Name, Message, Attempts, Reconciled
        $results[0] | Export-Csv TestDrive:/results.csv
        (Get-Content TestDrive:/results.csv -TotalCount 1) -replace '"' | Should -BeExactly 'Row,CustomerId,ContactId,Action,Name,Message,Attempts,Reconciled'
        ($results[0] | ConvertTo-Json | ConvertFrom-Json).PSObject.Properties.Name | Should -Be $results[0].PSObject.Properties.Name
        $customers[0].PSObject.Properties.Name | Should -Be ([Kapture.Customer].GetProperties().Name)
        ($customers[0] | ConvertTo-Json -Depth 4 | ConvertFrom-Json -DateKind String).Id | Should -Be $customers[0].Id
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

Describe 'Streaming' {
    BeforeEach {
        $script:rendering = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'PlainText'
        $script:read = [Collections.Generic.List[string]]::new()
        function Get-Row([int] $Count, [int] $Bad) {
            foreach ($number in 1..$Count) {
                $read.Add("row $number")
                [pscustomobject]@{ Name = "n$number"; Phone = if ($number -eq $Bad) { '9.38E+09' } else { "$number" } }
            }
        }
    }

    AfterEach {
        $PSStyle.OutputRendering = $rendering
    }

    It 'shows the first rows while later ones are still to be read: <What>' -ForEach @(
        @{ What = 'New-KaptureCustomer'; Call = { Get-Row 200 | New-KaptureCustomer -Session $session -ThrottleLimit 1 } }
        @{ What = 'Set-KaptureCustomer'; Call = { Get-Row 200 | Set-KaptureCustomer -Id $results[0].CustomerId -PassThru -Session $session -ThrottleLimit 1 } }
        @{ What = 'Add-KaptureContact'; Call = { Get-Row 200 | Add-KaptureContact -CustomerId $results[0].CustomerId -Session $session -ThrottleLimit 1 } }
        @{ What = 'Get-KaptureCustomer'; Call = { Get-Row 200 | Get-KaptureCustomer -Id $results[0].CustomerId -Session $session -ThrottleLimit 1 } }
    ) {
        $first = & $Call | Out-String -Stream -Width 80 | Where-Object { $_ -match '\d' } | Select-Object -First 1
        $first | Should -Not -BeNullOrEmpty
        $read.Count | Should -BeGreaterThan 0
        $read.Count | Should -BeLessThan 50
    }

    It 'loses nothing with -OutBuffer, keeps the order, and reports errors in their places: <What>' -ForEach @(
        @{ What = 'New-KaptureCustomer'; Call = { param($With) Get-Row 9 5 | New-KaptureCustomer @With } }
        @{ What = 'Set-KaptureCustomer'; Call = { param($With) Get-Row 9 5 | Set-KaptureCustomer -Id $results[0].CustomerId -PassThru @With } }
        @{ What = 'Add-KaptureContact'; Call = { param($With) Get-Row 9 5 | Add-KaptureContact -CustomerId $results[0].CustomerId @With } }
    ) {
        foreach ($buffer in 0, 1, 4, 100) {
            $came = @(& $Call @{ OutBuffer = $buffer; Session = $session; ErrorAction = 'Continue' } 2>&1 | ForEach-Object { if ($_ -is [Management.Automation.ErrorRecord]) { "error $($_.Exception.Row)" } else { "row $($_.Row)" } })
            $came | Should -Be 'row 1', 'row 2', 'row 3', 'row 4', 'error 5', 'row 6', 'row 7', 'row 8', 'row 9'
        }
    }

    It 'loses no customer with -OutBuffer <_>' -ForEach 0, 1, 5, 100 {
        (Get-KaptureCustomer $results.CustomerId -Session $session -OutBuffer $_ | ForEach-Object Id) | Should -Be $results.CustomerId
        $pulled = @(Get-KaptureCustomerByDate (Get-Date).AddDays(-1) -Session $session -OutBuffer $_ | ForEach-Object Id)
        foreach ($id in $results.CustomerId) { $pulled | Should -Contain $id }
        @($pulled | Group-Object | Where-Object Count -GT 1) | Should -BeNullOrEmpty
        @(Get-KaptureJournal TestDrive:/add.jsonl -OutBuffer $_ | ForEach-Object Row) | Should -Be 1000000, 1000001
        @(1, 2, 3 | ForEach-Object { @{ customer_id = "$($results[0].CustomerId)" } } | Invoke-KaptureRequest /search-customer-by-customer-id.html -Session $session -OutBuffer $_ | ForEach-Object { $_.message.id }) | Should -Be (@($results[0].CustomerId) * 3)
    }
}
