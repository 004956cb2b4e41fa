#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeDiscovery {
    # | promise | `File`: name of the test |
    $text = Get-Content -LiteralPath (Join-Path $PSScriptRoot '../../SECURITY.md') -Raw
    $script:promises = @([regex]::Matches($text, '(?m)^\| (?<promise>.+) \| `(?<file>[^`]+)`: (?<name>.+) \|$') | ForEach-Object {
            @{ Promise = $_.Groups['promise'].Value; File = $_.Groups['file'].Value; Name = $_.Groups['name'].Value }
        })
    $script:rows = @($text -split '## ' | Where-Object { $_.StartsWith('What is promised, and') } | ForEach-Object { $_ -split '\n' -match '^\| ' }).Count - 1
}

Describe 'SECURITY.md' -Tag Both {
    BeforeAll {
        $script:repository = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../..'))
    }

    It 'names a test for each promise' -ForEach @{ Promises = $promises.Count; Rows = $rows } {
        $Promises | Should -BeGreaterThan 15
        $Promises | Should -Be $Rows
    }

    It 'names a test that is there: <Name>' -ForEach $promises {
        $file = @(Get-ChildItem -Path (Join-Path $repository tests) -Recurse -File -Filter $File)
        $file | Should -HaveCount 1
        $words = [regex]::Escape($Name)
        Get-Content -LiteralPath $file[0].FullName -Raw | Should -Match "(It '$words|public (async Task|void|sealed class) $words\b)"
    }

    It 'says where to report, at the project''s own home' {
        $project = [regex]::Match((Get-Content -LiteralPath (Join-Path $repository 'KapturePS.psd1') -Raw), "ProjectUri\s*=\s*'([^']+)'").Groups[1].Value
        $project | Should -BeLike 'https://*'
        Get-Content -LiteralPath (Join-Path $repository 'SECURITY.md') -Raw | Should -BeLike "*($project/security/advisories/new)*"
    }

    It 'is found from <_>' -ForEach 'README.md', 'src/KapturePS/en-US/about_KapturePS.help.txt' {
        $text = Get-Content -LiteralPath (Join-Path $repository $_) -Raw
        $text | Should -Match 'SECURITY\.md'
        $text | Should -Match 'docs/personal-data\.md'
    }
}

Describe 'samples/Nightly' -Tag Both -Skip:$IsWindows {
    It 'leaves nothing behind that others can read' {
        Import-Module (Join-Path $PSScriptRoot 'Automation.psm1')
        $emulator = Start-Emulator
        try {
            $modules = Copy-ModuleTo "$TestDrive/modules"

            # A folder that others may read, and a file in it.
            $null = New-Item "$TestDrive/open/kapture-state" -ItemType Directory
            Set-Content "$TestDrive/open/customers.csv" 'Name,Phone', 'Ashalata,5550100', 'Nobody,9.38E+09'
            [IO.File]::SetUnixFileMode("$TestDrive/open/customers.csv", [IO.UnixFileMode] 'UserRead, UserWrite, GroupRead, OtherRead')
            [IO.File]::SetUnixFileMode("$TestDrive/open/kapture-state", [IO.UnixFileMode] 'UserRead, UserWrite, UserExecute, GroupRead, GroupExecute, OtherRead, OtherExecute')
            $shell = Start-Shell -Argument '-File', (Get-NightlyPath Sync-Customer.ps1), '-Path', "$TestDrive/open/customers.csv" -Folder $TestDrive -Environment @{
                PSModulePath = $modules; KAPTURE_BASE_URI = "$($emulator.BaseUri)"; KAPTURE_TOKEN = 'emulator-token'
            }
            $ended = Wait-ChildShell $shell
            $ended.ExitCode | Should -Be 1 -Because $ended.Errors
            $left = @(Get-ChildItem "$TestDrive/open/kapture-state" -File)
            $left.Name | Should -Contain customers.rejects.csv
            $left.Name | Should -Contain customers.log
            $left.Name | Should -Contain customers.lock
            $left | Where-Object { [IO.File]::GetUnixFileMode($_.FullName) -ne [IO.UnixFileMode] 'UserRead, UserWrite' } | ForEach-Object Name | Should -BeNullOrEmpty
        }
        finally {
            Stop-Emulator $emulator
        }
    }
}

Describe 'Texts of a row and of the service' -Tag Both {
    It 'command no terminal and forge no line' {
        Import-Module (Join-Path $PSScriptRoot 'Canary.psm1')
        Import-KapturePS
        $escape = [char] 27
        $evil = "${escape}[2J${escape}]0;owned`a`r`nRow 9: done$([char] 0x202E)"
        $server = Start-CanaryServer -Body (ConvertTo-Json @{ status = 'failed'; message = "no $evil" } -EscapeHandling EscapeNonAscii)
        try {
            $null = Connect-Canary $server Token @{ Dialect = 'V1'; SkipVerification = $true }
            $row = [pscustomobject]@{ Name = "Asha$evil"; Phone = '5550100'; "Column$evil" = 1 }
            $said = [Collections.Generic.List[string]]::new()

            # What the service says, what a row holds, what -Confirm asks, and what a column is called.
            $row | New-KaptureCustomer -Verbose -Debug -ErrorVariable failed -WarningVariable warned -ErrorAction SilentlyContinue -WarningAction SilentlyContinue 4>&1 5>&1 | ForEach-Object { $said.Add("$_") }
            $null = [pscustomobject]@{ Name = 'Asha'; Phone = "9.38E+09$evil" } | New-KaptureCustomer -ErrorVariable +failed -ErrorAction SilentlyContinue
            $null = [pscustomobject]@{ Id = "5$evil"; City = 'Pune' } | Set-KaptureCustomer -ErrorVariable +failed -ErrorAction SilentlyContinue

            $failed.Count | Should -BeGreaterOrEqual 3
            $warned.Count | Should -BeGreaterOrEqual 1
            "$($failed[0])" | Should -BeLike '*no *Row 9: done*'
            "$warned" | Should -BeLike '*Column*'
            @($said -like 'Performing the operation*Asha*') | Should -HaveCount 1
            $said.AddRange([string[]] @($failed.ForEach{ "$_"; $_.Exception.Message; "$($_.ErrorDetails)" }; $warned.ForEach{ "$_" }))
            $said | Where-Object { $_ -match '[\x00-\x08\x0B-\x1F\x7F-\x9F\u202E]' -or $_ -match '(?m)^Row 9' } | Should -BeNullOrEmpty
        }
        finally {
            Get-KaptureSession -Name * | Disconnect-Kapture
            $server.Dispose()
        }
    }
}

