#!/usr/bin/env bash
# What a database costs the agent, in small and in large fleets: the packaged agent with 100 to 5,000 databases on a stand-in server
# (StandIn.java), which gives each of them what a real Postgres has answered to the same questions. These answers are recorded at
# the start. Everything is the agent's own cost: there is no Postgres beside it. It prints Markdown. It fails if the agent asks what
# was not recorded, or cannot read every database.
#
#   ./mvnw package -DskipTests
#   benchmarks/simulation.sh [databases …]
#
# It needs Debian's packages postgresql and postgresql-contrib, and one file descriptor for each database (ulimit -n). Each number of
# databases takes three minutes. HEAP=512m is for all of them; otherwise it is the image's 160 MB, and above 1,000 databases 140 kB
# for each.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=benchmarks/cluster.sh
source benchmarks/cluster.sh
# shellcheck source=benchmarks/agent.sh
source benchmarks/agent.sh
counts=("$@")
((${#counts[@]})) || counts=(100 500 1000 2500 5000)
length=${LENGTH:-60}
ulimit -n "$(ulimit -Hn)"
javac -d "$work/client" benchmarks/StandIn.java
stand_in() { exec "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m -cp "$work/client" StandIn "$@"; }

agent_dir=$work/agent
mkdir -p "$agent_dir/config"
configure() { # EVERY PORT NAME …; all names have six letters
  local every=$1 to=$2 name
  shift 2
  {
    echo "immich-pg.every=$every"
    for name in "$@"; do
      echo "immich-pg.databases.$name.url=postgresql://agent@127.0.0.1:$to/$name"
      echo "immich-pg.databases.$name.immich-role=immich"
      echo "immich-pg.databases.$name.immich-version=2.7.5"
    done
  } >"$agent_dir/config/application.properties"
}
start_agent() { # HEAP
  http_port=$(free_ports 1)
  sed -i "s/^-Xmx.*/-Xmx$1/" "$work/app/lib/java.options"
  env -i -C "$agent_dir" "PATH=$PATH" "IMMICH_PG_PORT=$http_port" "IMMICH_PG_KEEP_SESSION=true" "${serve[@]}" >"$work/agent.log" 2>&1 9>&- &
  agent=$!
  started+=("$agent")
}
end_agent() {
  kill "$agent"
  wait "$agent" || true
}
fail() {
  say "$@"
  tail -n 5 "$work/agent.log" "$work/stand-in.log" >&2
  exit 1
}

# Ten examinations of one database, so that all questions of the first, the second and the later ones are recorded.
record() {
  local server recorder proxy
  server=$(free_ports 1)
  proxy=$(free_ports 1)
  cluster_init
  cluster_start "$server"
  create_immich d00000
  psql -c 'create role agent login' -c 'grant pg_read_all_settings to agent'
  # While an update is pending, the agent has the control files read anew each time, and no two questions are the same.
  psql -d d00000 -c 'grant select on version_history, kysely_migrations to agent' -c 'alter extension pg_trgm update'
  mkfifo "$work/recording"
  stand_in record "$proxy" "$server" "$work/answers" <"$work/recording" >"$work/recorded" 2>"$work/stand-in.log" &
  recorder=$!
  started+=("$recorder")
  exec 9>"$work/recording"
  configure 2s "$proxy" d00000
  start_agent 160m
  load await 60 "$http_port" /metrics 'immich_pg_up{database="d00000"} 1' >/dev/null || fail "the agent cannot read the database that is recorded"
  sleep 20
  exec 9>&-
  wait "$recorder"
  end_agent
  cluster_stop fast
  say "recorded $(cat "$work/recorded") questions and their answers, $(du -k "$work/answers" | cut -f 1) kB"
}

scrape() { CODING=gzip ACCEPT='application/openmetrics-text;version=1.0.0' load scrape new 1 "${1:-3}" "$http_port" /metrics; }
text() {
  exec 3<>"/dev/tcp/127.0.0.1/$http_port"
  printf 'GET /metrics HTTP/1.0\r\nHost: localhost\r\nAccept: text/plain\r\nAccept-Encoding: gzip\r\n\r\n' >&3
  sed -u '/^\r$/q' <&3 >/dev/null
  gunzip <&3
  exec 3>&-
}

simulate() { # COUNT
  local count=$1 heap ready before spent took began threads descriptors rss scraped live names
  heap=${HEAP:-$((count > 1000 ? count * 140 / 1000 : 160))m}
  mapfile -t names < <(for ((i = 1; i <= count; i++)); do printf 'd%05d\n' "$i"; done)
  configure 60s "$stand_in_port" "${names[@]}"
  start_agent "$heap"
  ready=$(load await 240 "$http_port" /health/ready UP) || fail "not all of $count databases were read in 240 s"
  sleep 65 # Every session has seen its second examination, in which the plans are named.
  before=$(cpu_seconds "$agent")
  began=$EPOCHREALTIME
  sleep "$length"
  spent=$(awk -v a="$before" -v b="$(cpu_seconds "$agent")" 'BEGIN {print b - a}')
  took=$(awk -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN {print b - a}')
  text >"$work/text"
  (($(grep -c '^immich_pg_up{.*} 1' "$work/text") == count)) || fail "not all of $count databases can be read"
  threads=$(awk '/^jvm_threads_peak_threads/ {printf "%d", $NF}' "$work/text")
  descriptors=$(find "/proc/$agent/fd" -mindepth 1 | wc -l)
  rss=$(rss_mib "$agent" VmRSS)
  scraped=$(scrape)
  "${java%java}jcmd" "$agent" GC.run >/dev/null
  live=$("${java%java}jcmd" "$agent" GC.heap_info | awk '/[Tt]enured/ {match($0, /used [0-9]+/); print substr($0, RSTART + 5, RLENGTH - 5); exit}')
  if [[ ${HISTOGRAM:-} ]]; then "${java%java}jcmd" "$agent" GC.class_histogram >"$HISTOGRAM.$count"; fi
  # shellcheck disable=SC2086 # its words
  set -- $scraped
  awk -v n="$count" -v ready="$ready" -v spent="$spent" -v took="$took" -v live="$live" -v threads="$threads" -v fds="$descriptors" \
    -v rss="$rss" -v ms="$1" -v wire="$6" -v text="$(stat -c %s "$work/text")" -v series="$(grep -c '^[a-z]' "$work/text")" -v heap="$heap" 'BEGIN {
      printf "| %d | %.0f | %.2f | %.2f | %.1f | %.1f | %s | %d | %d | %.3f | %.0f | %.0f | %.1f | %.2f | %.2f |\n", n, ready, spent * 60 / took,
        1000 * spent * 60 / took / n, live / 1024, live / n, heap, threads, fds, fds / n, rss, series / n, text / 1e6, wire / 1e6, ms / 1000}'
  end_agent
}

record
echo "## Simulation, $(date -u +%F)"
echo
echo "\`benchmarks/simulation.sh ${counts[*]}\` on $(machine) (recorded). Examined every 60 s; measured over $length s, when every database had been" \
  "examined twice. Load average at the start: $(cut -d ' ' -f 1-3 /proc/loadavg)."
echo
echo "| databases | all read after s | processor s per minute | ms of it per examination | heap in use MiB | kB of it per database | -Xmx | threads, most | descriptors | … per database | RSS MiB | series per database | text MB | gzip MB | scrape s |"
echo "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|"
stand_in_port=$(free_ports 1)
stand_in answer "$stand_in_port" "$work/answers" >>"$work/stand-in.log" 2>&1 &
started+=($!)
for count in "${counts[@]}"; do simulate "$count"; done
echo
grep -q 'not recorded' "$work/stand-in.log" && fail "the agent has asked what was not recorded"
echo "Took $((SECONDS / 60)) min $((SECONDS % 60)) s; load average at the end: $(cut -d ' ' -f 1-3 /proc/loadavg)."
