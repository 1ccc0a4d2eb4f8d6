#!/usr/bin/env bash
# Does the agent grow? It examines 25 databases every second, in ten rounds of a thousand examinations with all faults (after one
# round that does not count). After every fault this measures the process: heap after a full garbage collection, metaspace,
# threads, file descriptors, connections at the server, series. It prints Markdown. The exit code is 1 if something grows.
#
#   ./mvnw package -DskipTests
#   benchmarks/soak.sh [rounds]
#
# It makes its own cluster from Debian's packages postgresql and postgresql-contrib. It takes 12 minutes and most of a core.
# shellcheck disable=SC2317 # faults are called by their names
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=benchmarks/cluster.sh
source benchmarks/cluster.sh
# shellcheck source=benchmarks/agent.sh
source benchmarks/agent.sh
rounds=${1:-10}
databases=25

cluster_init
# The agent must give its password; the session that causes the faults need not.
sed -i '1i host all agent 127.0.0.1/32 scram-sha-256' "$work/data/pg_hba.conf"
cluster_port=$(free_ports 1)
cluster_start "$cluster_port"
create_immich immich
psql -c "create role agent login password 'right'" -c 'grant pg_read_all_settings to agent'
psql -d immich -c 'grant select on version_history, kysely_migrations to agent'
many "$databases"

agent_dir=$work/agent
mkdir -p "$agent_dir/config"
echo right >"$work/password"
configure() { # DATABASE …
  local name
  {
    echo "immich-pg.every=1s"
    echo "immich-pg.timeout=2s"
    for name in "$@"; do
      echo "immich-pg.databases.$name.url=postgresql://agent@127.0.0.1:$cluster_port/$name"
      echo "immich-pg.databases.$name.password-file=$work/password"
      echo "immich-pg.databases.$name.immich-role=immich"
      echo "immich-pg.databases.$name.immich-version=2.7.5"
    done
  } >"$agent_dir/config/application.properties"
}
mapfile -t names < <(for ((i = 1; i <= databases; i++)); do echo "d$i"; done)
configure "${names[@]}"
http_port=$(free_ports 1)
env -i -C "$agent_dir" "PATH=$PATH" "IMMICH_PG_PORT=$http_port" "${serve[@]}" >"$work/agent.log" 2>&1 &
agent=$!
started+=("$agent")
load await 60 "$http_port" /health/ready UP >/dev/null

metrics() { # a client of no weight
  exec 3<>"/dev/tcp/127.0.0.1/$http_port"
  printf 'GET /metrics HTTP/1.0\r\nHost: localhost\r\nAccept: text/plain\r\n\r\n' >&3
  cat <&3
  exec 3>&-
}
examinations() { metrics | awk '/^immich_pg_examinations_total/ {n += $NF} END {printf "%d", n}'; }
readable() { metrics | grep -c '^immich_pg_up{.*} 1'; }
await_readable() { # COUNT WHAT
  local i
  for ((i = 0; i < 300; i++)); do
    [[ $(readable || true) == "$1" ]] && return
    sleep 0.2
  done
  say "$2: never $1 databases that can be read; now $(readable || true)"
  tail -n 5 "$work/agent.log" >&2
  exit 1
}

of_agent() { psql -c "select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = 'agent'" >/dev/null; }
restart() { cluster_stop fast; cluster_start "$cluster_port"; }
crash() { cluster_stop immediate; sleep 1; cluster_start "$cluster_port"; }
hang() { cluster_signal STOP; await_readable 0 hang; cluster_signal CONT; }
killed_backends() { of_agent; sleep 1; of_agent; }
wrong_password() {
  psql -c "alter role agent password 'wrong'"
  of_agent
  await_readable 0 wrong_password
  psql -c "alter role agent password 'right'"
}
extension_dropped() {
  local i
  for ((i = 1; i <= 5; i++)); do psql -d "d$i" -c 'drop extension unaccent'; done
  sleep 2
  for ((i = 1; i <= 5; i++)); do psql -d "d$i" -c 'create extension unaccent'; done
}
database_dropped() {
  psql -c 'drop database d1 with (force)'
  await_readable $((databases - 1)) database_dropped
  many "$databases"
}
too_many_connections() {
  psql -c 'alter role agent connection limit 3'
  of_agent
  await_readable 3 too_many_connections
  psql -c 'alter role agent connection limit -1'
}
locked() {
  local i lockers=()
  for ((i = 1; i <= 5; i++)); do
    psql -d "d$i" -c 'begin; lock table version_history, pg_catalog.pg_extension in access exclusive mode; select pg_sleep(3)' >/dev/null &
    lockers+=($!)
  done
  wait "${lockers[@]}"
}
configuration_edited() { # five databases fewer, and back; the agent follows the file
  configure "${names[@]:0:$((databases - 5))}"
  await_readable $((databases - 5)) configuration_edited
  configure "${names[@]}"
}
faults=(restart crash hang killed_backends wrong_password extension_dropped database_dropped too_many_connections locked
  configuration_edited)

