#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeDiscovery {
    # Every line of the documentation that makes a file of what failed.
    $root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../..'))
    $script:documented = @(
        foreach ($file in Get-ChildItem (Join-Path $root README.md), (Join-Path $root docs/*.md), (Join-Path $root docs/cmdlets/*.md), (Join-Path $root src/KapturePS/en-US/*.txt)) {
            $text = (Get-Content -LiteralPath $file -Raw -Encoding UTF8) -replace '\|\r?\n\s+', '| '
            foreach ($match in [regex]::Matches($text, '\$(?:failed|missing|sure)(?:\.TargetObject| \| ForEach-Object TargetObject)[^`\r\n]*?(?:Export-Csv|Set-Content) (?:\./)?\w+\.\w+')) {
                @{ File = $file.Name; Line = $match.Value }
            }
        }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS
    $script:emulator = Start-Emulator
    $script:rows = 'Name,Phone', ',1', 'b,2', 'c,3', 'd,4', 'e,5' | ConvertFrom-Csv
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
    Stop-Emulator $emulator
}

Describe 'The rows of a run that ended early' {
    BeforeAll {
        Connect-Emulator $emulator @{ SkipVerification = $true }
        Set-EmulatorFault $emulator @{ kind = 'status'; statusCode = 200; body = '{"Message":"Invalid Auth Key","Status":"Fail"}' }
        $script:ended = $null
        try { $null = $rows | New-KaptureCustomer -ThrottleLimit 1 -ErrorVariable failed -ErrorAction SilentlyContinue }
        catch { $script:ended = $_ }
        $script:collected = $failed
    }

    It 'have beside them what is none of the rows' {
        $ended.FullyQualifiedErrorId | Should -BeExactly 'AuthenticationFailed,KapturePS.NewKaptureCustomerCommand'
        $ended.TargetObject.Phone | Should -BeExactly 2
        @($collected | Where-Object { $_ -isnot [Management.Automation.ErrorRecord] }) | Should -HaveCount 1
    }

    It 'make a file all the same, as documented: <File>, <Line>' -ForEach $documented {
        Push-Location TestDrive:/
        try {
            Get-ChildItem TestDrive:/ | Remove-Item
            foreach ($name in 'failed', 'missing', 'sure') { Set-Variable $name $collected }
            $said = @(& ([scriptblock]::Create($Line)) 2>&1)
        }
        finally {
            Pop-Location
        }

        $said | Should -BeNullOrEmpty
        $file = Get-ChildItem TestDrive:/
        $file | Should -HaveCount 1
        if ($file.Extension -eq '.csv') {
            (Import-Csv $file).Phone | Select-Object -First 1 | Should -BeExactly 1
        }
    }

    It 'are all there, with that which ended it' {
        $found = @(@($collected; $collected.ErrorRecord).TargetObject | Where-Object { $_ })
        $found.Phone | Sort-Object | Select-Object -First 2 | Should -Be 1, 2
        $skip = if ("$ended" -match '-Skip (\d+)') { [int] $Matches[1] }
        @($found.Phone) + @(($rows | Select-Object -Skip $skip).Phone) | Sort-Object | Should -Be 1, 2, 3, 4, 5
    }
}

Describe 'A run without rows' -Tag Both {
    It 'leaves nothing to fail on' {
        Get-KaptureSession -Name * | Disconnect-Kapture
        try { $null = $rows | New-KaptureCustomer -ErrorVariable failed -ErrorAction SilentlyContinue } catch { $null = $_ }
        { $failed.TargetObject | Where-Object { $_ } | Export-Csv TestDrive:/none.csv -ErrorAction Stop } | Should -Not -Throw
    }
}
