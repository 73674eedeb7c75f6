#!/usr/bin/env bash
# Installs what is missing, builds everything and runs all tests.
set -euo pipefail
cd "$(dirname "$0")/.."
# The backtracer can hang where a debugger may not attach.
export SWIFT_BACKTRACE=enable=no

Samples/install-dependencies.sh
swift build --build-tests
swift test --skip-build "$@"
