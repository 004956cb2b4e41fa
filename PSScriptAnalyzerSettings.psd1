# What ./build.sh test asks of every script, manifest and settings file: all default rules, whatever their severity.
@{
    Severity     = @('Error', 'Warning', 'Information')
    ExcludeRules = @()
}
