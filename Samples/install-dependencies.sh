#!/usr/bin/env bash
# Installs the headers of libsqlite3 and zlib where they are missing (Debian and Ubuntu).
set -euo pipefail

missing=()
for pair in sqlite3.h:libsqlite3-dev zlib.h:zlib1g-dev; do
  header=${pair%%:*}
  if ! find /usr/include /usr/local/include -name "$header" -print -quit 2>/dev/null | grep -q .; then
    missing+=("${pair##*:}")
  fi
done
command -v pkg-config >/dev/null || missing+=(pkg-config)
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
  echo "Please install these packages by your system's means: ${missing[*]}" >&2
  exit 1
fi
as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }
echo "Installing ${missing[*]} …"
as_root apt-get update -qq
as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" >/dev/null
