#!/usr/bin/env bash
# What a scrape costs the agent without its transport, and what a database weighs in its heap, at 1 and 1,000 databases:
# processor time and garbage of one rendering. Prints two lines; nothing passes or fails by it.
set -euo pipefail
cd "$(dirname "$0")/.."
./mvnw -B -q test -Dtest=MetricsBenchmark -Dsurefire.failIfNoSpecifiedTests=false 2>&1 |
  grep -E ' databases: |ERROR'
