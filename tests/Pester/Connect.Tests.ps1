#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS
    $script:emulator = Start-Emulator -Argument '--user', 'asha', '--password', "p`u{e4}ssword:1"
    $script:uri = "$($emulator.BaseUri)"

    function Get-Pair([string] $Name, [string] $Text) { [pscredential]::new($Name, (ConvertTo-Secret $Text)) }
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
    Stop-Emulator $emulator
}

Describe 'Connect-Kapture' {
    BeforeEach {
        Get-KaptureSession -Name * | Disconnect-Kapture
        Reset-Emulator $emulator
    }

    Context 'Ways in' {
        It 'connects by a subdomain and a token' {
            $session = Connect-Kapture contoso -Token (ConvertTo-Secret 'emulator-token') -SkipVerification -PassThru
            $session.GetType().Name | Should -BeExactly 'KaptureSession'
            $session.Name | Should -BeExactly 'contoso'
            $session.Subdomain | Should -BeExactly 'contoso'
            $session.BaseUri | Should -Be 'https://contoso.kapturecrm.com/'
            "$($session.Authentication)" | Should -BeExactly 'Token'
            "$($session.Dialect)" | Should -BeExactly 'V1'
            $session.TimeZone.BaseUtcOffset | Should -Be ([timespan] '05:30')
            $session.AccountId | Should -BeNullOrEmpty
            $session.UserName | Should -BeNullOrEmpty
            $session.Connected | Should -BeTrue
        }

        It 'connects by a subdomain and a credential' {
            $session = Connect-Kapture -Subdomain Contoso -Credential (Get-Pair asha x) -SkipVerification -PassThru
            "$($session.Authentication)" | Should -BeExactly 'Basic'
            $session.UserName | Should -BeExactly 'asha'
        }

        It 'connects by an address and a token, and proves it by one read' {
            Connect-Kapture -BaseUri $uri -ApiKey (ConvertTo-Secret 'emulator-token') -NoProxy
            $stats = Get-EmulatorStats $emulator
            $stats.requests | Should -Be 1
            $stats.operations.get.requests | Should -Be 1
            (Get-KaptureSession).Connected | Should -BeTrue
        }

        It 'connects by an address and a credential in UTF-8' {
            Connect-Kapture -BaseUri $uri -Credential (Get-Pair asha "p`u{e4}ssword:1") -NoProxy -Dialect (Get-SuiteDialect)
            (New-KaptureCustomer -Name a -Phone 1).Action | Should -Be Added
        }

        It 'sends a token exactly as it is given' {
            $recorder = Start-Recorder
            try {
                $token = ConvertTo-Secret 'not:base64=='
                Connect-Kapture -BaseUri $recorder.BaseUri -Token $token -NoProxy -SkipVerification -Header @{ 'X-Tenant' = 'seven' }
                $null = New-KaptureCustomer -Name a -Phone 1
                $headers = $null
                $null = $recorder.Headers.TryDequeue([ref] $headers)
                $headers['Authorization'] | Should -BeExactly 'Basic not:base64=='
                $headers['X-Tenant'] | Should -BeExactly 'seven'
                $headers['Content-Type'] | Should -BeLike 'application/json*'
            }
            finally {
                Stop-Recorder $recorder
            }
        }

        It 'takes what it is told: <Parameter>' -ForEach @(
            @{ Parameter = 'AccountId'; Value = 77; Property = { $_.AccountId }; Expected = 77 }
            @{ Parameter = 'cm_id'; Value = '78'; Property = { $_.AccountId }; Expected = 78 }
            @{ Parameter = 'Name'; Value = 'my tenant'; Property = { $_.Name }; Expected = 'my tenant' }
            @{ Parameter = 'TimeZone'; Value = 'UTC'; Property = { $_.TimeZone.Id }; Expected = 'UTC' }
            @{ Parameter = 'TimeZone'; Value = 'Europe/Berlin'; Property = { $_.TimeZone.BaseUtcOffset.Hours }; Expected = 1 }
            @{ Parameter = 'TimeZone'; Value = [TimeZoneInfo]::Utc; Property = { $_.TimeZone.Id }; Expected = 'UTC' }
            @{ Parameter = 'Dialect'; Value = 'v1'; Property = { "$($_.Dialect)" }; Expected = 'V1' }
        ) {
            $with = @{ $Parameter = $Value }
            $session = Connect-Kapture contoso -Token (ConvertTo-Secret 'emulator-token') -SkipVerification -PassThru @with
            $session | ForEach-Object $Property | Should -Be $Expected
        }

        It 'goes through the proxy that it is told' {
            $closed = New-ClosedPort
            Connect-Kapture -BaseUri $closed.BaseUri -Token (ConvertTo-Secret 'emulator-token') -Proxy $uri -Dialect (Get-SuiteDialect)
            (New-KaptureCustomer -Name a -Phone 1).Action | Should -Be Added
            $closed.Socket.Dispose()
            (Get-EmulatorStats $emulator).requests | Should -Be 2
        }

        It 'gives up on a request after -TimeoutSec' {
            Connect-Kapture -BaseUri $uri -Token (ConvertTo-Secret 'emulator-token') -NoProxy -TimeoutSec 1 -MaximumRetryCount 0
            Set-EmulatorFault $emulator @{ kind = 'hang' }
            $null = Get-KaptureCustomer 5 -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.FullyQualifiedErrorId | Should -BeLike 'Timeout,*'
            $failed.CategoryInfo.Category | Should -Be OperationTimeout
        }

        It 'gives nothing without -PassThru' {
            Connect-Kapture contoso -Token (ConvertTo-Secret 'emulator-token') -SkipVerification | Should -BeNullOrEmpty
        }
    }

    Context 'What it refuses' {
        It 'opens no session with a key that is refused' {
            { Connect-Kapture -BaseUri $uri -Token (ConvertTo-Secret 'no-such-token') -NoProxy } | Should -Throw -ErrorId 'AuthenticationFailed,KapturePS.ConnectKaptureCommand'
            Get-KaptureSession | Should -BeNullOrEmpty
            Get-KaptureSession -Name * | Should -BeNullOrEmpty
        }

        It 'keeps the session before where a key is refused' {
            Connect-Emulator $emulator @{ Name = 'good' }
            { Connect-Kapture -BaseUri $uri -Credential (Get-Pair asha wrong) -NoProxy } | Should -Throw -ErrorId 'AuthenticationFailed,*'
            (Get-KaptureSession).Name | Should -BeExactly 'good'
        }

        It 'takes any key with -SkipVerification and asks nobody' {
            Connect-Kapture -BaseUri $uri -Token (ConvertTo-Secret 'no-such-token') -NoProxy -SkipVerification
            (Get-EmulatorStats $emulator).requests | Should -Be 0
            { New-KaptureCustomer -Name a -Phone 1 } | Should -Throw -ErrorId 'AuthenticationFailed,*'
        }

        It 'refuses the subdomain <_>' -ForEach 'contoso.kapturecrm.com', 'https://contoso', 'a b', '-a', 'a.b', 'evil.com/', 'a@evil', ('a' * 64), 'contoso#' {
            { Connect-Kapture $_ -Token (ConvertTo-Secret 'emulator-token') -SkipVerification } | Should -Throw -ErrorId 'InvalidSubdomain,*'
            Get-KaptureSession | Should -BeNullOrEmpty
        }

        It 'refuses plain http to <_>' -ForEach 'http://crm.example.com', 'http://127.0.0.1.example.com', 'http://10.0.0.1', 'http://localhost.example.com' {
            { Connect-Kapture -BaseUri $_ -Token (ConvertTo-Secret 'emulator-token') -SkipVerification } | Should -Throw -ErrorId 'InsecureUri,*'
        }

        It 'accepts <_>' -ForEach 'https://crm.example.com', 'http://localhost:1', 'http://127.0.0.1:1', 'http://[::1]:1' {
            (Connect-Kapture -BaseUri $_ -Token (ConvertTo-Secret 'emulator-token') -SkipVerification -PassThru).Connected | Should -BeTrue
        }

        It 'refuses <_> as an address' -ForEach 'ftp://crm.example.com', 'https://user:pw@crm.example.com', 'crm.example.com', 'https://crm.example.com/path', 'https://crm.example.com?x=1' {
            { Connect-Kapture -BaseUri $_ -Token (ConvertTo-Secret 'emulator-token') -SkipVerification } | Should -Throw -ErrorId 'InvalidValue,*'
        }

        It 'refuses a zone that nobody knows, a header of its own, and a key with a line break' {
            { Connect-Kapture contoso -Token (ConvertTo-Secret 'emulator-token') -SkipVerification -TimeZone Nowhere } | Should -Throw '*Nowhere*'
            { Connect-Kapture contoso -Token (ConvertTo-Secret 'emulator-token') -SkipVerification -Header @{ authorization = 'x' } } | Should -Throw -ErrorId 'InvalidValue,*'
            { Connect-Kapture contoso -Token (ConvertTo-Secret 'emulator-token') -SkipVerification -Header @{ 'Proxy-Authorization' = 'x' } } | Should -Throw -ErrorId 'InvalidValue,*'
            { Connect-Kapture contoso -Token (ConvertTo-Secret 'emulator-token') -SkipVerification -Header @{ 'X-A' = "a`r`nX-B: c" } } | Should -Throw -ErrorId 'InvalidValue,*'
            { Connect-Kapture contoso -Token (ConvertTo-Secret "emulator`ntoken") -SkipVerification } | Should -Throw -ErrorId 'InvalidValue,*'
        }

        It 'says how to give a key that stands there as text, and does not repeat it' {
            { Connect-Kapture contoso -Token 'plain-text-key' } | Should -Throw '*Read-Host*-AsSecureString*'
            { Connect-Kapture -BaseUri $uri -ApiKey 'plain-text-key' } | Should -Throw '*ConvertTo-SecureString*-AsPlainText -Force*'
            $Error[0].Exception.ToString() | Should -Not -BeLike '*plain-text-key*'
            Get-KaptureSession | Should -BeNullOrEmpty
        }

        It 'gives advice that speaks of no row: <Id>' -ForEach @(
            @{ Id = 'InvalidValue'; Call = { Connect-Kapture -BaseUri crm.example.com -Token (ConvertTo-Secret x) } }
            @{ Id = 'MissingField'; Call = { Connect-Kapture -FromEnvironment } }
            @{ Id = 'ServiceUnavailable'; Call = { Connect-Kapture -BaseUri http://127.0.0.1:1 -Token (ConvertTo-Secret x) -MaximumRetryCount 0 } }
        ) {
            $caught = { & $Call } | Should -Throw -PassThru
            $caught.FullyQualifiedErrorId | Should -BeLike "$Id,*"
            $caught.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            $caught.ErrorDetails.RecommendedAction | Should -Not -BeLike '* row*'
        }

        It 'says who cannot be reached' {
            $closed = New-ClosedPort
            { Connect-Kapture -BaseUri $closed.BaseUri -Token (ConvertTo-Secret 'emulator-token') -NoProxy -MaximumRetryCount 0 } | Should -Throw -ErrorId 'ServiceUnavailable,*'
            $closed.Socket.Dispose()
            Get-KaptureSession | Should -BeNullOrEmpty
        }

        It 'says that a page of a proxy is no Kapture' {
            Set-EmulatorFault $emulator @{ kind = 'html' }
            { Connect-Kapture -BaseUri $uri -Token (ConvertTo-Secret 'emulator-token') -NoProxy -MaximumRetryCount 0 } | Should -Throw -ErrorId 'UnexpectedResponse,*'
            Get-KaptureSession | Should -BeNullOrEmpty
        }
    }

    Context 'From the environment' {
        BeforeEach {
            Get-ChildItem Env:KAPTURE_* | Remove-Item
        }

        AfterAll {
            Get-ChildItem Env:KAPTURE_* | Remove-Item
        }

        It 'reads <What>' -ForEach @(
            @{ What = 'a subdomain and a token'; Variables = @{ KAPTURE_SUBDOMAIN = 'contoso'; KAPTURE_TOKEN = 'emulator-token' }; Expected = 'https://contoso.kapturecrm.com/ Token  ' }
            @{ What = 'an address, a user and a password'; Variables = @{ KAPTURE_BASE_URI = 'https://crm.example.com'; KAPTURE_USERNAME = 'asha'; KAPTURE_PASSWORD = 'x' }; Expected = 'https://crm.example.com/ Basic asha ' }
            @{ What = 'what the command line does not say'; Variables = @{ KAPTURE_SUBDOMAIN = 'contoso'; KAPTURE_TOKEN = 'emulator-token'; KAPTURE_ACCOUNT_ID = 'none'; KAPTURE_DIALECT = 'none' }; With = @{ AccountId = 77; Dialect = 'V1' }; Expected = 'https://contoso.kapturecrm.com/ Token  77' }
            @{ What = 'an account id and a dialect'; Variables = @{ KAPTURE_SUBDOMAIN = 'contoso'; KAPTURE_TOKEN = 'emulator-token'; KAPTURE_ACCOUNT_ID = '77'; KAPTURE_DIALECT = 'v1' }; Expected = 'https://contoso.kapturecrm.com/ Token  77' }
        ) {
            foreach ($name in $Variables.Keys) { Set-Item "Env:$name" $Variables[$name] }
            $said = if ($With) { $With } else { @{} }
            $session = Connect-Kapture -FromEnvironment -SkipVerification -PassThru @said
            "$($session.BaseUri) $($session.Authentication) $($session.UserName) $($session.AccountId)" | Should -BeExactly $Expected
        }

        It 'says <Id> where <What>' -ForEach @(
            @{ What = 'nothing is set'; Variables = @{}; Id = 'MissingField' }
            @{ What = 'there is no key'; Variables = @{ KAPTURE_SUBDOMAIN = 'contoso'; KAPTURE_USERNAME = 'asha' }; Id = 'MissingField' }
            @{ What = 'the account is none'; Variables = @{ KAPTURE_SUBDOMAIN = 'contoso'; KAPTURE_TOKEN = 'emulator-token'; KAPTURE_ACCOUNT_ID = 'x7' }; Id = 'InvalidValue' }
            @{ What = 'the address is not safe'; Variables = @{ KAPTURE_BASE_URI = 'http://crm.example.com'; KAPTURE_TOKEN = 'emulator-token' }; Id = 'InsecureUri' }
            @{ What = 'the subdomain is none'; Variables = @{ KAPTURE_SUBDOMAIN = 'a.b'; KAPTURE_TOKEN = 'emulator-token' }; Id = 'InvalidSubdomain' }
        ) {
            foreach ($name in $Variables.Keys) { Set-Item "Env:$name" $Variables[$name] }
            { Connect-Kapture -FromEnvironment -SkipVerification } | Should -Throw -ErrorId "$Id,*"
        }

        It 'works in a scheduled job of its own process' {
            $child = Invoke-ChildShell -Environment @{ KAPTURE_BASE_URI = $uri; KAPTURE_TOKEN = 'emulator-token'; KAPTURE_ACCOUNT_ID = '1000298'; KAPTURE_DIALECT = Get-SuiteDialect } -Script @"
                Import-Module '$(Get-ModulePath)'
                Connect-Kapture -FromEnvironment -NoProxy
                (New-KaptureCustomer -Name "`u{906}`u{936}`u{93e}" -Phone '0001' | Get-KaptureCustomer).Name
"@
            $child.Errors | Should -BeNullOrEmpty
            $child.Output | Should -BeExactly "`u{906}`u{936}`u{93e}"
            (Get-EmulatorStats $emulator).customers | Should -Be 1
        }
    }

    Context 'The emulator inside the process' {
        It 'needs nothing and says plainly that nothing reaches Kapture' {
            $session = Connect-Kapture -Emulator -PassThru -InformationVariable said 6> $null
            "$($session.Authentication)" | Should -BeExactly 'Emulator'
            $session.BaseUri.Host | Should -BeExactly 'emulator.invalid'
            $session.AccountId | Should -BeGreaterThan 0
            "$said" | Should -BeLike '*nothing reaches Kapture*'
        }

        It 'is another Kapture each time' {
            Connect-Kapture -Emulator 6> $null
            $added = New-KaptureCustomer -Name a -Phone 1
            Connect-Kapture -Emulator 6> $null
            { Get-KaptureCustomer $added.CustomerId -ErrorAction Stop } | Should -Throw -ErrorId 'CustomerNotFound,*'
        }

        It 'is filled from a CSV file with headers of any spelling' {
            "Full Name,customer_name,Mobile,Zip`nx,Asha,0001,560038`nx,Zo`u{eb},0002," | Set-Content TestDrive:/data.csv -Encoding utf8NoBOM
            Connect-Kapture -Emulator -EmulatorData TestDrive:/data.csv -WarningAction SilentlyContinue 6> $null
            (Get-KaptureCustomer -Phone 0001).PostalCode | Should -BeExactly '560038'
            (Get-KaptureCustomer -Phone 0002).Name | Should -BeExactly "Zo`u{eb}"
        }

        It 'is filled from a JSON file' {
            ConvertTo-Json @(@{ Name = 'Asha'; Phone = '0001'; CustomerType = 'Organization'; Contact = @(@{ Name = 'Vikram'; Phone = '0003' }) }, @{ Name = "Zo`u{eb}"; Email = 'zoe@example.com' }) -Depth 4 |
                Set-Content TestDrive:/data.json -Encoding utf8NoBOM
            Connect-Kapture -Emulator -EmulatorData TestDrive:/data.json 6> $null
            (Get-KaptureCustomer -Phone 0003).Name | Should -BeExactly 'Asha'
            (Get-KaptureCustomer -Email zoe@example.com).Name | Should -BeExactly "Zo`u{eb}"
        }

        It 'is filled even where nothing is to be changed' {
            'Name,Phone', 'Asha,0001' | Set-Content TestDrive:/data.csv
            $WhatIfPreference = $true
            Connect-Kapture -Emulator -EmulatorData TestDrive:/data.csv 6> $null
            (Get-KaptureCustomer -Phone 0001).Name | Should -BeExactly 'Asha'
        }

        It 'reports a bad row of the data and a file that is not there' {
            'Name,Phone', ',0001', "Zo`u{eb},0002" | Set-Content TestDrive:/data.csv
            Connect-Kapture -Emulator -EmulatorData TestDrive:/data.csv -ErrorVariable failed -ErrorAction SilentlyContinue 6> $null
            @($failed | Where-Object FullyQualifiedErrorId -Like 'MissingField,*').Count | Should -BeGreaterThan 0
            (Get-KaptureCustomer -Phone 0002).Name | Should -BeExactly "Zo`u{eb}"
            { Connect-Kapture -Emulator -EmulatorData TestDrive:/none.csv -ErrorAction Stop 6> $null } | Should -Throw '*none.csv*'
        }

        It 'is filled with all that the data says, whichever dialect the session speaks: <Dialect>' -ForEach @{ Dialect = 'V1' }, @{ Dialect = 'Legacy' } {
            'Name,Phone,Zip,CustomerType,date_of_birth', 'Asha,0001,560038,Organization,', "Zo`u{eb},0002,,,2001-02-03", 'Vikram,0003,560038,,2001-02-03' | Set-Content TestDrive:/data.csv
            Connect-Kapture -Emulator -Dialect $Dialect -EmulatorData TestDrive:/data.csv -ErrorVariable failed -ErrorAction SilentlyContinue 6> $null
            "$((Get-KaptureSession).Dialect)" | Should -BeExactly $Dialect
            (Get-KaptureSession -Name *).Count | Should -Be 1 -Because 'what fills the emulator is no session of the caller''s'
            $there = @(Get-KaptureCustomerByDate ([datetimeoffset]::Now.AddHours(-1)) | Sort-Object Phone)
            $there.Name | Should -Be 'Asha', "Zo`u{eb}"
            $there[0].PostalCode | Should -BeExactly '560038'
            $there[0].CustomerType | Should -Be Organization
            "$($there[1].AdditionalProperties['dateOfBirth'])" | Should -BeLike '*2001*'

            # No generation has words for both; the row is the third of the file.
            @($failed | Where-Object FullyQualifiedErrorId -Like 'NotInDialect,*').Count | Should -BeGreaterThan 0
            "$($failed[0])" | Should -BeLike 'Row 3: *'
        }

        It 'reports a bad row of the data with the preference of the call' {
            'Name,Phone', ',0001' | Set-Content TestDrive:/data.csv
            { Connect-Kapture -Emulator -EmulatorData TestDrive:/data.csv -ErrorAction Stop 6> $null } | Should -Throw -ErrorId 'MissingField,*'
            Connect-Kapture -Emulator -EmulatorData TestDrive:/data.csv -ErrorAction Ignore -ErrorVariable failed 6> $null
            $failed | Should -BeNullOrEmpty
        }

        It 'warns of a column as any cmdlet warns' {
            'Name,Phone,Shoe', 'Asha,0001,44' | Set-Content TestDrive:/data.csv
            $shown = Connect-Kapture -Emulator -EmulatorData TestDrive:/data.csv -WarningVariable warned -WarningAction SilentlyContinue 3>&1 6> $null
            @($warned).Count | Should -Be 1
            "$warned" | Should -BeLike '*the column Shoe:*'
            $shown | Should -BeNullOrEmpty
        }

        It 'says that a file has no rows: <Name>' -ForEach @(
            @{ Name = 'nothing.csv'; Content = '' }
            @{ Name = 'header.csv'; Content = 'Name,Phone' }
            @{ Name = 'nothing.json'; Content = '[]' }
        ) {
            Set-Content (Join-Path TestDrive: $Name) $Content
            Connect-Kapture -Emulator -EmulatorData (Join-Path TestDrive: $Name) -WarningVariable warned -WarningAction SilentlyContinue 6> $null
            "$warned" | Should -BeExactly "$Name has no rows: the emulator is empty."
        }

        It 'lists what it was filled with by date' {
            'Name,Phone', 'Asha,0001', "Zo`u{eb},0002" | Set-Content TestDrive:/data.csv
            Connect-Kapture -Emulator -EmulatorData TestDrive:/data.csv 6> $null
            (Get-KaptureCustomerByDate ([datetimeoffset]::Now.AddHours(-1).LocalDateTime)).Name | Sort-Object | Should -Be 'Asha', "Zo`u{eb}"
        }
    }
}