Describe 'A request' -Tag Both {
    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot 'Canary.psm1')
        Import-KapturePS
        $script:server = Start-CanaryServer -Body '{"status":"success","customer":{"result":true,"customer_id":5,"action_event":"ADD_CUSTOMER"},"Customer Details":{"id":5}}'
        $script:elsewhere = Start-CanaryServer
    }

    AfterAll {
        Get-KaptureSession -Name * | Disconnect-Kapture
        $server.Dispose()
        $elsewhere.Dispose()
    }

    It 'has no line of its own from any field' {
        $evil = "a`r`nX-Evil: 1`r`nHost: evil.example`r`n`r`nGET / HTTP/1.1`r`n`0"
        $null = Connect-Canary $server Token @{ Dialect = 'V1'; SkipVerification = $true }
        $names = (Get-Command New-KaptureCustomer).Parameters.Values |
            Where-Object { $_.ParameterType -eq [string] -and $_.Name -notin 'Journal', 'IfExists', 'CustomerType', 'DateOfBirth', 'AnniversaryDate', 'ContactDateOfBirth' -and $_.Name -notin [Management.Automation.Cmdlet]::CommonParameters } | ForEach-Object Name
        $names.Count | Should -BeGreaterThan 20
        $row = @{}
        foreach ($name in $names) { $row[$name] = $evil }
        $null = [pscustomobject] $row | New-KaptureCustomer -ErrorAction SilentlyContinue
        $null = New-KaptureCustomer -Name $evil -Phone $evil -Email $evil -AdditionalField @{ $evil = $evil }
        $null = Get-KaptureCustomer -Email "$evil@example.com" -ErrorAction SilentlyContinue
        $null = Invoke-KaptureRequest /x.html -Body @{ $evil = $evil } -Raw

        $server.Received.Count | Should -BeGreaterOrEqual 4
        foreach ($request in $server.Received) {
            $head = ($request -split "`r`n`r`n")[0] -split "`r`n"
            $head | Where-Object { $_ -notmatch '^(POST /|Host: 127\.0\.0\.1:|Authorization: Basic |Content-Type: application/json$|Content-Length: \d+$|Accept-Encoding: |Traceparent: )' } | Should -BeNullOrEmpty
            @($request -split "`r`n`r`n").Count | Should -Be 2
        }
    }

    It 'goes to no other host for a subdomain such as <_>' -ForEach 'evil.example/', 'evil.example#', 'a@evil.example', "contoso`r`nX-Evil: 1", 'contoso.', 'contoso:1@evil', "contoso`0", 'contoso\evil', 'contoso?', 'contoso%2e', "c`u{43E}ntoso", 'evil.example' {
        $caught = try { Connect-Kapture $_ -Token (ConvertTo-Secret (Get-Canary).Token) -NoProxy -MaximumRetryCount 0 } catch { $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'InvalidSubdomain,*'
        "$caught" | Should -Not -Match '[\r\n\0]'
    }

    It 'of <Cmdlet> does not follow a redirect <Status>' -ForEach @(foreach ($status in 301, 302, 303, 307, 308) { @{ Status = $status; Cmdlet = 'Get-KaptureCustomer'; Call = { Get-KaptureCustomer 5 } }; @{ Status = $status; Cmdlet = 'New-KaptureCustomer'; Call = { New-KaptureCustomer -Name a -Phone 5550100 } } }) {
        $from = Start-CanaryServer -Head "HTTP/1.1 $Status Moved`nLocation: $($elsewhere.BaseUri)x.html"
        try {
            $null = Connect-Canary $from Token @{ SkipVerification = $true }
            $null = & $Call 2>&1
            $from.Received.Count | Should -BeGreaterThan 0
            $elsewhere.Received.Count | Should -Be 0
        }
        finally {
            $from.Dispose()
        }
    }

    It 'carries a key that is cut off by nothing' {
        $secret = [securestring]::new()
        foreach ($letter in "abc`0def".ToCharArray()) { $secret.AppendChar($letter) }
        { Connect-Kapture -BaseUri $server.BaseUri -Token $secret -SkipVerification } | Should -Throw -ErrorId 'InvalidValue,*'
        { Connect-Kapture -BaseUri $server.BaseUri -Credential ([pscredential]::new('a', $secret)) -SkipVerification } | Should -Throw -ErrorId 'InvalidValue,*'
    }
}
