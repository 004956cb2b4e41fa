<#
.SYNOPSIS
    Refreshes the help's Markdown from the built module, and makes the MAML of it that Get-Help shows.
.DESCRIPTION
    The text is that of the Markdown. Syntax, types, aliases, positions and what binds from the pipeline are the module's: they are
    written into the Markdown. A cmdlet or a parameter that is new there gets its place, where {{ Fill ... }} waits to be written.
    The same input gives the same bytes.
    Exit code 1: there is no Microsoft.PowerShell.PlatyPS on this machine.
.PARAMETER Module
    The manifest of the module.
.PARAMETER Markdown
    The folder of the Markdown files, one a cmdlet.
.PARAMETER Maml
    The folder for KapturePS.dll-Help.xml.
.EXAMPLE
    pwsh tools/Update-Help.ps1
#>
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingWriteHost', '', Justification = 'A script for people and build logs.')]
[CmdletBinding()]
param(
    [string] $Module = (Join-Path $PSScriptRoot '../out/KapturePS/KapturePS.psd1'),
    [string] $Markdown = (Join-Path $PSScriptRoot '../docs/cmdlets'),
    [string] $Maml = (Join-Path $PSScriptRoot '../src/KapturePS/en-US')
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module -ListAvailable -Name Microsoft.PowerShell.PlatyPS)) {
    Write-Host 'Microsoft.PowerShell.PlatyPS is not installed: Install-PSResource Microsoft.PowerShell.PlatyPS'
    exit 1
}

Import-Module $Module, Microsoft.PowerShell.PlatyPS

# What is sorted and written is so under every culture alike.
[Threading.Thread]::CurrentThread.CurrentCulture = [cultureinfo]::InvariantCulture
$utf8 = [Text.UTF8Encoding]::new($false)
$xmlns = @{
    maml    = 'http://schemas.microsoft.com/maml/2004/10'
    command = 'http://schemas.microsoft.com/maml/dev/command/2004/10'
    dev     = 'http://schemas.microsoft.com/maml/dev/2004/10'
}
$scratch = Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid())

# The module's metadata, and the text of the file. Update-MarkdownCommandHelp would put each help message behind the description
# once more every time, and today's date into the file.
function Write-Markdown ([string] $Path) {
    $written = Import-MarkdownCommandHelp -LiteralPath $Path
    $command = New-CommandHelp (Get-Command "KapturePS\$($written.Title)")
    foreach ($parameter in $command.Parameters) {
        $parameter.Type = $parameter.Type -replace '^System\.Nullable`1\[(.+)\]$', '$1'
        $known = $written.Parameters | Where-Object Name -CEQ $parameter.Name
        if ($known) {
            $parameter.Description = $known.Description
            $parameter.DefaultValue = $known.DefaultValue
            $parameter.AcceptedValues.Clear()
            $parameter.AcceptedValues.AddRange($known.AcceptedValues)
        }
    }

    $written.Parameters.Clear()
    $written.Parameters.AddRange($command.Parameters)
    $written.Syntax.Clear()
    $written.Syntax.AddRange($command.Syntax)
    $written.Syntax | ForEach-Object { $_.HasCmdletBinding = $true }
    $written.Metadata.Remove('ms.date')
    $made = Export-MarkdownCommandHelp -CommandHelp $written -OutputFolder $scratch -Force
    $text = [IO.File]::ReadAllText($made.FullName).Replace("`r`n", "`n").TrimEnd() + "`n"
    [IO.File]::WriteAllText($Path, $text, $utf8)
}

# Markdown as plain paragraphs: lines of one are joined, items of a list are one each, and the marks are gone.
function Get-Paragraph ([string] $Text) {
    foreach ($block in "$Text" -split '\n\s*\n' -split '\n(?=- )') {
        $plain = ($block -replace '\s+', ' ').Trim() -replace '`([^`]+)`', '$1' -replace '\[([^\]]+)\]\([^)]+\)', '$1'
        if ($plain) { $plain }
    }
}

function Add-Element ([Xml.XmlElement] $Parent, [string] $Name, [string] $Text) {
    $prefix, $local = $Name -split ':'
    $element = $Parent.OwnerDocument.CreateElement($prefix, $local, $xmlns[$prefix])
    if ($Text) { $element.InnerText = $Text }
    $Parent.AppendChild($element)
}

function Write-Paragraph ([Xml.XmlElement] $Parent, [string[]] $Text) {
    $Parent.RemoveAll()
    foreach ($paragraph in $Text) { $null = Add-Element $Parent 'maml:para' -Text $paragraph }
}

