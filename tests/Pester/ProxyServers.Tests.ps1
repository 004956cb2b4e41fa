#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# Real proxies: to the emulator's server over plain http, and through a tunnel to a real nginx before it.
BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'Tls.psm1')
    $script:noNginx = -not (Find-Server nginx)
    $script:kinds = 'tinyproxy', 'squid' | ForEach-Object { @{ Kind = $_; Missing = $noNginx -or -not (Find-Server $_) } }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-Module (Join-Path $PSScriptRoot 'Tls.psm1')
    Import-KapturePS
    $script:password = 'pr0xy-passw0rd'
    $script:folder = Join-Path $TestDrive servers
    $null = New-Item $folder -ItemType Directory
    $script:emulator = Start-Emulator
    if (Find-Server nginx) {
        $root = New-Certificate 'Contoso Root' -Authority
        Save-Certificate "$folder/root" $root
        Save-Certificate "$folder/good" (New-Certificate good localhost, 127.0.0.1 -Issuer $root -To 20.00:00:00)
        $onward = @{ Certificate = 'good'; Config = "location / { proxy_pass $($emulator.BaseUri); }" }
        $script:nginx = Start-Nginx $folder ([ordered]@{ good = $onward; forbidden = $onward })
    }

    # A process of its own that trusts the authority: what the environment says of proxies is read once.
    # Environment is NAME=value, and the case of a name counts.
    function Start-Behind {
        [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseLiteralInitializerForHashtable', '', Justification = 'The case of a name counts.')]
        param([string] $Script, [string[]] $Environment = @())

        $all = [Collections.Hashtable]::new([StringComparer]::Ordinal)
        foreach ($name in 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'all_proxy', 'no_proxy') { $all[$name] = '' }
        foreach ($pair in @("SSL_CERT_FILE=$folder/root.crt") + $Environment) {
            $name, $value = $pair -split '=', 2
            $all[$name] = $value
        }

        Start-ChildShell -Environment $all -Script @"
            # One that is set and blank is not the same as one that is not set.
            Get-ChildItem Env: | Where-Object { `$_.Name -like '*_proxy' -and -not `$_.Value } | ForEach-Object { [Environment]::SetEnvironmentVariable(`$_.Name, [NullString]::Value) }
            Import-Module '$(Get-ModulePath)'
            `$own = @{ Token = ConvertTo-SecureString emulator-token -AsPlainText -Force; AccountId = 1000298; MaximumRetryCount = 0 }
            function New-Login([string] `$Password) { [pscredential]::new('robot', (ConvertTo-SecureString `$Password -AsPlainText -Force)) }
            function Read-Outcome([hashtable] `$With) {
                try {
                    `$all = `$own.Clone()
                    foreach (`$name in `$With.Keys) { `$all[`$name] = `$With[`$name] }
                    Connect-Kapture @all
                    @{ Id = "`$((New-KaptureCustomer -Name a -Phone 1 -ErrorAction Stop).Action)" }
                }
                catch { @{ Id = "`$(`$_.Exception.ErrorId)"; Words = "`$_"; Attempts = `$_.Exception.Attempts; IsProxyRefusal = `$_.Exception.IsProxyRefusal; Whole = (`$_ | Format-List * -Force | Out-String -Width 500) + `$_.Exception } }
            }

            ConvertTo-Json @($Script) -Compress
"@
    }

    function Wait-Behind($Shell) {
        $said = Wait-ChildShell $Shell
        $said.Errors | Should -BeNullOrEmpty
        $said.Output | ConvertFrom-Json -AsHashtable
    }
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
    Stop-Leashed $nginx
    if ($emulator) { Stop-Emulator $emulator }
}

Describe '<Kind>' -ForEach $kinds -Tag Both {
    Context 'in the way' -Skip:$Missing {
        BeforeAll {
            $allowed = @($nginx.Uri.good.Port, $emulator.BaseUri.Port)
            $script:open = Start-RealProxy $Kind (Join-Path $folder "$Kind-open") -Allow $allowed
            $script:locked = Start-RealProxy $Kind (Join-Path $folder "$Kind-locked") -Allow $allowed -Login "robot $password"
            Reset-Emulator $emulator
            $right = "New-Login '$password'"
            $script:outcomes = Wait-Behind (Start-Behind @"
                @{
                    tunnel = Read-Outcome @{ BaseUri = '$($nginx.Uri.good)'; Proxy = '$($open.Uri)' }
                    forbidden = Read-Outcome @{ BaseUri = '$($nginx.Uri.forbidden)'; Proxy = '$($open.Uri)' ; MaximumRetryCount = 4 }
                    plain = Read-Outcome @{ BaseUri = '$($emulator.BaseUri)'; Proxy = '$($open.Uri)' }
                    tunnelRight = Read-Outcome @{ BaseUri = '$($nginx.Uri.good)'; Proxy = '$($locked.Uri)'; ProxyCredential = $right }
                    tunnelWrong = Read-Outcome @{ BaseUri = '$($nginx.Uri.good)'; Proxy = '$($locked.Uri)'; ProxyCredential = New-Login wr0ng-passw0rd }
                    tunnelNone = Read-Outcome @{ BaseUri = '$($nginx.Uri.good)'; Proxy = '$($locked.Uri)' }
                    plainRight = Read-Outcome @{ BaseUri = '$($emulator.BaseUri)'; Proxy = '$($locked.Uri)'; ProxyCredential = $right }
                    plainWrong = Read-Outcome @{ BaseUri = '$($emulator.BaseUri)'; Proxy = '$($locked.Uri)'; ProxyCredential = New-Login wr0ng-passw0rd }
                    plainNone = Read-Outcome @{ BaseUri = '$($emulator.BaseUri)'; Proxy = '$($locked.Uri)' }
                }
"@)
            $script:seen = Get-EmulatorStats $emulator
        }

        AfterAll {
            Stop-Leashed $open
            Stop-Leashed $locked
        }

        It 'lets through: <_>' -ForEach 'tunnel', 'plain', 'tunnelRight', 'plainRight' {
            $outcomes[$_].Id | Should -BeExactly Added -Because $outcomes[$_].Words
        }

        It 'wants another password, and is told so: <_>' -ForEach 'tunnelWrong', 'tunnelNone', 'plainWrong', 'plainNone' {
            # tinyproxy hangs up on what it has not read; the answer may come to nothing with it, and only a way to this machine is plain.
            if ($Kind -eq 'tinyproxy' -and $_ -like 'plain*') {
                $outcomes[$_].Id | Should -Not -Be Added
                return
            }

            $outcomes[$_].Id | Should -BeExactly ServiceUnavailable
            $outcomes[$_].IsProxyRefusal | Should -BeTrue
            $outcomes[$_].Words | Should -BeLike '*proxy*user*password*-ProxyCredential*'
            $outcomes[$_].Attempts | Should -Be 1
        }

        It 'that opens no way to a port says so, and is asked once' {
            $outcomes.forbidden.Id | Should -BeExactly ServiceUnavailable
            $outcomes.forbidden.Words | Should -BeLike "The proxy does not let through to 127.0.0.1 (it answers 403; 1 attempt)*-NoProxy*"
            Receive-Access $nginx forbidden | Should -BeNullOrEmpty
        }

        It 'lets nothing through that it refuses' {
            # A look and an add for each of the four.
            $seen.requests | Should -Be 8
            $seen.customers | Should -Be 4
        }

        It 'sees of https the host alone, and never the key or its own password' {
            $tunnels = Get-Content $open.Log, $locked.Log | Where-Object { $_ -match "127\.0\.0\.1:$($nginx.Uri.good.Port)" }
            $tunnels | Should -Not -BeNullOrEmpty
            $tunnels | Where-Object { $_ -match '\.html|/ms/' } | Should -BeNullOrEmpty
            foreach ($secret in 'emulator-token', $password, 'wr0ng-passw0rd', [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("robot:$password"))) {
                Get-ChildItem $folder -Recurse -File -Filter *.log | Where-Object { (Get-Content $_ -Raw) -match [regex]::Escape($secret) } | Should -BeNullOrEmpty
                @($outcomes.Values.Whole | Where-Object { $_ -and $_.Contains($secret) }) | Should -BeNullOrEmpty
            }
        }

        It 'that dies in the middle of a run leaves each row reported, and none twice' {
            Reset-Emulator $emulator
            $dying = Start-RealProxy $Kind (Join-Path $folder "$Kind-dying")
            $journal = Join-Path $folder "$Kind.journal"
            $rows = 1..200 | ForEach-Object { [pscustomobject]@{ Name = "n$_"; Phone = "9$_" } }
            try {
                Connect-Emulator $emulator @{ Proxy = $dying.Uri; NoProxy = $false; MaximumRetryCount = 0; Dialect = 'V1' }
                $done = [Collections.Generic.List[object]]::new()
                $ended = try {
                    $rows | New-KaptureCustomer -Journal $journal -ThrottleLimit 4 -ErrorVariable failed -ErrorAction SilentlyContinue | ForEach-Object {
                        $done.Add($_)
                        if ($done.Count -eq 20) { Stop-Leashed $dying }
                    }
                }
                catch { $_ }
            }
            finally {
                if ($done.Count -lt 20) { Stop-Leashed $dying }
            }

            $ended.FullyQualifiedErrorId | Should -BeExactly 'ServiceUnavailable,KapturePS.NewKaptureCustomerCommand'
            "$ended" | Should -BeLike "*127.0.0.1:$($dying.Uri.Port)*"
            @($failed.Exception.ErrorId | Where-Object { $_ -and $_ -notin 'ServiceUnavailable', 'WriteUncertain' }) | Should -BeNullOrEmpty
            $held = Get-EmulatorStats $emulator
            $held.duplicates | Should -Be 0
            $held.customers | Should -BeGreaterOrEqual $done.Count
            $held.customers | Should -BeLessThan 200

            # Past the proxy, the same command does the rest.
            Connect-Emulator $emulator @{ Dialect = 'V1' }
            $again = @($rows | New-KaptureCustomer -Journal $journal)
            $again | Should -HaveCount 200
            $held = Get-EmulatorStats $emulator
            $held.customers | Should -Be 200
            $held.duplicates | Should -Be 0
        }
    }
}

Describe 'The environment' -Tag Both -Skip:$noNginx {
    BeforeDiscovery {
        # Where the way leads to the proxy there is nobody, and the error says so; past it there is the service.
        $script:ways = @(
            @{ What = 'https_proxy, before HTTPS_PROXY'; Set = 'https_proxy=PROXY', 'HTTPS_PROXY=http://127.0.0.1:1/'; Through = $true }
            @{ What = 'HTTPS_PROXY'; Set = 'HTTPS_PROXY=PROXY'; Through = $true }
            @{ What = 'ALL_PROXY'; Set = 'ALL_PROXY=PROXY'; Through = $true }
            @{ What = 'HTTP_PROXY, which is not for https'; Set = 'HTTP_PROXY=PROXY'; Through = $false }
            @{ What = 'NO_PROXY with the host'; Set = 'HTTPS_PROXY=PROXY', 'NO_PROXY=other.example, 127.0.0.1'; Through = $false }
            @{ What = 'NO_PROXY with a star, a range and a port, which are not known'; Set = 'HTTPS_PROXY=PROXY', 'NO_PROXY=*,127.0.0.0/8,127.0.0.1:PORT'; Through = $true }
            @{ What = '-NoProxy, before HTTPS_PROXY'; Set = 'HTTPS_PROXY=PROXY'; With = '@{ NoProxy = $true }'; Through = $false }
            @{ What = '-Proxy, which NO_PROXY does not touch'; Set = 'NO_PROXY=127.0.0.1'; With = "@{ Proxy = 'PROXY' }"; Through = $true }
        )
    }

    BeforeAll {
        $script:closed = New-ClosedPort
        function Start-Way($Way) {
            $set = @($Way.Set) -creplace '=PROXY$', "=$($closed.BaseUri)" -creplace ':PORT\b', ":$($nginx.Uri.good.Port)"
            $with = if ($Way.With) { $Way.With.Replace("'PROXY'", "'$($closed.BaseUri)'") } else { '@{}' }
            Start-Behind "Read-Outcome (@{ BaseUri = '$($nginx.Uri.good)' } + $with)" $set
        }
    }

    AfterAll {
        if ($closed) { $closed.Socket.Dispose() }
    }

    It 'decides the way: <What>' -ForEach $ways {
        $outcome = Wait-Behind (Start-Way $_)
        if ($Through) {
            $outcome.Id | Should -BeExactly ServiceUnavailable
            $outcome.Words | Should -BeLike "127.0.0.1 cannot be reached (Connection refused (127.0.0.1:$($closed.BaseUri.Port)); 1 attempt)*proxy*"
        }
        else {
            $outcome.Id | Should -BeExactly Added -Because $outcome.Words
        }
    }

    It 'names the hosts that need no proxy: by name, and by a suffix that begins with a dot' {
        $said = Wait-Behind (Start-Behind -Environment "HTTPS_PROXY=$($closed.BaseUri)", 'NO_PROXY= exact.example ,CAPITALS.example,.suffix.example,*.star.example' -Script @'
            $proxy = [Net.Http.HttpClient]::DefaultProxy
            $past = [ordered]@{}
            'exact', 'capitals', 'a.exact', 'suffix', 'a.suffix', 'b.a.suffix', 'notsuffix', 'a.star', 'star' | ForEach-Object { $past[$_] = $proxy.IsBypassed("https://$_.example/") }
            $past
'@)
        @($said.Keys | Where-Object { $said[$_] } | Sort-Object) | Should -BeExactly ('a.suffix', 'b.a.suffix', 'capitals', 'exact', 'suffix')
    }
}
