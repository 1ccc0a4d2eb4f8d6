# Source this after cluster.sh. It starts the packaged agent (./mvnw package) as the image does (src/main/launcher): with its
# flags, and with a cache of loaded classes if there is a JDK 25 (JDK_25=…; JDK_25=none for the java on the path). For more
# flags in the runs, but not for the cache: AGENT_FLAGS=…
# shellcheck shell=bash disable=SC2154

[[ -f target/quarkus-app/quarkus-run.jar ]] || { say "there is no target/quarkus-app: ./mvnw package -DskipTests" >&2; exit 2; }
jdk=${JDK_25:-$(find /usr/lib/jvm -mindepth 1 -maxdepth 1 -name '*25*' | sort | head -n 1)}
if [[ -x $jdk/bin/java ]]; then java=$jdk/bin/java; else java=$(command -v java); fi
flags=$(realpath src/main/launcher/java.options)
# Somebody can build at the same time, so this works on a copy. It keeps the modification times, which the cache compares with
# those of the jars.
cp -a target/quarkus-app "$work/app"
mkdir -p "$work/client"
javac -d "$work/client" benchmarks/Load.java
load() { command java -XX:+UseSerialGC -cp "$work/client" Load "$@"; }
free_ports() { load ports "$1"; }

# It gets nothing else from the environment.
bare() { env -i PATH="$PATH" LANG=C.UTF-8 "$@"; }

image_java=("$java" "@$flags")
train() {
  local http_port rehearsal_port process status=0
  "$java" -XX:AOTCacheOutput="$work/try.aot" -version >/dev/null 2>&1 || return 0
  http_port=$(free_ports 1)
  rehearsal_port=$(free_ports 1)
  "$java" -cp "$work/app/app/*:$work/app/lib/main/*" dev.immichpg.RehearsalServer "$rehearsal_port" >"$work/rehearsal.log" 2>&1 &
  started+=($!)
  until grep -q ready "$work/rehearsal.log"; do sleep 0.1; done
  (cd "$work" && bare IMMICH_PG_PORT="$http_port" DB_URL="postgresql://immich@127.0.0.1:$rehearsal_port/immich" "${image_java[@]}" \
    -XX:AOTCacheOutput="$work/app/app.aot" -jar "$work/app/quarkus-run.jar" >"$work/train.log" 2>&1) &
  process=$!
  load await 60 "$http_port" /health/ready UP >/dev/null
  for path in /metrics /metrics /health/live /health/started /api/databases /; do load get "$http_port" "$path" >/dev/null; done
  kill -TERM "$(pgrep -P "$process" || echo "$process")"
  wait "$process" || status=$?
  [[ $status == 143 && -s $work/app/app.aot ]] || { cat "$work/train.log" >&2; exit 1; }
  image_java+=("-XX:AOTCache=$work/app/app.aot")
}
train
read -r -a more_flags <<<"${AGENT_FLAGS:-}"
image_java+=("${more_flags[@]}")

machine() {
  echo "$(nproc) cores ($(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1)), $(awk '/MemTotal/ {printf "%.0f GiB", $2 / 1048576}' /proc/meminfo)," \
    "$(sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release); Java $("$java" -version 2>&1 | sed -n '1s/[^"]*"\([^"]*\)".*/\1/p')$(
      [[ -s $work/app/app.aot ]] && echo " with the image's flags and a cache of loaded classes" || echo " with the image's flags, without a cache of loaded classes"
    )${AGENT_FLAGS:+ and $AGENT_FLAGS}, Postgres $("$bin/postgres" --version | sed 's/^[^0-9]*\([0-9.]*\).*/\1/')"
}

# rss_mib PROCESS VmRSS|RssAnon
rss_mib() { awk -v what="$2:" '$1 == what {printf "%.1f", $2 / 1024}' "/proc/$1/status"; }
cpu_seconds() { awk -v hz="$(getconf CLK_TCK)" '{sub(/^.*\) /, ""); printf "%.2f", ($12 + $13) / hz}' "/proc/$1/stat"; }
