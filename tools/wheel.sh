#!/usr/bin/env bash
# Builds the wheel, installs it into an empty environment, starts the demonstration from an empty
# folder and fetches the sign-in page with its style sheet.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT

"$root/.venv/bin/python" -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation -w "$work/dist" "$root"
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$root/requirements/runtime.txt"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps "$work"/dist/rfl-*.whl

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mkdir "$work/empty"
(cd "$work/empty" && exec "$work/venv/bin/rfl" demo --port "$port" --people 200 >"$work/out" 2>&1) &
server=$!

"$work/venv/bin/python" - "$port" <<'PYTHON'
import re, sys, time, urllib.request

base = f"http://127.0.0.1:{sys.argv[1]}"
start = time.monotonic()
while True:
    try:
        page = urllib.request.urlopen(f"{base}/sign-in", timeout=5).read().decode()
        break
    except OSError:
        if time.monotonic() - start > 30:
            sys.exit("The demonstration did not answer within 30 seconds.")
        time.sleep(0.2)
took = time.monotonic() - start
sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
if len(sheets) < 2:
    sys.exit("The sign-in page names no style sheets.")
for sheet in sheets:
    body = urllib.request.urlopen(base + sheet, timeout=5).read()
    if len(body) < 1000:
        sys.exit(f"The style sheet {sheet} is empty.")
print(f"wheel: the sign-in page was up after {took:.1f} s, with {len(sheets)} style sheets")
PYTHON
