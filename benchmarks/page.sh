#!/usr/bin/env bash
# How long the pages take of an agent that watches 200 databases, one in ten with problems: from the request to the last
# byte, over loopback, warm. It prints a table. It only measures: nothing passes or fails.
set -euo pipefail
cd "$(dirname "$0")/.."
./mvnw -B -q test -Dtest=PageBenchmark -Dsurefire.failIfNoSpecifiedTests=false -Dquarkus.log.level=WARN 2>&1 |
  grep -E ' bytes  p50 |ERROR'
