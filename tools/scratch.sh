#!/usr/bin/env bash
# Say where tests may write what they throw away: in memory if there is room, since the databases
# wait for the disk at each commit, else where the machine keeps such things.
set -euo pipefail

memory=/dev/shm
needed_kib=$((3 * 1024 * 1024))

if [[ -w $memory ]] && (($(df --output=avail -k "$memory" | tail -1) > needed_kib)); then
    echo "$memory"
else
    echo "${TMPDIR:-/tmp}"
fi
