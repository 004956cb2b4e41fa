#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-Module (Join-Path $PSScriptRoot 'Prompt.psm1')
    Import-KapturePS

    # Starts a script in a runspace of its own; its arguments are there as $in.
    function Start-Beside([scriptblock] $Script, [hashtable] $In = @{}) {
        $shell = [powershell]::Create().AddScript('param($module, $in, $script) Import-Module $module; . ([scriptblock]::Create($script))').AddArgument((Get-ModulePath)).AddArgument($In).AddArgument("$Script")
        $output = [Management.Automation.PSDataCollection[psobject]]::new()
        [pscustomobject]@{ Shell = $shell; Output = $output; Running = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output) }
    }

    function Wait-Beside($Beside) {
        try {
            if (-not $Beside.Running.AsyncWaitHandle.WaitOne(120000)) { throw 'A runspace stands still.' }
            $null = $Beside.Shell.EndInvoke($Beside.Running)
            $Beside.Output
        }
        finally {
            $Beside.Shell.Dispose()
        }
    }
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
}

Describe 'Ten runspaces with a session each' -Tag Both {
    BeforeAll {
        # Each has a key, and every other one speaks Legacy; two servers are two tenants.
        $keys = 0..9 | ForEach-Object { '--key'; "emulator-token-$_" }
        $script:servers = 0, 1 | ForEach-Object { Start-Emulator -Argument (@('--dialect', 'both') + $keys) }
    }

    AfterAll {
        $servers | ForEach-Object { Stop-Emulator $_ }
    }

    It 'write at once, and nothing crosses over' {
        $besides = 0..9 | ForEach-Object {
            Start-Beside {
                $key = [Net.NetworkCredential]::new('', $in.Key).SecurePassword
                Connect-Kapture -BaseUri $in.Uri -Token $key -AccountId 1000298 -NoProxy -Dialect $in.Dialect -Name same
                $rows = foreach ($i in 1..40) { [pscustomobject]@{ Name = "$($in.Who) $i"; Phone = "$($in.Number)00$i" } }
                $null = $rows | New-KaptureCustomer -Session same
                $rows[0..4] | New-KaptureCustomer | Out-Null
                $session = Get-KaptureSession
                if ($in.Number % 3 -eq 0) { Disconnect-Kapture }
                "$($session.BaseUri) $($session.Dialect) $(@(Get-KaptureSession -Name *).Count)"
            } @{ Key = "emulator-token-$_"; Uri = $servers[$_ % 2].BaseUri; Dialect = $(if ($_ -lt 5) { 'V1' } else { 'Legacy' }); Who = "w$_"; Number = $_ }
        }
        $said = @($besides | ForEach-Object { Wait-Beside $_ })
        $said | Should -Be @(0..9 | ForEach-Object { "$($servers[$_ % 2].BaseUri) $(if ($_ -lt 5) { 'V1' } else { 'Legacy' }) $([int] ($_ % 3 -ne 0))" })
        Get-KaptureSession -Name * | Should -BeNullOrEmpty

        foreach ($which in 0, 1) {
            Connect-Kapture -BaseUri $servers[$which].BaseUri -Token (ConvertTo-Secret emulator-token) -AccountId 1000298 -NoProxy -Dialect V1
            $names = (Get-KaptureCustomerByDate (Get-Date).AddDays(-1)).Name
            Disconnect-Kapture
            $names.Count | Should -Be 225
            $names | ForEach-Object { ($_ -split ' ')[0] } | Group-Object -NoElement | ForEach-Object { "$($_.Name) $($_.Count)" } | Sort-Object |
                Should -Be @(0..9 | Where-Object { $_ % 2 -eq $which } | ForEach-Object { "w$_ 45" })
        }
    }
}

