#!/usr/bin/env bash
# Builds Gotify's server for NoticesIT, without its web pages, and prints where it is:
#
#   src/test/notify/gotify.sh [directory]
#
# Needs Go, a C compiler and a Go module proxy. Exits with 77 and one line where they cannot be had.
set -euo pipefail

version=v2.6.3
directory=$(mkdir -p "${1:-target/gotify}" && cd "${1:-target/gotify}" && pwd)
lacking() {
  echo "gotify.sh: $1; no message is sent to a real Gotify." >&2
  exit 77
}
[[ -x $directory/gotify ]] && { echo "$directory/gotify"; exit; }
command -v go >/dev/null && command -v cc >/dev/null || lacking "go and a C compiler are not both installed"
# The proxy's own sums are not asked for: the version is pinned, and what is built runs in a test alone.
export GONOSUMDB='*' GOFLAGS=-mod=mod GOTOOLCHAIN=local
module=$(timeout 300 go mod download -json "github.com/gotify/server/v2@$version" 2>"$directory/log") ||
  lacking "its source cannot be had ($(tail -n 1 "$directory/log"))"
source=$(sed -n 's/^\t"Dir": "\(.*\)",$/\1/p' <<<"$module")
rm -rf "$directory/source"
cp -r "$source" "$directory/source"
chmod -R u+w "$directory/source"
# The pages are made by npm and embedded; a message needs none.
mkdir -p "$directory/source/ui/build/static"
touch "$directory/source/ui/build/"{index.html,manifest.json,asset-manifest.json,static/x}
(cd "$directory/source" && timeout 600 go build -o "$directory/gotify" .) >"$directory/log" 2>&1 ||
  lacking "it cannot be built ($(tail -n 1 "$directory/log"))"
rm -rf "$directory/source"
echo "$directory/gotify"
