#!/usr/bin/env bash
# Installs what ./mvnw package -Pdist has made, as people would, in a minimal Debian (debootstrap), runs it, and takes it away:
#
#   src/test/dist/install.sh [DIRECTORY]      of the artifacts; target, unless another is given
#
#   ROOT=…   a minimal Debian that is there already, and is left; else one is made and removed
#
# Needs root, debootstrap and lintian. Exits with 77 where it cannot be tried.
set -euo pipefail
cd "$(dirname "$0")/../../.."
artifacts=$(realpath "${1:-target}")

say() { echo "install.sh: $*"; }
cannot() { say "NOT TRIED. $*"; exit 77; }
fail() { say "FAILED. $*" >&2; [ ! -f "${root:-}/tmp/log" ] || tail -n 20 "$root/tmp/log" >&2; exit 1; }

[ "$(id -u)" = 0 ] || cannot "only root can make a minimal Debian."
command -v debootstrap >/dev/null || cannot "debootstrap is not installed."
unshare --mount --pid --fork true 2>/dev/null || cannot "no namespace for processes and mounts can be made here."
deb=$(echo "$artifacts"/immich-pg-monitor_*_all.deb)
archive=$(find "$artifacts" -maxdepth 1 -name 'immich-pg-monitor-*.tar.gz' ! -name '*-linux-*')
with_java=$(find "$artifacts" -maxdepth 1 -name 'immich-pg-monitor-*-linux-*.tar.gz')
[ -f "$deb" ] && [ -f "$archive" ] && [ -f "$with_java" ] || fail "not all artifacts are in $artifacts: ./mvnw package -Pdist"

say "lintian: $(lintian --version 2>/dev/null || echo none)"
if command -v lintian >/dev/null; then
  lintian --fail-on error,warning --info "$deb" || fail "lintian"
fi

root=${ROOT:-}
if [ -z "$root" ]; then
  root=$(mktemp -d)
  chmod 755 "$root"
  trap 'rm -rf --one-file-system "$root"' EXIT
fi
mirror=$(apt-get indextargets --format '$(CODENAME) $(REPO_URI)' 'Created-By: Packages' |
  awk -v codename="$(. /etc/os-release && echo "$VERSION_CODENAME")" '$1 == codename { print $2; exit }')
if [ ! -d "$root/usr/bin" ]; then
  # Without a Java: the archive that brings its own is tried first.
  debootstrap --variant=minbase "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$root" "$mirror" >"$root.log" 2>&1 ||
    { tail -n 20 "$root.log"; cannot "debootstrap failed."; }
fi
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
rm -rf "$root/etc/apt/sources.list" "$root/etc/apt/sources.list.d"
mkdir -p "$root/etc/apt/sources.list.d"
for file in /etc/resolv.conf /etc/hosts /etc/apt/sources.list; do [ ! -f "$file" ] || cp "$file" "$root$file"; done
cp -r /etc/apt/apt.conf.d /etc/apt/sources.list.d "$root/etc/apt/" 2>/dev/null || true

# A command in it, with processes of its own.
within() {
  unshare --mount --pid --fork --kill-child bash -c 'mount -t proc proc "$0/proc" && exec chroot "$0" env -i PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"' \
    "$root" "$@"
}
# The agent as somebody, asked what a person would ask it; then it is ended as systemd would end it.
agent='set -eu
cd "$1"; shift
user=$1; shift
if [ "$user" = root ]; then "$@" >/tmp/log 2>&1 & else setpriv --reuid "$user" --regid "$(id -g "$user")" --init-groups "$@" >/tmp/log 2>&1 & fi
agent=$!
tries=0
until "$1" --probe /health/ready 2>/dev/null; do
  tries=$((tries + 1))
  kill -0 $agent # or the agent has ended
  [ $tries -lt 60 ]
  sleep 1
done
for path in / /metrics /api/databases; do
  tries=0
  until "$1" --probe $path; do tries=$((tries + 1)); [ $tries -lt 10 ]; sleep 1; done # a busy machine
done
! tr "\0" " " </proc/$agent/cmdline | grep s3cr3t
kill $agent
status=0
wait $agent || status=$?
[ $status = 143 ]'

expect() { # what, expected, seen
  [ "$2" = "$3" ] || fail "$1: expected $2, seen $3"
}

unpack() { # archive: to /opt/immich-pg-monitor
  rm -rf "$root/opt"
  mkdir -p "$root/opt/immich-pg-monitor"
  tar -xzf "$1" --strip-components=1 --no-same-owner -C "$root/opt/immich-pg-monitor"
}

version=$(basename "$archive" .tar.gz | sed 's/^immich-pg-monitor-//')
url=DB_URL=postgresql://immich:s3cr3t@127.0.0.1:1/immich

if ! within sh -c 'command -v java' >/dev/null; then
  unpack "$archive"
  expect "exit code of a check without Java" 3 "$(within /opt/immich-pg-monitor/bin/immich-pg-monitor check >"$root/tmp/log" 2>&1; echo $?)"
  grep -q 'Java 17 or newer is needed, and no Java is here' "$root/tmp/log" || fail "it does not say that Java is missing"
fi
unpack "$with_java"
within ln -sf /opt/immich-pg-monitor/bin/immich-pg-monitor /usr/local/bin/immich-pg-monitor
expect "its version" "immich-pg-monitor $version" "$(within immich-pg-monitor --version)"
expect "exit code of a check of a database that is down" 2 \
  "$(within env $url immich-pg-monitor check >"$root/tmp/log" 2>&1; echo $?)"
