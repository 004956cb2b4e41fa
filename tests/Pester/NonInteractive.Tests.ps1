#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-Module (Join-Path $PSScriptRoot 'Automation.psm1')
    Import-KapturePS
    $script:emulator = Start-Emulator -Argument '--dialect', 'v1'
    $script:folder = $TestDrive
    $script:environment = @{ KAPTURE_BASE_URI = "$($emulator.BaseUri)"; KAPTURE_TOKEN = 'emulator-token'; KAPTURE_ACCOUNT_ID = '1000298' }

    # One line for each call: what it gave, or the id of its error. A prompt would be an error here, or the end of the minute.
    $script:prelude = @"
Import-Module '$(Get-ModulePath)'
`$token = [Net.NetworkCredential]::new('', 'emulator-token').SecurePassword
`$password = [Net.NetworkCredential]::new('', 'wrong').SecurePassword
function Say([string] `$What, [scriptblock] `$Call) {
    `$said = try { @(& `$Call 2>&1) } catch { `$_ }
    "`${What}: " + `$(if (`$said -is [Management.Automation.ErrorRecord]) { "`$(`$said.FullyQualifiedErrorId)" } elseif (`$said[0] -is [Management.Automation.ErrorRecord]) { "`$(`$said[0].FullyQualifiedErrorId)" } elseif (`$said.Count) { `$said[0].GetType().Name } else { 'nothing' })
}

"@

    function Invoke-Line([string] $Script, [switch] $KeepInput) {
        $path = Join-Path $folder "$([guid]::NewGuid()).ps1"
        [IO.File]::WriteAllText($path, $prelude + $Script)
        $ended = Wait-ChildShell (Start-Shell -Argument '-File', $path -Folder $folder -Environment $environment -KeepInput:$KeepInput)
        $ended.Errors | Should -BeNullOrEmpty
        $ended.ExitCode | Should -Be 0
        $ended.Output -split '\r?\n'
    }
}

AfterAll {
    Stop-Emulator $emulator
}

