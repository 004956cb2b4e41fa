#!/usr/bin/env bash
# What the tests of TLS and proxies start (nginx, tinyproxy, squid), from the packages of Debian or Ubuntu. None is started or enabled
# by its package, and what is there already stays as it is. Without root, apt-get or a network nothing happens: those tests are skipped.
set -uo pipefail

declare -A packages=([nginx]=nginx-light [tinyproxy]=tinyproxy [squid]=squid)
missing=()
for server in "${!packages[@]}"; do
    PATH="$PATH:/usr/sbin:/sbin" command -v "$server" >/dev/null || missing+=("$server")
done
if [ ${#missing[@]} -eq 0 ] || [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    exit 0
fi

# Asked by every package before it starts a service, and 101 means no. The machine's own, as containers have it, is not ours to replace.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
fi
"$policy" nginx start >/dev/null 2>&1
if [ $? -ne 101 ]; then
    echo "$policy would let servers start: none is installed, and the tests of what is missing are skipped."
    exit 0
fi

export DEBIAN_FRONTEND=noninteractive
install() { timeout 300 apt-get install -y -q --no-install-recommends "${packages[$1]}" >/dev/null 2>&1; }
updated=
for server in "${missing[@]}"; do
    if ! install "$server" && [ -z "$updated" ]; then
        updated=yes
        timeout 120 apt-get update -q >/dev/null 2>&1
        install "$server"
    fi
    if command -v systemctl >/dev/null; then
        systemctl disable "$server" >/dev/null 2>&1
    fi
    PATH="$PATH:/usr/sbin:/sbin" command -v "$server" >/dev/null || echo "$server could not be installed: its tests are skipped."
done
exit 0