within env $url sh -c "$agent" sh / root immich-pg-monitor serve || fail "the agent with a Java of its own"
say "$(basename "$with_java"), $(($(stat -c %s "$with_java") / 1000000)) MB, runs without a Java, and unpacked has $(du -sm "$root/opt" | cut -f1) MB."

# The package, with what it depends on.
cp "$deb" "$root/tmp/immich-pg-monitor.deb"
rm -rf "$root/opt/immich-pg-monitor" "$root/usr/local/bin/immich-pg-monitor"
within apt-get update -qq &&
  within apt-get install -y -qq --no-install-recommends default-jre-headless adduser man-db >"$root/tmp/log" 2>&1 ||
  { tail -n 3 "$root/tmp/log"; cannot "Debian's archive does not give a Java today."; }
files() { (cd "$root" && find etc usr var opt srv -xdev ! -path 'var/cache/*' ! -path 'var/log/*' ! -path 'var/lib/dpkg/*' ! -path 'var/lib/apt/*' ! -path 'etc/*-' ! -path 'var/cache/man*' | sort); }
within dpkg --purge immich-pg-monitor >/dev/null 2>&1 || true
within mkdir -p /var/lib/private # systemd's own
files >"$root.before"

within dpkg -i /tmp/immich-pg-monitor.deb >"$root/tmp/log" 2>&1 || fail "dpkg -i"
grep -q 'say where' "$root/tmp/log" || fail "it does not say what to do next"
settings=/etc/immich-pg-monitor/config/application.properties
expect "who reads the settings" "root immich-pg-monitor 640" "$(within stat -c '%U %G %a' $settings)"
expect "archives of classes" "agent.jsa terminal.jsa" "$(within ls /var/cache/immich-pg-monitor | tr '\n' ' ' | sed 's/ $//')"
within test -L /etc/systemd/system/multi-user.target.wants/immich-pg-monitor.service || fail "the service is not enabled"
within man --warnings -l /usr/share/man/man1/immich-pg-monitor.1.gz >"$root/tmp/man" 2>"$root/tmp/log" || fail "the manual page"
expect "what man has against the page" "" "$(cat "$root/tmp/log")"
grep -q -- '--upgrade-to' "$root/tmp/man" || fail "the manual page does not name --upgrade-to"
within bash -c '. /usr/share/bash-completion/completions/immich-pg-monitor && complete -p immich-pg-monitor' >/dev/null || fail "completion"

# One file is edited, and the service as its unit starts it.
sed -i 's|^DB_URL=.*|DB_URL=postgresql://immich:s3cr3t@127.0.0.1:1/immich|' "$root$settings"
expect "how the unit starts it" "immich-pg-monitor serve" \
  "$(sed -n 's/^ExecStart=//p' "$root/usr/lib/systemd/system/immich-pg-monitor.service")"
within sh -c "$agent" sh /etc/immich-pg-monitor immich-pg-monitor immich-pg-monitor serve || fail "the service"
expect "exit code of a check by root" 2 "$(within immich-pg-monitor check >"$root/tmp/log" 2>&1; echo $?)"
grep -q '127.0.0.1:1/immich' "$root/tmp/log" || fail "the check does not ask the database of the service"
expect "exit code of a check by nobody" 3 \
  "$(within setpriv --reuid nobody --regid nogroup --clear-groups immich-pg-monitor check >"$root/tmp/log" 2>&1; echo $?)"
grep -q "$settings cannot be read" "$root/tmp/log" || fail "it does not say that the settings cannot be read"
within env DB_URL=postgresql://other@127.0.0.1:2/other immich-pg-monitor check >"$root/tmp/log" 2>&1 || true
grep -q '127.0.0.1:2/other' "$root/tmp/log" || fail "a check of another database asks that of the service"

within dpkg -i /tmp/immich-pg-monitor.deb >"$root/tmp/log" 2>&1 || fail "an upgrade"
grep -q s3cr3t "$root$settings" || fail "an upgrade has lost the settings"
expect "who reads the settings after an upgrade" "root immich-pg-monitor 640" "$(within stat -c '%U %G %a' $settings)"
within dpkg --remove immich-pg-monitor >"$root/tmp/log" 2>&1 || fail "remove"
grep -q s3cr3t "$root$settings" || fail "to remove it has lost the settings"
within mkdir -p /var/lib/private/immich-pg-monitor
within dpkg --purge immich-pg-monitor >"$root/tmp/log" 2>&1 || fail "purge"
files >"$root.after"
expect "what a purge leaves" "" "$(diff "$root.before" "$root.after" || true)"
expect "the user after a purge" "" "$(grep immich "$root/etc/passwd" "$root/etc/group" || true)"
say "$(basename "$deb"), $(($(stat -c %s "$deb") / 1000000)) MB: installed, run, upgraded, removed and purged."

# The archive, with the Java that is there now.
unpack "$archive"
within /opt/immich-pg-monitor/lib/make-class-archives || fail "make-class-archives"
within env $url sh -c "$agent" sh / nobody /opt/immich-pg-monitor/bin/immich-pg-monitor serve || fail "the agent of the archive"
say "$(basename "$archive"), $(($(stat -c %s "$archive") / 1000000)) MB: unpacked and run."
rm -f "$root.before" "$root.after" "$root.log"