Describe 'Without anybody there' -Tag Both {
    BeforeEach {
        Reset-Emulator $emulator
    }

    Context 'Standard input <What>' -ForEach @(
        @{ What = 'at its end'; KeepInput = $false }
        @{ What = 'a pipe that stays open'; KeepInput = $true }
    ) {
        It 'every cmdlet runs where all that is mandatory is there' {
            $said = Invoke-Line -KeepInput:$KeepInput @'
Say 'Connect-Kapture -FromEnvironment' { Connect-Kapture -FromEnvironment }
Say 'Connect-Kapture -Token' { Connect-Kapture -BaseUri $env:KAPTURE_BASE_URI -Token $token -NoProxy }
Say 'Connect-Kapture -Credential' { Connect-Kapture -BaseUri $env:KAPTURE_BASE_URI -Credential ([pscredential]::new('u', $password)) -NoProxy -SkipVerification }
Say 'Connect-Kapture -ProxyCredential' { Connect-Kapture contoso -Token $token -Proxy http://127.0.0.1:9 -ProxyCredential ([pscredential]::new('u', $password)) -SkipVerification }
Say 'Connect-Kapture -Emulator' { Connect-Kapture -Emulator -InformationAction Ignore }
Say 'Get-KaptureSession' { Get-KaptureSession }
Say 'New-KaptureCustomer' { New-KaptureCustomer -Name a -Phone 1 -Journal new.journal }
Say 'Get-KaptureCustomer' { Get-KaptureCustomer 191700000 }
Say 'Set-KaptureCustomer' { Set-KaptureCustomer -Id 191700000 -City Pune -PassThru -Journal set.journal }
Say 'Set-KaptureCustomer -Clear' { Set-KaptureCustomer -Id 191700000 -Clear City -PassThru }
Say 'Add-KaptureContact' { Add-KaptureContact -CustomerId 191700000 -Phone 2 -Journal contact.journal }
Say 'Get-KaptureCustomerByDate' { Get-KaptureCustomerByDate (Get-Date).AddDays(-1) -AccountId 1000298 }
Say 'Invoke-KaptureRequest' { Invoke-KaptureRequest search-customer-by-customer-id.html -Body '[{"kapture_customer_id":"191700000"}]' }
Say 'Get-KaptureJournal' { Get-KaptureJournal new.journal }
Say 'Disconnect-Kapture' { Disconnect-Kapture }
'@
            $said | Should -Be @(
                'Connect-Kapture -FromEnvironment: nothing'
                'Connect-Kapture -Token: nothing'
                'Connect-Kapture -Credential: nothing'
                'Connect-Kapture -ProxyCredential: nothing'
                'Connect-Kapture -Emulator: nothing'
                'Get-KaptureSession: KaptureSession'
                'New-KaptureCustomer: WriteResult'
                'Get-KaptureCustomer: Customer'
                'Set-KaptureCustomer: WriteResult'
                'Set-KaptureCustomer -Clear: WriteResult'
                'Add-KaptureContact: WriteResult'
                'Get-KaptureCustomerByDate: Customer'
                'Invoke-KaptureRequest: PSCustomObject'
                'Get-KaptureJournal: JournalEntry'
                'Disconnect-Kapture: nothing')
            Remove-Item (Join-Path $folder '*.journal*')
        }

        It 'what is missing is an error and no question' {
            $said = Invoke-Line -KeepInput:$KeepInput @'
Say 'Connect-Kapture' { Connect-Kapture }
Say 'Connect-Kapture without a key' { Connect-Kapture contoso }
Say 'Connect-Kapture with half a credential' { Connect-Kapture contoso -Credential user }
Say 'Connect-Kapture with half a proxy credential' { Connect-Kapture contoso -Token $token -ProxyCredential user }
Say 'Connect-Kapture without an address' { Connect-Kapture -Token $token }
Say 'New-KaptureCustomer without a session' { New-KaptureCustomer -Name a -Phone 1 }
Connect-Kapture -Emulator -InformationAction Ignore
Say 'New-KaptureCustomer' { New-KaptureCustomer }
Say 'Get-KaptureCustomer' { Get-KaptureCustomer }
Say 'Set-KaptureCustomer' { Set-KaptureCustomer -City Pune }
Say 'Add-KaptureContact' { Add-KaptureContact }
Say 'Get-KaptureCustomerByDate' { Get-KaptureCustomerByDate }
Say 'Invoke-KaptureRequest' { Invoke-KaptureRequest }
Say 'Get-KaptureJournal' { Get-KaptureJournal }
'@
            $said[0] | Should -BeLike 'Connect-Kapture: *MissingMandatoryParameter,*'
            $said | Should -Be @(
                'Connect-Kapture: MissingMandatoryParameter,KapturePS.ConnectKaptureCommand'
                'Connect-Kapture without a key: MissingMandatoryParameter,KapturePS.ConnectKaptureCommand'
            )
        }
    }

    Context 'Where the machine asks before it does' {
        It '-Confirm:$false sends, and a question that nobody can answer is an error, and sends nothing' {
            $said = Invoke-Line @'
Connect-Kapture -FromEnvironment -NoProxy
Say 'as it is' { New-KaptureCustomer -Name a -Phone 1 }
Say '-Confirm' { New-KaptureCustomer -Name b -Phone 2 -Confirm }
$ConfirmPreference = 'Low'
Say 'Low' { New-KaptureCustomer -Name c -Phone 3 }
Say 'Low, a pipeline' { [pscustomobject]@{ Name = 'c'; Phone = 3 }, [pscustomobject]@{ Name = 'd'; Phone = 4 } | New-KaptureCustomer }
Say 'Low and -Confirm:$false' { New-KaptureCustomer -Name e -Phone 5 -Confirm:$false }
Say 'Set, Low and -Confirm:$false' { Set-KaptureCustomer -Id 191700000 -City Pune -PassThru -Confirm:$false }
Say 'Contact, Low and -Confirm:$false' { Add-KaptureContact -CustomerId 191700000 -Phone 7 -Confirm:$false }
$ConfirmPreference = 'None'
Say 'None' { New-KaptureCustomer -Name f -Phone 6 }
$ConfirmPreference = 'Low'
Say 'Disconnect, Low' { Disconnect-Kapture }
Say 'Disconnect, Low and -Confirm:$false' { Disconnect-Kapture -Confirm:$false }
'@
            $said | Should -Be @('x')
            (Get-EmulatorStats $emulator).customers | Should -Be 3
        }
    }
}
