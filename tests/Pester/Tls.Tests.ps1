#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# TLS with a real nginx before the emulator's server, and certificates of an authority that only these tests know.
BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'Tls.psm1')
    $script:noNginx = -not (Find-Server nginx)
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-Module (Join-Path $PSScriptRoot 'Tls.psm1')
    Import-KapturePS

    # What a session says of each case, in a process of its own: trust is read once, and this one's is left alone.
    function Invoke-Trusting([Collections.IDictionary] $Case, [hashtable] $Environment) {
        $said = Invoke-ChildShell -Environment ($Environment + @{ KAPTURE_CASES = ConvertTo-Json $Case }) -Script @"
            Import-Module '$(Get-ModulePath)'
            `$token = ConvertTo-SecureString emulator-token -AsPlainText -Force
            function Read-Outcome([scriptblock] `$Call) {
                `$said = try { & `$Call } catch { `$_ }
                if (`$said -isnot [Management.Automation.ErrorRecord]) { return @{ Id = "`$(`$said.Action)" } }
                `$failure = `$said.Exception
                @{
                    Id = "`$(`$failure.ErrorId)"; Category = "`$(`$said.CategoryInfo.Category)"; Words = "`$said"; Advice = `$said.ErrorDetails.RecommendedAction
                    Attempts = `$failure.Attempts; Status = `$failure.StatusCode; IsUntrusted = `$failure.IsUntrusted; IsUnreachable = `$failure.IsUnreachable
                    Whole = (`$said | Format-List * -Force | Out-String -Width 500) + `$failure
                }
            }

            `$cases = `$env:KAPTURE_CASES | ConvertFrom-Json -AsHashtable
            `$outcomes = @{}
            foreach (`$name in `$cases.Keys) {
                `$case = `$cases[`$name]
                `$session = @{ BaseUri = `$case.Uri; Token = `$token; NoProxy = `$true; AccountId = 1000298; MaximumRetryCount = `$case.Retries; TimeoutSec = `$case.Seconds }
                `$connect = Read-Outcome { Connect-Kapture @session -PassThru | ForEach-Object { @{ Action = 'Connected' } } }
                Connect-Kapture @session -SkipVerification
                `$row = [pscustomobject]@{ Name = 'a'; Phone = '1' * `$case.Size }
                `$journal = Join-Path ([IO.Path]::GetTempPath()) "`$([guid]::NewGuid()).journal"
                `$write = Read-Outcome { `$row | New-KaptureCustomer -Journal `$journal -ErrorAction Stop }
                `$outcomes[`$name] = @{ Connect = `$connect; Write = `$write; Journal = "`$((Get-KaptureJournal `$journal).State)" }
                Remove-Item `$journal
                if (`$case.Rows) {
                    `$rows = 1..`$case.Rows | ForEach-Object { [pscustomobject]@{ Name = 'a'; Phone = "2`$_" } }
                    `$done = try { `$rows | New-KaptureCustomer -ThrottleLimit 1 -ErrorVariable failed -ErrorAction SilentlyContinue } catch { `$ended = `$_ }
                    `$outcomes[`$name].Rows = @{ Done = @(`$done).Count; Ids = @(`$failed.Exception.ErrorId | ForEach-Object { "`$_" } | Sort-Object -Unique); Ended = "`$ended" }
                }
            }

            ConvertTo-Json `$outcomes -Depth 5 -Compress
"@
        $said.Errors | Should -BeNullOrEmpty
        $said.Output | ConvertFrom-Json -AsHashtable
    }
}

Describe 'A host that speaks TLS' -Tag Both -Skip:$noNginx {
    BeforeAll {
        $script:emulator = Start-Emulator
        $script:revocation = Start-Recorder
        $script:closed = New-ClosedPort
        $script:hanging = Start-OddListener Hang
        $script:resetting = Start-OddListener Reset
        $script:folder = Join-Path $TestDrive tls
        $null = New-Item $folder -ItemType Directory

        $root = New-Certificate 'Contoso Root' -Authority
        $between = New-Certificate 'Contoso Between' -Authority -Issuer $root -To 29.00:00:00
        $stranger = New-Certificate 'Nobody Knows' -Authority
        $here = @{ Name = 'localhost', '127.0.0.1'; To = [timespan] '20.00:00:00' }
        Save-Certificate "$folder/root" $root
        Save-Certificate "$folder/good" (New-Certificate good @here -Issuer $root -RevocationUri $revocation.BaseUri)
        Save-Certificate "$folder/stranger" (New-Certificate stranger @here -Issuer $stranger)
        Save-Certificate "$folder/strangers" (New-Certificate strangers @here -Issuer $stranger), $stranger
        Save-Certificate "$folder/expired" (New-Certificate expired 127.0.0.1 -Issuer $root -To -0.01:00:00)
        Save-Certificate "$folder/early" (New-Certificate early 127.0.0.1 -Issuer $root -From 02:00:00 -To 20.00:00:00)
        Save-Certificate "$folder/other" (New-Certificate other other.example, www.other.example -Issuer $root -To 20.00:00:00)
        Save-Certificate "$folder/itself" (New-Certificate itself @here)
        Save-Certificate "$folder/incomplete" (New-Certificate incomplete @here -Issuer $between)
        Save-Certificate "$folder/complete" (New-Certificate complete @here -Issuer $between), $between
        Save-Certificate "$folder/client" (New-Certificate client @here -Issuer $root -Usage 1.3.6.1.5.5.7.3.2)

        $onward = "location / { proxy_pass $($emulator.BaseUri); }"
        $site = [ordered]@{}
        foreach ($name in 'good', 'stranger', 'strangers', 'expired', 'early', 'other', 'itself', 'incomplete', 'complete', 'client') {
            $site[$name] = @{ Certificate = $name; Config = $onward }
        }

        # OpenSSL 3 speaks what is older than 1.2 at level 0 alone.
        $site.old = @{ Certificate = 'good'; Config = "$onward ssl_protocols TLSv1 TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0;" }
        $site.tls12 = @{ Certificate = 'good'; Config = "$onward ssl_protocols TLSv1.2;" }
        $site.tls13 = @{ Certificate = 'good'; Config = "$onward ssl_protocols TLSv1.3;" }
        $site.wantsCertificate = @{ Certificate = 'good'; Config = "$onward ssl_verify_client on; ssl_client_certificate $folder/root.crt;" }
        $site.redirect = @{ Certificate = 'good'; Config = "return 301 http://127.0.0.1:$($emulator.BaseUri.Port)`$request_uri;" }
        $site.behindNobody = @{ Certificate = 'good'; Config = "location / { proxy_pass $($closed.BaseUri); }" }
        $site.behindSilence = @{ Certificate = 'good'; Config = "location / { proxy_pass http://127.0.0.1:$($hanging.Uri.Port); proxy_read_timeout 50ms; }" }
        $site.small = @{ Certificate = 'good'; Config = "$onward client_max_body_size 100k;" }
        $site.plain = @{ Config = $onward }
        $script:nginx = Start-Nginx $folder $site

        $case = [ordered]@{}
        foreach ($name in $site.Keys) { $case[$name] = @{ Uri = "$($nginx.Uri[$name])".Replace('http:', 'https:'); Retries = 0; Seconds = 60; Size = 10 } }
        foreach ($name in 'stranger', 'strangers', 'expired', 'early', 'other', 'itself', 'incomplete', 'client') { $case[$name].Retries = 4 }
        $case.small.Size = 1mb
        $case.good.Rows = 20
        $case.strangers.Rows = 20
        $case.hanging = @{ Uri = $hanging.Uri; Retries = 0; Seconds = 1; Size = 10 }
        $case.resetting = @{ Uri = $resetting.Uri; Retries = 0; Seconds = 60; Size = 10 }
        $case.byName = @{ Uri = "$($nginx.Uri.good)".Replace('127.0.0.1', 'localhost'); Retries = 0; Seconds = 60; Size = 10 }
        # Nothing that a machine allows is to make a difference.
        Set-Content "$folder/openssl.cnf" "openssl_conf = all`n[all]`nssl_conf = ssl`n[ssl]`nsystem_default = lax`n[lax]`nMinProtocol = TLSv1`nCipherString = ALL:@SECLEVEL=0"
        $script:outcomes = Invoke-Trusting $case @{ SSL_CERT_FILE = "$folder/root.crt"; OPENSSL_CONF = "$folder/openssl.cnf" }
    }

    AfterAll {
        Get-KaptureSession -Name * | Disconnect-Kapture
        Stop-Leashed $nginx
        Stop-OddListener $hanging
        Stop-OddListener $resetting
        if ($closed) { $closed.Socket.Dispose() }
        if ($revocation) { Stop-Recorder $revocation }
        if ($emulator) { Stop-Emulator $emulator }
    }

    It 'and is trusted works: <_>' -ForEach 'good', 'byName', 'complete', 'tls12', 'tls13' {
        $outcomes[$_].Connect.Id | Should -BeExactly Connected
        $outcomes[$_].Write.Id | Should -BeExactly Added
        $outcomes[$_].Journal | Should -BeExactly Done
        if ($_ -in 'tls12', 'tls13') {
            @((Receive-Access $nginx $_).Protocol | Sort-Object -Unique) | Should -BeExactly ($_ -eq 'tls12' ? 'TLSv1.2' : 'TLSv1.3')
        }
    }

    It 'is kept, not called again for each row' {
        $outcomes.good.Rows.Done | Should -Be 20
        $outcomes.good.Rows.Ended | Should -BeNullOrEmpty
        $all = @(Receive-Access $nginx good)
        @($all | Where-Object Path -Like '*add-update').Count | Should -BeGreaterOrEqual 22
        # A session of its own verifies, another writes, and one more goes by name.
        @($all.Connection | Sort-Object -Unique).Count | Should -BeLessOrEqual 4
    }

    It 'and is not trusted is told why, is asked once, and gets nothing: <Site>' -ForEach @(
        @{ Site = 'stranger'; Says = "*comes from 'Nobody Knows'*no way leads to an authority that this machine trusts*trust it on this machine*" }
        @{ Site = 'strangers'; Says = "*comes from 'Nobody Knows'*no way leads to an authority that this machine trusts*trust it on this machine.*" }
        @{ Site = 'expired'; Says = '*its certificate has expired, on 20*' }
        @{ Site = 'early'; Says = "*its certificate is not valid before 20*clock*" }
        @{ Site = 'other'; Says = '*its certificate is for other.example, www.other.example. Check the address.' }
        @{ Site = 'itself'; Says = '*nobody but itself has signed its certificate*' }
        @{ Site = 'incomplete'; Says = "*comes from 'Contoso Between'*may also leave out certificates between*" }
        @{ Site = 'client'; Says = '*not made for servers*' }
    ) {
        foreach ($outcome in $outcomes[$Site].Connect, $outcomes[$Site].Write) {
            $outcome.Id | Should -BeExactly ServiceUnavailable
            $outcome.Category | Should -BeExactly ResourceUnavailable
            $outcome.Words | Should -BeLike "*127.0.0.1 cannot be trusted, and nothing was sent to it: $Says"
            $outcome.Advice | Should -BeLike 'Check the address;*trust that on this machine*'
            $outcome.Attempts | Should -Be 1
            $outcome.IsUntrusted | Should -BeTrue
            $outcome.IsUnreachable | Should -BeTrue
            $outcome.Whole | Should -Not -BeLike '*emulator-token*'
        }

        $outcomes[$Site].Journal | Should -BeExactly Failed
        Receive-Access $nginx $Site | Should -BeNullOrEmpty
    }

    It 'and is not trusted ends a run, with no row in doubt' {
        $outcomes.strangers.Rows.Done | Should -Be 0
        $outcomes.strangers.Rows.Ids | Should -Not -Contain WriteUncertain
        $outcomes.strangers.Rows.Ended | Should -BeLike '*cannot be trusted*Select-Object -Skip*'
    }

    It 'that is older than 1.2 is refused, also where the machine would speak it' {
        foreach ($outcome in $outcomes.old.Connect, $outcomes.old.Write) {
            $outcome.Id | Should -BeExactly ServiceUnavailable
            $outcome.Words | Should -BeLike '*127.0.0.1 agrees to no secure connection*It has to speak TLS 1.2 or 1.3*'
            $outcome.IsUntrusted | Should -BeFalse
        }

        $outcomes.old.Journal | Should -BeExactly Failed
        Receive-Access $nginx old | Should -BeNullOrEmpty

        # It does speak it.
        if ($openssl = Find-Server openssl) {
            $said = '' | & $openssl s_client -connect "127.0.0.1:$($nginx.Uri.old.Port)" -tls1 -cipher 'ALL:@SECLEVEL=0' 2>&1
            "$said" | Should -Match 'Protocol\s*: TLSv1\b'
        }
    }

    It 'and does not, on its port, is told so' {
        foreach ($outcome in $outcomes.plain.Connect, $outcomes.plain.Write) {
            $outcome.Id | Should -BeExactly ServiceUnavailable
            $outcome.Words | Should -BeLike '*127.0.0.1 agrees to no secure connection*check the address, its port*'
        }

        # All that came was a greeting that plain http cannot read.
        @(Receive-Access $nginx plain | Where-Object Path -Like '*.html') | Should -BeNullOrEmpty
        $outcomes.plain.Journal | Should -BeExactly Failed
    }

    It 'and says nothing, or hangs up, in the handshake has certainly done nothing: <Site>' -ForEach @(
        @{ Site = 'hanging'; Says = '*127.0.0.1 cannot be reached (no connection within 1 s; 1 attempt)*' }
        @{ Site = 'resetting'; Says = '*127.0.0.1 cannot be reached*' }
    ) {
        foreach ($outcome in $outcomes[$Site].Connect, $outcomes[$Site].Write) {
            $outcome.Id | Should -BeExactly ServiceUnavailable
            $outcome.Words | Should -BeLike $Says
        }

        $outcomes[$Site].Journal | Should -BeExactly Failed
    }

    It 'and wants a certificate of ours says so itself' {
        $outcomes.wantsCertificate.Connect.Id | Should -BeExactly UnexpectedResponse
        $outcomes.wantsCertificate.Connect.Words | Should -BeLike '*400 No required SSL certificate was sent*'
    }

    It 'and sends to http is not followed, and the key stays' {
        $outcomes.redirect.Connect.Id | Should -BeExactly UnexpectedResponse
        $outcomes.redirect.Write.Id | Should -BeExactly UnexpectedResponse
        $outcomes.redirect.Write.Words | Should -BeLike '*redirect, which is never followed*'
        @((Receive-Access $nginx redirect).Status | Sort-Object -Unique) | Should -Be 301
    }

    It 'and has nobody behind it answers for the service: <Site>' -ForEach @{ Site = 'behindNobody'; Status = 502 }, @{ Site = 'behindSilence'; Status = 504 } {
        $outcomes[$Site].Connect.Id | Should -BeExactly ServiceUnavailable
        $outcomes[$Site].Connect.Status | Should -Be $Status
        $outcomes[$Site].Write.Id | Should -BeExactly WriteUncertain
        $outcomes[$Site].Journal | Should -BeExactly InDoubt
        @(Receive-Access $nginx $Site | Where-Object Path -Like '*add-update') | Should -HaveCount 1
    }

    It 'and takes no request of that size refuses the row, which is sent once' {
        $outcomes.small.Connect.Id | Should -BeExactly Connected
        $outcomes.small.Write.Id | Should -BeExactly Rejected
        $outcomes.small.Write.Status | Should -Be 413
        $outcomes.small.Write.Words | Should -BeLike '*takes no request of this size*Shorten*'
        @(Receive-Access $nginx small | Where-Object Path -Like '*add-update').Status | Should -Be 413
    }

    It 'is not looked up for whether its certificate has been revoked' {
        @($outcomes.Keys).Count | Should -BeGreaterThan 20
        @(Receive-Body $revocation -Raw) | Should -BeNullOrEmpty
    }

    It 'is trusted by SSL_CERT_DIR too, and by neither it is not' {
        $trusted = Join-Path $folder trusted
        $null = New-Item $trusted -ItemType Directory
        Copy-Item "$folder/root.crt" "$trusted/contoso.crt"
        $case = @{ good = @{ Uri = "$($nginx.Uri.good)"; Retries = 0; Seconds = 60; Size = 10 } }
        (Invoke-Trusting $case @{ SSL_CERT_DIR = $trusted }).good.Write.Id | Should -BeExactly Added

        $caught = try { Connect-Kapture -BaseUri $nginx.Uri.good -Token (ConvertTo-Secret 'emulator-token') -NoProxy } catch { $_ }
        $caught.FullyQualifiedErrorId | Should -BeExactly 'ServiceUnavailable,KapturePS.ConnectKaptureCommand'
        $caught.Exception.IsUntrusted | Should -BeTrue
    }

    It 'cannot be trusted by a switch: there is none' {
        (Get-Command -Module KapturePS).Parameters.Keys | Where-Object { $_ -match 'Certificate|Insecure|SkipTls|SkipSsl|TrustAll' } | Should -BeNullOrEmpty
    }
}
