#!/bin/sh
# Refuses a release that must not be published: src/release/check.sh 0.2.0
set -eu
cd "$(dirname "$0")/../.."
refuse() {
    echo "check.sh: $1" >&2
    exit 1
}
printf %s "${1-}" | grep -q -E '^[0-9]+\.[0-9]+\.[0-9]+$' || refuse "a version is like 0.2.0, and not ${1-nothing}."
[ -z "$(git status --porcelain)" ] || refuse "there are changes that are not committed."
src/release/notes.sh "$1" >/dev/null
./mvnw -q -B -Prelease "-Drevision=$1" validate
echo "check.sh: $1 can be released."
