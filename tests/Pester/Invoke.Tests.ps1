#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS
    $script:emulator = Start-Emulator -Argument '--seed', '20'
    $script:first = 191700000
    $script:search = '/search-customer-by-customer-id.html'
    $script:addUpdate = '/ms/customer/customer/api/v1/add-update'
    $script:success = '{"status":"success","message":"ok"}'

    # Whatever is asked, the service says this.
    function Use-Answer([string] $Body, [int] $Status = 200, [hashtable] $With = @{}) {
        Set-EmulatorFault $emulator (@{ kind = 'status'; statusCode = $Status; body = $Body } + $With)
    }

    # What goes over the wire for a body.
    function Get-Sent([scriptblock] $Call) {
        $recorder = Start-Recorder -Answer $success
        try {
            $session = Connect-Emulator $recorder @{ Name = 'recorder'; SkipVerification = $true; PassThru = $true; MaximumRetryCount = 0 }
            $null = & $Call $session
            Receive-Body $recorder -Raw
        }
        finally {
            $session | Disconnect-Kapture
            Stop-Recorder $recorder
            Connect-Emulator $emulator @{ MaximumRetryCount = 0 }
        }
    }
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
    Stop-Emulator $emulator
}

Describe 'Invoke-KaptureRequest' {
    BeforeAll {
        Connect-Emulator $emulator @{ MaximumRetryCount = 0 }
    }

    BeforeEach {
        Reset-Emulator $emulator
    }

    Context 'A request' {
        It 'reaches the service: <What>' -ForEach @(
            @{ What = 'a dictionary'; Call = { Invoke-KaptureRequest $search -Body @{ customer_id = "$first" } } }
            @{ What = 'without its first slash'; Call = { Invoke-KaptureRequest $search.Substring(1) -Body @{ customer_id = "$first" } } }
            @{ What = 'JSON text'; Call = { Invoke-KaptureRequest -Path $search -Body "{""customer_id"":""$first""}" } }
            @{ What = 'a custom object'; Call = { Invoke-KaptureRequest $search -Body ([pscustomobject]@{ customer_id = "$first" }) } }
            @{ What = 'by value'; Call = { @{ customer_id = "$first" } | Invoke-KaptureRequest $search } }
        ) {
            (& $Call).message.id | Should -Be $first
            (Get-EmulatorStats $emulator).requests | Should -Be 1
        }

        It 'adds a customer' -Tag V1 {
            $answer = @{ customer_info = [ordered]@{ customer_name = 'Asha'; phone = '5550100' } } | Invoke-KaptureRequest $addUpdate
            $answer.status | Should -BeExactly success
            (Get-KaptureCustomer $answer.customer.customer_id).Name | Should -BeExactly Asha
        }

        It 'has an empty object where there is no body' {
            Get-Sent { param($session) Invoke-KaptureRequest /x.html -Session $session } | Should -BeExactly '{}'
            Get-Sent { param($session) Invoke-KaptureRequest /x.html -Body $null -Session $session } | Should -BeExactly '{}'
        }

        It 'sends JSON text byte for byte' {
            $text = " { ""b"" : 1.50,`n""a"" : ""\u0041 `u{906}`u{936}`u{93E}"" , ""a"":2 } "
            Get-Sent { param($session) Invoke-KaptureRequest /x.html -Body $text -Session $session } | Should -BeExactly $text
        }

        It 'sends lines of a file of JSON, one request each' {
            $path = Join-Path $TestDrive 'bodies.jsonl'
            Set-Content -Path $path -Value '{"n":1}', '{"n":2}'
            Get-Sent { param($session) Get-Content $path | Invoke-KaptureRequest /x.html -Session $session -ThrottleLimit 1 } | Should -Be '{"n":1}', '{"n":2}'
        }

        It 'words <What>' -ForEach @(
            @{ What = 'an ordered dictionary'; Body = [ordered]@{ z = 1; a = 'b'; n = $null; t = $true }; Expected = '{"z":1,"a":"b","n":null,"t":true}' }
            @{ What = 'a custom object within others'; Body = [pscustomobject]@{ a = [pscustomobject]@{ b = @{ c = [pscustomobject]@{ d = 1.5 } } } }; Expected = '{"a":{"b":{"c":{"d":1.5}}}}' }
            @{ What = 'an array'; Body = @(1, 'a', @(2), @{ b = 3 }); Expected = '[1,"a",[2],{"b":3}]' }
            @{ What = 'an array of one'; Body = , @{ kapture_customer_id = '5' }; Expected = '[{"kapture_customer_id":"5"}]' }
            @{ What = 'an empty array'; Body = @(); Expected = '[]' }
            @{ What = 'values of other kinds'; Body = [ordered]@{ d = [datetime]::new(2024, 5, 2); s = [switch] $true; e = [DayOfWeek]::Friday; big = [bigint]::Pow(10, 30); l = [Collections.Generic.List[int]] (1, 2) }; Expected = '{"d":"2024-05-02","s":true,"e":"Friday","big":1000000000000000000000000000000,"l":[1,2]}' }
            @{ What = 'a number'; Body = 5; Expected = '5' }
        ) {
            Get-Sent { param($session) Invoke-KaptureRequest /x.html -Body $Body -Session $session } | Should -BeExactly $Expected
        }

        It 'words a customer of the service, and an object of a class of the script' {
            class Point { [int] $X = 1; [string[]] $Tags = @('a') }
            $customer = Get-KaptureCustomer $first
            $sent = Get-Sent { param($session) Invoke-KaptureRequest /x.html -Body $customer -Session $session } | ConvertFrom-Json
            $sent.Id | Should -Be $first
            $sent.Name | Should -BeExactly $customer.Name
            @($sent.Contacts).Count | Should -Be $customer.Contacts.Count
            Get-Sent { param($session) Invoke-KaptureRequest /x.html -Body ([Point]::new()) -Session $session } | Should -BeExactly '{"X":1,"Tags":["a"]}'
        }

        It 'is not sent with -WhatIf' {
            1..3 | ForEach-Object { @{ n = $_ } } | Invoke-KaptureRequest $addUpdate -WhatIf | Should -BeNullOrEmpty
            (Get-EmulatorStats $emulator).requests | Should -Be 0
        }
    }

    Context 'What cannot be sent' {
        It 'is InvalidValue for the path <_>' -ForEach @(
            'https://evil.example.com/x.html', 'http:evil.example.com', '//evil.example.com/x.html', '\\evil.example.com\x', '/\evil.example.com', '/../x', '/a/../../x', '/%2e%2e/x',
            'user:secret@evil.example.com/x', ':8443/x', '/x#y', "/x`r`nHost: evil.example.com", '/x y', ' ', "/`u{906}`u{936}`u{93E}"
        ) {
            $null = Invoke-KaptureRequest $_ -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.Count | Should -Be 1
            $failed[0].FullyQualifiedErrorId | Should -BeExactly 'InvalidValue,KapturePS.InvokeKaptureRequestCommand'
            $failed[0].CategoryInfo.Category | Should -Be InvalidArgument
            $failed[0].TargetObject | Should -BeExactly $_
            (Get-EmulatorStats $emulator).requests | Should -Be 0
        }

        It 'is InvalidValue for <What>' -ForEach @(
            @{ What = 'text that is no JSON'; Body = 'name=Asha'; Words = '*no JSON*' }
            @{ What = 'half of a surrogate pair'; Body = @{ name = [string] [char] 0xD83C }; Words = '*surrogate*' }
            @{ What = 'half of a surrogate pair in JSON'; Body = "{""name"":""$([char] 0xD83C)""}"; Words = '*surrogate*' }
            @{ What = 'half of an escaped pair in JSON'; Body = '{"name":"\uD83C"}'; Words = '*surrogate*' }
            @{ What = 'something of the machine'; Body = @{ process = (Get-Process -Id $PID) }; Words = '*process is a System.Diagnostics.Process*' }
            @{ What = 'a secret'; Body = @{ key = [securestring]::new() }; Words = '*SecureString*' }
            @{ What = 'a script block'; Body = { 1 }; Words = '*ScriptBlock*' }
            @{ What = 'no number'; Body = @{ n = [double]::NaN }; Words = '*n is no number*' }
            @{ What = 'what a spreadsheet has broken'; Body = @{ city = '#N/A' }; Words = '*spreadsheet*' }
        ) {
            $null = Invoke-KaptureRequest /x.html -Body $Body -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.FullyQualifiedErrorId | Should -BeExactly 'InvalidValue,KapturePS.InvokeKaptureRequestCommand'
            $failed.Exception.Message | Should -BeLike $Words
            (Get-EmulatorStats $emulator).requests | Should -Be 0
        }

        It 'shows the query in no error: <Path>' -ForEach @(
            @{ Path = '/nothing.html?key=hidden' }
            @{ Path = 'https://evil.example.com/x.html?key=hidden' }
            @{ Path = '/x.html?key=hidden#y' }
        ) {
            Use-Answer '{"status":"failed","message":"No."}'
            $null = Invoke-KaptureRequest $Path -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.Count | Should -Be 1
            "$($failed[0]) $($failed[0].TargetObject) $($failed[0].CategoryInfo) $($failed[0].Exception) $($failed[0].Exception.Value)" | Should -Not -BeLike '*hidden*'
        }

        It 'hands no secret on with the error' {
            $null = Invoke-KaptureRequest /x.html -Body @{ login = [Net.NetworkCredential]::new('asha', 'hidden') } -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed[0].FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            "$($failed[0].TargetObject | ConvertTo-Json) $($failed[0].Exception.Value | ConvertTo-Json)" | Should -Not -BeLike '*hidden*'
        }

        It 'is InvalidValue for what holds itself: <What>' -ForEach @(
            @{ What = 'a hashtable'; Make = { $circle = @{}; $circle.again = $circle; $circle } }
            @{ What = 'a custom object'; Make = { $circle = [pscustomobject]@{ again = $null }; $circle.again = $circle; $circle } }
            @{ What = 'an array'; Make = { $circle = [Collections.ArrayList]::new(); $null = $circle.Add($circle); , $circle } }
            @{ What = 'a thousand levels'; Make = { $deep = 1; foreach ($n in 1..1000) { $deep = @{ a = $deep } }; $deep } }
            @{ What = 'the same object again and again'; Make = { $wide = 1; foreach ($n in 1..40) { $wide = @($wide, $wide) }; , $wide } }
        ) {
            $body = & $Make
            $null = Invoke-KaptureRequest /x.html -Body $body -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.FullyQualifiedErrorId | Should -BeExactly 'InvalidValue,KapturePS.InvokeKaptureRequestCommand'
            $failed.Exception.Message | Should -Match 'holds itself|again and again'
            (Get-EmulatorStats $emulator).requests | Should -Be 0
        }

        It 'is MissingField where the pipeline brings $null' {
            Use-Answer $success
            $results = @(@{ n = 1 }, $null, @{ n = 3 } | Invoke-KaptureRequest /x.html -ErrorVariable failed -ErrorAction SilentlyContinue)
            $results.Count | Should -Be 2
            $failed.FullyQualifiedErrorId | Should -BeExactly 'MissingField,KapturePS.InvokeKaptureRequestCommand'
            $failed.Exception.Row | Should -Be 2
        }
    }

    Context 'An answer' {
        It 'becomes objects' {
            Use-Answer '{"Status":"Success","n":5,"d":1.5,"big":12345678901234567890123456789012345,"exact":0.1234567890123456789,"no":null,"yes":true,"contactPerson ":"Asha","list":[[1],{"a":[]}],};'
            $answer = Invoke-KaptureRequest /x.html
            $answer.PSObject.Properties.Name | Should -Be 'Status', 'n', 'd', 'big', 'exact', 'no', 'yes', 'contactPerson', 'list'
            $answer | Should -BeOfType System.Management.Automation.PSCustomObject
            $answer.n | Should -BeOfType long
            $answer.d | Should -BeOfType double
            $answer.big | Should -BeExactly '12345678901234567890123456789012345'
            $answer.exact | Should -Be 0.1234567890123456789d
            $answer.exact | Should -BeOfType decimal
            $answer.no | Should -BeNull
            $answer.yes | Should -BeTrue
            $answer.contactPerson | Should -BeExactly Asha
            $answer.list.Count | Should -Be 2
            $answer.list[0] | Should -Be 1
            $answer.list[1].a.Count | Should -Be 0
        }

        It 'keeps names that differ only in case, and those that the engine uses itself' {
            Use-Answer '{"a":1,"A":2,"a ":3,"PSObject":4,"psobject_":5,"":6,"Count":7}'
            $answer = Invoke-KaptureRequest /x.html
            ($answer.PSObject.Properties | ForEach-Object { "$($_.Name)=$($_.Value)" }) -join ' ' | Should -BeExactly 'a=1 A_2=2 a_3=3 PSObject__=4 psobject_=5 _=6 Count=7'
        }

        It 'of a list is a list in the pipeline, and a list within is one object' {
            Use-Answer '[1,[2,3],{"a":[4,5]},null]'
            $answer = @(Invoke-KaptureRequest /x.html)
            $answer.Count | Should -Be 4
            $answer[1].Count | Should -Be 2
            $answer[2].a | Should -Be 4, 5
            $answer[3] | Should -BeNull
        }

        It 'may be <What>' -ForEach @(
            @{ What = 'a number'; Text = '5'; Expected = 5 }
            @{ What = 'a text'; Text = '"done"'; Expected = 'done' }
            @{ What = 'true'; Text = 'true'; Expected = $true }
            @{ What = 'null'; Text = 'null'; Expected = $null }
        ) {
            Use-Answer $Text
            $answer = @(Invoke-KaptureRequest /x.html)
            $answer.Count | Should -Be 1
            $answer[0] | Should -BeExactly $Expected
        }

        It 'of an empty list is nothing' {
            Use-Answer '[]'
            @(Invoke-KaptureRequest /x.html).Count | Should -Be 0
        }

        It 'is the text that came with -Raw: <_>' -ForEach '{"a":1,"A":[2,],};', '[1,2]', "Done, `u{906}`u{936}`u{93E}", '<html></html>' {
            Use-Answer $_
            $answer = @(Invoke-KaptureRequest /x.html -Raw)
            $answer.Count | Should -Be 1
            $answer[0] | Should -BeExactly $_
        }

        It 'that is a failure is one with -Raw, too' {
            Use-Answer '{"status":"failed","message":"Quota is used up"}'
            $null = Invoke-KaptureRequest /x.html -Raw -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.FullyQualifiedErrorId | Should -BeLike 'Rejected,*'
        }

        It 'is the error <Id> for <What>' -ForEach @(
            @{ What = 'a refusal'; Id = 'Rejected'; Category = 'InvalidOperation'; Status = 200; Text = '{"status":"failed","message":"Quota is used up"}'; Words = '*Quota is used up*' }
            @{ What = 'nobody of that id'; Id = 'CustomerNotFound'; Category = 'ObjectNotFound'; Status = 200; Text = '{"Customer Details":"Information given by you does not exist in our sytsem.","status":"failed"}'; Words = '*does not exist*' }
            @{ What = 'a key that may not do this'; Id = 'PermissionDenied'; Category = 'PermissionDenied'; Status = 403; Text = '{}'; Words = '*not allowed*' }
            @{ What = 'too many requests'; Id = 'RateLimited'; Category = 'LimitsExceeded'; Status = 429; Text = '{}'; Words = '*rate*' }
            @{ What = 'HTML'; Id = 'WriteUncertain'; Category = 'OperationTimeout'; Status = 200; Text = '<html></html>'; Words = '*The request may or may not have been carried out*HTML*' }
            @{ What = 'a failing server'; Id = 'WriteUncertain'; Category = 'OperationTimeout'; Status = 500; Text = '{}'; Words = '*The request may or may not have been carried out*500*' }
        ) {
            Use-Answer $Text $Status
            $body = @{ n = 1 }
            $null = Invoke-KaptureRequest /x.html?secret=5550100 -Body $body -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.Count | Should -Be 1
            $failed[0].FullyQualifiedErrorId | Should -BeExactly "$Id,KapturePS.InvokeKaptureRequestCommand"
            $failed[0].CategoryInfo.Category | Should -Be $Category
            $failed[0].Exception.Message | Should -BeLike $Words
            $failed[0].Exception.Path | Should -BeExactly '/x.html'
            [object]::ReferenceEquals($failed[0].TargetObject, $body) | Should -BeTrue
        }
    }

    Context 'What the service does not know' {
        It 'is CustomerNotFound with advice on path and body: <What>' -ForEach @(
            @{ What = 'a path'; Call = { Invoke-KaptureRequest /no-such-path.html -Body @{ n = 1 } -ErrorVariable script:failed -ErrorAction SilentlyContinue } }
            @{ What = 'a customer'; Call = { Invoke-KaptureRequest $search -Body @{ customer_id = '5' } -ErrorVariable script:failed -ErrorAction SilentlyContinue } }
        ) {
            & $Call | Should -BeNullOrEmpty
            $failed.Count | Should -Be 1
            $failed[0].FullyQualifiedErrorId | Should -BeExactly 'CustomerNotFound,KapturePS.InvokeKaptureRequestCommand'
            $failed[0].Exception.Message | Should -BeLike '*does not know what was asked for*Check the path, and what the body names.'
            $failed[0].ErrorDetails.RecommendedAction | Should -BeLike 'Check the path, and what the body names*'
        }

        It 'is a customer for all other cmdlets' {
            $null = Get-KaptureCustomer 5 -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed[0].FullyQualifiedErrorId | Should -BeLike 'CustomerNotFound,*'
            $failed[0].ErrorDetails.RecommendedAction | Should -BeExactly 'Check the id, email or phone.'
        }
    }

    Context 'Many requests' {
        It 'come back in order, and a body that fails is an error with itself' {
            $bodies = foreach ($n in 0..19) { @{ customer_id = "$($first + $n)" } }
            $bodies[7] = @{ customer_id = '5' }
            $found = @($bodies | Invoke-KaptureRequest $search -ThrottleLimit 4 -ErrorVariable failed -ErrorAction SilentlyContinue)
            $found.message.id | Should -Be @(0..19 | Where-Object { $_ -ne 7 } | ForEach-Object { $first + $_ })
            $failed.Count | Should -Be 1
            $failed[0].FullyQualifiedErrorId | Should -BeLike 'CustomerNotFound,*'
            $failed[0].Exception.Row | Should -Be 8
            [object]::ReferenceEquals($failed[0].TargetObject, $bodies[7]) | Should -BeTrue
        }

        It 'end where the key is refused, and say how to go on' {
            Use-Answer '{"Message":"Invalid Auth Key","Status":"Fail"}'
            $caught = try { 1..50 | ForEach-Object { @{ n = $_ } } | Invoke-KaptureRequest /x.html -ThrottleLimit 2 } catch { $_ }
            $caught.FullyQualifiedErrorId | Should -BeExactly 'AuthenticationFailed,KapturePS.InvokeKaptureRequestCommand'
            $caught.Exception.Message | Should -BeLike '*Select-Object -Skip*'
            (Get-EmulatorStats $emulator).requests | Should -BeLessOrEqual 4
        }

        It 'are repeated only where they certainly changed nothing' -Tag V1 {
            Connect-Emulator $emulator @{ Name = 'patient'; MaximumRetryCount = 2 }
            try {
                Set-EmulatorFault $emulator @{ kind = 'dropAfter'; operation = 'add'; times = 1 }
                $null = Invoke-KaptureRequest $addUpdate -Body @{ customer_info = @{ customer_name = 'Asha'; phone = '5550100' } } -ErrorVariable failed -ErrorAction SilentlyContinue
                $failed.FullyQualifiedErrorId | Should -BeLike 'WriteUncertain,*'
                (Get-EmulatorStats $emulator).customers | Should -Be 21

                Reset-Emulator $emulator
                Set-EmulatorFault $emulator @{ kind = 'status'; statusCode = 500; times = 1; retryAfter = 0 }
                (Invoke-KaptureRequest $search -Body @{ customer_id = "$first" }).message.id | Should -Be $first
                (Get-EmulatorStats $emulator).requests | Should -Be 2
            }
            finally {
                Connect-Emulator $emulator @{ MaximumRetryCount = 0 }
            }
        }
    }

    Context 'Streams' {
        It 'have one line a request, and bodies only masked' {
            $body = @{ message = 'Namaste, Asha'; to = '5550100123'; paid = 5550100123; 'asha@example.com' = 1; customer_id = "$first" }
            Use-Answer '{"status":"success","message":"ok","data":[{"message":"Asha lives in Pune","wa_id":5550100123}]}'
            $lines = Invoke-KaptureRequest '/x.html?phone=5550100123' -Body $body -Verbose -Debug 4>&1 5>&1 |
                Where-Object { $_ -is [Management.Automation.VerboseRecord] -or $_ -is [Management.Automation.DebugRecord] }
            @($lines | Where-Object { "$_" -match 'attempt 1' }).Count | Should -Be 1
            $text = $lines | Out-String -Width 400
            $text | Should -Match 'Invoke /x\.html -> 200'
            $text | Should -Match "$first"
            $text | Should -Not -Match 'Asha|asha|Pune|5550100123'
        }
    }
}

