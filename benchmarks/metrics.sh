#!/usr/bin/env bash
# The cost of a scrape for the agent, without sending it, and the heap that a database needs, with 1 and 1,000 databases:
# processor time and garbage of one rendering. It prints two lines. It only measures: nothing passes or fails.
set -euo pipefail
cd "$(dirname "$0")/.."
./mvnw -B -q test -Dtest=MetricsBenchmark -Dsurefire.failIfNoSpecifiedTests=false 2>&1 |
  grep -E ' databases: |ERROR'
