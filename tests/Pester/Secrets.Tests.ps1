#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS

    Import-Module (Join-Path $PSScriptRoot 'Canary.psm1')
    $canary = Get-Canary
    $script:canaryToken = $canary.Token
    $script:canaryPassword = $canary.Password
    $script:emulator = Start-Emulator -Argument '--token', $canaryToken, '--user', $canary.User, '--password', $canaryPassword
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
    Stop-Emulator $emulator
}

Describe 'Secrets' {
    BeforeEach {
        Reset-Emulator $emulator
        Get-KaptureSession -Name * | Disconnect-Kapture
    }

    It 'finds a leak where there is one' {
        Find-Leak "xx $($canaryToken.Substring(5, 8)) xx" | Should -Not -BeNullOrEmpty
        Find-Leak ([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("a:$canaryPassword"))) | Should -Not -BeNullOrEmpty
        Find-Leak 'nothing of it' | Should -BeNullOrEmpty
    }

    Context 'With a <_>' -ForEach 'Token', 'Credential' {
        BeforeAll {
            $script:how = $_
        }

        It 'are in no stream of a run, with -Verbose and -Debug' {
            $streams = & {
                Connect-Canary $emulator $how @{ Verbose = $true; Debug = $true }
                $added = New-KaptureCustomer -Name a -Phone 5550100 -Verbose -Debug
                $added
                $added | Get-KaptureCustomer -Verbose -Debug
                $added | Set-KaptureCustomer -City Pune -PassThru -Verbose -Debug
                Get-KaptureCustomerByDate ([datetime]::Now.AddHours(-1)) -Verbose -Debug
                Get-KaptureCustomer 5 -Verbose -Debug
                New-KaptureCustomer -Verbose -Debug
            } *>&1
            $text = $streams | Out-String -Width 400
            $text | Should -Match 'attempt 1'
            $text | Should -Match '"(customer_)?name"'
            Find-Leak $text | Should -BeNullOrEmpty
        }

        It 'are in no view, no JSON and no XML of a session' {
            $session = Connect-Canary $emulator $how
            $text = @(
                $session | Format-List * -Force | Out-String -Width 400
                $session | Format-Table * -Force | Out-String -Width 400
                $session | ConvertTo-Json -Depth 9 -WarningAction Ignore
                [Management.Automation.PSSerializer]::Serialize($session, 6)
                $session | Get-Member -Force | Out-String -Width 400
                "$session"
                $session | ConvertTo-Csv
                $session.PSObject.Properties | ForEach-Object { "$($_.Name) $($_.Value)" }
                $session | Export-Clixml TestDrive:/session.xml -Depth 6
                Get-Content TestDrive:/session.xml -Raw
            ) -join "`n"
            $text | Should -Match '127\.0\.0\.1'
            Find-Leak $text | Should -BeNullOrEmpty
        }

        It 'are in no error, however it is looked at' {
            $Error.Clear()
            $null = Connect-Canary $emulator $how @{ MaximumRetryCount = 0 }
            $null = Get-KaptureCustomer 5 -ErrorAction SilentlyContinue
            foreach ($fault in @{ kind = 'html' }, @{ kind = 'garbage' }, @{ kind = 'dropBefore' }, @{ kind = 'status'; statusCode = 500; body = '' }, @{ kind = 'truncate' }) {
                Set-EmulatorFault $emulator $fault
                $null = Get-KaptureCustomer 5 -ErrorAction SilentlyContinue
                $null = New-KaptureCustomer -Name a -Phone 1 -ErrorAction SilentlyContinue
                $null = try { Connect-Canary $emulator $how @{ MaximumRetryCount = 0 } } catch { $_ }
            }

            $Error.Count | Should -BeGreaterOrEqual 11
            $text = @(
                $Error | Out-String -Width 400
                $Error | Format-List * -Force | Out-String -Width 400
                $Error | ForEach-Object { Get-Error -InputObject $_ | Out-String -Width 400 }
                $Error | ForEach-Object { if ($_ -is [Management.Automation.ErrorRecord]) { $_.Exception.ToString() } else { $_.ToString() } }
                $Error | Select-Object -ExpandProperty Exception -ErrorAction Ignore | ConvertTo-Json -Depth 3 -WarningAction Ignore
                $Error | ForEach-Object { [Management.Automation.PSSerializer]::Serialize($_, 4) }
            ) -join "`n"
            $text | Should -Match 'KaptureException'
            Find-Leak $text | Should -BeNullOrEmpty
        }

        It 'are in no error where the key is refused' {
            $with = @{ BaseUri = $emulator.BaseUri; NoProxy = $true }
            if ($how -eq 'Token') { $with.Token = ConvertTo-Secret "${canaryToken}x" }
            else { $with.Credential = [pscredential]::new('another-user', (ConvertTo-Secret $canaryPassword)) }
            $caught = try { Connect-Kapture @with -Verbose -Debug *>&1 } catch { $_ }
            $text = @($caught | Out-String; $caught | Format-List * -Force | Out-String; $caught.Exception.ToString(); $caught.InvocationInfo.Line) -join "`n"
            $text | Should -Match 'AuthenticationFailed'
            Find-Leak $text | Should -BeNullOrEmpty
        }
    }

    It 'are in no error where the key itself is none' {
        foreach ($bad in "$canaryToken`n", "Basic $canaryToken", "${canaryToken}`u{e9}") {
            $caught = try { Connect-Kapture contoso -Token (ConvertTo-Secret $bad) -SkipVerification } catch { $_ }
            $caught.FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            Find-Leak ($caught | Format-List * -Force | Out-String -Width 400) | Should -BeNullOrEmpty
        }

        $caught = try { Connect-Kapture contoso -Credential ([pscredential]::new('a:b', (ConvertTo-Secret $canaryPassword))) -SkipVerification } catch { $_ }
        Find-Leak ($caught | Format-List * -Force | Out-String -Width 400) | Should -BeNullOrEmpty
    }

    It 'are in no transcript' {
        $child = Invoke-ChildShell -Environment @{ KAPTURE_BASE_URI = "$($emulator.BaseUri)"; KAPTURE_TOKEN = $canaryToken; KAPTURE_DIALECT = Get-SuiteDialect } -Script @"
            Import-Module '$(Get-ModulePath)'
            `$path = [IO.Path]::GetTempFileName()
            Start-Transcript `$path | Out-Null
            `$VerbosePreference = `$DebugPreference = 'Continue'
            Connect-Kapture -FromEnvironment -NoProxy -PassThru
            New-KaptureCustomer -Name a -Phone 1
            Get-KaptureCustomer 5 -ErrorAction Continue
            Get-KaptureSession | Format-List * -Force
            Stop-Transcript | Out-Null
            'TRANSCRIPT'
            Get-Content `$path -Raw
            Remove-Item `$path
"@
        $child.Output | Should -Match '(?s)TRANSCRIPT.*Added'
        Find-Leak ($child.Output + $child.Errors) | Should -BeNullOrEmpty
    }

    It 'are no part of the environment''s error' {
        $child = Invoke-ChildShell -Environment @{ KAPTURE_BASE_URI = "$($emulator.BaseUri)"; KAPTURE_TOKEN = "${canaryToken}x"; KAPTURE_DIALECT = Get-SuiteDialect } -Script @"
            Import-Module '$(Get-ModulePath)'
            try { Connect-Kapture -FromEnvironment -NoProxy } catch { `$_ | Format-List * -Force; `$_.Exception.ToString() }
"@
        $child.Output | Should -Match 'AuthenticationFailed'
        Find-Leak ($child.Output + $child.Errors) | Should -BeNullOrEmpty
    }

    It 'take no personal data along: -Debug masks the bodies' {
        $null = Connect-Canary $emulator Token
        $debug = New-KaptureCustomer -Name 'Ashalata Raghunathan' -Phone '09380491326' -Email ashalata@example.com -City Bengaluru -AdditionalField @{ pan = 'ABCDE1234F' } -OutVariable added -Debug -Verbose 5>&1 4>&1 | Out-String -Width 400
        $debug += Get-KaptureCustomer ($added | Where-Object { $_ -is [Kapture.WriteResult] }).CustomerId -Debug -Verbose 5>&1 4>&1 | Where-Object { $_ -is [Management.Automation.InformationalRecord] } | Out-String -Width 400

        # Whom the row is about is what -WhatIf and -Confirm have to say; nothing else is.
        $lines = $debug -split '\r?\n' | Where-Object { $_ -match '^Row \d+: ' }
        $lines.Count | Should -Be 6
        foreach ($text in 'Ashalata', 'Raghunathan', '9380491326', 'Bengaluru', 'ABCDE1234F') {
            $lines | Should -Not -Match $text
        }
    }
}
