#!/usr/bin/env bash
# Builds where there is a JDK and next to nothing else: in a minimal Debian (debootstrap), as an ordinary user who has an empty
# Maven repository, as a background job of a shell that is not interactive, so that SIGINT is ignored.
#
#   src/test/minimal-root/verify.sh [ARGUMENTS OF MAVEN]      verify, unless others are given
#
#   JDK=…          a package of Debian's (openjdk-17-jdk-headless), or the directory of a JDK of this machine, which is copied
#   REPOSITORY=…   a Maven repository to begin with, which is copied: for a second run that need not fetch everything again
#   KEEP=…         a directory in which the root is made, and kept; a root that is there already is used as it is
#
# Needs root, debootstrap, and about 3 GB. Packages come from where this machine's apt has its own; Maven's settings, proxies
# and certificates of this machine are carried over. Exits with 77 where it cannot be tried, else as Maven does.
set -euo pipefail
cd "$(dirname "$0")/../../.."

say() { echo "minimal-root: $*"; }
cannot() { say "NOT TRIED. $*"; exit 77; }

[ "$(id -u)" = 0 ] || cannot "only root can make one."
command -v debootstrap >/dev/null || cannot "debootstrap is not installed."
unshare --mount --pid --fork true 2>/dev/null || cannot "no namespace for processes and mounts can be made here."

JDK=${JDK:-openjdk-17-jdk-headless}
packages=git,curl,ca-certificates
[ -d "$JDK" ] || packages+=",$JDK"

if [ -n "${KEEP:-}" ]; then
  root=$KEEP
else
  root=$(mktemp -d)
  chmod 755 "$root" # it will be the / of an ordinary user
  trap 'rm -rf --one-file-system "$root"' EXIT
fi

if [ ! -d "$root/home" ]; then
  codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
  mirror=$(apt-get indextargets --format '$(CODENAME) $(REPO_URI)' 'Created-By: Packages' |
    awk -v codename="$codename" '$1 == codename { print $2; exit }')
  [ -n "$mirror" ] || cannot "apt knows no archive of $codename."
  log=$(mktemp)
  debootstrap --variant=minbase --include="$packages" "$codename" "$root" "$mirror" >"$log" 2>&1 ||
    { tail -n 20 "$log"; cannot "debootstrap failed."; }
  rm "$log"
fi
say "$root holds $packages and $(du -sm --one-file-system "$root" | cut -f1) MB."

# What this machine needs to reach the outside.
for file in /etc/resolv.conf /etc/hosts; do [ ! -f "$file" ] || cp "$file" "$root$file"; done
mkdir -p "$root/usr/local/share/ca-certificates"
find /usr/local/share/ca-certificates -name '*.crt' -exec cp {} "$root/usr/local/share/ca-certificates/" \;

user=builder
chroot "$root" useradd --create-home --shell /bin/bash "$user" 2>/dev/null || [ $? = 9 ]
home=/home/$user
mkdir -p "$root$home/.m2"
[ ! -f ~/.m2/settings.xml ] || cp ~/.m2/settings.xml "$root$home/.m2/"
[ -z "${REPOSITORY:-}" ] || cp -a "$REPOSITORY/." "$root$home/.m2/repository/"
variables=()
for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY MAVEN_OPTS; do
  [ -z "${!name:-}" ] || variables+=("$name=${!name}")
done
if [ -d "$JDK" ]; then
  mkdir -p "$root/opt/jdk"
  cp -aL "$JDK/." "$root/opt/jdk/"
  variables+=("JAVA_HOME=/opt/jdk")
fi

# A clone would have no less and no more than this.
checkout=$root$home/immich-pg-monitor
rm -rf "$checkout"
mkdir "$checkout"
git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
  [ ! -e "$file" ] || printf '%s\0' "$file"
done | xargs -0 cp --parents -t "$checkout"
chroot "$root" chown -R "$user:" "$home"

[ $# -gt 0 ] || set -- verify
say "as $user, in the background: ./mvnw $*"
began=$SECONDS
status=0
unshare --mount --pid --fork --kill-child bash -s -- "$root" "$user" "${variables[@]}" -- "$@" <<'WITHIN' || status=$?
set -euo pipefail
root=$1 user=$2
shift 2
variables=()
while [ "$1" != -- ]; do variables+=("$1"); shift; done
shift
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
# Terminals, which any machine has.
mkdir -p "$root/dev/pts"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
ln -sfn pts/ptmx "$root/dev/ptmx"
[ -d "$root/opt/jdk" ] && path=/opt/jdk/bin:/usr/bin:/bin || path=/usr/bin:/bin
# curl and Java each have their own list of whom they trust.
chroot "$root" update-ca-certificates --fresh >/dev/null 2>&1
for certificate in "$root"/usr/local/share/ca-certificates/*.crt; do
  [ -f "$certificate" ] || continue
  chroot "$root" env PATH="$path:/usr/sbin:/sbin" keytool -importcert -noprompt -cacerts -storepass changeit \
    -alias "$(basename "$certificate")" -file "${certificate#"$root"}" >/dev/null 2>&1 || true # it is there already
done
exec chroot "$root" setpriv --reuid "$user" --regid "$user" --init-groups --inh-caps=-all --no-new-privs \
  env -i HOME="/home/$user" USER="$user" LANG=C.UTF-8 PATH="$path" "${variables[@]}" \
  sh -c 'cd ~/immich-pg-monitor && { ./mvnw --batch-mode --no-transfer-progress "$@" </dev/null & wait $!; }' sh "$@"
WITHIN
say "./mvnw $* as $user: exit code $status after $((SECONDS - began)) s."
exit "$status"
