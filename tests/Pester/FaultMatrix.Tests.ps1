#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# docs/fault-matrix.md as scripts see it: the same faults, the same cells, with the cmdlets themselves and a server in a process of its own.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS
    $script:emulator = Start-Emulator -Argument '--dialect', 'v1'
    $script:elsewhere = Start-Emulator -Argument '--dialect', 'v1'
    # A letter that ISO-8859-1 has, and ASCII has not.
    $script:zoe = "Zo$([char] 0xEB)"
    $script:closed = New-ClosedPort
    $script:categories = @{
        AuthenticationFailed = 'AuthenticationError'; PermissionDenied = 'PermissionDenied'; RateLimited = 'LimitsExceeded'; Rejected = 'InvalidOperation'
        ServiceUnavailable = 'ResourceUnavailable'; Timeout = 'OperationTimeout'; WriteUncertain = 'OperationTimeout'; UnexpectedResponse = 'InvalidResult'
    }
    # In the order of the page's columns: what does it, and whether it counts its writes apart.
    $script:columns = @(
        @{ Name = 'add'; Row = $true; Script = { [pscustomobject]@{ Name = 'Asha'; Phone = '9000000002' } | New-KaptureCustomer @args } }
        @{ Name = 'upsert'; Row = $true; Script = { [pscustomobject]@{ Name = $zoe; Phone = '9000000001'; City = 'Bonn' } | New-KaptureCustomer -IfExists Update @args } }
        @{ Name = 'update'; Row = $true; Script = { [pscustomobject]@{ Id = $known; City = 'Bonn' } | Set-KaptureCustomer -PassThru @args } }
        @{ Name = 'contact'; Row = $true; Script = { [pscustomobject]@{ CustomerId = $known; Phone = '9000000003' } | Add-KaptureContact @args } }
        @{ Name = 'get'; Script = { $known | Get-KaptureCustomer @args } }
        @{ Name = 'pull'; Script = { Get-KaptureCustomerByDate $today $today @args } }
        @{ Name = 'invoke to read'; Script = { Invoke-KaptureRequest /search-customer-by-customer-id.html -Body "[{`"kapture_customer_id`":`"$known`"}]" @args } }
        @{ Name = 'invoke to write'; Script = { Invoke-KaptureRequest /ms/customer/customer/api/v1/add-update -Body '{"customer_info":{"customer_name":"Asha","phone":"9000000002"}}' @args } }
    )

    function Reset-World {
        Reset-Emulator $emulator
        $script:known = (New-KaptureCustomer -Name $zoe -Phone 9000000001 -City Ulm -Session next).CustomerId
        # The day by the service's own clock.
        $script:today = (Get-KaptureCustomer $known -Session next).Created.ToString('yyyy-MM-dd')
    }

    # V1's where the dialects differ; without retries each question of a cell that ends in an error is asked once.
    function ConvertTo-Expected([string[]] $Cell, [switch] $WithRetry) {
        $ours = $Cell -replace '^V1: ([^;]+);.*', '$1'
        if ($WithRetry) { return $ours }
        $ours | ForEach-Object { if ($categories.ContainsKey($_.Split(' ')[0])) { $_.Replace('2', '1') } else { $_ } }
    }

    function Get-Count($Statistics, [string[]] $Operation) {
        ($Operation | ForEach-Object { $Statistics.operations.$_.requests } | Measure-Object -Sum).Sum
    }

    # What the page has a cell for: what was done or the id of the error, and the requests that arrived.
    function Get-Cell([hashtable] $Column, [string] $Rule, $Session) {
        Reset-World
        $before = Get-EmulatorStats $emulator
        if ($Rule) {
            $times = ConvertFrom-Json $Rule.Replace('http://elsewhere.invalid/', $elsewhere.BaseUri) -AsHashtable
            Set-EmulatorFault $emulator $times
        }

        $caught = $warned = $null
        $result = try { . $Column.Script -Session $Session -ErrorVariable failed -ErrorAction SilentlyContinue -WarningVariable warned -WarningAction SilentlyContinue } catch { $caught = $_ }
        $problem = @($caught; $failed).Where{ $_ }[0]
        Set-EmulatorFault $emulator
        $after = Get-EmulatorStats $emulator
        $writes = (Get-Count $after add, update, addContact) - (Get-Count $before add, update, addContact)
        $reads = (Get-Count $after get, pull) - (Get-Count $before get, pull)
        if (-not $Rule) {
            # Nobody is there to count.
            $writes, $reads = if ($Column.Name -in 'add', 'update', 'contact') { $problem.Exception.Attempts, 0 } else { 0, $problem.Exception.Attempts }
        }

        $said = if ($problem) { "$($problem.Exception.ErrorId)" } elseif (-not $Column.Row) { if ($warned) { 'warned' } else { 'ok' } } elseif ($result.Reconciled) { 'Reconciled' } else { "$($result.Action)" }
        [pscustomobject]@{
            Text = if ($Column.Row) { "$said ($writes+$reads)" } else { "$said ($($writes + $reads))" }
            Problem = $problem; Added = $after.customers - $before.customers; Contacts = $after.contacts - $before.contacts
        }
    }

    Connect-Emulator $emulator @{ Name = 'next'; Dialect = 'V1'; MaximumRetryCount = 1 }
    Connect-Emulator $emulator @{ Name = 'table'; Dialect = 'V1'; MaximumRetryCount = 0; SkipVerification = $true }
    Connect-Emulator $closed @{ Name = 'nobody'; Dialect = 'V1'; MaximumRetryCount = 0; SkipVerification = $true }
    Connect-Emulator $emulator @{ Name = 'patient'; Dialect = 'V1'; MaximumRetryCount = 0; TimeoutSec = 1; SkipVerification = $true }
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
    $closed.Socket.Dispose()
    Stop-Emulator $elsewhere
    Stop-Emulator $emulator
}

