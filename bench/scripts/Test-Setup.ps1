# What the bench must know before it measures: the version, what New-KaptureCustomer takes, and where the empty cmdlet differs.
param(
    [string] $Module,
    [string] $EmptyCmdlet
)

$ErrorActionPreference = 'Stop'
Import-Module $Module, $EmptyCmdlet

# What fills a parameter from a column costs time in every row, so these must agree in type and aliases; of the others
# only the names matter.
function Get-Surface ([string] $Cmdlet) {
    foreach ($parameter in (Get-Command $Cmdlet).Parameters.Values) {
        $bindsColumns = $parameter.ParameterSets.Values.ValueFromPipelineByPropertyName -contains $true
        if ($bindsColumns) { '{0} {1} ({2})' -f $parameter.ParameterType, $parameter.Name, (($parameter.Aliases | Sort-Object) -join ', ') } else { $parameter.Name }
    }
}

$ours = @(Get-Surface New-KaptureCustomer)
$empty = @(Get-Surface Skip-KaptureCustomer)
[ordered]@{
    PowerShell = "$($PSVersionTable.PSVersion)"
    HasJournal = (Get-Command New-KaptureCustomer).Parameters.ContainsKey('Journal')
    Missing = @($ours | Where-Object { $_ -notin $empty })
    Surplus = @($empty | Where-Object { $_ -notin $ours })
} | ConvertTo-Json -Compress
