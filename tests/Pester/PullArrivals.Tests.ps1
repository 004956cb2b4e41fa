#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS
}

AfterAll {
    Get-KaptureSession -Name * | Disconnect-Kapture
}

Describe 'A pull of the newest first, while more are added than a page holds' {
    It 'loses nobody who was there before: <Arrivals> a request, pages of nine, <Days> days side by side' -ForEach @(
        @{ Arrivals = 8; ThrottleLimit = 4; Days = 2 }
        @{ Arrivals = 10; ThrottleLimit = 1; Days = 1 }
    ) {
        # The last of four days is today in India. The additions end, and with them what moves the pages.
        $today = [TimeZoneInfo]::ConvertTimeBySystemTimeZoneId([datetimeoffset]::UtcNow, 'Asia/Kolkata').Date
        $first = $today.AddDays(-3).ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)
        $emulator = Start-Emulator -Argument '--seed', '800', '--seed-start', $first, '--seed-days', '4', '--pull-order', 'newest', '--max-limit', '9', '--arrivals', "$Arrivals", '--max-arrivals', '300'
        try {
            Connect-Emulator $emulator
            $now = [datetimeoffset]::UtcNow.AddSeconds(-1)
            $seeded = @(Get-KaptureCustomer (Get-SeededId 800))
            $found = @(Get-KaptureCustomerByDate $today.AddDays(1 - $Days) -ThrottleLimit $ThrottleLimit)
            Compare-Customer $found @($seeded | Where-Object { $_.Created -lt $now -and $_.Created.DateTime -ge $today.AddDays(1 - $Days) }).Id -Allowed (@($seeded | Where-Object Created -GE $now).Id + (Get-SeededId 300 -Skip 800)) | Should -BeNullOrEmpty
        }
        finally {
            Stop-Emulator $emulator
        }
    }
}
