#!/usr/bin/env bash
# The cost of judging a healthy snapshot, without reading it: forecast and all checks, without and with an upgrade. It measures the
# processor time for one report, with the image's flags, and prints two lines. Nothing passes or fails.
set -euo pipefail
cd "$(dirname "$0")/.."
./mvnw -B -q test -Dtest=ReportBenchmark -Dsurefire.failIfNoSpecifiedTests=false \
  -DargLine="@$PWD/src/main/launcher/java.options" 2>&1 |
  grep -E ': a report takes |ERROR'