Describe 'The fault matrix' -Tag 'Both' {
    $page = Get-Content -LiteralPath (Join-Path $PSScriptRoot '../../docs/fault-matrix.md') -Encoding utf8
    $stays = @($page | Select-Object -Skip ([array]::IndexOf($page, '## A fault that stays')))
    $rows = foreach ($line in $stays[1..([array]::IndexOf($stays, '## A fault that passes'))] -match '^\| ') {
        $parts = $line.Trim('|').Split('|').Trim()
        if ($parts[0] -ne 'what goes wrong') {
            @{ What = $parts[0]; Rule = $parts[1].Trim('`'); Cells = $parts[2..9] }
        }
    }
    # Each of these waits for a time-out in every cell, and each retry takes its time: one of each shows that it is as the page says.
    $hanging = '"hang"|"stall"'
    $faults = @($rows.Where{ $_.Rule -notmatch $hanging })
    $patient = @($rows.Where{ $_.Rule -match $hanging })[0]
    $repeated = $rows.Where{ $_.Rule -match '"dropAfter"|"cut"' }

    It 'has rows' -TestCases @{ Count = $rows.Count } {
        $Count | Should -BeGreaterThan 50
    }

    It 'is what scripts see: <What>' -ForEach $faults {
        $session = if ($Rule) { 'table' } else { 'nobody' }
        $seen = foreach ($column in $columns) {
            $cell = Get-Cell $column $Rule $session
            # Bad news has its category, its row and its advice, and no write is there twice.
            if ($cell.Problem) {
                $id = "$($cell.Problem.Exception.ErrorId)"
                $cell.Problem.FullyQualifiedErrorId | Should -BeLike "$id,KapturePS.*"
                $cell.Problem.CategoryInfo.Category | Should -Be $categories[$id]
                $cell.Problem.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            }

            $cell.Added | Should -BeLessOrEqual 1
            $cell.Contacts | Should -BeLessOrEqual 1
            $cell.Text
        }

        $seen | Should -Be (ConvertTo-Expected $Cells)
        (Get-EmulatorStats $elsewhere).requests | Should -Be 0
        # And the next row works, in the same session.
        if ($Rule) {
            ($known | Get-KaptureCustomer -Session table).Name | Should -BeExactly $zoe
            ([pscustomobject]@{ Name = 'Next'; Phone = '9000000009' } | New-KaptureCustomer -Session table).Action | Should -Be 'Added'
        }
    }

    It 'is what scripts see with retries: <What>' -ForEach $repeated {
        $seen = foreach ($column in $columns) { (Get-Cell $column $Rule next).Text }
        $seen | Should -Be (ConvertTo-Expected $Cells -WithRetry)
    }

    It 'is what scripts see: <What>, for a look-up and an add' -ForEach @($patient) {
        $expected = ConvertTo-Expected $Cells
        (Get-Cell $columns[4] $Rule patient).Text | Should -BeExactly $expected[4]
        (Get-Cell $columns[0] $Rule patient).Text | Should -BeExactly $expected[0]
        ($known | Get-KaptureCustomer -Session patient).Name | Should -BeExactly $zoe
    }
}

