#!/usr/bin/env bash
# Verifies the claim in policy.yaml over the sample exports and leaves the evidence in a folder:
#   Samples/verify-registry.sh [FOLDER]        a new folder below /tmp by default
set -euo pipefail
cd "$(dirname "$0")/.."

Samples/install-dependencies.sh
swift build -c release --static-swift-stdlib --product calypso
calypso=$(swift build -c release --show-bin-path)/calypso
folder=${1:-$(mktemp -d)}
mkdir -p "$folder"
exports=Samples/exports/storage-account

echo "\$ calypso verify --policy Samples/policy.yaml --report report.html --report report.json $exports"
code=0
"$calypso" verify --policy Samples/policy.yaml --report "$folder/report.html" --report "$folder/report.json" \
  --report "$folder/report.sarif" --report junit="$folder/junit.xml" "$exports" || code=$?
case $code in
  0) echo "The claim holds." ;;
  10) echo "The claim does not hold: 192.0.2.66 pulled twice with a forgotten token." ;;
  11) echo "The logs do not prove the claim." ;;
  *) exit "$code" ;;
esac

echo
echo "An auditor proves later that the report belongs to the exports:"
echo "\$ calypso verify --check report.json $exports"
"$calypso" verify --check "$folder/report.json" "$exports"
echo "The reports are in $folder"
