#!/bin/sh
# The scripts of a release, as far as they can be tried without one: src/test/release/scripts.sh [DIRECTORY WITH ARTIFACTS]
set -eu
cd "$(dirname "$0")/../../.."
fail() {
    echo "scripts.sh: FAILED. $*" >&2
    exit 1
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for script in src/release/*.sh src/main/launcher/immich-pg-monitor src/main/launcher/make-class-archives src/dist/deb/control/p*; do
    sh -n "$script" || fail "$script"
done
src/release/notes.sh Unreleased | grep -q . || fail "no notes about what is not released"
src/release/notes.sh 99.0.0 2>/dev/null && fail "there are notes about a version that is not in CHANGELOG.md"
for version in '' 1 v1.0.0 1.0.0-SNAPSHOT 'x; true'; do
    src/release/check.sh "$version" >/dev/null 2>&1 && fail "check.sh takes '$version' for a version"
done

# A placeholder for an address, and a version that is none, are refused.
./mvnw -q -B -o -Prelease -Drevision=9.9.9 validate >"$work/log" 2>&1 && fail "a release with a placeholder for its address"
grep -q 'A release needs the public address' "$work/log" || { cat "$work/log" >&2; fail "it is not said that the address is missing"; }
./mvnw -q -B -o -Prelease validate >"$work/log" 2>&1 && fail "a release of a -SNAPSHOT"
grep -q 'without -SNAPSHOT' "$work/log" || { cat "$work/log" >&2; fail "it is not said that the version is none"; }

# The sums say what has changed since.
mkdir "$work/files"
echo one >"$work/files/immich-pg-monitor-1"
(cd "$work/files" && sha256sum immich-pg-monitor* >SHA256SUMS)
src/release/verify.sh "$work/files" >/dev/null || fail "verify.sh refuses what is as it was"
echo two >"$work/files/immich-pg-monitor-2"
src/release/verify.sh "$work/files" >/dev/null 2>&1 && fail "verify.sh does not see a file without a sum"
rm "$work/files/immich-pg-monitor-2"
echo three >"$work/files/immich-pg-monitor-1"
src/release/verify.sh "$work/files" >/dev/null 2>&1 && fail "verify.sh does not see a change"
echo "scripts.sh: the scripts of a release refuse what they must."
