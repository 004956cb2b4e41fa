#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS

    function Get-Record([int] $Id, [string] $Fields) { '{"id":' + $Id + ',"cmId":1000298,"name":"Asha ' + $Id + '","city":"",' + $Fields + '"contacts":[]}' }

    # Runs a script against a service that answers everything with these records, and gives what came of it.
    function Use-Answer([string[]] $Record, [scriptblock] $Script, [switch] $LookUp) {
        $answer = if ($LookUp) { '{"Customer Details":' + $Record[0] + ',"status":"success"}' } else { '{"message":[' + ($Record -join ',') + '],"status":"success"}' }
        $recorder = Start-Recorder -Answer $answer
        try {
            $session = Connect-Emulator $recorder @{ SkipVerification = $true; PassThru = $true; Name = 'recorder' }
            & $Script
        }
        finally {
            $session | Disconnect-Kapture
            Stop-Recorder $recorder
        }
    }

    $script:created = [datetimeoffset] '2024-05-02T16:15:42+05:30'
    $script:narrow = [char] 0x202F
    $script:calendar = '{"year":2024,"month":4,"dayOfMonth":2,"hourOfDay":16,"minute":15,"second":42}'
}

Describe 'A date of the service' {
    It 'is read as <What>, under <Culture>' -ForEach @(
        foreach ($culture in 'en-IN', 'th-TH', 'ar-SA') {
            @{ Culture = $culture; What = 'English text'; Fields = { '"generationDate":"May 2, 2024 4:15:42 PM","lastModificationTime":"May 3, 2024 12:00:01 AM",' } }
            @{ Culture = $culture; What = 'English text with a narrow space'; Fields = { "`"generationDate`":`"May 2, 2024 4:15:42$($narrow)PM`",`"lastModificationTime`":`"May 3, 2024, 12:00:01$($narrow)AM`"," } }
            @{ Culture = $culture; What = 'a calendar object'; Fields = { "`"generationDate`":$calendar,`"lastModificationTime`":$($calendar.Replace('"dayOfMonth":2,"hourOfDay":16,"minute":15,"second":42', '"second":1,"minute":0,"hourOfDay":0,"dayOfMonth":3'))," } }
            @{ Culture = $culture; What = 'an image reference'; Fields = { '"imageReferenceId":"CUS_2024-05-02 16:15:42.000","lastModificationTime":"2024-05-03 00:00:01",' } }
        }
    ) {
        $before = [cultureinfo]::CurrentCulture
        [cultureinfo]::CurrentCulture = [cultureinfo]::GetCultureInfo($Culture)
        try {
            $found = @(Use-Answer (Get-Record 7 (& $Fields)) { Get-KaptureCustomerByDate 2024-05-02 2024-05-02 -WarningVariable script:warned })
            $looked = Use-Answer (Get-Record 7 (& $Fields)) { Get-KaptureCustomer 7 -WarningVariable +script:warned } -LookUp
        }
        finally {
            [cultureinfo]::CurrentCulture = $before
        }

        $found | Should -HaveCount 1
        foreach ($customer in $found[0], $looked) {
            $customer.Created | Should -Be $created
            $customer.Created.Offset | Should -Be ([timespan] '05:30')
            $customer.LastModified | Should -Be ([datetimeoffset] '2024-05-03T00:00:01+05:30')
            $customer.UnreadableFields | Should -BeNullOrEmpty
            $customer.AdditionalProperties.Count | Should -Be 0
        }

        $warned | Should -BeNullOrEmpty
    }

    It 'counts the months of a calendar object from 0' {
        $records = (Get-Record 1 '"generationDate":{"year":2024,"month":0,"dayOfMonth":31,"hourOfDay":0,"minute":0,"second":0},'),
        (Get-Record 2 '"generationDate":{"year":2024,"month":11,"dayOfMonth":31,"hourOfDay":23,"minute":59,"second":59},')
        Use-Answer $records {
            (Get-KaptureCustomerByDate 2024-01-31 2024-01-31).Id | Should -Be 1
            (Get-KaptureCustomerByDate 2024-12-31 2024-12-31).Id | Should -Be 2
            Get-KaptureCustomerByDate 2024-12-01 2024-12-30 -ThrottleLimit 1 | Should -BeNullOrEmpty
        }
    }

    Context 'That cannot be read' {
        BeforeAll {
            $script:odd = (Get-Record 1 '"generationDate":"May 2, 2024 4:15:42 PM","lastModificationTime":"lately",'),
            (Get-Record 2 '"generationDate":"the other day","lastModificationTime":{"year":2024,"month":12,"dayOfMonth":2},'),
            (Get-Record 3 '"generationDate":"the other day","lastModificationTime":"May 2, 2024 4:15:42 PM",'),
            (Get-Record 4 '"generationDate":"the other day","imageReferenceId":"CUS_2024-05-02 16:15:42.249",'),
            (Get-Record 5 '')
        }

        It 'is $null, stays as it came, and loses nobody' {
            $found = @(Use-Answer $odd { Get-KaptureCustomerByDate 2024-05-02 2024-05-02 -WarningAction SilentlyContinue })
            $found.Id | Should -Be 1, 2, 3, 4, 5
            $found.Name | Should -Be 'Asha 1', 'Asha 2', 'Asha 3', 'Asha 4', 'Asha 5'
            $found[0].Created | Should -Be $created
            $null -eq $found[0].LastModified | Should -BeTrue
            $found[0].UnreadableFields | Should -Be lastModificationTime
            $found[0].AdditionalProperties['lastModificationTime'] | Should -BeExactly lately

            $null -eq $found[1].Created | Should -BeTrue
            $null -eq $found[1].LastModified | Should -BeTrue
            $found[1].UnreadableFields | Should -Be generationDate, lastModificationTime
            $found[1].AdditionalProperties['generationDate'] | Should -BeExactly 'the other day'
            $found[1].AdditionalProperties['lastModificationTime']['month'] | Should -Be 12

            $null -eq $found[2].Created | Should -BeTrue
            $found[2].LastModified | Should -Be $created

            # The image reference knows better.
            $found[3].Created | Should -Be $created.AddMilliseconds(249)
            $found[3].UnreadableFields | Should -Be generationDate

            # What is not there is no failure to read it.
            $null -eq $found[4].Created | Should -BeTrue
            $found[4].UnreadableFields | Should -BeNullOrEmpty
        }

        It 'is warned of once a run, with the customer and the field' {
            $null = Use-Answer $odd { Get-KaptureCustomerByDate 2024-05-02 2024-05-02 -WarningVariable script:warned -WarningAction SilentlyContinue }
            $warned | Should -HaveCount 2
            $warned[0].Message | Should -BeLike '*Customer 1:*lastModificationTime*'
            $warned[1].Message | Should -BeLike '*Customer 2:*generationDate*'

            # A run of its own.
            $null = Use-Answer $odd { Get-KaptureCustomerByDate 2024-05-02 2024-05-02 -WarningVariable script:warned -WarningAction SilentlyContinue }
            $warned | Should -HaveCount 2
        }

        It 'leaves the customer in one day of a range' {
            $found = @(Use-Answer $odd { Get-KaptureCustomerByDate 2024-05-01 2024-05-09 -WarningAction SilentlyContinue })
            $found.Count | Should -Be 5
            ($found.Id | Sort-Object) | Should -Be 1, 2, 3, 4, 5
        }

        It 'is the same where one is looked up' {
            $found = @(Use-Answer $odd[1] { '2', '2' | Get-KaptureCustomer -WarningVariable script:warned -WarningAction SilentlyContinue } -LookUp)
            $found.Id | Should -Be 2, 2
            $null -eq $found[0].Created | Should -BeTrue
            $found[0].UnreadableFields | Should -Be generationDate, lastModificationTime
            $found[0].AdditionalProperties['generationDate'] | Should -BeExactly 'the other day'
            $warned | Should -HaveCount 2
            $warned[0].Message | Should -BeLike '*Customer 2:*generationDate*'
            $warned[1].Message | Should -BeLike '*Customer 2:*lastModificationTime*'
        }

        It 'obeys -WarningAction: <What>' -ForEach @(
            @{ What = 'a pull'; Script = { Get-KaptureCustomerByDate 2024-05-02 2024-05-02 -WarningAction $action }; Record = { $odd }; Count = 5 }
            @{ What = 'a look-up'; Script = { Get-KaptureCustomer 2 -WarningAction $action }; Record = { $odd[1] }; Count = 1 }
        ) {
            $isLookUp = $Count -eq 1
            $script:action = 'SilentlyContinue'
            @(Use-Answer (& $Record) $Script -LookUp:$isLookUp 3>&1) | Should -HaveCount $Count
            $script:action = 'Continue'
            @(Use-Answer (& $Record) $Script -LookUp:$isLookUp 3>&1) | Should -HaveCount ($Count + 2)
            $script:action = 'Stop'
            { Use-Answer (& $Record) $Script -LookUp:$isLookUp 3>&1 } | Should -Throw '*cannot be read*'
        }
    }
}
