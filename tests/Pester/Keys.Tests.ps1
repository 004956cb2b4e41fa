#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS
    $script:emulator = Start-Emulator -Argument '--key', 'emulator-token-add=add', '--key', 'emulator-token-get=get,pull', '--expired-key', 'emulator-token-expired'

    function Connect-Key([string] $Name, [hashtable] $With = @{}) {
        Connect-Emulator $emulator (@{ Name = $Name; Token = ConvertTo-Secret "emulator-token-$Name"; MaximumRetryCount = 0 } + $With)
    }
}

AfterAll {
    Stop-Emulator $emulator
}

Describe 'Keys, which are made per API and expire' {
    BeforeEach {
        Reset-Emulator $emulator
    }

    AfterEach {
        Get-KaptureSession -Name * | Disconnect-Kapture
    }

    It 'are held by one session each, and used by name' {
        Connect-Key add @{ SkipVerification = $true }
        Connect-Key get
        (Get-KaptureSession).Name | Should -BeExactly get
        (Get-KaptureSession -Name *).Name | Should -Be add, get

        $added = [pscustomobject]@{ Name = 'Asha'; Phone = '5550101' } | New-KaptureCustomer -Session add
        ($added | Get-KaptureCustomer -Session get).Name | Should -BeExactly Asha
        @(Get-KaptureCustomerByDate (Get-Date).AddDays(-1)) | Should -HaveCount 1
        $caught = try { New-KaptureCustomer -Name Bharat -Phone 5550102 -Session get } catch { $_ }
        $caught.FullyQualifiedErrorId | Should -BeExactly 'AuthenticationFailed,KapturePS.NewKaptureCustomerCommand'
        $caught.Exception.IsKeyExpired | Should -BeFalse
    }

    It 'are completed by their sessions'' names for -<Parameter> of <Command>' -ForEach @(
        @{ Command = 'Get-KaptureSession'; Parameter = 'Name' }
        @{ Command = 'New-KaptureCustomer'; Parameter = 'Session' }
        @{ Command = 'New-KaptureCustomer'; Parameter = 'LookUpSession' }
        @{ Command = 'Add-KaptureContact'; Parameter = 'LookUpSession' }
        @{ Command = 'Disconnect-Kapture'; Parameter = 'Session' }
    ) {
        Connect-Key add @{ SkipVerification = $true }
        Connect-Key get
        $line = "$Command -$Parameter "
        (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText | Should -Be add, get
    }

    It 'connect where they are for another API only without the look-up, and the error says so' {
        { Connect-Key add } | Should -Throw '*made per API*-SkipVerification*'
        (Get-EmulatorStats $emulator).requests | Should -Be 1
        Get-KaptureSession | Should -BeNullOrEmpty
    }

    Context 'An expired one' {
        It 'is told from a wrong one by Connect-Kapture' {
            $caught = try { Connect-Key expired } catch { $_ }
            $caught.FullyQualifiedErrorId | Should -BeExactly 'AuthenticationFailed,KapturePS.ConnectKaptureCommand'
            $caught.Exception.IsKeyExpired | Should -BeTrue
            "$caught" | Should -BeLike '*expired*new one*'
            "$caught" | Should -Not -BeLike '*-SkipVerification*'
            $caught.ErrorDetails.RecommendedAction | Should -BeLike '*new key*'
        }

        It 'ends <Name> at once, and says so' -ForEach @(
            @{ Name = 'New-KaptureCustomer'; Call = { 1..9 | ForEach-Object { [pscustomobject]@{ Name = 'a'; Phone = "$_" } } | New-KaptureCustomer -ThrottleLimit 1 } }
            @{ Name = 'Set-KaptureCustomer'; Call = { Set-KaptureCustomer -Id 5 -City Pune } }
            @{ Name = 'Add-KaptureContact'; Call = { Add-KaptureContact -CustomerId 5 -Phone 5550101 } }
            @{ Name = 'Get-KaptureCustomer'; Call = { Get-KaptureCustomer 5 } }
            @{ Name = 'Get-KaptureCustomerByDate'; Call = { Get-KaptureCustomerByDate 2024-05-01 2024-05-01 } }
            @{ Name = 'Invoke-KaptureRequest'; Call = { Invoke-KaptureRequest /search-customer-by-customer-id.html -Body '{"customer_id":"5"}' } }
        ) {
            Connect-Key expired @{ SkipVerification = $true }
            $caught = try { $null = & $Call } catch { $_ }
            $caught.FullyQualifiedErrorId | Should -BeLike 'AuthenticationFailed,KapturePS.*Command'
            $caught.Exception.IsKeyExpired | Should -BeTrue
            (Get-EmulatorStats $emulator).requests | Should -BeLessOrEqual 2
        }
    }

    Context 'Looking up with another one' {
        BeforeEach {
            Connect-Key add @{ SkipVerification = $true }
            Connect-Key get
            Set-EmulatorFault $emulator @{ kind = 'dropAfter'; operation = 'add'; times = 1 }
        }

        It 'leaves a lost row in doubt where nobody may' {
            New-KaptureCustomer -Name Asha -Phone 5550101 -Session add -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.FullyQualifiedErrorId | Should -BeExactly 'WriteUncertain,KapturePS.NewKaptureCustomerCommand'
            "$failed" | Should -BeLike '*could not be looked up either: The key was refused*'
        }

        It 'finds a lost row with -LookUpSession' {
            $result = New-KaptureCustomer -Name Asha -Phone 5550101 -Session add -LookUpSession get
            $result.Reconciled | Should -BeTrue
            (Get-EmulatorStats $emulator).customers | Should -Be 1
        }

        It 'looks before it adds with -IfExists' -Tag V1 {
            $rows = 1, 2, 1 | ForEach-Object { [pscustomobject]@{ Name = "n$_"; Phone = "555010$_" } }
            ($rows | New-KaptureCustomer -Session add -LookUpSession get -IfExists Skip).Action | Should -Be Added, Added, Skipped
        }

        It 'is refused where the session is of another host, or closed' {
            Connect-Kapture -Emulator -Name elsewhere 6> $null
            $caught = try { New-KaptureCustomer -Name Asha -Phone 5550101 -Session add -LookUpSession elsewhere } catch { $_ }
            $caught.FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            "$caught" | Should -BeLike '*elsewhere*emulator.invalid*127.0.0.1*'

            $closed = Get-KaptureSession -Name get
            Disconnect-Kapture -Session $closed
            $caught = try { New-KaptureCustomer -Name Asha -Phone 5550101 -Session add -LookUpSession $closed } catch { $_ }
            $caught.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
            (Get-EmulatorStats $emulator).operations.add.requests | Should -BeIn $null, 0
        }
    }
}
