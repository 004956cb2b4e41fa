#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# What ends a run from outside, but for the signals of Interrupt.Tests.ps1. Time-outs are of 15 minutes: what ends did not wait for one.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-Module (Join-Path $PSScriptRoot 'Prompt.psm1')
    Import-KapturePS
    $script:emulator = Start-Emulator
    $script:patient = @{ TimeoutSec = 900; SkipVerification = $true; PassThru = $true }

    # Starts a script in a runspace of its own, with the module, a session that is current there, and a gate to wait at.
    function Start-Run([scriptblock] $Script, $Session = (Connect-Emulator $emulator ($patient + @{ Name = 'patient' }))) {
        $shell = [powershell]::Create()
        $gate = [pscustomobject]@{ At = [Threading.ManualResetEventSlim]::new(); Go = [Threading.ManualResetEventSlim]::new() }
        $output = [Management.Automation.PSDataCollection[psobject]]::new()
        $null = $shell.AddScript('param($module, $session, $gate, $script) Import-Module $module; $PSDefaultParameterValues["*-Kapture*:Session"] = $session; function Wait-Gate { $gate.At.Set(); $gate.Go.Wait() }; function Get-Row([int] $Count) { foreach ($i in 1..$Count) { [pscustomobject]@{ Name = "n$i"; Phone = "$i" } } }; . ([scriptblock]::Create($script))').
            AddArgument((Get-ModulePath)).AddArgument($session).AddArgument($gate).AddArgument("$Script")
        [pscustomobject]@{ Shell = $shell; Gate = $gate; Session = $session; Output = $output; Running = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output) }
    }

    # What is left when a run has ended, however it did: nothing in flight, and nothing more that arrives.
    function Stop-Run($Run) {
        $null = $Run.Gate.Go.Set()
        $Run.Shell.Stop()
        $Run.Running.AsyncWaitHandle.WaitOne(60000) | Should -BeTrue
        $rest = Wait-Server $emulator { param($s) $s.inFlight -eq 0 }
        Set-EmulatorFault $emulator
        $null = Get-KaptureCustomer 1 -Session $Run.Session -ErrorAction Ignore
        (Get-EmulatorStats $emulator).requests | Should -Be ($rest.requests + 1)
        $rest
    }
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
    Stop-Emulator $emulator
}

