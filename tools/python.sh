#!/usr/bin/env bash
# Makes the virtual environment VENV with PYTHON (3.11 or later) and installs what is pinned.
set -euo pipefail
python=$1 venv=$2

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "rfl needs Python 3.11 or later. Say where it is: make PYTHON=/path/to/python3.11 …" >&2
  exit 1
fi
if [ ! -x "$venv/bin/python" ] && ! "$python" -m venv "$venv"; then
  echo "Python cannot make a virtual environment here. On Debian: apt-get install python3-venv" >&2
  exit 1
fi
echo "Installing Python packages …"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
