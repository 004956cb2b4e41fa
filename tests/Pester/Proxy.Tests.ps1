#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-Module (Join-Path $PSScriptRoot 'Proxy.psm1')
    Import-KapturePS
    $script:emulator = Start-Emulator
    $script:password = 'pr0xy-passw0rd'
    $script:right = [pscredential]::new('robot', (ConvertTo-Secret $password))
    $script:wrong = [pscredential]::new('robot', (ConvertTo-Secret 'wr0ng-passw0rd'))

    # Whatever holds the password or the key, as text or in base64.
    function Find-Secret([string] $Text) {
        $secrets = foreach ($secret in $password, 'wr0ng-passw0rd', 'emulator-token') {
            $secret
            [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("robot:$secret"))
        }
        $secrets | Where-Object { $Text.Contains($_) }
    }

    # A process of its own: environment variables of proxies are read once. The server stays behind the proxy's loopback.
    function Invoke-Behind([hashtable] $Environment, [string] $Script) {
        foreach ($name in 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'all_proxy', 'no_proxy') {
            if (-not $Environment.ContainsKey($name)) { $Environment[$name] = '' }
        }

        Invoke-ChildShell -Environment $Environment -Script @"
            Import-Module '$(Get-ModulePath)'
            `$token = ConvertTo-SecureString emulator-token -AsPlainText -Force
            `$proxyCredential = [pscredential]::new('robot', (ConvertTo-SecureString '$password' -AsPlainText -Force))
            `$to = @{ BaseUri = '$($emulator.BaseUri)'; Token = `$token; Dialect = '$(Get-SuiteDialect)'; MaximumRetryCount = 0 }
            try {
                $Script
                "`$((New-KaptureCustomer -Name a -Phone 1).Action)"
            }
            catch { "`$(`$_.FullyQualifiedErrorId) `$_ `$(`$_ | Format-List * -Force | Out-String) `$(`$_.Exception.ToString())" }
"@
    }
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
    Stop-Emulator $emulator
}

