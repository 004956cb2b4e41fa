#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidGlobalVars', '', Justification = 'Completion looks at the variables that a prompt has.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'The line that is completed names them.')]
param()

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS
    $script:modulePath = Get-ModulePath
    Set-Content -Path TestDrive:/people.csv -Value 'customer_name,Phone,Tier,My region', 'Asha,1,Gold,West'
    $script:people = (Get-Item TestDrive:/people.csv).FullName

    function Get-Completion([string] $Line) { (TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches }
    function Get-ToolTip([string] $Line, [string] $Text) { (Get-Completion $Line | Where-Object CompletionText -CEQ $Text).ToolTip }
    function Get-Column([string] $Source) { (Get-Completion "$Source | New-KaptureCustomer -AdditionalFieldProperty ").CompletionText }
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
}

Describe 'Completion' -Tag 'Both' {
    BeforeEach {
        Get-KaptureSession -Name * | Disconnect-Kapture
    }

    Context 'Sessions' {
        It 'say where they lead and which is the current one' {
            Connect-Kapture -Emulator -Name north -Dialect Legacy 6> $null
            Connect-Kapture -Emulator -Name south 6> $null
            Get-ToolTip 'New-KaptureCustomer -Session ' 'north' | Should -BeExactly 'https://emulator.invalid/ (Legacy, Emulator, account 1000298)'
            Get-ToolTip 'New-KaptureCustomer -LookUpSession ' 'south' | Should -BeExactly 'https://emulator.invalid/ (V1, Emulator, account 1000298, the current one)'
        }
    }

    Context 'Sessions by name' {
        It 'are found by what completes: <_>' -ForEach 'plain', '007', "it's [1] `$(throw)" {
            $session = Connect-Kapture -Emulator -Name $_ -PassThru 6> $null
            $text = (Get-Completion 'Get-KaptureSession -Name ').CompletionText
            & ([scriptblock]::Create("Get-KaptureSession -Name $text")) | Should -Be $session
            $text = (Get-Completion 'New-KaptureCustomer -Session ').CompletionText
            & ([scriptblock]::Create("Disconnect-Kapture -Session $text -Confirm:`$false"))
            Get-KaptureSession -Name * | Should -BeNullOrEmpty
        }
    }

    Context 'Time zones' {
        It "begin with India's, in quotation marks" {
            $found = Get-Completion 'Connect-Kapture x -TimeZone '
            $found[0].CompletionText | Should -BeExactly "'India Standard Time'"
            $found[0].ToolTip | Should -BeLike '(UTC+05:30)*'
            $found.CompletionText | Should -Contain 'UTC'
            @($found.ListItemText | Group-Object | Where-Object Count -GT 1) | Should -BeNullOrEmpty
        }

        It 'are each accepted' {
            foreach ($zone in (Get-Completion 'Connect-Kapture x -TimeZone ').ListItemText | Select-Object -First 40) {
                (Connect-Kapture -Emulator -TimeZone $zone -PassThru 6> $null).TimeZone.Id | Should -BeExactly $zone
                Disconnect-Kapture
            }
        }

        It 'are found by <Word>' -ForEach @(
            @{ Word = 'kolk'; Expected = "'India Standard Time'" }
            @{ Word = "'ind"; Expected = "'India Standard Time'" }
            @{ Word = 'ut'; Expected = 'UTC' }
        ) {
            (Get-Completion "Connect-Kapture x -TimeZone $Word").CompletionText | Should -Contain $Expected
        }
    }

    Context '-Clear' {
        It 'offers all fields where there is no session, and says what each dialect calls them' {
            $found = Get-Completion 'Set-KaptureCustomer 5 -Clear '
            $found.CompletionText | Should -Contain 'DateOfBirth'
            $found.CompletionText | Should -Contain 'Locality'
            Get-ToolTip 'Set-KaptureCustomer 5 -Clear ' PostalCode | Should -BeExactly 'Blanks PostalCode: pincode in V1, no field in Legacy.'
        }

        It 'offers what <Dialect> has, and says what it is called there' -ForEach @(
            @{ Dialect = 'V1'; Has = 'PostalCode'; Lacks = 'DateOfBirth'; Tip = 'Blanks Name: customer_name in V1.' }
            @{ Dialect = 'Legacy'; Has = 'DateOfBirth'; Lacks = 'PostalCode'; Tip = 'Blanks Name: name in Legacy.' }
        ) {
            Connect-Kapture -Emulator -Name other -Dialect $(if ($Dialect -eq 'V1') { 'Legacy' } else { 'V1' }) 6> $null
            $session = Connect-Kapture -Emulator -Name this -Dialect $Dialect -PassThru 6> $null
            $session.Dialect | Should -Be $Dialect
            (Get-Completion 'Set-KaptureCustomer 5 -Clear ').CompletionText | Should -Contain $Has
            (Get-Completion 'Set-KaptureCustomer 5 -Clear ').CompletionText | Should -Not -Contain $Lacks
            (Get-Completion 'Set-KaptureCustomer 5 -Session other -Clear ').CompletionText | Should -Contain $Lacks
            (Get-Completion 'Set-KaptureCustomer 5 -Session $session -Clear ').CompletionText | Should -Not -Contain $Lacks
            Get-ToolTip 'Set-KaptureCustomer 5 -Clear ' Name | Should -BeExactly $Tip
        }

        It 'leaves out what stands there already: <_>' -ForEach 'City,', 'City, ', "'City',State," {
            $found = (Get-Completion "Set-KaptureCustomer 5 -Clear $_").CompletionText
            $found | Should -Contain 'Country'
            $found | Should -Not -Contain 'City'
        }
    }

    Context 'Values' {
        It 'of <Line> are <Text>, explained' -ForEach @(
            @{ Line = 'New-KaptureCustomer -CustomerType '; Text = 'Individual', 'Organization', 'ChannelPartner' }
            @{ Line = 'New-KaptureCustomer -IfExists '; Text = 'Send', 'Skip', 'Update', 'Fail' }
            @{ Line = 'New-KaptureCustomer -MatchBy '; Text = 'Email', 'Phone' }
            @{ Line = 'New-KaptureCustomer -MatchBy Email, '; Text = 'Phone' }
            @{ Line = 'Connect-Kapture contoso -Dialect '; Text = 'V1', 'Legacy' }
            @{ Line = 'Get-KaptureCustomerByDate 2024-05-02 -CustomerType '; Text = 'All', 'Organization', 'Individual', 'ChannelPartner' }
            @{ Line = 'New-KaptureCustomer -ContactGender '; Text = 'Male', 'Female' }
            @{ Line = 'Add-KaptureContact -Gender f'; Text = 'Female' }
        ) {
            $found = Get-Completion $Line
            $found.CompletionText | Should -Be $Text
            foreach ($one in $found) { $one.ToolTip.Length | Should -BeGreaterThan 20 }
        }

        It 'of -Attribute are filters to fill in' {
            $found = Get-Completion 'Get-KaptureCustomerByDate 2024-05-02 -Attribute '
            $found.CompletionText | Should -Be (1..15 | ForEach-Object { "@{ attr$_ = '' }" })
            Get-ToolTip 'Get-KaptureCustomerByDate 2024-05-02 -Attribute ' "@{ attr3 = '' }" | Should -BeLike '*attr3*'
            $null = [scriptblock]::Create($found[0].CompletionText)
        }
    }

    Context 'Matching by phone' {
        It 'promises nothing of a number that is written otherwise' {
            Connect-Kapture -Emulator 6> $null
            $null = New-KaptureCustomer -Name a -Phone '+91 98765 43210'
            (New-KaptureCustomer -Name a -Phone 9876543210 -IfExists Skip -MatchBy Phone).Action | Should -Be Added
            Get-ToolTip 'New-KaptureCustomer -MatchBy ' Phone | Should -BeLike '*as it is there*'
            (Get-Help New-KaptureCustomer -Parameter MatchBy).description.Text | Should -BeLike '*as it is there*'
        }
    }

    Context 'Words' {
        It 'are read in any case, shortened, and as values of an enum: <Given>' -ForEach @(
            @{ Given = 'legacy' }
            @{ Given = 'Leg' }
            @{ Given = { [KapturePS.KaptureDialect]::Legacy } }
        ) {
            $word = if ($Given -is [scriptblock]) { & $Given } else { $Given }
            (Connect-Kapture -Emulator -Dialect $word -PassThru 6> $null).Dialect | Should -Be Legacy
        }

        It 'are taken from any list: <Kind>' -ForEach @(
            @{ Kind = 'a List'; List = { , [Collections.Generic.List[string]] ('Phone', 'email') } }
            @{ Kind = 'an ArrayList'; List = { , [Collections.ArrayList] ('Phone', 'Email') } }
            @{ Kind = 'a HashSet'; List = { , [Collections.Generic.HashSet[string]] [string[]] ('Phone', 'Email') } }
            @{ Kind = 'JSON'; List = { ('{"by":["Phone","Email"]}' | ConvertFrom-Json).by } }
        ) {
            Connect-Kapture -Emulator 6> $null
            $by = & $List
            'Added', 'Skipped' | ForEach-Object { (New-KaptureCustomer -Name a -Phone 1 -IfExists Skip -MatchBy $by).Action | Should -Be $_ }
        }

        It 'are not missing in silence: an empty list would look for nobody' {
            Connect-Kapture -Emulator 6> $null
            { New-KaptureCustomer -Name a -Phone 1 -IfExists Skip -MatchBy @() } | Should -Throw '*The list is empty: it takes Email, Phone.*'
        }

        It 'are refused before anything is sent, naming those there are: <Call>' -ForEach @(
            @{ Call = 'Connect-Kapture -Emulator -Dialect V2'; Words = 'V1, Legacy' }
            @{ Call = 'Connect-Kapture -Emulator -Dialect 1'; Words = 'V1, Legacy' }
            @{ Call = 'New-KaptureCustomer -Name a -Phone 1 -IfExists S'; Words = 'Send, Skip, Update, Fail' }
            @{ Call = 'New-KaptureCustomer -Name a -Phone 1 -MatchBy Email, Code'; Words = 'Email, Phone' }
            @{ Call = 'Get-KaptureCustomerByDate 2024-05-02 -CustomerType $null'; Words = 'All, Organization, Individual, ChannelPartner' }
        ) {
            { & ([scriptblock]::Create($Call)) } | Should -Throw "*is none of $Words.*" -ErrorId 'ParameterArgumentTransformationError,*'
        }
    }

    Context 'Paths of requests' {
        It 'are those that are published, of the dialect first' {
            (Get-Completion 'Invoke-KaptureRequest ').CompletionText[1] | Should -BeExactly '/ms/customer/customer/api/v1/add-update'
            Connect-Kapture -Emulator -Dialect Legacy 6> $null
            $found = Get-Completion 'Invoke-KaptureRequest -Path '
            $found.Count | Should -Be 6
            $found[1].CompletionText | Should -BeExactly '/add-update-customer-from-other-source.html'
            $found[1].ToolTip | Should -BeLike '*(Legacy)*'
        }

        It 'are found with the first slash and without: <_>' -ForEach '/ms/c', 'ms/c' {
            (Get-Completion "Invoke-KaptureRequest $_").CompletionText | Should -Be '/ms/customer/customer/api/v1/add-update', '/ms/customer-search/customer-search/api/v1'
        }

        It 'each answer at the emulator' {
            Connect-Kapture -Emulator 6> $null
            $null = New-KaptureCustomer -Name Asha -Phone 1
            foreach ($path in (Get-Completion 'Invoke-KaptureRequest ').ListItemText) {
                $caught = try { $null = Invoke-KaptureRequest $path -Body @{ customer_id = 'none' } -Confirm:$false -ErrorAction Stop } catch { $_ }
                $caught.Exception.StatusCode | Should -Not -Be 404 -Because $path
            }
        }
    }

    Context 'Files' {
        It 'complete <_>' -ForEach 'New-KaptureCustomer -Journal ', 'Set-KaptureCustomer 5 -Journal ', 'Get-KaptureJournal ', 'Get-KaptureJournal -LiteralPath ', 'Connect-Kapture -Emulator -EmulatorData ' {
            (Get-Completion "$_$(Split-Path $people)/peo").CompletionText | Should -Be $people
        }
    }
}

