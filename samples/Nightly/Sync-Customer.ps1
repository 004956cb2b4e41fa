<#
.SYNOPSIS
    Brings a CSV of customers to Kapture: who is not there is added, who is there is changed where the file says otherwise.
.DESCRIPTION
    Made to run every night without anybody who watches: nothing prompts, a run that was killed is gone on with, no row
    is sent twice, rows that cannot be taken lie in a file to mend and run again, and the exit code says what to do.

    0  every row is done
    1  some rows were rejected: mend the rejects file and run it like any other file
    2  the run ended early: run the same command again, it goes on where it was
    3  it could not begin: the message says what to set right

    The state folder holds, for a file customers.csv: customers.pending.csv and customers.journal while a run is not
    finished, the journals of finished runs, the rejects and the log. None of them has the key in it. The pending file, the
    rejects and, where an error quotes a value, the journal have personal data in them: nobody else should read the folder. Files
    and folders that it makes nobody else can read, but for Windows, where the folder above says who can.
.PARAMETER Path
    The CSV. Its headers are New-KaptureCustomer's parameter names or their aliases. A rejects file of this script is one too:
    its columns Error and ErrorId are passed over.
.PARAMETER State
    The folder for what is kept from night to night; kapture-state beside the CSV by default.
.PARAMETER RejectPath
    Where rejected rows go, with the columns Error and ErrorId; NAME.rejects.csv in the state folder by default. One that is
    there already is moved aside, under its own time, and never overwritten.
.PARAMETER LogPath
    The log; NAME.log in the state folder by default. Each day has its own: those of other days are moved aside.
.PARAMETER SecretName
    The key's name in a vault of Microsoft.PowerShell.SecretManagement. By default the key comes from KAPTURE_TOKEN, or
    KAPTURE_USERNAME and KAPTURE_PASSWORD.
.PARAMETER Vault
    The vault, where it is not the default one.
.PARAMETER TokenFile
    A file that holds the key and nothing else, as systemd, Docker and Kubernetes hand it over.
.PARAMETER Subdomain
    The tenant's name before .kapturecrm.com, with -SecretName or -TokenFile; KAPTURE_BASE_URI or KAPTURE_SUBDOMAIN by default.
.PARAMETER AccountId
    The account; KAPTURE_ACCOUNT_ID by default.
.PARAMETER MatchBy
    By what customers are found, in this order: Email, Phone, or both.
.PARAMETER AdditionalFieldProperty
    Columns that go out as custom fields; names or wildcards.
.PARAMETER Delimiter
    What separates the columns, also in the rejects file.
.PARAMETER ThrottleLimit
    How many requests are in flight at once.
.PARAMETER MaximumRetryCount
    How often a request that may be repeated is sent again.
.PARAMETER KeepDays
    How many days finished journals, logs of other days and rejects that were moved aside are kept.
.PARAMETER ResumeOnly
    Only goes on with a run that was not finished; does nothing where there is none.
.PARAMETER AllowEmpty
    A file without rows is a night without changes, and no mistake.
.PARAMETER Unknown
    What is none of these; it is refused.
.EXAMPLE
    ./Sync-Customer.ps1 -Path ./customers.csv

    With the address and the key in KAPTURE_* environment variables.
.EXAMPLE
    ./Sync-Customer.ps1 -Path D:\Export\customers.csv -State D:\Kapture -SecretName Kapture -Subdomain contoso -AccountId 1000298

    With the key from the default vault.
.EXAMPLE
    ./Sync-Customer.ps1 -Path ./customers.csv -WhatIf

    Connects, reads every row and says what would be done with it; sends nothing, and writes no file.