# used PATTERN: kB, in the first line like it
used() { awk -v pattern="$1" '$0 ~ pattern {match($0, /used [0-9]+/); print substr($0, RSTART + 5, RLENGTH - 5); exit}' "$work/memory"; }
measures=(heap metaspace threads descriptors connections series rss)
look() { # ROUND
  local jcmd=("${java%java}jcmd" "$agent")
  "${jcmd[@]}" GC.run >/dev/null
  "${jcmd[@]}" GC.heap_info >"$work/memory"
  "${jcmd[@]}" VM.metaspace basic >>"$work/memory" # where the JDK is newer, it is not in the former
  echo "$1" "$(used '^ *[Tt]enured')" "$(used '^ *Metaspace')" \
    "$(awk '/^Threads:/ {print $2}' "/proc/$agent/status")" \
    "$(find "/proc/$agent/fd" -mindepth 1 | wc -l)" \
    "$(psql -c "select count(*) from pg_stat_activity where usename = 'agent'")" \
    "$(metrics | grep -c '^[a-z]')" \
    "$(awk '/^VmRSS:/ {print $2}' "/proc/$agent/status")" >>"$work/looks"
}

await_readable "$databases" start
first=
for ((round = 0; round <= rounds; round++)); do
  before=$(examinations)
  ((round == 1)) && first=$before
  for fault in "${faults[@]}"; do
    "$fault"
    await_readable "$databases" "after $fault"
    look "$round"
  done
  while (($(examinations) < before + 1000)); do sleep 1; done
  say "round $round: $(($(examinations) - before)) examinations; $(tail -n 1 "$work/looks")"
done
all=$(($(examinations) - first))

median() { # ROUND FIELD
  awk -v round="$1" -v field="$2" '$1 == round {print $field}' "$work/looks" | sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'
}
echo "## Soak, $(date -u +%F)"
echo
echo "\`benchmarks/soak.sh\` on $(machine). $all examinations of $databases databases in $rounds rounds with ${#faults[@]} faults each" \
  "($(printf '%s, ' "${faults[@]//_/ }" | sed 's/, $//')), after one round that does not count. Medians of the values after each fault;" \
  "heap after a full garbage collection; sizes in kB."
echo
printf '| |'; for ((round = 1; round <= rounds; round++)); do printf ' %s |' "$round"; done; echo ' last : first | |'
printf -- '|---|'; for ((round = 1; round <= rounds; round++)); do printf -- '---|'; done; echo '---|---|'
grown=0
for i in "${!measures[@]}"; do
  printf '| %s |' "${measures[$i]}"
  for ((round = 1; round <= rounds; round++)); do printf ' %s |' "$(median "$round" $((i + 2)))"; done
  verdict=$(awk -v a="$(median 1 $((i + 2)))" -v b="$(median "$rounds" $((i + 2)))" 'BEGIN {printf "%.2f × | %s", b / a, b <= 1.1 * a ? "flat" : "growing"}')
  [[ $verdict == *growing ]] && grown=1
  echo " $verdict |"
done
echo
echo "Took $((SECONDS / 60)) min $((SECONDS % 60)) s; load average at the end: $(cut -d ' ' -f 1-3 /proc/loadavg)."
exit "$grown"
