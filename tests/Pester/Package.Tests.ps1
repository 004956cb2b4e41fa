#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeDiscovery {
    $script:noPSResourceGet = -not (Get-Module -Name Microsoft.PowerShell.PSResourceGet -ListAvailable)
    $script:noFeed = -not (Get-Command -Name dotnet -ErrorAction Ignore)
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
    $script:repository = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../..'))
    $script:tasks = Get-BuiltFile -Project Tasks -Folder tools/Tasks -Name Tasks.dll

    # Packs a module as ./build.sh package does after it has built, and gives what it said.
    function Invoke-Package([string] $Module, [string] $Output) {
        Push-Location $repository
        try {
            $said = dotnet $tasks package --no-build --module $Module --output $Output 2>&1
            [pscustomobject]@{ ExitCode = $LASTEXITCODE; Output = "$said" }
        }
        finally {
            Pop-Location
        }
    }

    # A copy of the module to spoil; a package manager's note is no file of ours.
    function Copy-Module([string] $Name) {
        $copy = Join-Path $TestDrive $Name
        Copy-Item (Split-Path (Get-ModulePath)) $copy -Recurse
        Remove-Item (Join-Path $copy 'PSGetModuleInfo.xml') -Force -ErrorAction Ignore
        $copy
    }

    # A zip's files, as SHA-256 by name.
    function Get-ZipHash([string] $Path) {
        $hashes = [ordered]@{}
        $zip = [IO.Compression.ZipFile]::OpenRead($Path)
        try {
            foreach ($entry in $zip.Entries) {
                $stream = $entry.Open()
                $hashes[$entry.FullName] = (Get-FileHash -InputStream $stream).Hash
                $stream.Dispose()
            }
        }
        finally {
            $zip.Dispose()
        }

        $hashes
    }

    function Read-ZipXml([string] $Path, [string] $Name) {
        $zip = [IO.Compression.ZipFile]::OpenRead($Path)
        try {
            $reader = [IO.StreamReader]::new($zip.GetEntry($Name).Open())
            [xml] $reader.ReadToEnd()
            $reader.Dispose()
        }
        finally {
            $zip.Dispose()
        }
    }

    $script:source = Copy-Module source
    $script:output = Join-Path $TestDrive package
    $made = Invoke-Package $source $output
    if ($made.ExitCode -ne 0) {
        throw $made.Output
    }

    $script:manifest = Test-ModuleManifest -Path (Join-Path $source 'KapturePS.psd1')
    $script:version = "$($manifest.Version)"
    $script:nupkg = Join-Path $output "KapturePS.$version.nupkg"
    $script:zip = Join-Path $output "KapturePS-$version.zip"
    $script:bom = Get-Content -LiteralPath (Join-Path $output "KapturePS-$version.cdx.json") -Raw | ConvertFrom-Json
    $script:listed = @($manifest.FileList | ForEach-Object { [IO.Path]::GetRelativePath($source, $_).Replace('\', '/') })

    # Installed as somebody does who has nothing but the zip.
    $script:modules = Join-Path $TestDrive modules
    Expand-Archive -LiteralPath $zip -DestinationPath $modules
    $script:installed = Join-Path $modules "KapturePS/$version"
}

Describe 'The package' -Tag Both {
    It 'holds the files that the manifest lists, and what a package needs' {
        $entries = @((Get-ZipHash $nupkg).Keys)
        $own = $entries | Where-Object { $_ -notmatch '^(\[Content_Types\]\.xml|_rels/\.rels|KapturePS\.nuspec|package/services/metadata/core-properties/[0-9a-f]+\.psmdcp)$' }
        $own | Sort-Object -CaseSensitive | Should -BeExactly ($listed | Sort-Object -CaseSensitive)
        $entries.Count | Should -Be ($listed.Count + 4)
    }

    It 'holds the same files as the zip, byte for byte' {
        $inPackage = Get-ZipHash $nupkg
        $inZip = Get-ZipHash $zip
        $inZip.Keys | Sort-Object -CaseSensitive | Should -BeExactly ($listed | ForEach-Object { "KapturePS/$version/$_" } | Sort-Object -CaseSensitive)
        foreach ($name in $listed) {
            $inZip["KapturePS/$version/$name"] | Should -BeExactly $inPackage[$name] -Because $name
        }
    }

    It 'is described as the PowerShell Gallery wants it' {
        $metadata = (Read-ZipXml $nupkg 'KapturePS.nuspec').package.metadata
        $metadata.id | Should -BeExactly KapturePS
        $metadata.version | Should -BeExactly $version
        $metadata.authors | Should -BeExactly $manifest.Author
        $metadata.owners | Should -BeExactly $manifest.CompanyName
        $metadata.description | Should -BeExactly $manifest.Description
        $metadata.copyright | Should -BeExactly $manifest.Copyright
        $metadata.projectUrl | Should -BeExactly $manifest.ProjectUri.OriginalString
        $metadata.licenseUrl | Should -BeExactly $manifest.LicenseUri.OriginalString
        $metadata.requireLicenseAcceptance | Should -BeExactly false
        $metadata.SelectNodes('*[local-name()="dependencies"]').Count | Should -Be 0

        $tags = $metadata.tags -split ' '
        $expected = @('PSModule', 'PSIncludes_Cmdlet', 'PSEdition_Core', 'PSEdition_Desktop') + $manifest.PrivateData.PSData.Tags +
            @($manifest.ExportedCmdlets.Keys | ForEach-Object { "PSCmdlet_$_", "PSCommand_$_" })
        $tags | Sort-Object | Should -BeExactly ($expected | Sort-Object -Unique)
        $metadata.tags.Length | Should -BeLessOrEqual 4000 -Because 'the gallery takes no more'
    }

    It 'has the parts of the Open Packaging Conventions' {
        $entries = @((Get-ZipHash $nupkg).Keys)
        $types = (Read-ZipXml $nupkg '[Content_Types].xml').Types
        foreach ($part in $entries -ne '[Content_Types].xml') {
            $extension = [IO.Path]::GetExtension($part).TrimStart('.')
            if ($extension) { $types.Default.Extension | Should -Contain $extension } else { $types.Override.PartName | Should -Contain "/$part" }
        }

        $targets = (Read-ZipXml $nupkg '_rels/.rels').Relationships.Relationship.Target
        $targets | Should -HaveCount 2
        $targets | ForEach-Object { $_.TrimStart('/') | Should -BeIn $entries }
    }

    It 'has the changelog''s newest section for release notes' {
        $text = Get-Content -LiteralPath (Join-Path $repository 'CHANGELOG.md') -Raw
        $notes = [regex]::Match($text, '(?ms)^## \[[^\n]*\n(.*?)(?=^## |\z)').Groups[1].Value.Trim()
        $notes | Should -Not -BeNullOrEmpty
        (Read-ZipXml $nupkg 'KapturePS.nuspec').package.metadata.releaseNotes | Should -BeExactly $notes
        (Test-ModuleManifest -Path (Join-Path $installed 'KapturePS.psd1') -ErrorAction Stop).ReleaseNotes | Should -BeExactly $notes
    }

    It 'has the same bytes when it is made again, even from an installed copy' {
        foreach ($module in $source, $installed) {
            $again = Join-Path $TestDrive ([guid]::NewGuid())
            (Invoke-Package $module $again).ExitCode | Should -Be 0
            foreach ($file in Get-ChildItem -LiteralPath $output) {
                (Get-FileHash (Join-Path $again $file.Name)).Hash | Should -BeExactly (Get-FileHash $file.FullName).Hash -Because $file.Name
            }
        }
    }

    It 'tells nobody where it was built: <_>' -ForEach 'core', 'desktop' {
        foreach ($file in Get-ChildItem (Join-Path $installed $_) -Recurse -Filter 'Kapture*.dll') {
            foreach ($encoding in [Text.Encoding]::Latin1, [Text.Encoding]::Unicode) {
                $text = $encoding.GetString([IO.File]::ReadAllBytes($file.FullName))
                $text.Contains($repository.TrimEnd('/', '\')) | Should -BeFalse -Because $file.Name
            }
        }
    }

    It 'has its SHA-256 beside it' {
        $lines = Get-Content (Join-Path $output SHA256SUMS)
        $lines | ForEach-Object { ($_ -split '  ')[1] } | Should -BeExactly (Get-ChildItem $output -Exclude SHA256SUMS).Name
        foreach ($line in $lines) {
            $hash, $name = $line -split '  '
            (Get-FileHash (Join-Path $output $name)).Hash | Should -Be $hash
        }
    }

    It 'is not made where the manifest lists <What>' -ForEach @(
        @{ What = 'less than there is'; Spoil = { param($folder) Set-Content (Join-Path $folder 'core/lib/Stray.dll') stray }; Message = '*core/lib/Stray.dll is not listed*' }
        @{ What = 'more than there is'; Spoil = { param($folder) Remove-Item (Join-Path $folder LICENSE) }; Message = '*LICENSE is listed and not there*' }
        @{ What = 'an assembly that no package has'; Spoil = { param($folder) Set-Content (Join-Path $folder 'core/lib/Polly.Core.dll') other }; Message = '*where core/lib/Polly.Core.dll comes from*' }
    ) {
        $folder = Copy-Module ([guid]::NewGuid())
        & $Spoil $folder
        $made = Invoke-Package $folder (Join-Path $TestDrive ([guid]::NewGuid()))
        $made.ExitCode | Should -Be 1
        $made.Output | Should -BeLike $Message
    }
}

Describe 'The bill of materials' -Tag Both {
    It 'has each file of the package once, with its hash' {
        $files = @($bom.metadata.component.components) + @($bom.components.components) | Where-Object { $_ }
        $files.name | Sort-Object -CaseSensitive | Should -BeExactly ($listed | Sort-Object -CaseSensitive)
        foreach ($file in $files) {
            $file.hashes[0].content | Should -Be (Get-FileHash (Join-Path $installed $file.name)).Hash -Because $file.name
        }
    }

    It 'says of each package its version, licence and purl' {
        $bom.bomFormat | Should -BeExactly CycloneDX
        $bom.components.Count | Should -BeGreaterThan 10
        foreach ($component in $bom.components) {
            $component.purl | Should -BeExactly "pkg:nuget/$($component.name)@$($component.version)"
            $component.licenses[0].license.id | Should -BeIn MIT, BSD-3-Clause
            $component.hashes[0].content | Should -Match '^[0-9a-f]{128}$'
        }
    }

    It 'has the hash of each package as it comes from its feed' {
        $folders = (Get-Content -LiteralPath (Join-Path $repository artifacts/obj/KapturePS/project.assets.json) -Raw | ConvertFrom-Json).packageFolders.PSObject.Properties.Name
        foreach ($component in $bom.components) {
            $id = $component.name.ToLowerInvariant()
            $package = $folders | ForEach-Object { Join-Path $_ "$id/$($component.version)/$id.$($component.version).nupkg" } | Where-Object { Test-Path $_ } | Select-Object -First 1
            (Get-FileHash $package -Algorithm SHA512).Hash | Should -Be $component.hashes[0].content -Because $component.name
        }
    }

    It 'says who needs whom, and leaves nobody out' {
        $refs = @($bom.metadata.component.'bom-ref') + $bom.components.'bom-ref'
        $bom.dependencies.ref | Sort-Object | Should -Be ($refs | Sort-Object)
        $reached = [Collections.Generic.HashSet[string]]::new([string[]] $bom.metadata.component.'bom-ref')
        do {
            $count = $reached.Count
            $bom.dependencies | Where-Object { $reached.Contains($_.ref) } | ForEach-Object { $_.dependsOn } | ForEach-Object { $null = $reached.Add($_) }
        } while ($reached.Count -gt $count)
        $refs | Where-Object { -not $reached.Contains($_) } | Should -BeNullOrEmpty
    }

    It 'has a notice for each package' {
        $notices = Get-Content -LiteralPath (Join-Path $installed 'THIRD-PARTY-NOTICES.txt') -Raw
        foreach ($component in $bom.components) {
            $notices | Should -Match ([regex]::Escape("$($component.name) $($component.version) ("))
        }
    }
}

Describe 'What is shipped' -Tag Both {
    BeforeAll {
        # What a host has itself: .NET everything under System, .NET Framework and Windows PowerShell these.
        $script:hosts = @{
            core    = @('mscorlib', 'System.*')
            desktop = @('mscorlib', 'System', 'System.Core', 'System.Net.Http', 'System.Numerics', 'System.ValueTuple', 'System.ComponentModel.DataAnnotations', 'System.Management.Automation')
        }
    }

    It 'is what its assemblies refer to, and no more: <_>' -ForEach core, desktop {
        $edition = $_
        $references = @{}
        foreach ($file in Get-ChildItem (Join-Path $installed $edition) -Recurse -Filter '*.dll') {
            $stream = [IO.File]::OpenRead($file.FullName)
            $reader = [Reflection.PortableExecutable.PEReader]::new($stream)
            $metadata = [Reflection.Metadata.PEReaderExtensions]::GetMetadataReader($reader)
            $references[$file.BaseName] = @(foreach ($handle in $metadata.AssemblyReferences) { $metadata.GetString($metadata.GetAssemblyReference($handle).Name) })
            $reader.Dispose()
        }

        $wanted = [Collections.Generic.HashSet[string]]::new([string[]] 'KapturePS')
        $queue = [Collections.Generic.Queue[string]]::new([string[]] 'KapturePS')
        while ($queue.Count) {
            foreach ($name in $references[$queue.Dequeue()]) {
                if (-not ($hosts[$edition] | Where-Object { $name -like $_ }) -and $wanted.Add($name)) {
                    $queue.Enqueue($name)
                }
            }
        }

        $references.Keys | Sort-Object | Should -BeExactly ($wanted | Sort-Object)
    }
}

Describe 'An installed package' -Tag Both {
    It 'works alone in a folder of modules' {
        $script = Join-Path $repository tools/Test-Package.ps1
        $child = Invoke-ChildShell -Script "& '$script' -ModuleFolder '$modules'"
        $child.Errors | Should -BeNullOrEmpty
        $child.ExitCode | Should -Be 0
        $child.Output | Should -BeLike "Tried: KapturePS $version *3 customers added and read."
    }

    It 'is found broken where it is' {
        $broken = Join-Path $TestDrive broken
        Copy-Item $modules $broken -Recurse
        Remove-Item (Join-Path $broken "KapturePS/$version/core/lib/Polly.Core.dll")
        $script = Join-Path $repository tools/Test-Package.ps1
        (Invoke-ChildShell -Script "& '$script' -ModuleFolder '$broken'").ExitCode | Should -Be 1
    }

    It 'is unpacked by NuGet' -Skip:$noFeed {
        $folder = New-Item -ItemType Directory -Path (Join-Path $TestDrive nuget)
        Set-Content (Join-Path $folder 'restore.proj') @"
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>netstandard2.0</TargetFramework>
                <DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences>
                <RestoreSources>$output</RestoreSources>
                <RestorePackagesPath>$folder/packages</RestorePackagesPath>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageDownload Include="KapturePS" Version="[$version]" />
              </ItemGroup>
            </Project>
"@
        $said = dotnet restore (Join-Path $folder 'restore.proj') --nologo
        $LASTEXITCODE | Should -Be 0 -Because "$said"
        foreach ($name in $listed) {
            (Get-FileHash (Join-Path $folder "packages/kaptureps/$version/$name")).Hash | Should -BeExactly (Get-FileHash (Join-Path $installed $name)).Hash
        }
    }

    It 'is installed by PSResourceGet' -Skip:$noPSResourceGet {
        $target = Join-Path $TestDrive resources
        $null = New-Item -ItemType Directory -Path $target
        $name = "KapturePS-$([guid]::NewGuid())"
        Register-PSResourceRepository -Name $name -Uri $output -Trusted
        try {
            Save-PSResource -Name KapturePS -Repository $name -Path $target
            $saved = Test-ModuleManifest -Path (Join-Path $target "KapturePS/$version/KapturePS.psd1") -ErrorAction Stop
            $saved.ExportedCmdlets.Keys | Sort-Object | Should -Be ($manifest.ExportedCmdlets.Keys | Sort-Object)
        }
        finally {
            Unregister-PSResourceRepository -Name $name
        }
    }
}
