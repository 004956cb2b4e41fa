#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS

    # What is said of a call that does not bind: the engine's sentence, which names the parameter, and ours.
    function Get-Complaint([scriptblock] $Call) {
        try { $null = & $Call }
        catch { return "$_" }
        throw "Nothing is wrong with $Call"
    }
}

Describe 'An argument that cannot be read' -Tag Both {
    BeforeAll {
        Get-KaptureSession -Name * | Disconnect-Kapture
        $script:session = Connect-Kapture -Emulator -Name rehearsal -PassThru 6> $null
    }

    AfterAll {
        Get-KaptureSession -Name * | Disconnect-Kapture
    }

    It 'is told of with its parameter and what a date is: <Call>' -ForEach @(
        @{ Call = { Get-KaptureCustomerByDate -StartDate x }; Parameter = 'StartDate'; Says = "'x' is no date" }
        @{ Call = { Get-KaptureCustomerByDate 2024-05-01 31/12/2024 }; Parameter = 'EndDate'; Says = "'31/12/2024' is no date" }
        @{ Call = { Get-KaptureCustomerByDate '' }; Parameter = 'StartDate'; Says = 'blank' }
        @{ Call = { Get-KaptureCustomerByDate 20240502 }; Parameter = 'StartDate'; Says = '20240502 is a number' }
        @{ Call = { Get-KaptureCustomerByDate 2024-05-01 (2024 - 5 - 2) }; Parameter = 'EndDate'; Says = '2017 is a number' }
        @{ Call = { Get-KaptureCustomerByDate ([pscustomobject]@{ Day = 1 }) }; Parameter = 'StartDate'; Says = 'is no date' }
    ) {
        $said = Get-Complaint $Call
        $said | Should -BeLike "*'$Parameter'*$Says*"
        $said | Should -BeLike "*2024-05-02*'2024-05-02 16:15:42'*Get-Date*"
    }

    It 'does not come of dates that are some: <_>' -ForEach @(
        { Get-KaptureCustomerByDate ([datetime] '2024-05-01') ([datetimeoffset] '2024-05-02') }
        { Get-KaptureCustomerByDate (Get-Item /).LastWriteTime -EndDate $null }
        { Get-KaptureCustomerByDate (Get-Date).AddDays(-1) }
    ) {
        & $_ | Should -BeNullOrEmpty
    }

    It 'is a time zone: <Zone>, with what it may have been' -ForEach @(
        @{ Zone = 'India'; Says = "*Is it 'India Standard Time'*" }
        @{ Zone = 'new york'; Says = '*Is it*New_York*' }
        @{ Zone = 'x'; Says = "*knows no time zone 'x'. It takes*" }
        @{ Zone = ''; Says = "*knows no time zone ''. It takes*" }
        @{ Zone = 5; Says = "*knows no time zone '5'. It takes*" }
    ) {
        $said = Get-Complaint { Connect-Kapture -Emulator -TimeZone $Zone }
        $said | Should -BeLike "*'TimeZone'*"
        $said | Should -BeLike $Says
        $said | Should -BeLike "*'India Standard Time' or Asia/Kolkata; Get-TimeZone -ListAvailable*"
    }

    It 'is a session: <Call>, with those that are open' -ForEach @(
        @{ Call = { Get-KaptureCustomer 5 -Session x }; Parameter = 'Session'; Name = 'x' }
        @{ Call = { Get-KaptureCustomer 5 -Session 5 }; Parameter = 'Session'; Name = '5' }
        @{ Call = { Disconnect-Kapture -Session x }; Parameter = 'Session'; Name = 'x' }
        @{ Call = { New-KaptureCustomer -Name a -Phone 1 -LookUpSession x }; Parameter = 'LookUpSession'; Name = 'x' }
    ) {
        Get-Complaint $Call | Should -BeLike "*'$Parameter'*No session named '$Name' is open. Open are 'rehearsal'; Get-KaptureSession*"
    }

    It 'is a session where none is open' {
        $shell = [powershell]::Create().AddScript('param($Module) Import-Module $Module; try { Get-KaptureCustomer 5 -Session x } catch { "$_" }').AddArgument((Get-ModulePath))
        $said = $shell.Invoke()
        $shell.Dispose()
        "$said" | Should -BeLike "*No session named 'x' is open. None is open in this runspace: run Connect-Kapture*"
    }

    It 'is a session that is $null, and never the current one for it: <Call>' -ForEach @(
        @{ Call = { New-KaptureCustomer -Name Asha -Phone 0938 -Session $null }; Parameter = 'Session' }
        @{ Call = { Get-KaptureCustomer 5 -Session $null }; Parameter = 'Session' }
        @{ Call = { New-KaptureCustomer -Name Asha -Phone 0938 -LookUpSession $null }; Parameter = 'LookUpSession' }
        @{ Call = { Disconnect-Kapture $null }; Parameter = 'Session' }
    ) {
        Get-Complaint $Call | Should -BeLike "*'$Parameter'*The session is `$null. Leave the parameter out*"
        (Get-KaptureSession).Name | Should -Be rehearsal
    }

    It 'is a session of another process' {
        $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($session))
        Get-Complaint { Get-KaptureCustomer 5 -Session $copy } | Should -BeLike "*'Session'*another process*Connect-Kapture*"
    }

    It 'is not a session whose name is a number' {
        $null = Connect-Kapture -Emulator -Name 7 -PassThru 6> $null
        (New-KaptureCustomer -Name a -Phone 1 -Session 7).Action | Should -Be Added
        Disconnect-Kapture -Session 7
        (Get-KaptureSession -Name *).Name | Should -BeExactly 'rehearsal'
    }

    It 'is out of its range, which is named: <Call>' -ForEach @(
        @{ Call = { Connect-Kapture -Emulator -AccountId 0 }; Parameter = 'AccountId'; Limit = '1' }
        @{ Call = { Get-KaptureCustomerByDate 2024-05-01 -AccountId 0 }; Parameter = 'AccountId'; Limit = '1' }
        @{ Call = { Get-KaptureCustomerByDate 2024-05-01 -PageSize 0 }; Parameter = 'PageSize'; Limit = '1' }
        @{ Call = { Get-KaptureCustomerByDate 2024-05-01 -PageSize 1001 }; Parameter = 'PageSize'; Limit = '1000' }
        @{ Call = { Get-KaptureCustomerByDate 2024-05-01 -ThrottleLimit 0 }; Parameter = 'ThrottleLimit'; Limit = '1' }
        @{ Call = { Get-KaptureCustomer 5 -ThrottleLimit 257 }; Parameter = 'ThrottleLimit'; Limit = '256' }
        @{ Call = { Connect-Kapture -Emulator -RequestsPerSecond 0 }; Parameter = 'RequestsPerSecond'; Limit = '0.001' }
    ) {
        Get-Complaint $Call | Should -BeLike "*'$Parameter'*range of $Limit.*"
    }
}