Describe 'Two runspaces with one session' {
    BeforeAll {
        $script:emulator = Start-Emulator
    }

    AfterAll {
        Stop-Emulator $emulator
    }

    BeforeEach {
        Reset-Emulator $emulator
        $script:session = Connect-Emulator $emulator @{ PassThru = $true; TimeoutSec = 900; SkipVerification = $true; Name = 'shared' }
    }

    It 'write at once, each row once' {
        $besides = 1..2 | ForEach-Object {
            Start-Beside { 1..200 | ForEach-Object { $i = $_; [pscustomobject]@{ Name = "n$($in.Number)"; Phone = "$($in.Number)0$i" } } | New-KaptureCustomer -Session $in.Session } @{ Number = $_; Session = $session }
        }
        $results = @($besides | ForEach-Object { Wait-Beside $_ })
        $results.Action | Select-Object -Unique | Should -Be Added
        ($results.CustomerId | Select-Object -Unique).Count | Should -Be 400
        (Get-EmulatorStats $emulator).customers | Should -Be 400
    }

    It 'account for each row where <What> in the middle of a run' -ForEach @(
        @{ What = 'the other disconnects'; Script = { Disconnect-Kapture -Session $session } }
        @{ What = 'the other removes the module that connected'; Script = { Remove-Module KapturePS } }
    ) {
        Set-EmulatorFault $emulator @{ kind = 'hang'; operation = 'add'; skip = 5 }
        $journal = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
        $beside = Start-Beside {
            $failed = $null
            $caught = try { 1..30 | ForEach-Object { $i = $_; [pscustomobject]@{ Name = "n$i"; Phone = "$i" } } | New-KaptureCustomer -Session $in.Session -ThrottleLimit 4 -Journal $in.Journal -ErrorVariable failed -ErrorAction SilentlyContinue } catch { $_ }
            $caught | Where-Object { $_ -isnot [Management.Automation.ErrorRecord] } | ForEach-Object { "$($_.Row) $($_.Action)" }
            $failed | Where-Object { $_ -is [Management.Automation.ErrorRecord] -and $_.Exception.Row } | ForEach-Object { "$($_.Exception.Row) $($_.Exception.ErrorId)" } | Select-Object -Unique
        } @{ Session = $session; Journal = $journal }
        $seen = Wait-Server $emulator { param($s) $s.requests -eq 9 -and $s.inFlight -eq 4 }
        try {
            & $Script
            $said = @(Wait-Beside $beside)
        }
        finally {
            Import-KapturePS
        }

        # What was done is said; what was on the way is in doubt; and one row says why nothing more was sent.
        $said | Where-Object { $_ -notmatch '^\d+ (Added|WriteUncertain|NotConnected)$' } | Should -BeNullOrEmpty
        @($said -like '* Added').Count | Should -Be 5
        @($said -like '* WriteUncertain').Count | Should -Be 4
        @($said -like '* NotConnected').Count | Should -BeGreaterOrEqual 1
        (Wait-Server $emulator { param($s) $s.inFlight -eq 0 }).requests | Should -Be $seen.requests
        @(Get-KaptureJournal $journal | Where-Object State -EQ InDoubt).Count | Should -Be 4

        # The same journal brings the rest.
        Set-EmulatorFault $emulator
        $again = Connect-Emulator $emulator @{ PassThru = $true; Name = 'again' }
        $results = 1..30 | ForEach-Object { $i = $_; [pscustomobject]@{ Name = "n$i"; Phone = "$i" } } | New-KaptureCustomer -Session $again -Journal $journal
        $results.Count | Should -Be 30
        $stats = Get-EmulatorStats $emulator
        $stats.customers | Should -Be 30
        $stats.duplicates | Should -Be 0
    }

    It 'end, and say where, when who reads takes the module away: <Command>' -ForEach @(
        @{ Command = 'Remove-Module KapturePS' }
        @{ Command = 'Import-Module $in.Module -Force' }
    ) {
        $said = @(Wait-Beside (Start-Beside ([scriptblock]::Create('
            Connect-Kapture -Emulator -InformationAction Ignore
            $before = Get-KaptureSession
            $out = [Collections.Generic.List[object]]::new()
            $failed = $null
            try { 1..60 | ForEach-Object { $i = $_; [pscustomobject]@{ Name = "n$i"; Phone = "$i" } } | New-KaptureCustomer -ThrottleLimit 2 -ErrorVariable failed -ErrorAction SilentlyContinue | ForEach-Object { $out.Add($_); if ($out.Count -eq 3) { ' + $Command + ' } } }
            catch { "ended: $($_.Exception.ErrorId): $($_.Exception.Message)" }
            "connected: $($before.Connected)"
            "rows: $($out.Count + @($failed | Where-Object { $_.Exception.Row -and $_.Exception.ErrorId -ne "NotConnected" }).Count)"')) @{ Module = Get-ModulePath }))
        $said[0] | Should -BeLike 'ended: NotConnected: *rows after row * were not sent*'
        $said[1] | Should -Be 'connected: False'
        [int] (($said[0] -split 'rows after row ')[1] -split ' ')[0] | Should -BeGreaterOrEqual ([int] ($said[2] -split ' ')[1])
    }
}

Describe 'Runspaces that import at the same moment' -Tag Both {
    It 'all find what they need, in a process where nobody did before' {
        # Nothing of the module is loaded there: whoever comes second must not go on before the first is ready.
        $ended = Invoke-ChildShell "
            `$start = [Threading.ManualResetEventSlim]::new()
            `$shells = 1..8 | ForEach-Object {
                [powershell]::Create().AddScript({ param(`$start, `$module) `$start.Wait(); Import-Module `$module; Connect-Kapture -Emulator -InformationAction Ignore; (New-KaptureCustomer -Name a -Phone 1).GetType() -eq [Kapture.WriteResult] }).AddArgument(`$start).AddArgument('$(Get-ModulePath)')
            }
            `$running = `$shells | ForEach-Object { `$_.BeginInvoke() }
            `$start.Set()
            0..7 | ForEach-Object { `$shells[`$_].EndInvoke(`$running[`$_]); `$shells[`$_].Streams.Error }"
        $ended.Errors | Should -BeNullOrEmpty
        $ended.Output -split '\r?\n' | Should -Be (@('True') * 8)
    }
}
