#!/usr/bin/env bash
# Installs what is missing, builds Calypso and shows who reached the sample registry.
set -euo pipefail
cd "$(dirname "$0")/.."

Samples/install-dependencies.sh
echo "Building (a few minutes the first time) …"
swift build -c release --static-swift-stdlib --product calypso

calypso=$(swift build -c release --show-bin-path)/calypso
for export in storage-account log-analytics-csv log-analytics-json; do
  echo
  echo "\$ calypso query -f Samples/documents-query.kql --now latest Samples/exports/$export"
  "$calypso" query -f Samples/documents-query.kql --now latest "Samples/exports/$export"
done
echo
echo "192.0.2.66 should not be there: only the AKS load balancer and Defender were expected."
echo "The program is $calypso"