Describe 'A run that is stopped' {
    BeforeEach {
        Reset-Emulator $emulator
    }

    It 'sends no row that waits though its own thread is held up by <Where>' -Tag Both -ForEach @(
        @{ Where = 'what brings the rows'; Answered = 1; Script = { & { Get-Row 3; Wait-Gate } | New-KaptureCustomer -ThrottleLimit 1 } }
        @{ Where = 'who reads the results'; Answered = 2; Script = { Get-Row 8 | New-KaptureCustomer -ThrottleLimit 1 | ForEach-Object { if ($_.Row -eq 2) { Wait-Gate } } } }
    ) {
        # With a throttle of 1 the row behind those that are answered hangs, and the next waits for it.
        Set-EmulatorFault $emulator @{ kind = 'hang'; operation = 'add'; skip = $Answered }
        $run = Start-Run $Script
        $null = Wait-Server $emulator { param($s) $s.requests -eq $Answered + 1 -and $s.inFlight -eq 1 }
        $run.Gate.At.Wait(60000) | Should -BeTrue
        $stopping = $run.Shell.BeginStop($null, $null)

        # The stop alone lets the service go: the pipeline's thread stands at the gate still.
        $seen = Wait-Server $emulator { param($s) $s.inFlight -eq 0 }
        $run.Running.IsCompleted | Should -BeFalse
        $null = $run.Gate.Go.Set()
        $run.Shell.EndStop($stopping)
        (Stop-Run $run).requests | Should -Be $seen.requests
    }

    It 'is heard behind Select-Object -First: <Cmdlet>' -Tag Both -ForEach @(
        @{ Cmdlet = 'New-KaptureCustomer'; Script = { Get-Row 9 | Select-Object -First 4 | New-KaptureCustomer -ThrottleLimit 4 } }
        @{ Cmdlet = 'Set-KaptureCustomer'; Script = { 1..9 | ForEach-Object { [pscustomobject]@{ Id = $_; City = 'Pune' } } | Select-Object -First 4 | Set-KaptureCustomer -ThrottleLimit 4 } }
        @{ Cmdlet = 'Add-KaptureContact'; Script = { 1..9 | ForEach-Object { [pscustomobject]@{ Id = $_; Phone = '5' } } | Select-Object -First 4 | Add-KaptureContact -ThrottleLimit 4 } }
        @{ Cmdlet = 'Get-KaptureCustomer'; Script = { 1..9 | Select-Object -First 4 | Get-KaptureCustomer -ThrottleLimit 4 } }
        @{ Cmdlet = 'Invoke-KaptureRequest'; Script = { 1..9 | ForEach-Object { @{ customer_id = "$_" } } | Select-Object -First 4 | Invoke-KaptureRequest /search-customer-by-customer-id.html -ThrottleLimit 4 } }
    ) {
        Set-EmulatorFault $emulator @{ kind = 'hang' }
        $run = Start-Run $Script
        $null = Wait-Server $emulator { param($s) $s.requests -eq 4 -and $s.inFlight -eq 4 }
        (Stop-Run $run).requests | Should -Be 4
        $run.Shell.InvocationStateInfo.State | Should -Be Stopped
    }

    It 'says which rows are not accounted for: <Case>' -Tag Both -ForEach @(
        @{ Case = 'without a journal'; With = ''; Advice = 'What was sent may have been applied*-Journal*' }
        @{ Case = 'with one'; With = '-Journal $journal'; Advice = "Run the same command again with the journal*it finds out." }
    ) {
        $journal = Join-Path $TestDrive 'told.jsonl'
        Set-EmulatorFault $emulator @{ kind = 'hang'; operation = 'add'; skip = 3 }
        $run = Start-Run ([scriptblock]::Create("Get-Row 30 | New-KaptureCustomer -ThrottleLimit 3 $($With.Replace('$journal', "'$journal'"))"))
        $null = Wait-Server $emulator { param($s) $s.requests -eq 6 -and $s.inFlight -eq 3 }
        $null = Stop-Run $run
        "$($run.Shell.Streams.Warning)" | Should -BeLike "New-KaptureCustomer was stopped while rows $($run.Output.Count + 1) to 6 were on the way, and does not say what became of them. $Advice"
    }

    It 'says nothing of the sort where <Case>' -Tag Both -ForEach @(
        @{ Case = 'it reads'; Script = { 1..30 | Get-KaptureCustomer -ThrottleLimit 3 } }
        @{ Case = 'nobody wants warnings'; Script = { Get-Row 30 | New-KaptureCustomer -ThrottleLimit 3 -WarningAction SilentlyContinue } }
    ) {
        Set-EmulatorFault $emulator @{ kind = 'hang' }
        $run = Start-Run $Script
        $null = Wait-Server $emulator { param($s) $s.inFlight -eq 3 }
        $null = Stop-Run $run
        $run.Shell.Streams.Warning | Should -BeNullOrEmpty
    }

    It 'accounts for each row where <How> ends it, and the same journal brings the rest' -ForEach @(
        @{ How = '-ErrorAction Stop'; Script = { Get-Row 30 | New-KaptureCustomer -ThrottleLimit 4 -Journal $journal -ErrorAction Stop }; Refused = 1 }
        @{ How = 'a stop'; Script = { Get-Row 30 | New-KaptureCustomer -ThrottleLimit 4 -Journal $journal } }
        @{ How = 'an error of who reads'; Script = { Get-Row 30 | New-KaptureCustomer -ThrottleLimit 4 -Journal $journal | ForEach-Object { Wait-Gate; throw 'enough' } } }
        @{ How = 'Select-Object -First 1'; Script = { Get-Row 30 | New-KaptureCustomer -ThrottleLimit 4 -Journal $journal | ForEach-Object { Wait-Gate; $_ } | Select-Object -First 1 } }
        @{ How = 'exit'; Script = { Get-Row 30 | New-KaptureCustomer -ThrottleLimit 4 -Journal $journal | ForEach-Object { Wait-Gate; exit 5 } } }
        @{ How = 'the close of its runspace'; Script = { Get-Row 30 | New-KaptureCustomer -ThrottleLimit 4 -Journal $journal }; Close = $true }
    ) {
        # Those behind the third are applied, and nobody is told so.
        $journal = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
        $refusal = @{ kind = 'status'; operation = 'add'; statusCode = 200; body = '{"message":"no such city","status":"failed"}'; skip = 3; times = 1 }
        Set-EmulatorFault $emulator @(if ($Refused) { $refusal }; @{ kind = 'hang'; operation = 'add'; applied = $true; skip = 3 })
        $run = Start-Run ([scriptblock]::Create("$Script".Replace('$journal', "'$journal'")))
        $null = Wait-Server $emulator { param($s) if ($Refused) { $run.Running.IsCompleted } else { $s.inFlight -ge 1 } }
        if ($Close) { $run.Shell.Runspace.Close() }
        $null = Stop-Run $run
        $begun = @(Get-KaptureJournal $journal)
        @($begun | Where-Object State -EQ Failed).Count | Should -Be ([int] $Refused)
        $begun.Count | Should -BeGreaterOrEqual ((Get-EmulatorStats $emulator).customers + $Refused) -Because 'the journal knows of everybody who is there'
        if ($Refused) { $run.Shell.InvocationStateInfo.Reason.ErrorRecord.FullyQualifiedErrorId | Should -BeLike 'Rejected,*' }

        $again = @(foreach ($i in 1..30) { [pscustomobject]@{ Name = "n$i"; Phone = "$i" } }) | New-KaptureCustomer -Journal $journal -Session $run.Session
        $again.Row | Should -Be (1..30)
        $stats = Get-EmulatorStats $emulator
        $stats.customers | Should -Be 30
        $stats.duplicates | Should -Be 0
        $run.Shell.Dispose()
    }

    It 'ends with its job, which sends nothing more, and the same journal brings the rest: <Job>' -Tag Both -ForEach @(
        @{ Job = 'Start-Job' }
        @{ Job = 'Start-ThreadJob' }
    ) {
        # The first four are answered, whichever they are: only then can four more be on their way.
        if (-not (Get-Command $Job -ErrorAction Ignore)) { Set-ItResult -Skipped -Because "there is no $Job" }
        $journal = Join-Path $TestDrive "$Job.jsonl"
        Set-EmulatorFault $emulator @{ kind = 'hang'; operation = 'add'; applied = $true; skip = 4 }
        $started = & $Job -ArgumentList (Get-ModulePath), $emulator.BaseUri, $journal, (Get-SuiteDialect) -ScriptBlock {
            param($module, $uri, $journal, $dialect)
            Import-Module $module
            Connect-Kapture -BaseUri $uri -Token ([Net.NetworkCredential]::new('', 'emulator-token').SecurePassword) -AccountId 1000298 -NoProxy -TimeoutSec 900 -SkipVerification -Dialect $dialect
            1..30 | ForEach-Object { [pscustomobject]@{ Name = "n$_"; Phone = "$_" } } | New-KaptureCustomer -ThrottleLimit 4 -Journal $journal
        }
        try {
            $seen = Wait-Server $emulator { param($s) $s.inFlight -eq 4 -and $s.customers -eq 8 }
            Stop-Job $started
            $started.State | Should -Be Stopped
            (Wait-Server $emulator { param($s) $s.inFlight -eq 0 }).requests | Should -Be $seen.requests
        }
        finally {
            Remove-Job $started -Force
        }

        Set-EmulatorFault $emulator
        $again = @(foreach ($i in 1..30) { [pscustomobject]@{ Name = "n$i"; Phone = "$i" } }) | New-KaptureCustomer -Journal $journal -Session (Connect-Emulator $emulator $patient)
        $again.Row | Should -Be (1..30)
        $stats = Get-EmulatorStats $emulator
        "$($stats.customers) $($stats.duplicates) $($stats.operations.add.requests)" | Should -Be '30 0 30'
    }

    It 'sends nothing where it is stopped at the question of -Confirm, even if the answer comes after: yes' -Tag Both {
        # A real host's question cannot be answered without a terminal; this one asks, and waits for the test.
        Add-Type -TypeDefinition @'
using System; using System.Collections.Generic; using System.Collections.ObjectModel; using System.Globalization; using System.Management.Automation; using System.Management.Automation.Host; using System.Security; using System.Threading;
public sealed class AskingHost : PSHost
{
    public readonly ManualResetEventSlim Asked = new ManualResetEventSlim(), Answer = new ManualResetEventSlim();
    private readonly Guid _id = Guid.NewGuid();
    private readonly AskingUI _ui;
    public AskingHost() { _ui = new AskingUI(this); }
    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;
    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;
    public override Guid InstanceId => _id;
    public override string Name => "Asking";
    public override PSHostUserInterface UI => _ui;
    public override Version Version => new Version(1, 0);
    public override void EnterNestedPrompt() { }
    public override void ExitNestedPrompt() { }
    public override void NotifyBeginApplication() { }
    public override void NotifyEndApplication() { }
    public override void SetShouldExit(int code) { }
    private sealed class AskingUI : PSHostUserInterface
    {
        private readonly AskingHost _host;
        public AskingUI(AskingHost host) { _host = host; }
        public override PSHostRawUserInterface RawUI => null;
        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) { _host.Asked.Set(); _host.Answer.Wait(); return 0; }
        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> fields) => null;
        public override PSCredential PromptForCredential(string caption, string message, string user, string target) => null;
        public override PSCredential PromptForCredential(string caption, string message, string user, string target, PSCredentialTypes types, PSCredentialUIOptions options) => null;
        public override string ReadLine() => "";
        public override SecureString ReadLineAsSecureString() => new SecureString();
        public override void Write(string value) { }
        public override void Write(ConsoleColor foreground, ConsoleColor background, string value) { }
        public override void WriteLine(string value) { }
        public override void WriteErrorLine(string value) { }
        public override void WriteDebugLine(string value) { }
        public override void WriteVerboseLine(string value) { }
        public override void WriteWarningLine(string value) { }
        public override void WriteProgress(long source, ProgressRecord record) { }
    }
}
'@
        $asking = [AskingHost]::new()
        $runspace = [runspacefactory]::CreateRunspace($asking)
        $runspace.Open()
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        $null = $shell.AddScript('param($module, $session) Import-Module $module; 1..9 | ForEach-Object { [pscustomobject]@{ Name = "n$_"; Phone = "$_" } } | New-KaptureCustomer -Session $session -Confirm').AddArgument((Get-ModulePath)).AddArgument((Connect-Emulator $emulator $patient))
        try {
            $running = $shell.BeginInvoke()
            $asking.Asked.Wait(60000) | Should -BeTrue
            $stopping = $shell.BeginStop($null, $null)
            $null = Wait-Server $emulator { $shell.InvocationStateInfo.State -ne 'Running' }
            $asking.Answer.Set()
            $shell.EndStop($stopping)
            $running.AsyncWaitHandle.WaitOne(60000) | Should -BeTrue
            $shell.InvocationStateInfo.State | Should -Be Stopped
            (Get-EmulatorStats $emulator).requests | Should -Be 0
        }
        finally {
            $asking.Answer.Set()
            $shell.Dispose()
            $runspace.Dispose()
        }
    }

    It 'takes its progress away' -Tag Both {
        # Shown after a second: the answer comes once it is there, and then none any more.
        Set-EmulatorFault $emulator @{ kind = 'slow'; operation = 'add'; delayMs = 12; times = 60 }, @{ kind = 'hang' }
        $run = Start-Run { $ProgressPreference = 'Continue'; Get-Row 200 | New-KaptureCustomer -ThrottleLimit 1 }
        $null = Wait-Server $emulator { param($s) @($run.Shell.Streams.Progress | Where-Object Activity -EQ New-KaptureCustomer).Count -gt 0 -or $run.Running.IsCompleted -or $s.requests -gt 60 }
        $null = Stop-Run $run
        $records = @($run.Shell.Streams.Progress | Where-Object Activity -EQ New-KaptureCustomer)
        $records.Count | Should -BeGreaterThan 1
        $records[-1].RecordType | Should -Be Completed
    }

    It 'does not keep to itself that the service wants to be left alone: <Cmdlet>' -Tag Both -ForEach @(
        @{ Cmdlet = 'Connect-Kapture'; Script = { Connect-Kapture -BaseUri $session.BaseUri -Token ([Net.NetworkCredential]::new('', 'emulator-token').SecurePassword) -AccountId 1 -NoProxy -Verbose } }
        @{ Cmdlet = 'New-KaptureCustomer'; Script = { $ProgressPreference = 'Continue'; Get-Row 3 | New-KaptureCustomer -Verbose }; Again = $true; Bar = $true }
        @{ Cmdlet = 'Get-KaptureCustomer'; Script = { Get-KaptureCustomer 1 -Verbose }; Again = $true }
        @{ Cmdlet = 'Get-KaptureCustomerByDate'; Script = { $ProgressPreference = 'Continue'; Get-KaptureCustomerByDate 2024-05-01 -AccountId 1 -Verbose }; Again = $true; Bar = $true }
    ) {
        Set-EmulatorFault $emulator @{ kind = 'status'; statusCode = 429; retryAfter = 1500 }
        $run = Start-Run $Script
        $session = $run.Session
        $seen = 0
        foreach ($time in 'at once', 'after a stop') {
            # The session keeps what it was asked to: the next command waits for the rest, and says so.
            if ($time -eq 'after a stop') { $run = Start-Run $Script $session }
            $null = Wait-Server $emulator {
                $run.Running.IsCompleted -or
                (@($run.Shell.Streams.Verbose) -like '*asked to wait until*').Count -and ($time -ne 'at once' -or -not $Bar -or @($run.Shell.Streams.Progress | Where-Object StatusDescription -Like '*waits until *, as the service asked').Count)
            }
            $run.Shell.Stop()
            @(@($run.Shell.Streams.Verbose) -like 'The service asked to wait until *[0-9]:[0-9][0-9]. Nothing of this session is sent before that*').Count | Should -Be 1 -Because $time
            if ($time -eq 'after a stop') { (Get-EmulatorStats $emulator).requests | Should -Be $seen }
            $seen = (Get-EmulatorStats $emulator).requests
            $run.Shell.Dispose()
            if (-not $Again) { break }
        }

        Disconnect-Kapture -Session $session
    }
}