.LINK
    https://github.com/KapturePS/KapturePS/blob/main/docs/automation.md
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    # For the engine nothing is mandatory, a number or unknown: what is missing or wrong is exit code 3 here, and would be 1 there.
    [string] $Path,
    [string] $State,
    [string] $RejectPath,
    [string] $LogPath,
    [string] $SecretName,
    [string] $Vault,
    [string] $TokenFile,
    [string] $Subdomain,
    [string] $AccountId,
    [string[]] $MatchBy = @('Email', 'Phone'),
    [string[]] $AdditionalFieldProperty = @(),
    [string] $Delimiter = ',',
    [string] $ThrottleLimit = 8,
    [string] $MaximumRetryCount = 4,
    [string] $KeepDays = 30,
    [switch] $ResumeOnly,
    [switch] $AllowEmpty,
    [Parameter(ValueFromRemainingArguments)] [string[]] $Unknown
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
if (-not $PSBoundParameters.ContainsKey('InformationAction')) { $InformationPreference = 'Continue' }
if (-not $PSBoundParameters.ContainsKey('Confirm')) { $ConfirmPreference = 'None' }

# pwsh -File hands a list over as one text.
$MatchBy = @($MatchBy -split ',' | ForEach-Object { $_.Trim() })
$AdditionalFieldProperty = @($AdditionalFieldProperty -split ',' | ForEach-Object { $_.Trim() } | Where-Object { $_ })

$utf8 = New-Object Text.UTF8Encoding $false
$log = $null
$lock = $null
$session = $null
$answered = 0

function Write-Entry([string] $Level, [string] $Text) {
    # The invariant culture: some cultures count other years. One line an entry, and nothing that a terminal obeys, whatever a message holds.
    $now = [DateTime]::UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", [Globalization.CultureInfo]::InvariantCulture)
    $line = '{0} {1,-5} {2}' -f $now, $Level, ($Text -replace '[\s\p{Cc}\p{Cf}]+', ' ')
    if ($script:log) {
        # A log that cannot be written must not end a run that can.
        try { New-OwnFile $script:log; [IO.File]::AppendAllText($script:log, "$line`n", $utf8) } catch { $Host.UI.WriteErrorLine("$now ERROR the log cannot be written: $($_.Exception.Message)") }
    }

    if ($Level -eq 'ERROR') { $Host.UI.WriteErrorLine($line) } else { Write-Information $line }
}

function Test-Number([string] $Name, [string] $Text, [int] $Least, [long] $Most) {
    $number = [long] 0
    if (-not [long]::TryParse($Text, [ref] $number) -or $number -lt $Least -or $number -gt $Most) { throw "-$Name is '$Text'; it takes a whole number from $Least to $Most." }
}

function Get-FullPath([string] $Text) {
    $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Text)
}

# Nobody else is to read what is in it; on Windows that is for the folder above to say.
function Confirm-Folder([string] $Folder) {
    if (Test-Path -LiteralPath $Folder -PathType Container) { return }
    if ($PSVersionTable.Platform -eq 'Unix') { $null = [IO.Directory]::CreateDirectory($Folder, [IO.UnixFileMode] 'UserRead, UserWrite, UserExecute') }
    else { $null = [IO.Directory]::CreateDirectory($Folder) }
}

# Its owner's alone, too: who can open it can keep every run from beginning.
function Open-Lock([string] $File) {
    if ($PSVersionTable.Platform -ne 'Unix') { return [IO.File]::Open($File, 'OpenOrCreate', 'ReadWrite', 'None') }
    [IO.FileStream]::new($File, [IO.FileStreamOptions] @{ Mode = 'OpenOrCreate'; Access = 'ReadWrite'; Share = 'None'; UnixCreateMode = 'UserRead, UserWrite' })
}

# An empty file that is its owner's alone, for what is written into it next; for a folder that others may read.
function New-OwnFile([string] $File) {
    if ($PSVersionTable.Platform -ne 'Unix' -or (Test-Path -LiteralPath $File)) { return }
    $options = [IO.FileStreamOptions] @{ Mode = 'CreateNew'; Access = 'Write'; UnixCreateMode = 'UserRead, UserWrite' }
    [IO.FileStream]::new($File, $options).Dispose()
}

function Get-ErrorId($Record) {
    "$($Record.FullyQualifiedErrorId)".Split(',')[0]
}

