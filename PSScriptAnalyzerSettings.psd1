# What tests/Pester/Quality.Tests.ps1 asks of every script and manifest: all default rules, whatever their severity, but these.
@{
    Severity     = @('Error', 'Warning', 'Information')
    ExcludeRules = @(
        # Cmdlets are compiled, and KapturePS.Tests sees to their -WhatIf; functions here are helpers inside a script, which nobody else calls.
        'PSUseShouldProcessForStateChangingFunctions'
        # So is how they are called: by position, as methods are.
        'PSAvoidUsingPositionalParameters'
        # All files are UTF-8 without a mark, which PowerShell 7 reads as such. What Windows PowerShell 5.1 may run is ASCII; a test of its own.
        'PSUseBOMForUnicodeEncodedFile'
    )
}