# An example is its code, and what is said of it; PlatyPS makes both one text, fences and all.
function Write-Example ([Xml.XmlElement] $Node, $Example) {
    $before, $code, $after = [regex]::Match("$($Example.Remarks)".Replace("`r`n", "`n"), '(?s)^(.*?)```powershell\n(.*?)\n```(.*)$').Groups[1..3].Value
    $title = "--- $($Example.Title) ---"
    $Node.RemoveAll()
    $null = Add-Element $Node 'maml:title' -Text $title
    Write-Paragraph (Add-Element $Node 'maml:introduction') (Get-Paragraph $before)
    $null = Add-Element $Node 'dev:code' -Text $code
    $remarks = Add-Element $Node 'dev:remarks'
    Write-Paragraph $remarks (Get-Paragraph $after)

    # Else the next title would follow without a blank line.
    $null = Add-Element $remarks 'maml:para'
}

# What PlatyPS leaves out of the MAML: paragraphs, defaults, short type names, and in the syntax what each parameter takes.
function Repair-Command ([Xml.XmlElement] $Node, $Help) {
    $details, $parameters, $syntax = $Node['command:details'], @($Node['command:parameters'].ChildNodes), @($Node['command:syntax'].ChildNodes)
    Write-Paragraph $details['maml:description'] (Get-Paragraph $Help.Synopsis)
    Write-Paragraph $Node['maml:description'] (Get-Paragraph $Help.Description)
    Write-Paragraph $Node['maml:alertSet']['maml:alert'] (Get-Paragraph $Help.Notes)
    foreach ($parameter in $parameters) {
        $source = $Help.Parameters | Where-Object Name -CEQ $parameter['maml:name'].InnerText
        Write-Paragraph $parameter['maml:description'] (Get-Paragraph $source.Description)
        $null = Add-Element $parameter 'dev:defaultValue' -Text $source.DefaultValue
        $uses = @($syntax | ForEach-Object { $_.ChildNodes } | Where-Object { $_.LocalName -eq 'parameter' -and $_['maml:name'].InnerText -ceq $source.Name })
        foreach ($use in $uses) {
            foreach ($attribute in 'aliases', 'globbing', 'pipelineInput', 'variableLength') {
                $use.SetAttribute($attribute, $parameter.GetAttribute($attribute))
            }
        }

        if ($parameter['command:parameterValue']) {
            $parameter['command:parameterValue'].InnerText = $uses[0]['command:parameterValue'].InnerText
        }
    }

    $examples = @($Node['command:examples'].ChildNodes)
    for ($i = 0; $i -lt $examples.Count; $i++) { Write-Example $examples[$i] $Help.Examples[$i] }
    $inputs, $outputs = @($Node['command:inputTypes'].ChildNodes), @($Node['command:returnValues'].ChildNodes)
    for ($i = 0; $i -lt $inputs.Count; $i++) { Write-Paragraph $inputs[$i]['maml:description'] (Get-Paragraph $Help.Inputs[$i].Description) }
    for ($i = 0; $i -lt $outputs.Count; $i++) { Write-Paragraph $outputs[$i]['maml:description'] (Get-Paragraph $Help.Outputs[$i].Description) }

    # PlatyPS puts the page online before the links, of which it is the first already.
    $links = $Node['command:relatedLinks']
    if ($links.FirstChild['maml:uri'].InnerText -eq $links.ChildNodes[1]['maml:uri'].InnerText) {
        $null = $links.RemoveChild($links.FirstChild)
    }
}

try {
    foreach ($command in Get-Command -Module KapturePS) {
        $page = Join-Path $Markdown "$($command.Name).md"
        if (-not (Test-Path -LiteralPath $page)) {
            New-MarkdownCommandHelp -CommandInfo $command -OutputFolder $scratch | Move-Item -Destination $page
        }
    }

    $files = Get-ChildItem -LiteralPath $Markdown -Filter *.md | Sort-Object -Property Name
    foreach ($file in $files) { Write-Markdown $file.FullName }

    $helps = @($files | ForEach-Object { Import-MarkdownCommandHelp -LiteralPath $_.FullName })
    $made = Export-MamlCommandHelp -CommandHelp $helps -OutputFolder $scratch -Force
    $document = [xml]::new()
    $document.Load($made.FullName)
    foreach ($node in @($document.DocumentElement.ChildNodes)) {
        Repair-Command $node ($helps | Where-Object Title -CEQ $node['command:details']['command:name'].InnerText)
    }

    $settings = [Xml.XmlWriterSettings]@{ Indent = $true; NewLineChars = "`n"; Encoding = $utf8 }
    $null = New-Item -ItemType Directory -Path $Maml -Force
    $writer = [Xml.XmlWriter]::Create((Join-Path $Maml $made.Name), $settings)
    $document.Save($writer)
    $writer.WriteWhitespace("`n")
    $writer.Dispose()
    Write-Host "Made $($made.Name) of the help of $($helps.Count) cmdlets."
}
finally {
    Remove-Item -LiteralPath $scratch -Recurse -Force -ErrorAction Ignore
}
