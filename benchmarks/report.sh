#!/usr/bin/env bash
# What it costs to judge a healthy snapshot, without reading it: forecast and all checks, without and with an upgrade. Processor
# time of one report, with the image's flags. Prints two lines; nothing passes or fails by it.
set -euo pipefail
cd "$(dirname "$0")/.."
./mvnw -B -q test -Dtest=ReportBenchmark -Dsurefire.failIfNoSpecifiedTests=false \
  -DargLine="@$PWD/src/main/docker/java.options" 2>&1 |
  grep -E ': a report takes |ERROR'