# Gives a file the time of its last line as a part of its name, so that the next one can have its place.
function Move-Aside([string] $File, [string] $Format = "yyyyMMdd'T'HHmmss'Z'") {
    if (-not (Test-Path -LiteralPath $File)) { return }
    $stamp = (Get-Item -LiteralPath $File).LastWriteTimeUtc.ToString($Format, [Globalization.CultureInfo]::InvariantCulture)
    $folder = Split-Path $File
    $stem = [IO.Path]::GetFileNameWithoutExtension($File)
    $extension = [IO.Path]::GetExtension($File)
    for ($i = 1; ; $i++) {
        $aside = Join-Path $folder "$stem.$stamp$(if ($i -gt 1) { "-$i" })$extension"
        if (-not (Test-Path -LiteralPath $aside)) { break }
    }

    Move-Item -LiteralPath $File -Destination $aside
}

# Only files that Move-Aside named: NAME.20261122.log, NAME.20261122T020311Z.journal.
function Clear-Aside([string] $File) {
    $pattern = '^' + [regex]::Escape([IO.Path]::GetFileNameWithoutExtension($File)) + '\.\d{8}(T\d{6}Z)?(-\d+)?' + [regex]::Escape([IO.Path]::GetExtension($File)) + '$'
    Get-ChildItem -LiteralPath (Split-Path $File) |
        Where-Object { $_.Name -match $pattern -and $_.LastWriteTimeUtc -lt [DateTime]::UtcNow.AddDays(-$KeepDays) } |
        Remove-Item
}

function Get-Header([string] $File) {
    Import-Csv -LiteralPath $File -Delimiter $Delimiter -Encoding UTF8 | Select-Object -First 1 | ForEach-Object { $_.PSObject.Properties.Name }
}

# $false for a file without rows that is allowed to have none; a file that cannot be right is an error.
function Test-Csv([string] $File, [string] $Name) {
    $header = @(Get-Header $File)
    if ($header.Count -eq 0) {
        if ($AllowEmpty) { return $false }
        throw "$Name has no rows. Look at what exports it; with -AllowEmpty a file without rows is a night without changes."
    }

    $parameters = (Get-Command New-KaptureCustomer).Parameters
    $names = @{}
    foreach ($column in 'Name', 'Email', 'Phone') { $names[$column] = @($column) + $parameters[$column].Aliases }
    $missing = @(
        if (-not ($header | Where-Object { $_ -in $names.Name })) { "for Name ($($names.Name -join ', '))" }
        if (-not ($MatchBy | Where-Object { $by = $_; $header | Where-Object { $_ -in $names[$by] } })) { "for $($MatchBy -join ' or ') ($(@($MatchBy | ForEach-Object { $names[$_] }) -join ', '))" }
    )
    if ($missing.Count -gt 0) {
        $hint = if ($header.Count -eq 1) { " It has one column only: is '$Delimiter' what separates them (-Delimiter)?" }
        throw "$Name has no column $($missing -join ', and none ').$hint"
    }

    $true
}

function Read-Row([string] $File) {
    $header = @(Get-Header $File)
    if ($header -contains 'Error' -and $header -contains 'ErrorId') {
        # A rejects file of this script, mended.
        Import-Csv -LiteralPath $File -Delimiter $Delimiter -Encoding UTF8 | Select-Object -Property * -ExcludeProperty Error, ErrorId
    }
    else {
        Import-Csv -LiteralPath $File -Delimiter $Delimiter -Encoding UTF8
    }
}

function Get-Key {
    if ($SecretName) {
        if (-not (Get-Command Get-Secret -ErrorAction Ignore)) {
            throw '-SecretName needs the module Microsoft.PowerShell.SecretManagement and a vault: Install-Module Microsoft.PowerShell.SecretManagement, then Register-SecretVault, as the account that runs this.'
        }

        $with = @{ Name = $SecretName }
        if ($Vault) { $with.Vault = $Vault }
        return Get-Secret @with
    }

    $text = [IO.File]::ReadAllText((Get-FullPath $TokenFile)).Trim()
    if (-not $text) { throw "-TokenFile '$TokenFile' is empty." }
    $text
}

