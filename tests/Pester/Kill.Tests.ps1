#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS

    # With some latency many rows are on their way at each moment: each kill leaves their outcome in doubt.
    $script:emulator = Start-Emulator -Argument '--latency', '1'

    # Legacy finds a row in doubt by pulling the day: with so many rows that takes a minute and tells no more.
    $script:count = if ((Get-SuiteDialect) -eq 'Legacy') { 5000 } else { 20000 }
    $script:kills = 20

    # Ten rows are there twice, letter for letter: five right behind each other, five far apart.
    $script:numbers = @(foreach ($i in 1..($count - 10)) { $i; if ($i % (($count - 10) / 5) -eq 0) { $i } }) + 1..5
    $script:csv = Join-Path $TestDrive 'customers.csv'
    [IO.File]::WriteAllLines($csv, [string[]] (@('Name,Phone,City') + $numbers.ForEach({ "n$_,98$("$_".PadLeft(8, '0')),Pune" })))

    # What somebody would run each night. Who is killed says nothing; who comes to the end says what came of the rows.
    function Get-Script([string] $Journal) {
        @"
Import-Module '$(Get-ModulePath)'
Connect-Kapture -BaseUri $($emulator.BaseUri) -Token (ConvertTo-SecureString emulator-token -AsPlainText -Force) -AccountId 1000298 -NoProxy -SkipVerification -Dialect $(Get-SuiteDialect)
`$results = @(Import-Csv '$csv' | New-KaptureCustomer -Journal '$Journal' -ThrottleLimit 16 -ErrorVariable failed -ErrorAction SilentlyContinue)
@{
    rows       = @(`$results.Row) + @(`$failed | ForEach-Object { `$_.Exception.Row })
    ids        = @(`$results.CustomerId)
    actions    = @(`$results | Group-Object Action -NoElement | ForEach-Object { "`$(`$_.Count) `$(`$_.Name)" })
    reconciled = @(`$results | Where-Object Reconciled).Count
    errors     = @(`$failed | ForEach-Object { "`$_" })
    uncertain  = @(`$failed | Where-Object { `$_.FullyQualifiedErrorId -like 'WriteUncertain,*' }).Count
} | ConvertTo-Json -Compress
"@
    }
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
    Stop-Emulator $emulator
}

Describe 'A bulk write that is killed twenty times' {
    It 'makes each row once: <What>' -ForEach @(
        @{ What = 'where nothing else goes wrong'; Seed = 1; Fault = @() }
        @{ What = 'where one connection in 200 breaks after the row was applied, too'; Seed = 2; Fault = @(@{ kind = 'dropAfter'; operation = 'add'; every = 200 }) }
    ) {
        Reset-Emulator $emulator
        Set-EmulatorFault $emulator $Fault
        $journal = Join-Path $TestDrive "kill$Seed.jsonl"
        $script = Get-Script $journal
        $random = [random]::new($Seed)

        # Killed after so many further requests, and not after so long: what is killed is always at work.
        for ($left = $kills; $left -gt 0; $left--) {
            $before = Get-EmulatorStats $emulator
            $until = $before.requests + $random.Next(1, [Math]::Max(2, 2 * ($count - $before.customers) / ($left + 1)))
            $child = Start-ChildShell $script
            $watch = [Diagnostics.Stopwatch]::StartNew()
            while ((Get-EmulatorStats $emulator).requests -lt $until -and -not $child.Process.HasExited) {
                if ($watch.Elapsed.TotalSeconds -gt 60) { throw "The run stands still: $($before | ConvertTo-Json -Compress) and now $(Get-EmulatorStats $emulator | ConvertTo-Json -Compress)" }
            }

            $ended = Wait-ChildShell $child -Kill
            $ended.Output | Should -BeNullOrEmpty -Because 'it was killed before its end'
            $ended.Errors | Should -BeNullOrEmpty
        }

        $stats = Get-EmulatorStats $emulator
        $stats.customers | Should -BeLessThan $count
        $ended = Invoke-ChildShell $script
        $ended.Errors | Should -BeNullOrEmpty
        $result = $ended.Output | ConvertFrom-Json

        # Every row is accounted for, and no customer for two of them.
        ($result.rows | Sort-Object -Unique).Count | Should -Be $count
        $result.rows.Count | Should -Be $count
        ($result.ids | Sort-Object -Unique).Count | Should -Be $result.ids.Count
        $result.errors.Count | Should -Be $result.uncertain -Because ($result.errors -join "`n")

        # What is uncertain can only be one of the rows that are there twice.
        $result.uncertain | Should -BeLessOrEqual 10
        $stats = Get-EmulatorStats $emulator
        $stats.customers | Should -BeIn ($result.ids.Count..$count)
        $entries = @(Get-KaptureJournal $journal)
        @($entries | Where-Object State -EQ Done).Count | Should -Be $result.ids.Count
        @($entries | Where-Object State -EQ InDoubt).Count | Should -Be $result.uncertain

        # Name by name: nobody is missing, and nobody is there more often than in the file.
        Connect-Emulator $emulator
        $there = (Get-KaptureCustomerByDate (Get-Date).AddDays(-1) -PageSize 1000).Name | Group-Object -NoElement -AsHashTable
        $asked = $numbers | Group-Object -NoElement -AsHashTable
        $there.Count | Should -Be $asked.Count
        @($there.Keys | Where-Object { $there[$_].Count -gt $asked[[int] $_.Substring(1)].Count }) | Should -BeNullOrEmpty
        if ($result.uncertain -eq 0) {
            $stats.customers | Should -Be $count
            $stats.duplicates | Should -Be 10
        }
    }
}
