<#
.SYNOPSIS
    Registers Sync-Customer.ps1 with the Task Scheduler of Windows: once a night, and again for what was not finished.
.DESCRIPTION
    Makes two tasks: NAME runs the CSV at the time given; NAME (resume) looks every half hour, for some hours after it, whether
    a run was not finished, and goes on with it. The Task Scheduler's own "restart on failure" looks at whether a task could be
    started and not at its exit code, so it cannot do that. Tasks of these names that are there already are replaced.

    Run it as an administrator. The account needs the right to log on as a batch job, to read the CSV and to write the state
    folder, and it is its vault that the key is taken from.
.PARAMETER Path
    The CSV that is to be brought to Kapture.
.PARAMETER State
    The folder for what is kept from night to night.
.PARAMETER Gmsa
    A group managed service account, as CONTOSO\svc-kapture$: Windows keeps its password. The best choice on a member of a domain.
.PARAMETER UserName
    A user. Without -StorePassword the task runs as S4U: no password is stored, but the session opens no vault that the user's
    password protects (SecretStore, Credential Manager), and reaches no share: use -TokenFile and a local folder.
.PARAMETER StorePassword
    The password of -UserName, which Windows stores: such a session opens the user's vaults and reaches shares.
.PARAMETER At
    When it runs; local time.
.PARAMETER ResumeHours
    For how long after -At the second task looks, each half hour.
.PARAMETER SecretName
    The key's name in the vault of the account.
.PARAMETER Vault
    The vault, where it is not the default one.
.PARAMETER TokenFile
    A file that holds the key, in place of a vault; nobody but the account should read it.
.PARAMETER Subdomain
    The tenant's name before .kapturecrm.com.
.PARAMETER AccountId
    The account in Kapture.
.PARAMETER TaskName
    The name of the task.
.PARAMETER ScriptPath
    Sync-Customer.ps1; the one beside this script by default.
.PARAMETER PowerShell
    Which PowerShell runs it: pwsh.exe, powershell.exe, or the path of one.
.EXAMPLE
    ./Register-NightlyTask.ps1 -Path D:\Export\customers.csv -State D:\Kapture -Gmsa 'CONTOSO\svc-kapture$' -TokenFile D:\Kapture\key.txt -Subdomain contoso -AccountId 1000298 -WhatIf

    Says which tasks would be registered, and with which command line.
.EXAMPLE
    ./Register-NightlyTask.ps1 -Path D:\Export\customers.csv -State D:\Kapture -UserName CONTOSO\svc -StorePassword (Read-Host -AsSecureString) -SecretName Kapture -Subdomain contoso -AccountId 1000298

    With the key in the user's vault.
.LINK
    https://github.com/KapturePS/KapturePS/blob/main/docs/automation.md
#>
[CmdletBinding(SupportsShouldProcess, DefaultParameterSetName = 'Gmsa')]
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $State,
    [Parameter(Mandatory, ParameterSetName = 'Gmsa')] [string] $Gmsa,
    [Parameter(Mandatory, ParameterSetName = 'User')] [string] $UserName,
    [Parameter(ParameterSetName = 'User')] [securestring] $StorePassword,
    [datetime] $At = '02:00',
    [ValidateRange(1, 20)] [int] $ResumeHours = 4,
    [string] $SecretName,
    [string] $Vault,
    [string] $TokenFile,
    [Parameter(Mandatory)] [string] $Subdomain,
    [Parameter(Mandatory)] [ValidateRange(1, [long]::MaxValue)] [long] $AccountId,
    [string] $TaskName = 'KapturePS nightly',
    [string] $ScriptPath = (Join-Path $PSScriptRoot 'Sync-Customer.ps1'),
    [string] $PowerShell = 'pwsh.exe'
)

$ErrorActionPreference = 'Stop'
if (-not $SecretName -eq -not $TokenFile) { throw 'Say where the key lies: -SecretName for a vault, or -TokenFile.' }
if (-not (Test-Path -LiteralPath $ScriptPath -PathType Leaf)) { throw "There is no script '$ScriptPath'." }

if (-not $WhatIfPreference -and -not (Get-Command Register-ScheduledTask -ErrorAction Ignore)) {
    throw 'This machine has no Task Scheduler cmdlets: run it on Windows. For Linux there are kapture-sync.timer and kapture-sync.cron.'
}

# In quotes, as a Windows program reads them: a backslash before the closing one would take it along.
function ConvertTo-Argument([string] $Text) {
    if ($Text.Contains('"')) { throw "$Text has a quotation mark in it, which no path and no name may have." }
    '"' + ($Text -replace '(\\+)$', '$1$1') + '"'
}

$parts = @('-NoLogo', '-NoProfile', '-NonInteractive', '-File', (ConvertTo-Argument $ScriptPath))
$named = [ordered]@{ Path = $Path; State = $State; SecretName = $SecretName; Vault = $Vault; TokenFile = $TokenFile; Subdomain = $Subdomain; AccountId = "$AccountId" }
foreach ($key in $named.Keys) {
    if ($named[$key]) { $parts += "-$key", (ConvertTo-Argument $named[$key]) }
}

$tasks = @(
    @{ Name = $TaskName; CommandLine = $parts -join ' '; Description = 'Brings a CSV of customers to Kapture. Result 0: done, 1: rows rejected, 2: ended early, 3: could not begin.' }
    @{ Name = "$TaskName (resume)"; CommandLine = "$parts -ResumeOnly"; Description = 'Goes on with a run that was not finished; does nothing where there is none.' }
)
foreach ($task in $tasks) {
    if (-not $PSCmdlet.ShouldProcess("$($task.Name): $PowerShell $($task.CommandLine)", 'Register scheduled task')) { continue }
    if ($task.Name -eq $TaskName) {
        $trigger = New-ScheduledTaskTrigger -Daily -At $At
    }
    else {
        # A daily trigger takes no repetition of its own: it is borrowed from one that runs once.
        $first = $At.AddMinutes(30)
        $trigger = New-ScheduledTaskTrigger -Daily -At $first
        $trigger.Repetition = (New-ScheduledTaskTrigger -Once -At $first -RepetitionInterval (New-TimeSpan -Minutes 30) -RepetitionDuration (New-TimeSpan -Hours $ResumeHours)).Repetition
    }

    $settings = @{
        # A machine that was off at night does it when it is on again; two at once are refused here, and by the script itself.
        StartWhenAvailable = $true
        MultipleInstances  = 'IgnoreNew'
        ExecutionTimeLimit = New-TimeSpan -Hours 12

        # Where it could not even be started.
        RestartCount       = 3
        RestartInterval    = New-TimeSpan -Minutes 10
    }
    $registration = @{
        TaskName    = $task.Name
        Description = $task.Description
        Action      = New-ScheduledTaskAction -Execute $PowerShell -Argument $task.CommandLine -WorkingDirectory (Split-Path $ScriptPath)
        Trigger     = $trigger
        Settings    = New-ScheduledTaskSettingsSet @settings
        Force       = $true
    }

    # Limited: no administrator's rights are needed. A managed account logs on with the password that Windows keeps for it.
    if ($Gmsa) { $registration.Principal = New-ScheduledTaskPrincipal -UserId $Gmsa -LogonType Password -RunLevel Limited }
    elseif (-not $StorePassword) { $registration.Principal = New-ScheduledTaskPrincipal -UserId $UserName -LogonType S4U -RunLevel Limited }
    else {
        $registration.User = $UserName
        $registration.Password = (New-Object Net.NetworkCredential '', $StorePassword).Password
        $registration.RunLevel = 'Limited'
    }

    Register-ScheduledTask @registration
}
