#!/bin/sh
# Builds the archive that brings a Java of its own, for the machine that this runs on: src/release/runtime.sh 0.2.0 DIRECTORY
set -eu
cd "$(dirname "$0")/../.."
version=$1
mkdir -p "$2"
./mvnw -B -ntp package -Pdist -DskipTests "-Drevision=$version"
for archive in target/immich-pg-monitor-"$version"-*-*.tar.gz; do
    cp "$archive" "$2/"
    echo "runtime.sh: $2/$(basename "$archive")"
done