function Connect-Tenant {
    $with = @{ MaximumRetryCount = $MaximumRetryCount; PassThru = $true }
    if ($AccountId) { $with.AccountId = $AccountId }
    if (-not $SecretName -and -not $TokenFile) {
        if ($Subdomain) { throw '-Subdomain needs -SecretName or -TokenFile; without them all comes from KAPTURE_* environment variables, KAPTURE_SUBDOMAIN too.' }
        return Connect-Kapture -FromEnvironment @with
    }

    if ($Subdomain) { $with.Subdomain = $Subdomain }
    elseif ($env:KAPTURE_BASE_URI) { $with.BaseUri = $env:KAPTURE_BASE_URI }
    elseif ($env:KAPTURE_SUBDOMAIN) { $with.Subdomain = $env:KAPTURE_SUBDOMAIN }
    else { throw 'Give the tenant with -Subdomain, or in KAPTURE_SUBDOMAIN.' }
    if (-not $AccountId -and $env:KAPTURE_ACCOUNT_ID) { $with.AccountId = $env:KAPTURE_ACCOUNT_ID }
    if ($env:KAPTURE_DIALECT) { $with.Dialect = $env:KAPTURE_DIALECT }

    # No text of it is an argument of a command: where module logging is on, those are in the event log.
    $key = Get-Key
    if ($key -is [pscredential]) { $with.Credential = $key }
    elseif ($key -is [securestring]) { $with.Token = $key }
    elseif ($key -is [string]) { $with.Token = [Net.NetworkCredential]::new('', $key).SecurePassword }
    else { throw "The secret '$SecretName' is a $($key.GetType().Name); it must be a text, a SecureString or a PSCredential." }
    Connect-Kapture @with
}

# What is run is a copy: the file may be exported again before a run that was killed, or found nobody, is gone on with.
function Copy-Pending {
    Move-Aside $journal
    New-OwnFile "$pending.copying"
    Copy-Item -LiteralPath $Path -Destination "$pending.copying"

    # The rights of the file came along.
    if ($PSVersionTable.Platform -eq 'Unix') { [IO.File]::SetUnixFileMode("$pending.copying", [IO.UnixFileMode] 'UserRead, UserWrite') }
    Move-Item -LiteralPath "$pending.copying" -Destination $pending
}

# Runs one file with its journal. The rejects come into their place only when the run has come to its end: one that ended
# early reports them when it goes on.
function Invoke-Run([string] $File, [string] $Rejects) {
    $count = [ordered]@{ added = 0; updated = 0; unchanged = 0; resumed = 0; rejected = 0 }
    $reasons = @{}
    $partial = "$Rejects.partial"
    $with = @{ Session = $session; IfExists = 'Update'; MatchBy = $MatchBy; Journal = $journal; ThrottleLimit = $ThrottleLimit; ErrorAction = 'Continue' }
    if ($AdditionalFieldProperty) { $with.AdditionalFieldProperty = $AdditionalFieldProperty }
    $export = @{ LiteralPath = $partial; Delimiter = $Delimiter; NoTypeInformation = $true }

    # With a byte order mark, so that Excel knows it for UTF-8; in Windows PowerShell this is the only UTF8 there is.
    $export.Encoding = if ($PSVersionTable.PSVersion.Major -gt 5) { 'utf8BOM' } else { 'UTF8' }
    try {
        if (-not $WhatIfPreference) { New-OwnFile $partial }
        Read-Row $File | New-KaptureCustomer @with 2>&1 3>&1 | ForEach-Object {
            if ($_ -is [Management.Automation.WarningRecord]) {
                Write-Entry WARN "$_"
                return
            }

            $script:answered++
            if ($_ -isnot [Management.Automation.ErrorRecord]) {
                $count["$($_.Action)".ToLowerInvariant()]++
                return
            }

            $id = Get-ErrorId $_
            $count.rejected++
            $reasons[$id]++
            $row = [ordered]@{}
            foreach ($cell in $_.TargetObject.PSObject.Properties) { $row[$cell.Name] = $cell.Value }
            $row.Error = "$_"
            $row.ErrorId = $id
            [pscustomobject] $row
        } | Export-Csv @export
    }
    catch {
        if (Test-Path -LiteralPath $partial) { Remove-Item -LiteralPath $partial }
        throw
    }

    if ($count.rejected -gt 0 -and -not $WhatIfPreference) {
        Move-Aside $Rejects
        Move-Item -LiteralPath $partial -Destination $Rejects
    }
    elseif (Test-Path -LiteralPath $partial) {
        Remove-Item -LiteralPath $partial
    }

    # What fails from here on is not this run's.
    $script:answered = 0
    $why = @($reasons.Keys | Sort-Object | ForEach-Object { "$_ $($reasons[$_])" }) -join ', '
    Write-Entry INFO ("rows $(($count.Values | Measure-Object -Sum).Sum): $(@($count.Keys | ForEach-Object { "$_ $($count[$_])" }) -join ', ')$(if ($why) { " ($why)" })")
    if ($count.rejected -gt 0) { Write-Entry ERROR "${name}: $($count.rejected) $(if ($count.rejected -eq 1) { 'row was' } else { 'rows were' }) rejected$(if (-not $WhatIfPreference) { "; $(if ($count.rejected -eq 1) { 'it lies' } else { 'they lie' }) in '$Rejects' to be mended" })" }
    $count.rejected
}

