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
    `$said = @(try { & `$Call 2>&1 } catch { `$_ })
    "`${What}: " + `$(if (-not `$said.Count) { 'nothing' } elseif (`$said[0] -is [Management.Automation.ErrorRecord]) { `$said[0].FullyQualifiedErrorId -replace ',.*' } else { `$said[0].GetType().Name })
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
            # Of a credential PowerShell itself says what it would ask.
            $said -match '^(Password for user user: )?(\w+-Kapture|Set, )' -replace '^Password for user user: ' | Should -Be @(
                'Connect-Kapture: MissingMandatoryParameter'
                'Connect-Kapture without a key: MissingMandatoryParameter'
                'Connect-Kapture with half a credential: ParameterArgumentTransformationError'
                'Connect-Kapture with half a proxy credential: ParameterArgumentTransformationError'
                'Connect-Kapture without an address: MissingMandatoryParameter'
                'New-KaptureCustomer without a session: NotConnected'
                'New-KaptureCustomer: MissingField'
                'Get-KaptureCustomer: MissingField'
                'Set-KaptureCustomer: MissingField'
                'Add-KaptureContact: MissingField'
                'Get-KaptureCustomerByDate: MissingMandatoryParameter'
                'Invoke-KaptureRequest: MissingMandatoryParameter'
                'Get-KaptureJournal: MissingMandatoryParameter')
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
            $said | Should -Be @(
                'as it is: WriteResult'
                '-Confirm: InvalidOperation'
                'Low: InvalidOperation'
                'Low, a pipeline: InvalidOperation'
                'Low and -Confirm:$false: WriteResult'
                'Set, Low and -Confirm:$false: WriteResult'
                'Contact, Low and -Confirm:$false: WriteResult'
                'None: WriteResult'
                'Disconnect, Low: InvalidOperation'
                'Disconnect, Low and -Confirm:$false: nothing')
            (Get-EmulatorStats $emulator).customers | Should -Be 3
        }
    }

    Context 'The exit code' {
        BeforeAll {
            # The script of docs/automation.md, as it stands there.
            $guide = Get-Content (Join-Path $PSScriptRoot '../../docs/automation.md') -Raw
            $script:own = [regex]::Match($guide, '(?s)## In a script of your own\s+```powershell\n(.*?)```').Groups[1].Value
            $script:modules = Copy-ModuleTo (Join-Path $TestDrive 'modules')

            function Invoke-Own([string[]] $Argument = @('-File', 'own.ps1'), [hashtable] $With = @{}) {
                $merged = $environment + @{ PSModulePath = $modules }
                foreach ($key in $With.Keys) { $merged[$key] = $With[$key] }
                Wait-ChildShell (Start-Shell -Argument $Argument -Folder $place -Environment $merged)
            }
        }

        BeforeEach {
            $script:place = Join-Path $TestDrive ([guid]::NewGuid())
            $null = New-Item $place -ItemType Directory
            [IO.File]::WriteAllText((Join-Path $place 'own.ps1'), $own)
            [IO.File]::WriteAllText((Join-Path $place 'customers.csv'), "Name,Email`nn1,n1@example.com`nn2,n2@example.com`n")
        }

        It 'of the guide''s own script is 0, 1, 2 or 3' {
            ($own -split '\n').Count | Should -BeLessOrEqual 16
            (Invoke-Own).ExitCode | Should -Be 0
            (Invoke-Own -With @{ KAPTURE_TOKEN = 'wrong' }).ExitCode | Should -Be 3

            Add-Content (Join-Path $place customers.csv) ',n3@example.com'
            (Invoke-Own).ExitCode | Should -Be 1
            @(Import-Csv (Join-Path $place rejects.csv)).Email | Should -Be 'n3@example.com'

            [IO.File]::WriteAllText((Join-Path $place 'customers.csv'), "Name,Email`nn4,n4@example.com`n")
            Set-EmulatorFault $emulator @{ kind = 'status'; operation = 'add'; times = 1; statusCode = 200; body = '{"message":"APIExpired","status":"failed"}' }
            (Invoke-Own).ExitCode | Should -Be 2
            (Invoke-Own).ExitCode | Should -Be 0

            [IO.File]::WriteAllText((Join-Path $place 'customers.csv'), "Name,Email`n")
            (Invoke-Own).ExitCode | Should -Be 3
            (Get-EmulatorStats $emulator).customers | Should -Be 3
        }

        It 'goes through -File as it is, and through -Command as 1 unless it is passed on' {
            [IO.File]::WriteAllText((Join-Path $place 'three.ps1'), 'exit 3')
            (Invoke-Own '-File', 'three.ps1').ExitCode | Should -Be 3
            (Invoke-Own '-Command', '& ./three.ps1').ExitCode | Should -Be 1
            (Invoke-Own '-Command', '& ./three.ps1; exit $LASTEXITCODE').ExitCode | Should -Be 3
            (Invoke-Own '-File', 'nobody.ps1').ExitCode | Should -Be 64
        }

        It 'is 0 after a row that failed and 1 after what ends the run, where nobody looks' {
            (Invoke-Own '-Command', 'Import-Module KapturePS; Connect-Kapture -FromEnvironment; New-KaptureCustomer -Email a@example.com; "on"').ExitCode | Should -Be 0
            $ended = Invoke-Own -Argument '-Command', 'Import-Module KapturePS; New-KaptureCustomer -Name a -Phone 1; exit 0'
            $ended.ExitCode | Should -Be 0
            [IO.File]::WriteAllText((Join-Path $place 'ends.ps1'), 'Import-Module KapturePS; $ErrorActionPreference = "Stop"; New-KaptureCustomer -Name a -Phone 1; exit 0')
            (Invoke-Own '-File', 'ends.ps1').ExitCode | Should -Be 1
        }
    }
}