Describe 'Completion of columns' -Tag 'Both' {
    It 'offers those of the file, those first that no parameter takes' {
        $found = Get-Completion "Import-Csv '$people' | New-KaptureCustomer -AdditionalFieldProperty "
        $found.CompletionText | Should -Be Tier, "'My region'", customer_name, Phone
        $found[1].ToolTip | Should -BeExactly "A column that no parameter takes: goes out as the custom field 'My region'."
        $found[2].ToolTip | Should -BeExactly "A column that fills -Name: named here, it goes out as the custom field 'customer_name' too."
    }

    It 'offers what <Source> brings' -ForEach @(
        @{ Source = "Import-Csv -Path 'PEOPLE'"; Expected = 'Tier', "'My region'", 'customer_name', 'Phone' }
        @{ Source = "Import-Csv -LiteralPath 'PEOPLE'"; Expected = 'Tier', "'My region'", 'customer_name', 'Phone' }
        @{ Source = "ipcsv PEOPLE"; Expected = 'Tier', "'My region'", 'customer_name', 'Phone' }
        @{ Source = "Microsoft.PowerShell.Utility\Import-Csv PEOPLE"; Expected = 'Tier', "'My region'", 'customer_name', 'Phone' }
        @{ Source = "Import-Csv TestDrive:/people.csv"; Expected = 'Tier', "'My region'", 'customer_name', 'Phone' }
        @{ Source = "Import-Csv PEOPLE | Where-Object Tier | Sort-Object Phone"; Expected = 'Tier', "'My region'", 'customer_name', 'Phone' }
        @{ Source = "(Import-Csv PEOPLE)"; Expected = 'Tier', "'My region'", 'customer_name', 'Phone' }
        @{ Source = "Import-Csv PEOPLE | Select-Object -First 3"; Expected = 'Tier', "'My region'", 'customer_name', 'Phone' }
        @{ Source = "Import-Csv PEOPLE | Select-Object -ExcludeProperty 'My*' -Property *"; Expected = 'Tier', 'customer_name', 'Phone' }
        @{ Source = "Import-Csv PEOPLE | Select-Object Phone, @{ n = 'Level'; e = { `$_.Tier } }"; Expected = 'Level', 'Phone' }
        @{ Source = "`$table = Import-Csv PEOPLE; `$table"; Expected = 'Tier', "'My region'", 'customer_name', 'Phone' }
        @{ Source = "if (`$true) { Import-Csv PEOPLE"; Expected = 'Tier', "'My region'", 'customer_name', 'Phone' }
        @{ Source = "Import-Csv PEOPLE -Header Name, Level"; Expected = 'Level', 'Name' }
        @{ Source = "[pscustomobject]@{ Name = 'a'; Level = 2; Phone = 3 }"; Expected = 'Level', 'Name', 'Phone' }
        @{ Source = "1..3 | ForEach-Object { [pscustomobject]@{ Name = 'a'; Level = `$_ } }"; Expected = 'Level', 'Name' }
    ) {
        Get-Column $Source.Replace('PEOPLE', $people) | Should -Be $Expected
    }

    It 'offers what a variable holds, without reading a property' {
        $script:read = [Collections.Generic.List[int]]::new()
        Set-Variable -Scope Global -Name KapturePSTestRows -Value @(1..3 | ForEach-Object { [pscustomobject]@{ Name = 'a'; Level = $_ } | Add-Member -PassThru ScriptProperty Trap { $read.Add(1) } })
        try {
            Get-Column '$KapturePSTestRows' | Should -Be Level, Trap, Name
            Get-Column '$global:KapturePSTestRows' | Should -Be Level, Trap, Name
            $read.Count | Should -Be 0
        }
        finally {
            Remove-Variable -Scope Global -Name KapturePSTestRows
        }
    }

    It 'stay text in a list: <_>' -ForEach '007', '1kb', '2d', '0x10', '1e3' {
        Set-Content -Path TestDrive:/figures.csv -Value "$_,Name", '1,a'
        $found = Get-Column "Import-Csv '$((Get-Item TestDrive:/figures.csv).FullName)'"
        (& ([scriptblock]::Create("Write-Output $($found -join ',')")))[0] | Should -BeExactly $_
    }

    It 'leaves out what stands there already' {
        (Get-Completion "Import-Csv '$people' | New-KaptureCustomer -AdditionalFieldProperty Tier,").CompletionText | Should -Be "'My region'", customer_name, Phone
        (Get-Completion "Import-Csv '$people' | Set-KaptureCustomer -AdditionalFieldProperty 'My").CompletionText | Should -Be "'My region'"
    }

    It 'knows the parameters of <_>' -ForEach 'Set-KaptureCustomer', 'KapturePS\Set-KaptureCustomer' {
        (Get-Completion "Import-Csv '$people' -Header Name, Id | $_ -AdditionalFieldProperty ").CompletionText | Should -Be Name, Id
        (Get-Completion "Import-Csv '$people' -Header Name, Id | New-KaptureCustomer -AdditionalFieldProperty ").CompletionText | Should -Be Id, Name
    }

    It 'knows what Import-Csv was told: <Arguments>' -ForEach @(
        @{ Arguments = "-Delimiter ';'"; Text = "Name;Tier, too`n" }
        @{ Arguments = '-Delimiter "`t"'; Text = "Name`tTier, too`n" }
        @{ Arguments = '-Encoding Unicode'; Text = "Name,Straße`n"; Encoding = [Text.UnicodeEncoding]::new($false, $false) }
        @{ Arguments = '-Encoding latin1'; Text = "Name,Straße`n"; Encoding = [Text.Encoding]::Latin1 }
        @{ Arguments = ''; Text = "Name,Straße`n"; Encoding = [Text.UTF8Encoding]::new($true) }
        @{ Arguments = ''; Text = "Name,आय`n"; Encoding = [Text.UnicodeEncoding]::new($false, $true) }
        @{ Arguments = ''; Text = "#TYPE Some.Thing`n`"Name`",`"T`"`"ier`"`n" }
        @{ Arguments = ''; Text = "#Software: x`n#Fields: Name,Tier`n" }
        @{ Arguments = ''; Text = "`"Two`nlines`" , Tier,`"a,b`"`r`n" }
        @{ Arguments = ''; Text = "Name, 5`" pipe ,Tier,,`n" }
        @{ Arguments = ''; Text = " Name ,`tTier  `r`n" }
        @{ Arguments = ''; Text = "First name,`"Last name`"  ,a b  ,c `"d`" ,`" e `" f `n" }
    ) {
        $file = Join-Path (Split-Path $people) told.csv
        [IO.File]::WriteAllText($file, $Text + ("x`t;," * 8) + "`n", $(if ($Encoding) { $Encoding } else { [Text.UTF8Encoding]::new($false) }))
        $read = (& ([scriptblock]::Create("Import-Csv '$file' $Arguments"))).PSObject.Properties.Name
        $found = (Get-Completion "Import-Csv '$file' $Arguments | New-KaptureCustomer -AdditionalFieldProperty ").ListItemText
        $found | Sort-Object | Should -Be ($read | Sort-Object)
    }

    It 'offers nothing for <_>' -ForEach @(
        'Import-Csv nowhere.csv'
        'Import-Csv //server/share/people.csv'
        'Import-Csv \\server\share\people.csv'
        'Import-Csv /dev/zero'
        'Import-Csv Env:/PATH'
        'Import-Csv Nowhere:/people.csv'
        'Import-Csv $KapturePSNowhere'
        'Import-Csv (Get-Date)'
        'Import-Csv'
        '$KapturePSNowhere'
        '@{ Name = 1; Level = 2 }'
        "'text'"
        'Get-KaptureCustomer 5'
    ) {
        Get-Column $_ | Should -BeNullOrEmpty
    }

    It 'looks at no share, also where it could' -Skip:$IsWindows {
        # On this system two slashes are one.
        Test-Path "/$people" | Should -BeTrue
        Get-Column "Import-Csv '/$people'" | Should -BeNullOrEmpty
    }

    It 'waits for no pipe' -Skip:$IsWindows {
        $pipe = Join-Path (Split-Path $people) waiting.csv
        mkfifo $pipe
        Get-Column "Import-Csv '$pipe'" | Should -BeNullOrEmpty
    }

    It 'leaves no error behind' {
        $before = $global:Error.Count
        $null = Get-Column 'Import-Csv Nowhere:/people.csv'
        $global:Error.Count | Should -Be $before
    }
}

Describe 'Completion in a new shell' -Tag 'Both' {
    It 'works before the module is imported' {
        $child = Invoke-ChildShell @'
            $env:PSModulePath = $env:ROOT + [IO.Path]::PathSeparator + $env:PSModulePath
            $line = 'New-KaptureCustomer -CustomerType Ch'
            "loaded: $([bool](Get-Module KapturePS))"
            (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText
            $line = 'Connect-Kapture x -TimeZone Ind'
            (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches[0].CompletionText
'@ @{ ROOT = (Split-Path (Split-Path $modulePath)) }
        $child.Errors | Should -BeNullOrEmpty
        $child.Output -split '\r?\n' | Should -Be 'loaded: False', 'ChannelPartner', "'India Standard Time'"
    }
}
