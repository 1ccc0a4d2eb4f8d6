#!/usr/bin/env bash
# Two builds of the same sources are the same program, byte for byte:
#
#   src/test/supply/reproducible.sh                       builds twice
#   src/test/supply/reproducible.sh target/quarkus-app    builds once, and compares with that
#
# The builds have different directories, time zones and locales. .mvn/jvm.config is there for it (a jar's times are local ones),
# as are project.build.outputTimestamp and quarkus.locales.
#
# One file cannot be equal as long as Quarkus is 3.33: quarkus/generated-bytecode.jar. Its build steps run in parallel and draw
# numbers from one counter ("proxykey42" in what they record), and some lists, and the resolvers that Qute numbers, are in the
# order in which steps ended (quarkusio/quarkus#53025, #53358 and #54363 mend it in later releases; with one thread the build
# waits for itself for ever). There, all that may differ is the order of instructions and these numbers, in the classes that are
# named below.
set -euo pipefail
cd "$(dirname "$0")/../../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
say() { echo "reproducible.sh: $*"; }
fail() { say "FAILED. $*" >&2; exit 1; }

build() { # where, TZ, locale
  mkdir -p "$1"
  git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$1"
  (cd "$1" && TZ=$2 LC_ALL=$3 ./mvnw -q -B package -DskipTests) \
    >"$work/log" 2>&1 || { tail -n 30 "$work/log" >&2; fail "the build in $1"; }
}

if [ $# -gt 0 ]; then
  first=$1
else
  build "$work/one" UTC C
  first=$work/one/target/quarkus-app
fi
[ -f "$first/quarkus-run.jar" ] || fail "no program in $first"
build "$work/and/another" Pacific/Auckland C.UTF-8
second=$work/and/another/target/quarkus-app

generated=quarkus/generated-bytecode.jar
numbered='^io/quarkus/runner/recorded/|^io/quarkus/runner/ApplicationImpl\.class$|^io/quarkus/runtime/generated/|^io/quarkus/qute/runtime/extensions/'

differing=$(diff -rq "$first" "$second" || true)
others=$(grep -v "^Files $first/$generated and " <<<"$differing" || true)
[ -z "$others" ] || fail "these are not equal:"$'\n'"$others"
files=$(find "$first" -type f | wc -l)
if [ -z "$differing" ]; then
  say "$files files, all equal, $generated too: if it stays so, its exception here can go."
  exit 0
fi

# Names, order, times and modes of the entries; then the classes; then what the numbered ones do.
list() { unzip -Z "$1" | sed 1d | awk '{ print $1, $(NF-2), $(NF-1), $NF }' | grep -v ' bytes '; }
cmp -s <(unzip -Z1 "$first/$generated") <(unzip -Z1 "$second/$generated") || fail "$generated has other entries"
cmp -s <(list "$first/$generated") <(list "$second/$generated") || fail "the entries of $generated have other times or modes"
mkdir "$work/a" "$work/b"
unzip -q "$first/$generated" -d "$work/a"
unzip -q "$second/$generated" -d "$work/b"
classes=$(cd "$work/a" && find . -type f -printf '%P\n' | while read -r class; do
  cmp -s "$class" "$work/b/$class" || echo "$class"
done)
unexpected=$(grep -vE "$numbered" <<<"$classes" || true)
[ -z "$unexpected" ] || fail "in $generated these are not equal:"$'\n'"$unexpected"
does() { # the instructions of each, without places and numbers, in an order of their own
  (cd "$1" && xargs javap -c -p <<<"${classes//\$/\\\$}") | sed -E \
    -e 's/proxykey[0-9]+/proxykey/g' -e 's/configClass\$[0-9]+/configClass/g' -e 's/(ValueResolver_[0-9a-f]{40})_[0-9]+/\1/g' \
    -e 's/#[0-9]+(, +[0-9]+)?//g' -e 's/^ *[0-9]+: +//' -e 's/^(goto|if[a-z_]*) +[0-9]+$/\1/' -e 's/^( +[0-9]+){3} +/ /' \
    -e 's/\bldc_w\b/ldc/' -e 's/  +/ /g' | sort
}
does "$work/a" >"$work/a.txt"
does "$work/b" >"$work/b.txt"
grep -q proxykey "$work/a.txt" || fail "$generated differs, and not for the reason that is known"
diff "$work/a.txt" "$work/b.txt" >"$work/diff" || {
  head -n 20 "$work/diff" >&2
  fail "in $generated classes do something else"
}
say "$((files - 1)) of $files files are equal; in $generated $(wc -l <<<"$classes") of $(unzip -Z1 "$first/$generated" | wc -l) entries" \
  "differ in order and numbers alone."
