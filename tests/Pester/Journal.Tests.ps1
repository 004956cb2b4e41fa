#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    Import-KapturePS

    $script:header = '{"journal":"KapturePS","version":1,"operation":"Add","host":"acme.kapturecrm.com"}'
    $script:asha = "`u{906}`u{936}`u{93E}"
    $script:lines = @(
        $header
        '{"row":2,"key":"00112233445566778899aabbccddeeff-1","began":"2026-11-22T04:48:48.123Z"}'
        '{"row":1,"key":"ffeeddccbbaa99887766554433221100-1","began":"2026-11-22T04:48:49.000Z"}'
        '{"row":2,"key":"00112233445566778899aabbccddeeff-1","done":"2026-11-22T04:48:50.456Z","customerId":191700000,"contactId":210010000}'
        '{"row":3,"key":"00112233445566778899aabbccddeeff-2","began":"2026-11-22T04:48:51.000Z"}'
        '{"row":3,"key":"00112233445566778899aabbccddeeff-2","failed":"2026-11-22T04:48:52.000Z","error":"Rejected: ' + $asha + ' is not welcome."}'
    )
}

Describe 'Get-KaptureJournal' {
    BeforeEach {
        $script:folder = Join-Path TestDrive: ([guid]::NewGuid())
        $null = New-Item $folder -ItemType Directory
        $script:path = Join-Path $folder 'add.jsonl'
        Set-Content -LiteralPath $path -Value $lines
    }

    It 'says of each row how far it came, in the order in which they were begun' {
        $entries = Get-KaptureJournal $path
        $entries.Row | Should -Be 2, 1, 3
        $entries.State | Should -Be Done, InDoubt, Failed
        $entries.Operation | Should -Be Add, Add, Add
        $entries.CustomerId | Should -Be @(191700000, $null, $null)
        $entries.ContactId | Should -Be @(210010000, $null, $null)
        $entries.Error | Should -Be @($null, $null, "Rejected: $asha is not welcome.")
        $entries.Key | Should -Be '00112233445566778899aabbccddeeff-1', 'ffeeddccbbaa99887766554433221100-1', '00112233445566778899aabbccddeeff-2'
        $entries[0].Started.UtcDateTime.ToString('o') | Should -Be '2026-11-22T04:48:48.1230000Z'
        $entries[0].Finished.UtcDateTime.ToString('o') | Should -Be '2026-11-22T04:48:50.4560000Z'
        $entries[1].Finished | Should -BeNullOrEmpty
        $entries[0] | Should -BeOfType ([Kapture.JournalEntry])
    }

    It 'needs no session' {
        Get-KaptureSession | Should -BeNullOrEmpty
        (Get-KaptureJournal $path).Count | Should -Be 3
    }

    It 'finds several by wildcard, by list, by text and by file' {
        Copy-Item $path (Join-Path $folder 'second.jsonl')
        (Get-KaptureJournal (Join-Path $folder '*.jsonl')).Count | Should -Be 6
        (Get-KaptureJournal $path, (Join-Path $folder 'second.jsonl')).Count | Should -Be 6
        ($path, (Join-Path $folder 'second.jsonl') | Get-KaptureJournal).Count | Should -Be 6
        (Get-ChildItem $folder | Get-KaptureJournal).Count | Should -Be 6
        ([pscustomobject]@{ FullName = (Get-Item $path).FullName } | Get-KaptureJournal).Count | Should -Be 3
        ([pscustomobject]@{ Path = $path } | Get-KaptureJournal).Count | Should -Be 3
    }

    It 'takes names with brackets as they are' {
        $odd = Join-Path $folder 'a[1].jsonl'
        Set-Content -LiteralPath $odd -Value $lines
        (Get-KaptureJournal -LiteralPath $odd).Count | Should -Be 3
        (Get-Item -LiteralPath $odd | Get-KaptureJournal).Count | Should -Be 3
    }

    It 'takes a path from where the caller is' {
        Push-Location $folder
        try { (Get-KaptureJournal ./add.jsonl).Count | Should -Be 3 } finally { Pop-Location }
    }

    It 'goes on behind a path that does not exist: <_>' -ForEach 'Path', 'LiteralPath' {
        $missing = Join-Path $folder 'none.jsonl'
        $arguments = @{ $_ = $missing, $path }
        $entries = Get-KaptureJournal @arguments -ErrorVariable failed -ErrorAction SilentlyContinue
        $entries.Count | Should -Be 3
        $failed.Count | Should -Be 1
        $failed[0].FullyQualifiedErrorId | Should -Be 'PathNotFound,KapturePS.GetKaptureJournalCommand'
        $failed[0].CategoryInfo.Category | Should -Be ObjectNotFound
        $failed[0].TargetObject | Should -Be $missing
        "$($failed[0])" | Should -BeLike '*none.jsonl*does not exist*'
    }

    It 'goes on behind a drive that does not exist' {
        (Get-KaptureJournal nowhere:/add.jsonl, $path -ErrorVariable failed -ErrorAction SilentlyContinue).Count | Should -Be 3
        $failed.Count | Should -Be 1
    }

    It 'passes over a torn last line and changes nothing' {
        [IO.File]::AppendAllText((Get-Item $path).FullName, '{"row":4,"key":"0011')
        $before = Get-Content $path -Raw
        (Get-KaptureJournal $path).Count | Should -Be 3
        Get-Content $path -Raw | Should -BeExactly $before
        Get-ChildItem $folder | Should -HaveCount 1
    }

    It 'names a line that cannot be read' {
        Set-Content -LiteralPath $path -Value ($lines[0..1] + 'rubbish' + $lines[2..5])
        { Get-KaptureJournal $path } | Should -Throw -ErrorId 'JournalCorrupt,*'
        $caught = try { Get-KaptureJournal $path } catch { $_ }
        $caught.Exception.Message | Should -BeLike "Line 3 of the journal '*add.jsonl' cannot be read:*"
        $caught.CategoryInfo.Category | Should -Be InvalidData
        $caught.TargetObject | Should -Be $path
        $caught.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'says what is no journal: <What>' -ForEach @(
        @{ What = 'a CSV'; Make = { Set-Content $args[0] 'Name,Phone', 'Asha,1' }; Id = 'JournalCorrupt,*'; Category = 'InvalidData' }
        @{ What = 'a folder'; Make = { $null = New-Item $args[0] -ItemType Directory }; Id = 'JournalFailed,*'; Category = 'WriteError' }
    ) {
        $other = Join-Path $folder 'other'
        & $Make $other
        $caught = try { Get-KaptureJournal $other } catch { $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike $Id
        $caught.CategoryInfo.Category | Should -Be $Category
    }

    It 'says that what is not in the file system is no journal' {
        { Get-KaptureJournal env:PATH } | Should -Throw -ErrorId 'JournalFailed,*'
    }

    It 'finds nothing in an empty journal' {
        Set-Content -LiteralPath $path -Value $header
        Get-KaptureJournal $path | Should -BeNullOrEmpty
        Clear-Content -LiteralPath $path
        Get-KaptureJournal $path | Should -BeNullOrEmpty
    }

    It 'can be filtered and exported' {
        Get-KaptureJournal $path | Where-Object State -EQ Failed | Select-Object -ExpandProperty Row | Should -Be 3
        (Get-KaptureJournal $path | ConvertTo-Csv | ConvertFrom-Csv)[0].State | Should -Be 'Done'
        (Get-KaptureJournal $path | Select-Object -First 1).Row | Should -Be 2
    }
}