# The faults whose mending differs most: repeated, looked up, refused, unreadable. What they do to each operation of Legacy is the page's own.
Describe 'The fault matrix, in Legacy' -Tag 'Both' {
    BeforeDiscovery {
        $page = Get-Content -LiteralPath (Join-Path $PSScriptRoot '../../docs/fault-matrix.md') -Encoding utf8
        $chosen = '"dropBefore"', '"dropAfter"', '"truncate"', '"statusCode":500}', '"statusCode":503,"retryAfter"', '"statusCode":429}', '"statusCode":401', '"statusCode":403', '"html"}', '"garbage"}', '"contradict"', '"cut"', '"gzipBroken"', '"wrongCustomer"}'
        $script:faults = foreach ($heading in '## A fault that stays', '## A fault that passes') {
            $table = @($page | Select-Object -Skip ([array]::IndexOf($page, $heading) + 1))
            $end = [array]::FindIndex([string[]] $table, [Predicate[string]] { param($line) $line.StartsWith('## ') })
            foreach ($line in $(if ($end -gt 0) { $table[0..($end - 1)] } else { $table }) -match '^\| ') {
                $parts = $line.Trim('|').Split('|').Trim()
                $rule = $parts[1].Trim('`')
                if ($chosen.Where{ $rule.Contains($_) }) { @{ What = $parts[0]; Rule = $rule; Cells = $parts[2..9]; Passes = $heading -like '*passes' } }
            }
        }
    }

    BeforeAll {
        $script:both = Start-Emulator -Argument '--dialect', 'both'
        $script:only = $emulator
        $script:emulator = $both
        Get-KaptureSession -Name next | Disconnect-Kapture
        Connect-Emulator $both @{ Name = 'next'; Dialect = 'V1'; MaximumRetryCount = 1 }
        Connect-Emulator $both @{ Name = 'legacy'; Dialect = 'Legacy'; MaximumRetryCount = 1; SkipVerification = $true }
    }

    AfterAll {
        $script:emulator = $only
        Stop-Emulator $both
    }

    It 'has its rows of both kinds' -TestCases @{ Stays = @($faults.Where{ -not $_.Passes }).Count; Passes = @($faults.Where{ $_.Passes }).Count } {
        $Stays | Should -BeGreaterOrEqual 12
        $Passes | Should -BeGreaterOrEqual 12
    }

    It 'is what scripts see: <What> (passes: <Passes>)' -ForEach $faults {
        # add, update, contact, get and pull: look-ups by phone, and requests of one's own, are no part of Legacy.
        foreach ($number in 0, 2, 3, 4, 5) {
            $rules = if ($Passes) { $Rule.TrimEnd('}') + ',"times":1}' } else { $Rule }
            $expected = $Cells[$number] -replace '^.*Legacy: ', ''
            $cell = Get-Cell $columns[$number] $rules legacy

            # A look-up by days asks for two of them where the service's day has just begun.
            $alike = if ($expected -match '^(.+\+)(\d+)\)$') { $expected, "$($Matches[1])$(2 * $Matches[2]))" } else { @($expected) }
            $cell.Text | Should -BeIn $alike -Because $columns[$number].Name
            if ($cell.Problem) {
                $cell.Problem.CategoryInfo.Category | Should -Be $categories["$($cell.Problem.Exception.ErrorId)"]
                $cell.Problem.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            }

            $cell.Added | Should -BeLessOrEqual 1
            $cell.Contacts | Should -BeLessOrEqual 1
        }

        ($known | Get-KaptureCustomer -Session legacy).Name | Should -BeExactly $zoe
        ([pscustomobject]@{ Name = 'Next'; Phone = '9000000009' } | New-KaptureCustomer -Session legacy).Action | Should -Be 'Added'
    }
}