Describe 'A key that has expired' {
    BeforeAll {
        Reset-Emulator $emulator
        Connect-Emulator $emulator @{ MaximumRetryCount = 0 }
        Use-Answer '{"Message":"Auth Key Expired","Status":"Fail"}'
    }

    AfterAll {
        Set-EmulatorFault $emulator
    }

    It 'is told from a wrong one: <What>' -ForEach @(
        @{ What = 'New'; Call = { New-KaptureCustomer -Name a -Phone 1 } }
        @{ What = 'Get'; Call = { Get-KaptureCustomer 5 } }
        @{ What = 'ByDate'; Call = { Get-KaptureCustomerByDate 2024-05-01 2024-05-01 } }
        @{ What = 'Invoke'; Call = { Invoke-KaptureRequest /x.html } }
        @{ What = 'Connect'; Call = { Connect-Emulator $emulator @{ Name = 'other' } } }
        @{ What = 'rows'; Call = { 1..9 | ForEach-Object { [pscustomobject]@{ Name = 'a'; Phone = "$_" } } | New-KaptureCustomer } }
    ) {
        $caught = try { & $Call } catch { $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'AuthenticationFailed,*'
        $caught.Exception.IsKeyExpired | Should -BeTrue
        $caught.Exception.Message | Should -BeLike '*key has expired*'
        $caught.ErrorDetails.RecommendedAction | Should -BeLike '*Make a new key*'
        $caught.Exception.Message | Should -Not -BeLike '*SkipVerification*'
    }

    It 'is not a wrong one, for which Connect-Kapture says that keys are made per API' {
        Set-EmulatorFault $emulator
        $caught = try { Connect-Emulator $emulator @{ Token = (ConvertTo-Secret 'no-such-token'); Name = 'wrong' } } catch { $_ }
        $caught.FullyQualifiedErrorId | Should -BeExactly 'AuthenticationFailed,KapturePS.ConnectKaptureCommand'
        $caught.Exception.IsKeyExpired | Should -BeFalse
        $caught.Exception.Message | Should -BeLike '*per API*-SkipVerification*'
        $caught.ErrorDetails.RecommendedAction | Should -BeLike '*Check the key*'
    }

    It 'connects without verification where it is for another API' {
        Use-Answer '{"message":"not for this","status":"failed"}' 403
        $caught = try { Connect-Emulator $emulator @{ Name = 'other' } } catch { $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'PermissionDenied,*'
        $caught.Exception.Message | Should -BeLike '*per API*-SkipVerification*'
        (Connect-Emulator $emulator @{ Name = 'other'; SkipVerification = $true; PassThru = $true }).Name | Should -BeExactly other
    }
}
