#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS

    # What each cmdlet is asked for. A cmdlet without a line here is a failed test.
    $script:calls = @{
        'Connect-Kapture'           = { Connect-Canary $server $how @{ MaximumRetryCount = 0 } -Verbose -Debug }
        'Get-KaptureSession'        = { Get-KaptureSession -Name * -Verbose -Debug }
        'New-KaptureCustomer'       = { New-KaptureCustomer -Name a -Phone 5550100 -Journal "$TestDrive/$(New-Guid).journal" -Verbose -Debug }
        'Set-KaptureCustomer'       = { Set-KaptureCustomer -Id 5 -City Pune -PassThru -Verbose -Debug }
        'Add-KaptureContact'        = { Add-KaptureContact -CustomerId 5 -Phone 5550101 -Verbose -Debug }
        'Get-KaptureCustomer'       = { Get-KaptureCustomer 5 -Verbose -Debug }
        'Get-KaptureCustomerByDate' = { Get-KaptureCustomerByDate 2024-05-01 -EndDate 2024-05-01 -Verbose -Debug }
        'Invoke-KaptureRequest'     = { Invoke-KaptureRequest '/x.html?a=b' -Body @{ a = 'b' } -Verbose -Debug; Invoke-KaptureRequest /y.html -Raw -Verbose -Debug }
        'Get-KaptureJournal'        = { Get-ChildItem $TestDrive -Filter *.journal | Get-KaptureJournal -Verbose -Debug }
        'Disconnect-Kapture'        = { Disconnect-Kapture $session -Verbose -Debug -WhatIf }
    }
    $script:cases = @(foreach ($name in (Get-Command -Module KapturePS -CommandType Cmdlet).Name) { @{ Name = $name; Call = $calls[$name] } })

    $json = "Content-Type: application/json"
    $script:failures = @(
        @{ What = 'an echo of the key in a refusal'; With = 'Token', 'Credential'; Head = "HTTP/1.1 200 OK`n$json"; Body = '{"status":"failed","message":"I got Authorization: {authorization} with {body}"}' }
        @{ What = 'an echo of the key in a refused key'; Head = "HTTP/1.1 401 Unauthorized`nWWW-Authenticate: {authorization}"; Body = '{"message":"Invalid Auth Key {authorization}","status":"failed"}' }
        @{ What = 'an echo of the key in a forbidden one'; Head = "HTTP/1.1 403 {authorization}`n$json"; Body = '{"message":"not allowed: {authorization}","status":"failed"}' }
        @{ What = 'an echo of the key in a success'; Head = "HTTP/1.1 200 OK`n$json"; Body = '{"status":"success","message":[{"id":5,"name":"{authorization}","{authorization}":"x"}],"customer":{"result":true,"customer_id":5,"action_event":"{authorization}"},"Customer Details":{"id":5,"name":"{authorization}","x":"{authorization}"}}' }
        @{ What = 'an echo of the key as a message of success'; Head = "HTTP/1.1 200 OK`n$json"; Body = '{"status":"success","message":"done for {authorization}","customer":{"result":true,"customer_id":5}}' }
        @{ What = 'an echo of the key in Latin-1'; Head = "HTTP/1.1 200 OK`nContent-Type: text/plain; charset=iso-8859-1"; Body = '{"status":"failed","message":"{authorization}"}' }
        @{ What = 'an echo of the key in a web page'; Head = "HTTP/1.1 200 OK`nContent-Type: text/html"; Body = '<html>{authorization}</html>' }
        @{ What = 'an echo of the key in a server''s failure'; Head = "HTTP/1.1 500 {authorization}"; Body = '{"message":"server failure {authorization}"}' }
        @{ What = 'an echo of the key in a redirect'; Head = "HTTP/1.1 302 Found`nLocation: http://127.0.0.1:1/?{authorization}"; Body = '{authorization}' }
        @{ What = 'an echo of the key in garbage'; Head = "HTTP/1.1 200 OK`n$json"; Body = '{"message":"{authorization}' }
        @{ What = 'an echo of the key in what is no HTTP'; With = 'Credential'; Head = 'HTP/1.1 {authorization}'; Body = '' }
        @{ What = 'an echo of the key in a header that is none'; Head = "HTTP/1.1 200 OK`n{authorization}"; Body = '' }
        @{ What = 'a proxy''s refusal'; Head = "HTTP/1.1 407 {authorization}`nProxy-Authenticate: Basic realm=`"{authorization}`""; Body = '{authorization}' }
        @{ What = 'a rate limit'; Head = "HTTP/1.1 429 Slow`nRetry-After: 0"; Body = '{"message":"{authorization}"}' }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-Module (Join-Path $PSScriptRoot 'Canary.psm1')
    Import-KapturePS
}

Describe 'The key' -Tag Both {
    BeforeEach {
        Get-KaptureSession -Name * | Disconnect-Kapture
    }

    AfterAll {
        Get-KaptureSession -Name * | Disconnect-Kapture
    }

    It 'is looked for in <Name>' -ForEach $cases {
        $Call | Should -Not -BeNullOrEmpty -Because 'a new cmdlet may show a key, too: say above how it is called'
    }

    It 'is found where it is: in text, in base64, in part, and in a private field' {
        $canary = Get-Canary
        Find-Leak "xx $($canary.Token.Substring(5, 8)) xx" | Should -Not -BeNullOrEmpty
        Find-Leak ([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("a:$($canary.Password)"))) | Should -Not -BeNullOrEmpty
        Find-Leak 'nothing of it' | Should -BeNullOrEmpty
        Find-Leak (Get-FieldText ([Exception]::new('a', [Exception]::new($canary.Token)))) | Should -Not -BeNullOrEmpty
    }

    Context 'after <What>' -ForEach $failures {
        BeforeAll {
            $script:server = Start-CanaryServer -Head $Head -Body $Body
        }

        AfterAll {
            $server.Dispose()
        }

        It 'is in no stream, no error and no object of any cmdlet, with a <_>' -ForEach @(if ($With) { $With } else { 'Token' }) {
            $how = $_
            $script:session = Connect-Canary $server $how @{ SkipVerification = $true; MaximumRetryCount = 0 }
            $Error.Clear()
            $leaks = foreach ($case in $cases) {
                $told = try { & $case.Call *>&1 } catch { $_ }
                $text = @(
                    $told | Out-String -Width 500
                    $told | ForEach-Object { "$_" }
                    $told | Where-Object { $_ -is [Management.Automation.ErrorRecord] -or $_ -isnot [Management.Automation.InformationalRecord] } | Get-View
                ) -join "`n"
                if ($text.Trim() -and (Find-Leak $text)) { $case.Name }
            }

            $leaks | Should -BeNullOrEmpty
            $server.Received.Count | Should -BeGreaterThan 5 -Because 'else nothing was tried'
            Find-Leak (($Error | ForEach-Object { "$_"; if ($_.Exception) { "$($_.Exception)" } else { "$_" } }) + (Get-ChildItem $TestDrive -Filter *.journal | Get-Content -Raw) + ' ' -join "`n") | Should -BeNullOrEmpty
        }
    }

    It 'is in nothing that is said when <What>' -ForEach @(
        @{ What = 'nobody listens'; With = { @{ BaseUri = $closed.BaseUri } } }
        @{ What = 'no answer comes'; With = { @{ BaseUri = $mute.BaseUri; TimeoutSec = 1 } } }
        @{ What = 'the proxy is not there'; With = { @{ BaseUri = 'https://contoso.example'; Proxy = "http://$((Get-Canary).User):$((Get-Canary).Password)@127.0.0.1:$($closed.BaseUri.Port)/"; NoProxy = $false } } }
    ) {
        $closed = New-ClosedPort
        $mute = Start-CanaryServer -Mute
        try {
            $with = & $With
            $said = try { Connect-Canary $closed Token ($with + @{ MaximumRetryCount = 0; Verbose = $true; Debug = $true }) *>&1 } catch { $_ }
            $failed = @($said | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
            $failed | Should -HaveCount 1
            Find-Leak ((@($said | Out-String -Width 500) + ($failed | Get-View)) -join "`n") | Should -BeNullOrEmpty
        }
        finally {
            $closed.Socket.Dispose()
            $mute.Dispose()
        }
    }

    It 'is in no field of a session that is closed, nor of its errors' -ForEach @(@{ How = 'Token' }, @{ How = 'Credential' }) {
        $server = Start-CanaryServer -Body '{"status":"failed","message":"no"}'
        try {
            $session = Connect-Canary $server $How @{ SkipVerification = $true }
            $failed = $null
            Get-KaptureCustomer 5 -ErrorVariable failed -ErrorAction SilentlyContinue
            Find-Leak (Get-FieldText $session) | Should -Not -BeNullOrEmpty -Because 'an open one needs it'
            Disconnect-Kapture $session
            Find-Leak (Get-FieldText $session) | Should -BeNullOrEmpty
            Find-Leak (Get-FieldText $failed[0].Exception) | Should -BeNullOrEmpty
            { Get-KaptureCustomer 5 -Session $session } | Should -Throw -ErrorId 'NotConnected,*'
        }
        finally {
            $server.Dispose()
        }
    }

    It 'is in no completion, no copy of a session in another process, and no trace of the engine' {
        $server = Start-CanaryServer
        try {
            $session = Connect-Canary $server Token @{ SkipVerification = $true; Name = 'canaries' }
            $credential = [pscredential]::new((Get-Canary).User, (ConvertTo-Secret (Get-Canary).Password))
            $text = @(
                foreach ($line in 'Get-KaptureCustomer -Session ', 'Disconnect-Kapture ', 'Connect-Kapture -', 'Get-KaptureSession -Name ', '$session.') {
                    (TabExpansion2 $line $line.Length).CompletionMatches | ForEach-Object { "$($_.CompletionText) $($_.ToolTip)" }
                }
                Start-Job { $using:session | Format-List * -Force | Out-String -Width 400; $using:session | ConvertTo-Json -Depth 9 -WarningAction Ignore } | Receive-Job -Wait -AutoRemoveJob
                1..2 | ForEach-Object -Parallel { $using:session | Format-List * -Force | Out-String -Width 400 }
                Trace-Command -Name * -Option All -FilePath $TestDrive/trace.txt -Expression { Connect-Kapture -BaseUri $server.BaseUri -Credential $credential -NoProxy -SkipVerification; Get-KaptureSession }
                Get-Content $TestDrive/trace.txt -Raw
                Get-History | Format-List * | Out-String
                Get-Variable session | Format-List * -Force | Out-String -Width 400
            ) -join "`n"
            $text | Should -Match 'canaries'
            $text | Should -Match 'Connect-Kapture'
            Find-Leak $text | Should -BeNullOrEmpty
        }
        finally {
            $server.Dispose()
        }
    }
}
