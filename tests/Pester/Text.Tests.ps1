#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeDiscovery {
    # By name, as code units: the file itself stays ASCII, and what shows nothing can be told apart.
    $script:texts = @(
        @{ What = 'every plane'; Text = -join (0..16 | ForEach-Object { [char]::ConvertFromUtf32(($_ -shl 16) -bor 0xFFFD) }) }
        @{ What = 'the last of every plane'; Text = -join (0..16 | ForEach-Object { [char]::ConvertFromUtf32(($_ -shl 16) -bor 0xFFFF) }) }
        @{ What = 'emoji of a family'; Text = -join (0x1F468, 0x200D, 0x1F469, 0x200D, 0x1F467 | ForEach-Object { [char]::ConvertFromUtf32($_) }) }
        @{ What = 'bidi controls'; Text = "a$([char] 0x202E)b$([char] 0x2066)c$([char] 0x2069)$([char] 0x061C)d" }
        @{ What = 'NUL and other controls'; Text = "a$([char] 0)b$([char] 1)$([char] 0x1F)$([char] 0x7F)$([char] 0x9F)" }
        @{ What = 'U+FFFD'; Text = "a$([char] 0xFFFD)b" }
        @{ What = 'separators of lines and paragraphs'; Text = "a$([char] 0x2028)b$([char] 0x2029)c$([char] 0x85)d" }
        @{ What = 'a mark at the beginning and inside'; Text = "$([char] 0xFEFF)a$([char] 0xFEFF)b" }
        @{ What = 'joiners of no width'; Text = "a$([char] 0x200B)b$([char] 0x200C)c$([char] 0x200D)d$([char] 0x2060)" }
        @{ What = 'composed letters'; Text = "$([char] 0xE9)$([char] 0xFB01)$([char] 0xAC00)$([char] 0x1E9B)$([char] 0x323)" }
        @{ What = 'decomposed letters'; Text = "e$([char] 0x301)fi$([char] 0x1100)$([char] 0x1161)" }
        @{ What = 'Devanagari'; Text = -join (0x0906, 0x0936, 0x093E | ForEach-Object { [char] $_ }) }
        @{ What = 'a formula'; Text = "=cmd|' /C calc'!A0" }
        @{ What = 'plus'; Text = '+1+1' }
        @{ What = 'minus'; Text = '-1+1' }
        @{ What = 'at'; Text = '@SUM(A1)' }
        @{ What = 'lines and tabs'; Text = "a`r`nb`nc`rd`te" }
        @{ What = 'blanks around'; Text = "  a`t " }
        @{ What = 'quotes and backslashes'; Text = 'a"b\c\"d''e\u0041/' }
        @{ What = 'null'; Text = 'null' }
        @{ What = 'true'; Text = 'true' }
        @{ What = '1e400'; Text = '1e400' }
        @{ What = '007'; Text = '007' }
        @{ What = 'JSON'; Text = '{"a":[1,]};' }
        @{ What = 'wildcards'; Text = '[a-b]*?`' }
        @{ What = 'what a shell would run'; Text = '$(Stop-Process -Id $PID); `whoami`' }
        @{ What = 'a megabyte'; Text = 'a' + [char]::ConvertFromUtf32(0x1F600) * 262144 }
    )

    # Halves of pairs, in every place.
    $script:halves = @(
        @{ What = 'the first half at the end'; Text = "a$([char] 0xD83D)" }
        @{ What = 'the second half at the beginning'; Text = "$([char] 0xDE00)a" }
        @{ What = 'both in the wrong order'; Text = "$([char] 0xDE00)$([char] 0xD83D)" }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS
    $script:legacy = (Get-SuiteDialect) -eq 'Legacy'
    $script:emulator = Start-Emulator
    Connect-Emulator $emulator
    $script:recorder = Start-Recorder
    $script:recorded = Connect-Emulator $recorder @{ SkipVerification = $true; Name = 'recorded'; PassThru = $true }
    Connect-Emulator $emulator

    # The text fields of a dialect that the service tells back, by what a customer calls them.
    $script:fields = 'Name', 'Address', 'City', 'State', 'Country', 'Type', 'Classification'
    $script:words = @{ Name = 'customer_name'; Address = 'address'; City = 'city'; State = 'state'; Country = 'country'; Type = 'type'; Classification = 'classification'; CustomerCode = 'customer_code' }
    if (-not $legacy) {
        foreach ($pair in @{ Locality = 'locality'; PostalCode = 'pincode'; Remarks = 'remarks'; CustomerRemarks = 'customer_remarks'; PrimarySource = 'primary_source'; AssignedToName = 'customer_assign_emp_name'; Zone = 'zone' }.GetEnumerator()) {
            $words[$pair.Key] = $pair.Value
        }
    }

    # What the service itself has of a customer, past the module: a record's own names, and ids as they are asked for.
    $script:recordWords = @{ Name = 'name'; Address = 'address'; City = 'city'; State = 'state'; Country = 'country'; Type = 'customerType'; Classification = 'classification' }
    function Get-StoredRecord([long] $Id) {
        $body = if ($legacy) { "{`"customer_id`":`"$Id`"}" } else { "[{`"kapture_customer_id`":`"$Id`"}]" }
        $answer = Invoke-WebRequest -Method Post -Uri ([uri]::new($emulator.BaseUri, 'search-customer-by-customer-id.html')) -Headers @{ Authorization = 'Basic emulator-token' } -ContentType 'application/json' -Body $body -NoProxy
        $text = [Text.UTF8Encoding]::new($false, $true).GetString($answer.RawContentStream.ToArray())
        $root = [Text.Json.JsonDocument]::Parse($text.TrimEnd().TrimEnd(';'), [Text.Json.JsonDocumentOptions]@{ AllowTrailingCommas = $true }).RootElement
        if ($legacy) { $root.GetProperty('message')[0] } else { $root.GetProperty('Customer Details') }
    }

    # Pester shows what differs, and would show a megabyte; and its own comparing goes by culture.
    function Test-Same {
        [CmdletBinding()]
        [OutputType([bool])]
        param([AllowNull()] $Found, [string] $Expected)

        [string]::Equals([string] $Found, $Expected, [StringComparison]::Ordinal)
    }
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
    Stop-Recorder $recorder
    Stop-Emulator $emulator
}

Describe 'Text that is <What>' -ForEach $texts {
    It 'goes out letter for letter in every field, and in the name and the value of a custom field' {
        $row = [ordered]@{ Phone = '0900000001' }
        foreach ($field in $words.Keys) { $row[$field] = $Text }
        $row["x$Text"] = $Text

        $result = [pscustomobject] $row | New-KaptureCustomer -Session $recorded -AdditionalField { @{ "x$($_.Name)" = $_.Name } } -WarningAction SilentlyContinue
        $result.Action | Should -Be Added
        $sent = Receive-Customer $recorder

        foreach ($field in $words.Keys) { Test-Same $sent[$words[$field]] $Text | Should -BeTrue -Because $field }
        $custom = @($sent.additional_fields.GetEnumerator())
        $custom | Should -HaveCount 1
        Test-Same $custom[0].Key "x$Text" | Should -BeTrue -Because 'it is the name'
        Test-Same $custom[0].Value $Text | Should -BeTrue -Because 'it is the value'
    }

    It 'comes back letter for letter' {
        $row = [ordered]@{ Phone = '0900000001'; Email = "a$Text@example.com" }
        foreach ($field in $fields) { $row[$field] = $Text }
        $found = [pscustomobject] $row | New-KaptureCustomer -WarningAction SilentlyContinue | Get-KaptureCustomer

        foreach ($field in $fields) { Test-Same $found.$field $Text | Should -BeTrue -Because $field }
        Test-Same $found.Email "a$Text@example.com" | Should -BeTrue -Because 'it is the email'
        $found.UnreadableFields | Should -BeNullOrEmpty
    }

    It 'is letter for letter in the service''s own store, and comes so from a range of days' {
        Reset-Emulator $emulator
        $row = [ordered]@{ Phone = '0900000001' }
        foreach ($field in $fields) { $row[$field] = $Text }
        $id = ([pscustomobject] $row | New-KaptureCustomer -WarningAction SilentlyContinue).CustomerId
        $record = Get-StoredRecord $id
        foreach ($field in $fields) { Test-Same $record.GetProperty($recordWords[$field]).GetString() $Text | Should -BeTrue -Because "$field is stored" }

        # Two days: the service's may be the next one.
        $found = @(Get-KaptureCustomerByDate ([datetime]::UtcNow.AddDays(-1)))
        $found | Should -HaveCount 1
        $found[0].Id | Should -Be $id
        foreach ($field in $fields) { Test-Same $found[0].$field $Text | Should -BeTrue -Because "$field is pulled" }
        $found[0].UnreadableFields | Should -BeNullOrEmpty
    }

    It 'is a key that finds who has it' -Skip:($env:KAPTUREPS_DIALECT -eq 'Legacy' -or $What -eq 'a megabyte' -or $What -eq '1e400') {
        $added = [pscustomobject]@{ Name = $What; Phone = "tel $Text"; Email = "mail $Text" } | New-KaptureCustomer -WarningAction SilentlyContinue
        (Get-KaptureCustomer -Phone "tel $Text" | Select-Object -First 1).Id | Should -Be $added.CustomerId
        (Get-KaptureCustomer -Email "mail $Text" | Select-Object -First 1).Id | Should -Be $added.CustomerId
    }

    It 'is in the body of a request of the caller''s own' {
        $null = Invoke-KaptureRequest -Path /x -Body @{ "x$Text" = $Text } -Session $recorded
        $body = Receive-Body $recorder
        Test-Same @($body.Keys)[0] "x$Text" | Should -BeTrue
        Test-Same @($body.Values)[0] $Text | Should -BeTrue
    }
}

Describe 'Half of a pair: <What>' -ForEach $halves {
    It 'is refused in <_>, with the row and the field, and nothing is sent' -ForEach 'Name', 'Address', 'City', 'Phone', 'Email', 'CustomerCode' {
        $row = [ordered]@{ Name = 'Asha'; Phone = '0900000001'; Email = 'asha@example.com'; Address = 'x'; City = 'x'; CustomerCode = 'x' }
        $row[$_] = $Text
        $failed = $null
        'first', $Text | ForEach-Object { [pscustomobject] ($_ -eq 'first' ? @{ Name = 'Asha'; Phone = '1' } : $row) } |
            New-KaptureCustomer -Session $recorded -ErrorVariable failed -ErrorAction SilentlyContinue | Should -HaveCount 1
        $failed | Should -HaveCount 1
        $failed[0].FullyQualifiedErrorId | Should -BeExactly 'InvalidValue,KapturePS.NewKaptureCustomerCommand'
        "$($failed[0])" | Should -BeLike "Row 2: $_ *"
        @(Receive-Body $recorder) | Should -HaveCount 1
    }

    It 'is refused in a custom field, in its name and as a single letter' {
        foreach ($field in @{ Tier = $Text }, @{ $Text = 'x' }, @{ Tier = $Text[0] -lt 0xD800 ? $Text[1] : $Text[0] }, @{ Tier = @{ Deep = @($Text) } }) {
            $failed = $null
            New-KaptureCustomer -Name Asha -Phone 1 -AdditionalField $field -Session $recorded -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed[0].FullyQualifiedErrorId | Should -BeExactly 'InvalidValue,KapturePS.NewKaptureCustomerCommand'
            "$($failed[0])" | Should -BeLike '*AdditionalField*'
        }

        @(Receive-Body $recorder) | Should -BeNullOrEmpty
    }

    It 'is refused as a key' {
        foreach ($key in @{ Email = $Text }, @{ Phone = $Text }) {
            $failed = $null
            Get-KaptureCustomer @key -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed[0].FullyQualifiedErrorId | Should -BeIn 'InvalidValue,KapturePS.GetKaptureCustomerCommand', 'NotInDialect,KapturePS.GetKaptureCustomerCommand'
        }
    }
}

Describe 'A custom field that holds itself' {
    It 'is the row''s error, and the next row goes out: <What>' -ForEach @(
        @{ What = 'a dictionary'; Value = { $itself = @{}; $itself.Me = $itself; $itself } }
        @{ What = 'twice'; Value = { $itself = @{}; $itself.Me = $itself; $itself.Too = $itself; $itself } }
        @{ What = 'a list'; Value = { $itself = [object[]]::new(1); $itself[0] = $itself; @{ List = $itself } } }
        @{ What = 'an object'; Value = { $itself = [pscustomobject]@{ Me = $null }; $itself.Me = $itself; @{ Object = $itself } } }
    ) {
        $failed = $null
        $custom = & $Value
        $added = [pscustomobject]@{ Name = 'a'; Phone = 1; Extra = $custom }, [pscustomobject]@{ Name = 'b'; Phone = 2; Extra = @{ Fine = 1 } } |
            New-KaptureCustomer -Session $recorded -AdditionalField { $_.Extra } -WarningAction SilentlyContinue -ErrorVariable failed -ErrorAction SilentlyContinue
        $added.Row | Should -Be 2
        $failed[0].FullyQualifiedErrorId | Should -BeExactly 'InvalidValue,KapturePS.NewKaptureCustomerCommand'
        "$($failed[0])" | Should -BeLike 'Row 1: AdditionalField *holds itself*'
        $null = Receive-Body $recorder
    }
}

Describe 'What a file of rejects holds' -Tag Both {
    It 'is what the rows held, formulas too, and can be run again' {
        $rows = '=1+1', '+1', '-1', '@x', "a`nb", '"q"', ' blank ' | ForEach-Object { [pscustomobject]@{ Name = $_; Phone = '#N/A' } }
        $failed = $null
        $rows | New-KaptureCustomer -Journal TestDrive:/text.journal -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.TargetObject | Export-Csv TestDrive:/rejects.csv -Encoding utf8BOM

        $again = @(Import-Csv TestDrive:/rejects.csv)
        foreach ($i in 0..6) { Test-Same $again[$i].Name $rows[$i].Name | Should -BeTrue -Because $rows[$i].Name }
        foreach ($row in $again) { $row.Phone = '0900000001' }
        $added = @($again | New-KaptureCustomer -Session $recorded -Journal TestDrive:/text.journal -ThrottleLimit 1)
        $added | Should -HaveCount 7
        $sent = @(Receive-Customer $recorder)
        foreach ($i in 0..6) { Test-Same $sent[$i].customer_name $rows[$i].Name | Should -BeTrue -Because $rows[$i].Name }
    }
}
