#!/usr/bin/env bash
# Finds Chromium for the browser tests; installs Debian's where that is possible. Its shell without
# windows comes first: the same pages from the same engine for a quarter of the processor's time.
set -euo pipefail

shell=chromium-headless-shell
asked=(-qq -o Acquire::Retries=1 -o Acquire::http::Timeout=20)

is_there() { command -v "$1" >/dev/null; }
any_other() { is_there chromium || is_there chromium-browser || is_there google-chrome; }
install() {
  apt-get update "${asked[@]}" &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y "${asked[@]}" --no-install-recommends "$@"
}

if is_there "$shell"; then exit 0; fi
if [ "$(id -u)" = 0 ] && is_there apt-get; then
  echo "Installing Chromium …"
  if any_other; then
    install "$shell" >/dev/null 2>&1 || true # what is there will do
  else
    install "$shell" fonts-noto-core >/dev/null || install chromium fonts-noto-core >/dev/null
  fi
fi
if is_there "$shell" || any_other; then exit 0; fi
echo "The browser tests need Chromium. Install it (on Debian, as root: apt-get install $shell), then try again." >&2
exit 1
