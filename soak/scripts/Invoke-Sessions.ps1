#requires -Version 7.4

# A hundred sessions in one process, one after the other, and rows through every cmdlet in each. After each it says what was told of
# the rows, in a file, and what the process holds, in a line; then it waits for a line: whoever reads has compared, and has emptied the tenant.
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Module,

    [Parameter(Mandatory)]
    [uri] $BaseUri,

    [Parameter(Mandatory)]
    [string] $Told,

    [int] $Sessions = 100,

    [int] $Rows = 1000
)

$ErrorActionPreference = 'Stop'
$InformationPreference = $WarningPreference = $ProgressPreference = 'SilentlyContinue'
Import-Module $Module
$token = [securestring]::new()
'emulator-token'.ToCharArray() | ForEach-Object { $token.AppendChar($_) }
$quiet = @{ ErrorAction = 'SilentlyContinue'; WarningAction = 'SilentlyContinue'; ThrottleLimit = 16 }

function Write-Told {
    param([string] $Kind, [object[]] $Row, [object[]] $Result, [object[]] $Failed)

    $lines = @(
        foreach ($one in $Result) { "$Kind`tArrived`t$($Row[$one.Row - 1].Identity)`t$($Row[$one.Row - 1].Value)" }
        foreach ($one in $Failed) {
            $verdict = $one.Exception.ErrorId -in 'WriteUncertain', 'UnexpectedResponse' ? 'Uncertain' : 'Failed'
            "$Kind`t$verdict`t$($Row[$one.Exception.Row - 1].Identity)`t$($Row[$one.Exception.Row - 1].Value)"
        }
    )
    if ($lines.Count -ne $Row.Count) {
        throw "$($Row.Count) rows of kind $Kind were sent, and $($lines.Count) were told of."
    }
    [IO.File]::AppendAllLines($Told, [string[]] $lines)
}

function Get-Holding {
    [GC]::Collect()
    [GC]::WaitForPendingFinalizers()
    $process = [Diagnostics.Process]::GetCurrentProcess()
    $private = if ($IsLinux) { 1KB * [long] (-split (Select-String '^RssAnon:' /proc/self/status).Line)[1] } else { $process.PrivateMemorySize64 }
    $links = @(if ($IsLinux) { [IO.Directory]::GetFileSystemEntries('/proc/self/fd') | ForEach-Object { [IO.FileInfo]::new($_).LinkTarget } | Where-Object { $_ -notlike '*.dll' } })
    @{
        Heap = [GC]::GetTotalMemory($true)
        Private = $private
        Handles = $IsLinux ? $links.Count : $process.HandleCount
        Sockets = @($links -like 'socket:*').Count
        Journals = @($links -like '*.journal*').Count
        Threads = $process.Threads.Count
        Errors = $global:Error.Count
        Sessions = @(Get-KaptureSession -Name * -ErrorAction Ignore).Count
    } | ConvertTo-Json -Compress
}

foreach ($session in 1..$Sessions) {
    for ($attempt = 1; ; $attempt++) {
        # A fault may hit its question, too.
        try { Connect-Kapture -BaseUri $BaseUri -Token $token -AccountId 1000298 -Name "soak-$session"; break } catch { if ($attempt -eq 20) { throw } }
    }
    $journal = "$Told.journal"

    $people = @(foreach ($i in 1..($Rows / 2)) {
        $phone = '9{0:0000}{1:00000}' -f $session, $i
        [pscustomobject]@{ Identity = "A $phone"; Value = ''; Name = "A $phone"; Phone = $phone }
    })
    # Twice with one journal: the second run finds all of it done, or does what the first could not.
    $null = $people | Select-Object Name, Phone | New-KaptureCustomer -Journal $journal @quiet
    $added = @($people | Select-Object Name, Phone | New-KaptureCustomer -Journal $journal @quiet -ErrorVariable failed)
    Write-Told -Kind Add -Row $people -Result $added -Failed $failed
    Remove-Item $journal, "$journal.lock"

    $changes = @(foreach ($i in 0..($Rows / 5 - 1)) {
        $one = $added[$i % $added.Count]
        [pscustomobject]@{ Identity = $people[$one.Row - 1].Name; Value = "v$i"; CustomerId = $one.CustomerId; City = "v$i" }
    })
    $changed = @($changes | Select-Object CustomerId, City | Set-KaptureCustomer -PassThru @quiet -ErrorVariable failed)
    Write-Told -Kind Update -Row $changes -Result $changed -Failed $failed

    $contacts = @(foreach ($i in 0..($Rows / 10 - 1)) {
        $one = $added[$i % $added.Count]
        $name = "$($people[$one.Row - 1].Name)/$i"
        [pscustomobject]@{ Identity = $name; Value = ''; CustomerId = $one.CustomerId; Name = $name; Phone = '8{0:0000}{1:00000}' -f $session, $i }
    })
    $given = @($contacts | Select-Object CustomerId, Name, Phone | Add-KaptureContact @quiet -ErrorVariable failed)
    Write-Told -Kind Contact -Row $contacts -Result $given -Failed $failed

    $asked = @($added | Select-Object -First ($Rows / 5) -ExpandProperty CustomerId)
    $got = @($asked | Get-KaptureCustomer @quiet -ErrorVariable failed)
    if ($got.Count + $failed.Count -ne $asked.Count -or $failed.Exception.ErrorId -eq 'CustomerNotFound' -or @($got.Id | Where-Object { $_ -notin $asked })) {
        throw "$($asked.Count) customers were looked up, and $($got.Count) came, with $($failed.Count) errors: $($failed | Select-Object -First 1)"
    }

    $pulled = @(Get-KaptureCustomerByDate (Get-Date).AddDays(-1) -PageSize 300 @quiet -ErrorVariable failed)
    if (-not $failed) {
        [IO.File]::AppendAllLines($Told, [string[]] @($pulled.Id | ForEach-Object { "Pulled`t`t$_`t" }))
    }

    Disconnect-Kapture
    Get-Holding
    if ($null -eq [Console]::In.ReadLine()) {
        return
    }
    [IO.File]::Delete($Told)
}
