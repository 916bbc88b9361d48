#!/usr/bin/env bash
# Fetches the front-end packages that are pinned and copies what the pages load to static/vendor.
set -euo pipefail
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  echo "The style sheets come from npm packages: install Node.js (18 or later) with npm, then try again." >&2
  exit 1
fi
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
node tools/vendor.mjs
