#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS
    $script:modulePath = Get-ModulePath

    function Connect-Inside([string] $Name) { Connect-Kapture -Emulator -Name $Name -PassThru 6> $null }
    function Get-Completion([string] $Line) { (TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches.CompletionText }
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
}

Describe 'Sessions' {
    BeforeEach {
        Get-KaptureSession -Name * | Disconnect-Kapture
    }

    Context 'The current one' {
        It 'is the last that was opened, and the older one stays usable' {
            $a = Connect-Inside a
            $b = Connect-Inside b
            (Get-KaptureSession).Name | Should -BeExactly 'b'
            $null = New-KaptureCustomer -Name inA -Phone 1 -Session $a
            $null = New-KaptureCustomer -Name inB -Phone 1
            (Get-KaptureCustomer -Phone 1 -Session $a).Name | Should -BeExactly 'inA'
            (Get-KaptureCustomer -Phone 1 -Session $b).Name | Should -BeExactly 'inB'
            (Get-KaptureCustomer -Phone 1).Name | Should -BeExactly 'inB'
        }

        It 'is missing before the first Connect-Kapture: <_>' -ForEach 'New-KaptureCustomer -Name a -Phone 1', 'Set-KaptureCustomer -Id 1 -City x', 'Get-KaptureCustomer 1', 'Get-KaptureCustomerByDate 2024-05-02' {
            $call = [scriptblock]::Create($_)
            { & $call } | Should -Throw -ErrorId 'NotConnected,*'
            $caught = try { & $call } catch { $_ }
            $caught.CategoryInfo.Category | Should -Be ConnectionError
            $caught.Exception.Message | Should -BeLike '*Connect-Kapture*'
        }

        It 'is closed by Disconnect-Kapture, and no older one takes its place' {
            $null = Connect-Inside a
            $b = Connect-Inside b
            Disconnect-Kapture
            $b.Connected | Should -BeFalse
            Get-KaptureSession | Should -BeNullOrEmpty
            (Get-KaptureSession -Name *).Name | Should -BeExactly 'a'
            { New-KaptureCustomer -Name a -Phone 1 } | Should -Throw -ErrorId 'NotConnected,*'
        }

        It 'stays where another one is closed' {
            $a = Connect-Inside a
            $null = Connect-Inside b
            $a | Disconnect-Kapture
            $a.Connected | Should -BeFalse
            (Get-KaptureSession).Name | Should -BeExactly 'b'
        }
    }

    Context 'Closing' {
        It 'makes NotConnected of every use' {
            $a = Connect-Inside a
            Disconnect-Kapture
            { Get-KaptureCustomer 1 -Session $a } | Should -Throw -ErrorId 'NotConnected,*'
            { Get-KaptureCustomerByDate 2024-05-02 -Session $a } | Should -Throw -ErrorId 'NotConnected,*'
        }

        It 'takes several from the pipeline, by object, by name and by property' {
            $null = Connect-Inside a
            $null = Connect-Inside b
            $null = Connect-Inside c
            Get-KaptureSession -Name '[ab]' | Disconnect-Kapture
            [pscustomobject]@{ Session = 'c' } | Disconnect-Kapture
            Get-KaptureSession -Name * | Should -BeNullOrEmpty
        }

        It 'closes nothing with -WhatIf' {
            $a = Connect-Inside a
            Disconnect-Kapture -WhatIf
            $a.Connected | Should -BeTrue
        }

        It 'twice does no harm, and without a session is an error of its own' {
            $a = Connect-Inside a
            $a | Disconnect-Kapture
            { $a | Disconnect-Kapture } | Should -Not -Throw
            Disconnect-Kapture -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        }
    }

    Context 'Names' {
        It 'finds by wildcard, whatever the case' {
            $null = Connect-Inside north
            $null = Connect-Inside south
            (Get-KaptureSession -Name 'NO*').Name | Should -BeExactly 'north'
            (Get-KaptureSession *).Name | Sort-Object | Should -Be north, south
            Get-KaptureSession -Name nothing* | Should -BeNullOrEmpty
        }

        It 'stand for the session in -Session' {
            $null = Connect-Inside north
            $null = Connect-Inside south
            $null = New-KaptureCustomer -Name a -Phone 1 -Session north
            (Get-KaptureCustomer -Phone 1 -Session north).Name | Should -BeExactly 'a'
            { Get-KaptureCustomer -Phone 1 -Session nowhere } | Should -Throw '*nowhere*'
        }

        It 'complete in quotation marks where a name would end the word: <Name>' -ForEach @(
            @{ Name = 'odd;Get-Date'; Word = 'odd'; Expected = "'odd;Get-Date'" }
            @{ Name = 'odd[1]'; Word = 'odd['; Expected = "'odd[1]'" }
            @{ Name = '$odd'; Word = "'`$o"; Expected = "'`$odd'" }
            @{ Name = "odd's"; Word = "'odd''"; Expected = "'odd''s'" }
            @{ Name = 'odd.2:80'; Word = 'odd'; Expected = 'odd.2:80' }
        ) {
            $session = Connect-Kapture -Emulator -Name $Name -PassThru -InformationAction Ignore
            try {
                Get-Completion "New-KaptureCustomer -Session $Word" | Should -BeExactly $Expected
            }
            finally {
                Disconnect-Kapture -Session $session
            }
        }

        It 'complete with the Tab key' {
            $null = Connect-Inside north
            $null = Connect-Inside 'north east'
            Get-Completion 'New-KaptureCustomer -Session no' | Should -Be north, "'north east'"
            Get-Completion 'Get-KaptureSession -Name no' | Should -Be north, "'north east'"
            Get-Completion 'Disconnect-Kapture -Session north' | Should -Be north, "'north east'"
        }
    }

    Context 'Completion of values' {
        It 'completes <Line>' -ForEach @(
            @{ Line = 'Set-KaptureCustomer -Clear Ci'; Expected = 'City' }
            @{ Line = 'Set-KaptureCustomer -Clear City,Pos'; Expected = 'PostalCode' }
            @{ Line = 'New-KaptureCustomer -CustomerType Ch'; Expected = 'ChannelPartner' }
            @{ Line = 'New-KaptureCustomer -CustomerType '; Expected = 'Individual', 'Organization', 'ChannelPartner' }
            @{ Line = 'Get-KaptureCustomerByDate 2024-05-02 -CustomerType A'; Expected = 'All' }
        ) {
            Get-Completion $Line | Should -Be $Expected
        }

        It 'offers every field that can be cleared' {
            $offered = Get-Completion 'Set-KaptureCustomer -Clear '
            $offered | Should -Contain 'Address'
            foreach ($name in $offered) {
                (Get-Command Set-KaptureCustomer).Parameters.Keys | Should -Contain $name
            }
        }
    }

    Context 'Runspaces' {
        It 'do not share a current session' {
            $null = Connect-Inside mine
            $shell = [powershell]::Create()
            try {
                $names = $shell.AddScript({
                        param($module)
                        Import-Module $module
                        "before: $((Get-KaptureSession).Name)"
                        "all: $((Get-KaptureSession -Name *).Name)"
                        Connect-Kapture -Emulator -Name theirs 6> $null
                        "after: $((Get-KaptureSession).Name)"
                    }).AddArgument((Get-ModulePath)).Invoke()
                $names | Should -Be 'before: ', 'all: ', 'after: theirs'
                (Get-KaptureSession -Name *).Name | Should -BeExactly 'mine'
            }
            finally {
                $shell.Dispose()
            }
        }

        It 'each use their own, side by side' {
            $results = 'a', 'b' | ForEach-Object -Parallel {
                Import-Module $using:modulePath
                Connect-Kapture -Emulator -Name $_ 6> $null
                $name = $_
                $null = 1..50 | ForEach-Object { [pscustomobject]@{ Name = "$name$_"; Phone = "$_" } } | New-KaptureCustomer
                (Get-KaptureCustomerByDate ([datetime]::Now.AddHours(-1))).Name -like "$name*"
            } -ThrottleLimit 2
            $results.Count | Should -Be 100
        }

        It 'share one where -Session $using: says so' {
            $session = Connect-Inside shared
            $results = 1..6 | ForEach-Object -Parallel {
                Import-Module $using:modulePath
                New-KaptureCustomer -Name "n$_" -Phone "$_" -Session $using:session
            } -ThrottleLimit 3
            $results.Count | Should -Be 6
            (Get-KaptureCustomer $results.CustomerId -Session $session).Name | Sort-Object | Should -Be (1..6 | ForEach-Object { "n$_" })
            $session.Connected | Should -BeTrue
        }

        It 'close their sessions with Remove-Module, and those alone' {
            $mine = Connect-Inside mine
            $shell = [powershell]::Create()
            try {
                $theirs = $shell.AddScript({
                        param($module)
                        Import-Module $module
                        Connect-Kapture -Emulator -PassThru 6> $null
                        Remove-Module KapturePS
                    }).AddArgument((Get-ModulePath)).Invoke()
                $theirs[0].Connected | Should -BeFalse
                $mine.Connected | Should -BeTrue
                $shell.Streams.Error | Should -BeNullOrEmpty
            }
            finally {
                $shell.Dispose()
            }
        }
    }
}
