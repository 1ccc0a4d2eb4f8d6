# Source this after cluster.sh. It installs the packaged agent (./mvnw package) as a release is installed: the launcher, its flags and
# the archives of classes that it makes (src/main/launcher). It uses a JDK 25 if it finds one (JDK_25=…; JDK_25=none for the java on
# the path). For more flags in the runs, but not for the archives: AGENT_FLAGS=…
# shellcheck shell=bash disable=SC2154

[[ -f target/quarkus-app/quarkus-run.jar ]] || { say "there is no target/quarkus-app: ./mvnw package -DskipTests" >&2; exit 2; }
java_on_path=$(readlink -f "$(command -v java)")
jdk=${JDK_25:-$(find /usr/lib/jvm -mindepth 1 -maxdepth 1 -name '*25*' | sort | head -n 1)}
if [[ -x $jdk/bin/java ]]; then java=$jdk/bin/java; else java=$java_on_path; fi

# install_agent DIRECTORY JAVA. Somebody can build at the same time, so this works on a copy. It keeps the modification times, which an
# archive of classes compares with those of the jars.
install_agent() {
  mkdir -p "$1/bin"
  cp -a target/quarkus-app "$1/lib"
  cp src/main/launcher/java.options src/main/launcher/make-class-archives "$1/lib"
  cp src/main/launcher/immich-pg-monitor "$1/bin"
  ln -s "${2%/bin/java}" "$1/runtime"
  env -i PATH="$PATH" sh "$1/lib/make-class-archives" >"$work/archives.log" 2>&1 || { cat "$work/archives.log" >&2; exit 1; }
}
install_agent "$work/app" "$java"
printf '%s\n' "${AGENT_FLAGS:-}" >>"$work/app/lib/java.options"
serve=("$work/app/bin/immich-pg-monitor" serve)

mkdir -p "$work/client"
javac -d "$work/client" benchmarks/Load.java
load() { command java -XX:+UseSerialGC -cp "$work/client" Load "$@"; }
free_ports() { load ports "$1"; }

version_of_java() { "$1" -version 2>&1 | sed -n '1s/[^"]*"\([^"]*\)".*/\1/p'; }
machine() {
  echo "$(nproc) cores ($(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1)), $(awk '/MemTotal/ {printf "%.0f GiB", $2 / 1048576}' /proc/meminfo)," \
    "$(sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release); Java $(version_of_java "$java"), installed as a release is${AGENT_FLAGS:+, with $AGENT_FLAGS}, Postgres $("$bin/postgres" --version | sed 's/^[^0-9]*\([0-9.]*\).*/\1/')"
}

# rss_mib PROCESS VmRSS|RssAnon
rss_mib() { awk -v what="$2:" '$1 == what {printf "%.1f", $2 / 1024}' "/proc/$1/status"; }
cpu_seconds() { awk -v hz="$(getconf CLK_TCK)" '{sub(/^.*\) /, ""); printf "%.2f", ($12 + $13) / hz}' "/proc/$1/stat"; }
