#!/bin/sh
# Prints what CHANGELOG.md says of a version: src/release/notes.sh 0.2.0
set -eu
cd "$(dirname "$0")/../.."
notes=$(awk -v version="$1" '
    /^## / { inside = index($0, "[" version "]") == 4 || index($0, version " ") == 4 || $0 == "## " version; next }
    inside { print }' CHANGELOG.md)
[ -n "$(printf %s "$notes" | tr -d '[:space:]')" ] || {
    echo "notes.sh: CHANGELOG.md has no section about $1." >&2
    exit 1
}
printf '%s\n' "$notes" | sed '/./,$!d'
