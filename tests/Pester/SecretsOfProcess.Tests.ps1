#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# What others see of the process itself: its memory, its environment, its command line, and those of what it starts.
BeforeDiscovery {
    # All that a full dump would hold, without the time that making one takes. Some machines let nobody look.
    $script:seesMemory = $IsLinux -and $(try { [IO.File]::OpenRead("/proc/$PID/mem").Dispose(); (Get-Content /proc/sys/kernel/yama/ptrace_scope -ErrorAction Ignore) -in $null, '0', '1' } catch { $false })
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-Module (Join-Path $PSScriptRoot 'Canary.psm1')
    Import-KapturePS
    $script:canary = Get-Canary
    $script:emulator = Start-Emulator -Argument '--token', $canary.Token, '--user', $canary.User, '--password', $canary.Password
    $script:pair = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("$($canary.User):$($canary.Password)"))

    # Finds words in what a process can write to: its heaps and stacks, not its files.
    Add-Type -TypeDefinition @'
using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

public static class ProcessMemory
{
    private const int Overlap = 4096;

    public static int Count(int process, string[] words)
    {
        var patterns = words.SelectMany(word => new[] { Encoding.ASCII.GetBytes(word), Encoding.Unicode.GetBytes(word) }).ToArray();
        var buffer = new byte[1 << 20];
        var count = 0;
        using (var memory = new FileStream("/proc/" + process + "/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0))
        {
            foreach (var line in File.ReadAllLines("/proc/" + process + "/maps"))
            {
                var parts = line.Split(' ');
                if (!parts[1].StartsWith("rw", StringComparison.Ordinal))
                    continue;
                var ends = parts[0].Split('-').Select(text => ulong.Parse(text, NumberStyles.HexNumber)).ToArray();
                for (var at = ends[0]; at < ends[1]; at += (ulong)(buffer.Length - Overlap))
                {
                    int read;
                    try
                    {
                        memory.Position = (long)at;
                        read = memory.Read(buffer, 0, (int)Math.Min((ulong)buffer.Length, ends[1] - at));
                    }
                    catch (Exception e) when (e is IOException || e is ArgumentOutOfRangeException)
                    {
                        // Reserved, or the kernel's own.
                        continue;
                    }

                    foreach (var pattern in patterns)
                    {
                        for (var start = 0; buffer.AsSpan(start, read - start).IndexOf(pattern) is var found && found >= 0; start += found + 1)
                            count++;
                    }
                }
            }
        }

        return count;
    }
}
'@

    # The key comes by a file, and leaves no copy but the module's: a stream of the console would keep one.
    $script:memoryScript = {
        param($module, $uri, $secretFile, $user, $dialect)
        $ErrorActionPreference = 'Stop'
        Import-Module $module
        $secret = [securestring]::new()
        $bytes = [IO.File]::ReadAllBytes($secretFile)
        foreach ($byte in $bytes) { $secret.AppendChar([char] $byte) }
        [Array]::Clear($bytes, 0, $bytes.Length)
        $as = if ($user) { @{ Credential = [pscredential]::new($user, $secret) } } else { @{ Token = $secret } }
        Connect-Kapture -BaseUri $uri -NoProxy -Dialect $dialect @as
        $null = 1..20 | ForEach-Object { [pscustomobject]@{ Name = "a$_"; Phone = "555010$_" } } | New-KaptureCustomer
        $as.Clear()
        $secret.Dispose()
        [Console]::Out.WriteLine('OPEN')
        $null = [Console]::In.ReadLine()
        Disconnect-Kapture
        do {
            [GC]::Collect(2, [GCCollectionMode]::Aggressive, $true, $true)
            [GC]::WaitForPendingFinalizers()
            [Console]::Out.WriteLine('CLOSED')
        } while ([Console]::In.ReadLine() -eq 'again')
    }
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
    Stop-Emulator $emulator
}

Describe 'The memory of the process' -Skip:(-not $seesMemory) {
    It 'holds no copy of the <What> once its session is closed and its garbage is compacted' -ForEach @(
        @{ What = 'key'; User = ''; Secret = { $canary.Token }; Words = { $canary.Token } }
        @{ What = 'password'; User = 'canary-user'; Secret = { $canary.Password }; Words = { $canary.Password, $pair } }
    ) {
        $words = [string[]] @(& $Words)
        [IO.File]::WriteAllText("$TestDrive/secret", (& $Secret))
        [IO.File]::WriteAllText("$TestDrive/memory.ps1", "$memoryScript")
        $start = [Diagnostics.ProcessStartInfo]::new((Get-Process -Id $PID).Path)
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        foreach ($part in '-NoProfile', '-NonInteractive', '-File', "$TestDrive/memory.ps1", (Get-ModulePath), "$($emulator.BaseUri)", "$TestDrive/secret", $User, (Get-SuiteDialect)) { $start.ArgumentList.Add($part) }
        $process = [Diagnostics.Process]::Start($start)
        $errors = $process.StandardError.ReadToEndAsync()
        try {
            $process.StandardOutput.ReadLine() | Should -BeExactly OPEN -Because $(if ($process.HasExited) { $errors.GetAwaiter().GetResult() } else { 'it is connected' })
            [ProcessMemory]::Count($process.Id, $words) | Should -BeGreaterThan 0 -Because 'an open session has its key: else nothing was looked at'
            $process.StandardInput.WriteLine()

            # What a thread of the pool has on its stack is garbage a collection later.
            $left = -1
            foreach ($round in 1..40) {
                $process.StandardOutput.ReadLine() | Should -BeExactly CLOSED
                $left = [ProcessMemory]::Count($process.Id, $words)
                if ($left -eq 0) { break }
                $process.StandardInput.WriteLine('again')
            }

            $left | Should -Be 0
        }
        finally {
            $process.Kill()
            $process.WaitForExit()
            $process.Dispose()
        }
    }
}

Describe 'What the process starts' -Tag Both {
    BeforeAll {
        # All that a process knows of how it was started.
        $script:look = '[Environment]::GetEnvironmentVariables().GetEnumerator() | ForEach-Object { "$($_.Key)=$($_.Value)" }; [Environment]::GetCommandLineArgs(); if (Test-Path /proc/self/environ) { Get-Content /proc/self/environ, /proc/self/cmdline -Raw }'
    }

    It 'is not told the <_>' -ForEach 'Token', 'Credential' {
        $null = Connect-Canary $emulator $_
        $null = New-KaptureCustomer -Name a -Phone 5550100 -ErrorAction SilentlyContinue
        $text = @(
            & (Get-Process -Id $PID).Path -NoProfile -Command $look
            Start-Job ([scriptblock]::Create($look)) | Receive-Job -Wait -AutoRemoveJob
            & ([scriptblock]::Create($look))
        ) -join "`n"
        ($text -split 'PATH=').Count | Should -BeGreaterThan 3 -Because 'each has an environment'
        Find-Leak $text | Should -BeNullOrEmpty
    }

    It 'inherits KAPTURE_TOKEN until the script removes it, which the session does not mind' {
        $child = Invoke-ChildShell -Environment @{ KAPTURE_BASE_URI = "$($emulator.BaseUri)"; KAPTURE_TOKEN = $canary.Token; KAPTURE_DIALECT = Get-SuiteDialect } -Script @"
            Import-Module '$(Get-ModulePath)'
            Connect-Kapture -FromEnvironment -NoProxy
            'BEFORE ' + (& (Get-Process -Id `$PID).Path -NoProfile -Command '(`$env:KAPTURE_TOKEN).Length')
            Remove-Item Env:KAPTURE_TOKEN
            'AFTER ' + (& (Get-Process -Id `$PID).Path -NoProfile -Command '(`$env:KAPTURE_TOKEN).Length')
            (New-KaptureCustomer -Name a -Phone 5550100).Action
"@
        $child.Output | Should -Match "(?s)BEFORE $($canary.Token.Length)\s+AFTER 0?\s+Added" -Because $child.Errors
    }
}

Describe 'What a script keeps of the key' -Tag Both {
    It 'is nothing in the history, nor in what Export-Clixml and ConvertTo-Json make of each command''s output and errors' {
        $server = Start-CanaryServer -Body '{"status":"failed","message":"I got Authorization: {authorization} with {body}"}'
        try {
            $session = Connect-Canary $server Token @{ SkipVerification = $true; MaximumRetryCount = 0; Name = 'kept' }
            $calls = 'Get-KaptureSession -Name *', 'New-KaptureCustomer -Name a -Phone 5550100', 'Set-KaptureCustomer -Id 5 -City Pune', 'Add-KaptureContact -CustomerId 5 -Phone 5550101',
            'Get-KaptureCustomer 5', 'Get-KaptureCustomerByDate 2024-05-01 2024-05-01', 'Invoke-KaptureRequest /x.html -Body @{ a = 1 }', 'Connect-Kapture contoso -Emulator'
            $text = foreach ($call in $calls) {
                $shell = [powershell]::Create()
                try {
                    # A command of a prompt: with a history.
                    $null = $shell.AddScript("Import-Module '$(Get-ModulePath)'").Invoke()
                    $shell.Commands.Clear()
                    $shell.Runspace.SessionStateProxy.SetVariable('session', $session)
                    $shell.Runspace.SessionStateProxy.SetVariable('PSDefaultParameterValues', @{ '*-Kapture*:Session' = $session })
                    $settings = [Management.Automation.PSInvocationSettings]@{ AddToHistory = $true }
                    $output = try { $shell.AddScript($call).Invoke($null, $settings) } catch { $_.Exception.InnerException }
                    $shell.Commands.Clear()
                    $history = $shell.AddScript('Get-History').Invoke()
                    $history.CommandLine | Should -Contain $call
                    $kept = @($history; $output; $shell.Streams.Error; $shell.Runspace.SessionStateProxy.GetVariable('Error')).Where{ $null -ne $_ }
                    $kept | Export-Clixml "$TestDrive/kept.xml" -Depth 5
                    Get-Content "$TestDrive/kept.xml" -Raw
                    $kept | Where-Object { $_ -isnot [Management.Automation.ErrorRecord] -and $_ -isnot [Exception] } | ConvertTo-Json -Depth 9 -WarningAction Ignore

                    # Deeper, an error is the whole engine.
                    $kept | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | ForEach-Object { try { $_.Exception | ConvertTo-Json -Depth 3 -WarningAction Ignore } catch { "$_" } }
                    $kept | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | Select-Object -Property FullyQualifiedErrorId, ErrorDetails, TargetObject | ConvertTo-Json -Depth 4 -WarningAction Ignore
                }
                finally {
                    $shell.Dispose()
                }
            }

            $text = $text -join "`n"
            $text | Should -Match 'I got Authorization'
            $server.Received.Count | Should -BeGreaterThan 4 -Because 'else nothing was tried'
            Find-Leak $text | Should -BeNullOrEmpty
        }
        finally {
            $server.Dispose()
        }
    }

    It 'works through Start-ThreadJob and -Parallel, whose session is this one, and is refused in words through Start-Job' {
        $session = Connect-Canary $emulator Token
        $module = Get-ModulePath
        $inParallel = 1..2 | ForEach-Object -Parallel { Import-Module $using:module; New-KaptureCustomer -Name "a$_" -Phone "555010$_" -Session $using:session }
        $inParallel.Action | Should -Be 'Added', 'Added'
        $ofThread = Start-ThreadJob { Import-Module $using:module; New-KaptureCustomer -Name b -Phone 5550109 -Session $using:session } | Receive-Job -Wait -AutoRemoveJob
        $ofThread.Action | Should -Be 'Added'
        $said = Start-Job { Import-Module $using:module; try { New-KaptureCustomer -Name c -Phone 5550108 -Session $using:session } catch { "$($_.FullyQualifiedErrorId) $_"; $_ | Format-List * -Force | Out-String -Width 400 } } | Receive-Job -Wait -AutoRemoveJob
        $said[0] | Should -BeLike '*session is one of another process*Run Connect-Kapture*'
        Find-Leak (($said | Out-String) + ($inParallel | Get-View)) | Should -BeNullOrEmpty
    }
}
