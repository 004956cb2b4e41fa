#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# Every parameter of every cmdlet that takes text, as the module itself has them, with what would be a line of its own in a
# request: it arrives as data, or is refused in our own words; it never is a header, and never a second request.
BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS
    $script:types = [string], [string[]], [object], [uri], [Collections.IDictionary], [Collections.IDictionary[]], [securestring], [pscredential], [psobject]
    $own = [Management.Automation.Cmdlet]::CommonParameters
    $script:cases = @(foreach ($cmdlet in Get-Command -Module KapturePS -CommandType Cmdlet) {
            foreach ($parameter in $cmdlet.Parameters.Values) {
                if ($parameter.ParameterType -in $types -and $parameter.Name -notin $own) { @{ Cmdlet = $cmdlet.Name; Parameter = $parameter.Name; Type = $parameter.ParameterType } }
            }
        })
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-Module (Join-Path $PSScriptRoot 'Canary.psm1')
    Import-KapturePS
    $script:server = Start-CanaryServer -Body '{"status":"success","message":[{"id":5,"name":"a"}],"customer":{"result":true,"customer_id":5,"action_event":"ADD_CUSTOMER"},"Customer Details":{"id":5,"name":"a"}}'

    # What the call needs besides.
    $script:besides = @{
        'New-KaptureCustomer' = @{ Name = 'a'; Phone = '5550100' }; 'Set-KaptureCustomer' = @{ Id = '5'; City = 'b' }; 'Add-KaptureContact' = @{ CustomerId = '5'; Phone = '5550101' }
        'Get-KaptureCustomerByDate' = @{ StartDate = [datetime] '2024-05-01'; EndDate = [datetime] '2024-05-01' }; 'Invoke-KaptureRequest' = @{ Path = '/x.html' }
    }
    $script:sessions = foreach ($dialect in 'V1', 'Legacy') { Connect-Canary $server Token @{ Dialect = $dialect; SkipVerification = $true; MaximumRetryCount = 0; Name = $dialect } }

    function ConvertTo-Evil([type] $Type, [string] $Parameter, [string] $Evil) {
        switch ($Type) {
            { $_ -eq [uri] } {
                foreach ($address in "http://127.0.0.1:$($Parameter -eq 'Proxy' ? 1 : $server.BaseUri.Port)/$Evil", "x/$Evil", "ftp://127.0.0.1/$Evil", $Evil) {
                    $made = $null
                    if ([uri]::TryCreate($address, [UriKind]::RelativeOrAbsolute, [ref] $made)) { $made }
                }

                break
            }
            { $_ -eq [securestring] } { ConvertTo-Secret $Evil; break }
            { $_ -eq [pscredential] } { [pscredential]::new($Evil, (ConvertTo-Secret 'password')); [pscredential]::new('user', (ConvertTo-Secret $Evil)); break }
            { $_ -eq [psobject] } { [pscustomobject]@{ Id = 5; CustomerId = 5; Name = $Evil; Phone = $Evil; Email = $Evil }; break }
            { $_ -eq [Collections.IDictionary[]] } { @{ FirstName = $Evil; Phone = $Evil }; @{ $Evil = 'a' }; break }
            { $_ -eq [Collections.IDictionary] } { @{ 'X-A' = $Evil }; @{ $Evil = 'a' }; @{ Remarks = $Evil }; @{ attr1 = $Evil }; break }
            default { $Evil }
        }
    }

    # Ours: an id of the table, and the way out in one line. The engine's own are those of a value that is none of a list, and of
    # a path to what is not there.
    function Test-Refusal($Problem) {
        $id = ([string] $Problem.FullyQualifiedErrorId).Split(',')[0]
        if ($id -like 'Parameter*' -or $id -cin 'DriveNotFound', 'PathNotFound') { return }
        if ("$Problem" -match '[\0\r\n]') { "not in one line: $Problem" }
        if ($id -cnotin [enum]::GetNames([Kapture.KaptureErrorId])) { "no error of ours: $($Problem.FullyQualifiedErrorId): $Problem" }
        elseif (-not $Problem.ErrorDetails.RecommendedAction) { "no way out: $Problem" }
    }

    function Test-Request([string] $Request) {
        $parts = $Request -split "`r`n`r`n"
        if ($parts.Count -ne 2) { "not one request: $Request" }
        if ($parts[0] -split "`r`n" -notmatch '^(POST /[^\s]* HTTP/1\.1$|Host: 127\.0\.0\.1:\d+$|Authorization: Basic [!-~]+$|Content-Type: application/json$|Content-Length: \d+$|Accept-Encoding: gzip, deflate$|Traceparent: )') { "a header of its own: $Request" }
        if ($parts[0] -match 'X-Evil|\0') { "a header of its own: $Request" }
        try { [Text.Json.JsonDocument]::Parse($parts[1]).Dispose() } catch { if ($parts[0] -notmatch 'POST /x.html') { "no JSON: $($parts[1])" } }
    }
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
    $server.Dispose()
}

Describe 'Lines and NUL' -Tag Both {
    It 'are looked for in each cmdlet that takes text' -TestCases @{ Count = $cases.Count; Names = @($cases.Cmdlet | Select-Object -Unique) } {
        $Count | Should -BeGreaterThan 100
        $Names.Count | Should -BeGreaterOrEqual 9
    }

    It 'are no header and no request in <Cmdlet> -<Parameter>' -ForEach $cases {
        $complaints = foreach ($evil in "a`r`nX-Evil: 1`r`n`r`nGET / HTTP/1.1", "a`nX-Evil: 1", "a`rX-Evil: 1", "a`0X-Evil") {
            foreach ($value in ConvertTo-Evil $Type $Parameter $evil) {
                foreach ($session in $sessions) {
                    $with = @{} + ($besides[$Cmdlet] ?? @{})
                    $with[$Parameter] = $value
                    $failed = $null
                    $caught = $null
                    if ($Cmdlet -eq 'Connect-Kapture') {
                        if ($Parameter -eq 'EmulatorData') { $with.Emulator = $true }
                        else {
                            if ($Parameter -notin 'Subdomain', 'BaseUri') { $with.BaseUri = $server.BaseUri }
                            if ($Parameter -notin 'Token', 'Credential') { $with.Token = ConvertTo-Secret (Get-Canary).Token }
                            $with.NoProxy = $Parameter -notlike 'Proxy*'
                            $with.MaximumRetryCount = 0
                            if ($Parameter -eq 'ProxyCredential') { $with.Proxy = 'http://127.0.0.1:1' }
                        }
                    }
                    elseif ((Get-Command $Cmdlet).Parameters.ContainsKey('Session')) { $with.Session = $session }

                    if ($Parameter -eq 'InputObject') { $with.Remove('Name'); $with.Remove('Phone'); $with.Remove('Id'); $with.Remove('CustomerId') }
                    try { & $Cmdlet @with -ErrorVariable failed -ErrorAction SilentlyContinue -WarningAction SilentlyContinue | Out-Null } catch { $caught = $_ }
                    foreach ($problem in @($failed; $caught).Where{ $_ -is [Management.Automation.ErrorRecord] }) { Test-Refusal $problem }
                    if ($Cmdlet -eq 'Connect-Kapture') { break }
                }
            }
        }

        $request = $null
        $complaints += @(while ($server.Received.TryDequeue([ref] $request)) { Test-Request $request })
        $complaints | Select-Object -First 3 | Should -BeNullOrEmpty
    }
}
