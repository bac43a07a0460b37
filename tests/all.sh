#!/usr/bin/env bash
# Everything a fresh Debian or Ubuntu needs to run every gate: system packages, an environment, the gates.
# Arguments go to tests/check.py: --fast, --slow.
set -euo pipefail
cd "$(dirname "$0")/.."

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v pdftoppm >/dev/null || missing+=(poppler-utils)
# a web server is put on a machine that is there for tests only; elsewhere its tests are skipped
[ "${CI:-}" != true ] || command -v nginx >/dev/null || missing+=(nginx-light)
# and so is a database server
[ "${CI:-}" != true ] || command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ||
  missing+=(postgresql)
python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
if [ "${#missing[@]}" -gt 0 ] && command -v apt-get >/dev/null; then
  as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" >/dev/null
fi

[ -x .venv/bin/python ] || python3 -m venv .venv
# CI installs the versions all gates passed with; elsewhere the newest ones
locked=(); [ "${CI:-}" != true ] || locked=(-c .ci/lock.txt)
.venv/bin/pip install -q "${locked[@]}" -e '.[dev]'
.venv/bin/python tests/check.py "$@"