Describe 'A proxy' {
    BeforeEach {
        Reset-Emulator $emulator
        $script:proxy = Start-Proxy "robot:$password"
        $script:to = @{ BaseUri = $emulator.BaseUri; Token = ConvertTo-Secret 'emulator-token'; Dialect = Get-SuiteDialect; Proxy = $proxy.Uri; MaximumRetryCount = 0 }
    }

    AfterEach {
        Stop-Proxy $proxy
    }

    It 'lets through with the right password, and each secret goes to its own alone' {
        $said = @(& {
                Connect-Kapture @to -ProxyCredential $right -Verbose -Debug -PassThru
                New-KaptureCustomer -Name a -Phone 1 -Verbose -Debug
            } *>&1)
        ($said | Where-Object { $_ -is [Kapture.WriteResult] }).Action | Should -Be Added
        (Get-EmulatorStats $emulator).requests | Should -Be 2

        $heads = @($proxy.Server.Received)
        @($heads | Where-Object { $_ -match '(?m)^Proxy-Authorization: Basic ' }).Count | Should -BeGreaterOrEqual 2
        foreach ($head in $heads) {
            if ($head -match '(?m)^Proxy-Authorization: (.*)\r$') {
                $Matches[1] | Should -BeExactly "Basic $([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("robot:$password")))"
            }

            $head | Should -Match '(?m)^Authorization: Basic emulator-token\r$'
        }

        @($proxy.Server.Forwarded) | Should -HaveCount 2
        foreach ($head in $proxy.Server.Forwarded) {
            $head | Should -Match '(?m)^Authorization: Basic emulator-token\r$'
            $head.Contains('Proxy-') | Should -BeFalse
            Find-Secret $head.Replace('emulator-token', '') | Should -BeNullOrEmpty
        }

        Find-Secret ($said | ForEach-Object { "$_"; $_ | Format-List * -Force } | Out-String -Width 500) | Should -BeNullOrEmpty
        Find-Secret ((Get-KaptureSession | ConvertTo-Json -Depth 5 -WarningAction Ignore) + (Get-KaptureSession | Format-List * -Force | Out-String)) | Should -BeNullOrEmpty
    }

    It 'is the error of Connect-Kapture with <What>, and says what to do' -ForEach @(
        @{ What = 'the wrong password'; With = { @{ ProxyCredential = $wrong } } }
        @{ What = 'no password'; With = { @{} } }
    ) {
        $with = & $With
        $before = @(Get-KaptureSession -Name *).Count
        $caught = try { Connect-Kapture @to @with -Verbose -Debug *> "$TestDrive/said.txt" } catch { $_ }
        $caught.FullyQualifiedErrorId | Should -BeExactly 'ServiceUnavailable,KapturePS.ConnectKaptureCommand'
        $caught.Exception.StatusCode | Should -Be 407
        "$caught" | Should -BeLike '*proxy*user*password*-ProxyCredential*'
        $caught.ErrorDetails.RecommendedAction | Should -BeLike '*-ProxyCredential*'
        @(Get-KaptureSession -Name *).Count | Should -Be $before
        (Get-EmulatorStats $emulator).requests | Should -Be 0
        Find-Secret ("$caught" + ($caught | Format-List * -Force | Out-String) + $caught.Exception + (Get-Content "$TestDrive/said.txt" -Raw)) | Should -BeNullOrEmpty
    }

    It 'that refuses is nobody to a write: nothing is in doubt, and the run ends' {
        Connect-Kapture @to -ProxyCredential $wrong -SkipVerification
        $caught = try { 1..50 | ForEach-Object { [pscustomobject]@{ Name = 'a'; Phone = "$_" } } | New-KaptureCustomer -ThrottleLimit 2 -ErrorVariable failed -ErrorAction SilentlyContinue } catch { $_ }
        $caught.FullyQualifiedErrorId | Should -BeExactly 'ServiceUnavailable,KapturePS.NewKaptureCustomerCommand'
        "$caught" | Should -BeLike '*-ProxyCredential*Select-Object -Skip*'
        @($failed | Where-Object FullyQualifiedErrorId -Like 'WriteUncertain,*') | Should -BeNullOrEmpty
        (Get-EmulatorStats $emulator).requests | Should -Be 0
    }

    It 'that refuses a tunnel to https says the same' {
        $caught = try { Connect-Kapture contoso -Token $to.Token -Proxy $proxy.Uri -ProxyCredential $wrong -MaximumRetryCount 0 } catch { $_ }
        $caught.FullyQualifiedErrorId | Should -BeExactly 'ServiceUnavailable,KapturePS.ConnectKaptureCommand'
        "$caught" | Should -BeLike '*407*-ProxyCredential*'
        @($proxy.Server.Received | Where-Object { $_ -match '^CONNECT contoso\.kapturecrm\.com:443 ' }).Count | Should -BeGreaterThan 0
        foreach ($head in $proxy.Server.Received) { $head.Contains('emulator-token') | Should -BeFalse }
        Find-Secret ("$caught" + ($caught | Format-List * -Force | Out-String) + $caught.Exception) | Should -BeNullOrEmpty
    }

    It 'on another machine is not used for plain http, which a warning says' {
        $to.Proxy = 'http://robot:wr0ng-passw0rd@proxy.invalid:3128'
        $null = Connect-Kapture @to -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -BeLike '*proxy.invalid is not used*plain http*'
        Find-Secret "$warned" | Should -BeNullOrEmpty
        $to.Proxy = $proxy.Uri
        $null = Connect-Kapture @to -SkipVerification -WarningVariable warned -WarningAction SilentlyContinue
        $warned | Should -BeNullOrEmpty
    }

    It 'that is no address is refused before anything is sent: <_>' -ForEach @(
        'proxy.example.com:3128', '127.0.0.1:3128', 'robot:wr0ng-passw0rd@proxy.example.com:3128', 'ftp://127.0.0.1:3128', '//proxy'
    ) {
        $to.Proxy = $_
        $caught = try { Connect-Kapture @to -SkipVerification } catch { $_ }
        $caught.FullyQualifiedErrorId | Should -BeExactly 'InvalidValue,KapturePS.ConnectKaptureCommand'
        "$caught" | Should -BeLike '*http://proxy.example.com:3128*'
        Find-Secret ("$caught" + $caught.Exception + $caught.TargetObject + $caught.Exception.Value) | Should -BeNullOrEmpty
    }

    It 'of the environment counts: <What>' -ForEach @(
        @{ What = 'HTTP_PROXY with its password'; Environment = { @{ http_proxy = "http://robot:$password@127.0.0.1:$($proxy.Uri.Port)/" } }; Connect = 'Connect-Kapture @to'; Through = $true; Says = 'Added' }
        @{ What = 'HTTP_PROXY with -ProxyCredential'; Environment = { @{ http_proxy = "$($proxy.Uri)" } }; Connect = 'Connect-Kapture @to -ProxyCredential $proxyCredential'; Through = $true; Says = 'Added' }
        @{ What = 'HTTP_PROXY without its password'; Environment = { @{ http_proxy = "$($proxy.Uri)" } }; Connect = 'Connect-Kapture @to'; Through = $true; Says = 'ServiceUnavailable,*-ProxyCredential*' }
        @{ What = 'HTTPS_PROXY with a wrong password'; Environment = { @{ https_proxy = "http://robot:wr0ng-passw0rd@127.0.0.1:$($proxy.Uri.Port)/" } }; Connect = 'Connect-Kapture contoso -Token $token -MaximumRetryCount 0'; Through = $true; Says = 'ServiceUnavailable,*-ProxyCredential*' }
        @{ What = '-NoProxy wins over HTTP_PROXY'; Environment = { @{ http_proxy = "$($proxy.Uri)" } }; Connect = 'Connect-Kapture @to -NoProxy'; Through = $false; Says = 'Added' }
        @{ What = 'NO_PROXY wins over HTTP_PROXY'; Environment = { @{ http_proxy = "$($proxy.Uri)"; no_proxy = '127.0.0.1' } }; Connect = 'Connect-Kapture @to'; Through = $false; Says = 'Added' }
        @{ What = 'HTTPS_PROXY is not for http'; Environment = { @{ https_proxy = "$($proxy.Uri)" } }; Connect = 'Connect-Kapture @to'; Through = $false; Says = 'Added' }
    ) {
        $child = Invoke-Behind (& $Environment) $Connect
        $child.Output | Should -BeLike $Says
        $child.Errors | Should -BeNullOrEmpty
        ($proxy.Server.Received.Count -gt 0) | Should -Be $Through
        Find-Secret ($child.Output + $child.Errors) | Should -BeNullOrEmpty
    }
}
