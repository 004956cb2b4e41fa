#!/usr/bin/env bash
# ./build.sh TASK: build, demo, test, bench, soak, help or package. The work is done in tools/Tasks; build.ps1 is the same for PowerShell.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
dotnet build tools/Tasks --configuration Release --nologo --verbosity quiet -clp:NoSummary
exec dotnet artifacts/bin/Tasks/release/Tasks.dll "$@"