# What a failure means for whoever started this: 2 where running the same command again is the way, else 3.
function Get-FailureCode($Record) {
    switch (Get-ErrorId $Record) {
        { $_ -in 'ServiceUnavailable', 'Timeout', 'RateLimited' } { return 2 }
        { $_ -in 'JournalLocked', 'JournalCorrupt' } { return 3 }
        default { if ($script:answered -gt 0) { return 2 } else { return 3 } }
    }
}

$code = 3
$ended = $false
$isNew = $false
try {
    if ($Unknown) { throw "There is no parameter for $($Unknown -join ' ')." }
    Test-Number ThrottleLimit $ThrottleLimit 1 256
    Test-Number MaximumRetryCount $MaximumRetryCount 0 100
    Test-Number KeepDays $KeepDays 0 36500
    if ($AccountId) { Test-Number AccountId $AccountId 1 ([long]::MaxValue) }
    if (-not $Path) { throw 'Say which file: -Path customers.csv.' }
    foreach ($by in $MatchBy) {
        if ($by -notin 'Email', 'Phone') { throw "-MatchBy is '$by'; it takes Email, Phone, or both." }
    }

    $Path = Get-FullPath $Path
    $name = Split-Path $Path -Leaf
    $stem = [IO.Path]::GetFileNameWithoutExtension($Path)

    # A rejects file that is mended where it lies has the same state folder.
    $State = if ($State) { Get-FullPath $State } elseif ((Split-Path (Split-Path $Path) -Leaf) -eq 'kapture-state') { Split-Path $Path } else { Join-Path (Split-Path $Path) 'kapture-state' }
    $RejectPath = if ($RejectPath) { Get-FullPath $RejectPath } else { Join-Path $State "$stem.rejects.csv" }
    $LogPath = if ($LogPath) { Get-FullPath $LogPath } else { Join-Path $State "$stem.log" }
    $pending = Join-Path $State "$stem.pending.csv"
    $journal = Join-Path $State "$stem.journal"

    if (-not $WhatIfPreference) {
        foreach ($folder in $State, (Split-Path $RejectPath), (Split-Path $LogPath)) { Confirm-Folder $folder }
        try { $lock = Open-Lock (Join-Path $State "$stem.lock") }
        catch [IO.IOException] {
            # Windows: sharing or lock violation; Linux and macOS: EWOULDBLOCK. A full disk is something else.
            if (($_.Exception.GetBaseException().HResult -band 0xFFFF) -notin 32, 33, 11, 35) { throw }
            throw "Another run is at work on $name in '$State': wait until it has ended. ($($_.Exception.GetBaseException().Message))"
        }

        # Who has the lock has the log, too.
        if ((Test-Path -LiteralPath $LogPath) -and (Get-Item -LiteralPath $LogPath).LastWriteTimeUtc.Date -ne [DateTime]::UtcNow.Date) { Move-Aside $LogPath 'yyyyMMdd' }
        $log = $LogPath
        foreach ($file in $journal, $LogPath, $RejectPath) { Clear-Aside $file }
    }

    $isPending = Test-Path -LiteralPath $pending
    if ($ResumeOnly -and -not $isPending) {
        Write-Entry INFO "${name}: nothing is unfinished"
        $code = 0
    }
    else {
        Write-Entry INFO "${name}: begins$(if ($WhatIfPreference) { ', and only says what it would do' })"
        $isThere = Test-Path -LiteralPath $Path -PathType Leaf
        if (-not $isThere -and -not $isPending) { throw "There is no file '$Path'." }

        Import-Module KapturePS
        $go = -not $ResumeOnly

        # What is wrong with the file of today does not keep from going on with that of yesterday.
        if ($go -and -not $isPending) {
            $go = Test-Csv $Path $name
            if ($go -and -not $WhatIfPreference) {
                Copy-Pending
                $isNew = $true
            }
        }

        if ($go -or $isPending) { $session = Connect-Tenant }
        if ($session -and "$($session.Dialect)" -eq 'Legacy') { throw 'The Legacy dialect finds customers by id alone, so that nobody could be found to change. Use V1.' }

        $rejected = 0
        if ($isPending) {
            $isSame = $isThere -and (Get-FileHash -LiteralPath $Path).Hash -eq (Get-FileHash -LiteralPath $pending).Hash
            Write-Entry INFO "goes on with a run that was not finished$(if ($go -and -not $isSame) { ', of an earlier file' })"
            $rejected += Invoke-Run $pending $RejectPath
            if (-not $WhatIfPreference) {
                Remove-Item -LiteralPath $pending
                Move-Aside $journal
            }

            if ($go -and -not $isThere) { throw "There is no file '$Path'." }
            $go = $go -and -not $isSame -and (Test-Csv $Path $name)
        }

        if ($go -and $WhatIfPreference) {
            $rejected += Invoke-Run $Path $RejectPath
        }
        elseif ($go) {
            if (-not $isNew) { Copy-Pending }
            $rejected += Invoke-Run $pending $RejectPath
            Remove-Item -LiteralPath $pending
            Move-Aside $journal
        }

        $code = if ($rejected -gt 0) { 1 } else { 0 }
        if ($code -eq 0) { Write-Entry INFO "${name}: done" }
    }

    $ended = $true
}
catch {
    $ended = $true
    $code = Get-FailureCode $_

    # What could not begin, and what running it again would not mend, is not unfinished.
    if ($code -eq 3 -and $isNew -and -not (Test-Path -LiteralPath $journal)) { Remove-Item -LiteralPath $pending -ErrorAction Ignore }
    $id = if ($_.Exception.GetType().FullName -eq 'Kapture.KaptureException') { "$(Get-ErrorId $_): " }
    Write-Entry ERROR "$id$_$(if ($code -eq 2 -and "$_" -notmatch 'the same command again') { ' Run the same command again: what is done is not sent twice.' })"
}
finally {
    if ($session) { Disconnect-Kapture -Session $session -Confirm:$false -WhatIf:$false }

    # Ctrl+C, or SIGINT, goes past all of the above, and pwsh -File by itself would end with 0: from a script with
    # parameters like this one no exit reaches it then. A shell in which somebody types is not to be closed.
    if (-not $ended) {
        Write-Entry ERROR "${name}: was stopped. Run the same command again: what is done is not sent twice."
        if ((Get-PSCallStack).Count -eq 1) { $Host.SetShouldExit(2) }
    }

    if ($lock) { $lock.Dispose() }
}

exit $code
