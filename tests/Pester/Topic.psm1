# Reads the about topics. How they are set: headings in capitals at the margin, their parts two columns in, prose four, tables
# and what is printed six, code eight.

function Read-Topic {
    <# .SYNOPSIS Reads an about topic: its lines, its blocks with the heading over each, its examples, what it points to. #>
    [CmdletBinding()]
    [OutputType([pscustomobject])]
    param([Parameter(Mandatory, ValueFromPipelineByPropertyName)] [Alias('FullName')] [string] $Path)

    process {
        $lines = [IO.File]::ReadAllLines($Path)
        $section = $part = $block = $null
        $blocks = [Collections.Generic.List[object]]::new()
        for ($i = 0; $i -lt $lines.Count; $i++) {
            $line = $lines[$i]
            if (-not $line.Trim()) {
                # A blank line ends a block; code goes on behind it as long as it stays code.
                if ($block -and $block.Kind -eq 'Code') { $block.Text.Add('') } else { $block = $null }
                continue
            }

            $indent = $line.Length - $line.TrimStart().Length
            if ($indent -lt 4) {
                if ($indent -eq 0) { $section = $line; $part = $null } else { $part = $line.Trim() }
                $block = $null
                continue
            }

            $kind = if ($indent -ge 8) { 'Code' } elseif ($indent -eq 6) { 'Table' } else { 'Prose' }
            $goesOn = $block -and ($kind -eq $block.Kind -or ($block.Kind -eq 'Table' -and $indent -gt 6))
            if (-not $goesOn) {
                $block = [pscustomobject]@{ Kind = $kind; Section = $section; Part = $part; Line = $i + 1; Text = [Collections.Generic.List[string]]::new() }
                $blocks.Add($block)
            }

            $block.Text.Add($line.Substring(@{ Prose = 4; Table = 6; Code = 8 }[$block.Kind]))
        }

        $examples = foreach ($group in $blocks | Where-Object Section -EQ 'EXAMPLES' | Group-Object Part) {
            [pscustomobject]@{
                Topic  = [IO.Path]::GetFileName($Path) -replace '\.help\.txt$'
                Title  = $group.Name
                Code   = ($group.Group | Where-Object Kind -EQ 'Code').Text -join "`n"
                Prints = @(($group.Group | Where-Object Kind -EQ 'Table').Text)
            }
        }

        [pscustomobject]@{
            Name     = [IO.Path]::GetFileName($Path) -replace '\.help\.txt$'
            Lines    = $lines
            Blocks   = $blocks
            Prose    = ($blocks | Where-Object Kind -EQ 'Prose').Text -join ' ' -replace '\s+', ' '
            Words    = ($blocks | Where-Object Kind -NE 'Code').Text -join "`n"
            Examples = @($examples)
            SeeAlso  = @(($blocks | Where-Object Section -EQ 'SEE ALSO').Text)
        }
    }
}

function Get-TopicTable {
    <# .SYNOPSIS The rows of a table, by what is in its first column; cells that go on below are joined. #>
    [CmdletBinding()]
    [OutputType([Collections.Specialized.OrderedDictionary])]
    param([Parameter(Mandatory)] $Topic, [Parameter(Mandatory)] [string] $Part, [int] $Index = 0)

    $found = @($Topic.Blocks | Where-Object { $_.Kind -eq 'Table' -and $_.Part -eq $Part })
    if ($Index -ge $found.Count) { throw "$($Topic.Name) has no table $Index in '$Part'." }
    $lines = $found[$Index].Text
    $ruler = if ($lines.Count -gt 1 -and $lines[1] -match '^-[- ]+$') { $lines[1] }
    $starts = if ($ruler) { @([regex]::Matches($ruler, '-+').Index) } else { @(0, [regex]::Match($lines[0], '(?<=\S {2,})\S').Index) }
    $rows = [ordered]@{}
    $name = $null
    foreach ($line in @($lines | Select-Object -Skip $(if ($ruler) { 2 } else { 0 }))) {
        $cells = @(for ($i = 0; $i -lt $starts.Count; $i++) {
                $end = if ($i + 1 -lt $starts.Count) { $starts[$i + 1] } else { $line.Length }
                if ($starts[$i] -lt $line.Length) { $line.Substring($starts[$i], [Math]::Min($end, $line.Length) - $starts[$i]).Trim() } else { '' }
            })
        if ($cells[0]) {
            $name = $cells[0]
            $rows[$name] = @($cells | Select-Object -Skip 1)
        }
        else {
            for ($i = 1; $i -lt $cells.Count; $i++) { $rows[$name][$i - 1] = "$($rows[$name][$i - 1]) $($cells[$i])".Trim() }
        }
    }

    $rows
}

function Get-TopicTerm {
    <# .SYNOPSIS The terms of a part of a topic, each with what is said of it further in. #>
    [CmdletBinding()]
    [OutputType([Collections.Specialized.OrderedDictionary])]
    param([Parameter(Mandatory)] $Topic, [Parameter(Mandatory)] [string] $Part)

    $terms = [ordered]@{}
    foreach ($block in $Topic.Blocks | Where-Object { $_.Kind -eq 'Table' -and $_.Part -eq $Part }) {
        $terms[$block.Text[0].Trim()] = ($block.Text | Select-Object -Skip 1 | ForEach-Object Trim) -join ' '
    }

    $terms
}

Export-ModuleMember -Function *
