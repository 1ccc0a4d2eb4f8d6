#!/usr/bin/env bash
# The agent and its peers in the same run: Debian's prometheus-postgres-exporter and prometheus-sql-exporter, which get the
# same five questions as custom queries (questions, below), and check_pgactivity and check_postgres for the one-shot. It prints
# Markdown. It only measures: nothing passes or fails.
#
#   ./mvnw package -DskipTests
#   benchmarks/peers.sh [--quick] [--current] [scrape] [examination] [once] [hung] [fleet]
#
# Without a part it runs all of them: 16 minutes. --quick tries everything in 4 minutes, but its figures mean nothing. It installs
# nothing. --current adds the newest postgres_exporter that Go's module proxy has, built with Go in target/peers; Debian's stay
# beside it. (Of sql_exporter and pgwatch that proxy refused every version on 2026-11-27. blackbox_exporter only sees that a port
# answers, which is none of the questions.) It uses a JDK 25 if it finds one (JDK_25=…). For the fleet only: DATABASES="1 300" PROGRAMS=agent benchmarks/peers.sh fleet
# (A thousand sessions of the agent need 40 GB of the one server's memory: benchmarks/simulation.sh has a stand-in for it.)
set -euo pipefail
cd "$(dirname "$0")/.."

missing=()
need() { command -v "$1" >/dev/null 2>&1 || missing+=("$2"); }
need javac default-jdk-headless
need psql postgresql
need pgbench postgresql
need prometheus-postgres-exporter prometheus-postgres-exporter
need prometheus-sql-exporter prometheus-sql-exporter
need prometheus prometheus
need check_postgres check-postgres
need time time
need wrk wrk
plugin=/usr/lib/nagios/plugins/check_pgactivity
[[ -x $plugin ]] || missing+=(check-pgactivity)
[[ -x /usr/bin/time ]] || missing+=(time)
if ((${#missing[@]})); then
  echo "peers.sh: Debian packages that are missing here: ${missing[*]}" >&2
  exit 2
fi

quick='' current=''
while [[ ${1:-} == --* ]]; do
  case $1 in
    --quick) quick=yes ;;
    --current) current=yes ;;
    *) echo "peers.sh: no such option: $1" >&2; exit 2 ;;
  esac
  shift
done
parts=("$@")
((${#parts[@]})) || parts=(scrape examination once hung fleet)
full() { if [[ $quick ]]; then echo "$2"; else echo "$1"; fi; } # full FULL QUICK

# The newest that can be had, from its module's own sources: "go install" asks for a list of versions, which the proxy may refuse.
current_postgres_exporter() {
  local module=github.com/prometheus-community/postgres_exporter version sources
  for version in v0.20.2 v0.20.1 v0.20.0 v0.19.1; do
    [[ ! -x target/peers/postgres_exporter-$version ]] || { realpath "target/peers/postgres_exporter-$version"; return; }
    sources=$(cd / && go mod download -json "$module@$version" 2>/dev/null | sed -n 's/.*"Dir": "\(.*\)",/\1/p')
    [[ $sources ]] || continue
    rm -rf target/peers/sources
    mkdir -p target/peers
    cp -r "$sources" target/peers/sources
    chmod -R u+w target/peers/sources
    (cd target/peers/sources && go build -ldflags "-X github.com/prometheus/common/version.Version=${version#v}" \
      -o "../postgres_exporter-$version" ./cmd/postgres_exporter) >&2 || continue
    realpath "target/peers/postgres_exporter-$version"
    return
  done
  echo "peers.sh: Go's module proxy has no postgres_exporter that can be built" >&2
  return 1
}

# shellcheck source=benchmarks/cluster.sh
source benchmarks/cluster.sh
# shellcheck source=benchmarks/agent.sh
source benchmarks/agent.sh

questions=(extension_drift preload_present schema_usage database_owned search_path_public)
labels_of() {
  case $1 in
    extension_drift) echo datname extension installed available ;;
    preload_present) echo datname library ;;
    schema_usage) echo datname schema ;;
    *) echo datname ;;
  esac
}
sql_of() { # one row for each thing; the value is called value
  case $1 in
    extension_drift)
      echo "select current_database() as datname, e.extname as extension, e.extversion as installed, a.default_version as available, (e.extversion <> a.default_version)::int as value from pg_extension e join pg_available_extensions a on a.name = e.extname"
      ;;
    preload_present)
      echo "select current_database() as datname, l.library, (l.library = any (string_to_array(replace(current_setting('shared_preload_libraries'), ' ', ''), ',')))::int as value from unnest(array['vchord', 'vectors', 'pg_stat_statements']) as l (library)"
      ;;
    schema_usage)
      echo "select current_database() as datname, n.nspname as schema, has_schema_privilege('immich', n.oid, 'USAGE')::int as value from pg_namespace n where n.nspname in ('public', 'vectors')"
      ;;
    database_owned)
      echo "select current_database() as datname, (pg_get_userbyid(d.datdba) = 'immich')::int as value from pg_database d where d.datname = current_database()"
      ;;
    search_path_public)
      echo "select current_database() as datname, (current_setting('search_path') ~ '\\mpublic\\M')::int as value"
      ;;
  esac
}

# A login for each, so that the server can tell what each has asked.
logins=(agent postgres_exporter sql_exporter)
declare -A exporter=([postgres_exporter]=$(command -v prometheus-postgres-exporter))
if [[ $current ]]; then
  exporter[postgres_exporter_current]=$(current_postgres_exporter)
  logins+=(postgres_exporter_current)
fi
version_of() { "${exporter[$1]}" --version 2>&1 | sed -n '1s/.*version \([^ ]*\).*/\1/p'; } # WHICH postgres_exporter
# What those collect that nobody has asked for here, by the flag that turns each of it off.
unasked() { # WHICH
  "${exporter[$1]}" --help 2>&1 | sed -n 's/^ *--\[no-\]\(collector\.[a-z_]*\) .*/--no-\1/p'
}
url() { echo "postgresql://$1@127.0.0.1:$port/$2"; } # LOGIN DATABASE
series_complete() { # what the metrics of one hold once all of it has been read
  case $1 in
    agent) echo 'immich_pg_check_problem{' ;;
    postgres_exporter*) echo 'immich_search_path_public_value{' ;;
    sql_exporter) echo 'sql_search_path_public{' ;;
  esac
}

agent_dir=$work/agent
write_agent() { # EVERY DATABASE …; one configuration file for all of them, as for a fleet
  local every=$1 name
  shift
  mkdir -p "$agent_dir/config"
  {
    echo "immich-pg.every=$every"
    for name in "$@"; do
      echo "immich-pg.databases.$name.url=$(url agent "$name")"
      echo "immich-pg.databases.$name.immich-role=immich"
      echo "immich-pg.databases.$name.immich-version=2.7.5"
    done
  } >"$agent_dir/config/application.properties"
}
write_postgres_exporter() {
  local question label
  for question in "${questions[@]}"; do
    printf 'immich_%s:\n  query: "%s"\n  metrics:\n' "$question" "$(sql_of "$question" | sed 's/\\/\\\\/g')"
    for label in $(labels_of "$question"); do printf '    - %s: {usage: LABEL, description: %s}\n' "$label" "$label"; done
    printf '    - value: {usage: GAUGE, description: %s}\n' "$question"
  done >"$work/queries.yaml"
}
write_sql_exporter() { # EVERY DATABASE …
  local every=$1 question name
  shift
  {
    printf 'jobs:\n- name: immich\n  interval: %s\n  connections:\n' "$every"
    for name in "$@"; do printf "  - 'postgres://sql_exporter@127.0.0.1:%s/%s?sslmode=disable'\n" "$port" "$name"; done
    printf '  queries:\n'
    for question in "${questions[@]}"; do
      printf '  - name: %s\n    help: %s\n    labels: [%s]\n    values: [value]\n    query: |\n      %s\n' "$question" "$question" \
        "$(labels_of "$question" | sed 's/ /, /g')" "$(sql_of "$question")"
    done
  } >"$work/sql_exporter.yml"
}

# command_of WHO PORT: into the array command
command_of() {
  case $1 in
    agent)
      command=(env -i -C "$agent_dir" "PATH=$PATH" "IMMICH_PG_PORT=$2" "${agent_environment[@]}" "${serve[@]}")
      ;;
    postgres_exporter*)
      local off
      mapfile -t off < <(unasked "$1")
      command=(env -i "DATA_SOURCE_NAME=$(url "$1" immich)?sslmode=disable" "${exporter[$1]}" "--web.listen-address=127.0.0.1:$2"
        --disable-default-metrics --disable-settings-metrics "${off[@]}" "--extend.query-path=$work/queries.yaml" "${postgres_exporter_flags[@]}")
      ;;
    sql_exporter)
      command=(env -i prometheus-sql-exporter "-web.listen-address=127.0.0.1:$2" "-config.file=$work/sql_exporter.yml")
      ;;
  esac
}
agent_environment=()
postgres_exporter_flags=()
declare -A http_port process

# run WHO …: starts them
run() {
  local who ports
  mapfile -t ports < <(free_ports $#)
  for who in "$@"; do
    http_port[$who]=${ports[0]}
    ports=("${ports[@]:1}")
    command_of "$who" "${http_port[$who]}"
    "${command[@]}" >"$work/$who.log" 2>&1 &
    process[$who]=$!
    started+=($!)
  done
}
await_complete() { # [COUNT]
  local who
  for who in "${!process[@]}"; do
    load await 300 "${http_port[$who]}" /metrics "$(series_complete "$who")" >/dev/null || {
      tail -n 5 "$work/$who.log" >&2
      say "$who never had read everything"
      exit 1
    }
  done
}
end_all() {
  local who
  for who in "${!process[@]}"; do
    kill "${process[$who]}" 2>/dev/null || true
    wait "${process[$who]}" 2>/dev/null || true
  done
  process=()
}

statements() { # LOGIN: how many, and milliseconds of planning and execution, since the last reset
  psql -d immich -F ' ' -c "select coalesce(sum(calls), 0), round(coalesce(sum(total_exec_time + total_plan_time), 0)::numeric, 2)
    from pg_stat_statements where userid = '$1'::regrole and query not like '%pg_stat_statements%'"
}
reset_statements() { psql -d immich -c 'select pg_stat_statements_reset()' >/dev/null; }

calc() { awk "BEGIN {printf \"%.${2:-2}f\", $1}"; }
nth() { cut -d ' ' -f "$1" <<<"$2"; }
# table_row WHAT lower|higher|- DECIMALS VALUE …: those of the logins, in their order, and the ratio of the first to the best of
# the others
table_row() {
  local what=$1 better=$2 decimals=$3
  shift 3
  printf '%s\n' "$@" | awk -v what="$what" -v better="$better" -v decimals="$decimals" '
    function isnumber(x) { return x ~ /^-?[0-9.]+$/ }
    { row = row " " (isnumber($0) ? sprintf("%." decimals "f", $0) : $0) " |" }
    NR == 1 { ours = $0 }
    NR > 1 && isnumber($0) && (best == "" || (better == "lower" ? $0 + 0 < best : $0 + 0 > best)) { best = $0 + 0 }
    END {
      ratio = "–"
      if (better != "-" && isnumber(ours) && best != "") ratio = best > 0 ? sprintf("%.2f ×", ours / best) : ours == 0 ? "equal" : "–"
      printf "| %s |%s %s |\n", what, row, ratio
    }'
}
table_head() {
  printf '| |'
  printf ' %s |' "${logins[@]//_current/ (current)}" 'agent : better peer'
  printf '\n|---|---|'
  printf -- '---|%.0s' "${logins[@]}"
  printf '\n'
}
# values_of ARRAY [FIELD]: of the logins, into the array values
values=()
values_of() {
  local -n of=$1
  local who
  values=()
  for who in "${logins[@]}"; do if [[ ${2:-} ]]; then values+=("$(nth "$2" "${of[$who]}")"); else values+=("${of[$who]}"); fi; done
}

# requests PORT CODING: per second over 8 connections. wrk needs a fifth of the processor time that a client in Java needs, and
# the client and the server share the machine.
requests() {
  wrk -t 1 -c 8 -d "$(full 10 1)s" -H "Accept: $(load accept)" -H "Accept-Encoding: $2" "http://127.0.0.1:$1/metrics" >"$work/wrk"
  ! grep -E 'Non-2xx|Socket errors' "$work/wrk" >&2 || return 1
  sed -n 's/^Requests\/sec: *//p' "$work/wrk"
}

# shellcheck disable=SC2034 # the arrays are read by each
scrape() {
  local who runs count i before
  declare -A start idle new keep rps own gzip_new gzip_rps gzip_own after asked
  runs=$(full 5 2) count=$(full 5000 200)
  write_agent 60s immich
  write_postgres_exporter
  write_sql_exporter 60s immich

  for who in "${logins[@]}"; do
    i=$(free_ports 1)
    command_of "$who" "$i"
    start[$who]=$(load start "$runs" "$i" /metrics "$(series_complete "$who")" "${command[@]}")
  done
  run "${logins[@]}"
  await_complete
  sleep "$(full 60 3)"
  for who in "${logins[@]}"; do idle[$who]="$(rss_mib "${process[$who]}" VmRSS) $(rss_mib "${process[$who]}" RssAnon)"; done

  i=$(free_ports 1)
  echo '{}' >"$work/prometheus.yml"
  prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/prometheus" --web.listen-address="127.0.0.1:$i" \
    >"$work/prometheus.log" 2>&1 &
  started+=($!)
  load await 60 "$i" /-/healthy Healthy >/dev/null
  local floor_new floor_kept floor_rps
  floor_new=$(load scrape new 1 "$count" "$i" /-/healthy)
  floor_kept=$(load scrape kept 1 "$count" "$i" /-/healthy)
  floor_rps=$(wrk -t 1 -c 8 -d "$(full 10 1)s" "http://127.0.0.1:$i/-/healthy" | sed -n 's/^Requests\/sec: *//p')
  kill $!

  for who in "${logins[@]}"; do
    reset_statements
    new[$who]=$(load scrape new 1 "$count" "${http_port[$who]}" /metrics)
    keep[$who]=$(load scrape kept 1 "$count" "${http_port[$who]}" /metrics)
    asked[$who]=$(statements "$who")
    after[$who]="$(rss_mib "${process[$who]}" VmRSS) $(rss_mib "${process[$who]}" RssAnon)"
    before=$(cpu_seconds "${process[$who]}")
    rps[$who]=$(requests "${http_port[$who]}" identity)
    own[$who]=$(calc "1000000 * ($(cpu_seconds "${process[$who]}") - $before) / ($(full 10 1) * ${rps[$who]})")
    # As Prometheus asks.
    gzip_new[$who]=$(CODING=gzip load scrape new 1 "$count" "${http_port[$who]}" /metrics)
    before=$(cpu_seconds "${process[$who]}")
    gzip_rps[$who]=$(requests "${http_port[$who]}" gzip)
    gzip_own[$who]=$(calc "1000000 * ($(cpu_seconds "${process[$who]}") - $before) / ($(full 10 1) * ${gzip_rps[$who]})")
  done
  for who in "${logins[@]}"; do
    ((0 == $(nth 7 "${new[$who]}") + $(nth 7 "${keep[$who]}") + $(nth 7 "${gzip_new[$who]}"))) || say "$who did not answer every time"
  done
  end_all

  echo "### Start, memory, scrapes"
  echo
  echo "One database. The agent and sql_exporter query it every 60 s, postgres_exporter at each scrape. Times in ms, memory in MiB."
  echo "The fastest that the client itself can be, measured with Prometheus' \`/-/healthy\` (30 bytes): p50 $(calc "$(nth 1 "$floor_new")") and" \
    "p99 $(calc "$(nth 3 "$floor_new")") ms over new connections, $(calc "$(nth 1 "$floor_kept")") and $(calc "$(nth 3 "$floor_kept")") ms" \
    "over one open connection, $(calc "$floor_rps" 0) per second over 8 (by wrk, which makes the requests per second below, too)."
  echo
  table_head
  each() { # WHAT BETTER DECIMALS ARRAY FIELD
    values_of "$4" "$5"
    table_row "$1" "$2" "$3" "${values[@]}"
  }
  each "start to the first complete scrape, median of $runs" lower 0 start 2
  each "RSS after $(full 60 3) s idle" lower 1 idle 1
  each "of which anonymous; the rest are mapped files" lower 1 idle 2
  each "RSS after $((2 * count + 1000)) scrapes" lower 1 after 1
  each "of which anonymous" lower 1 after 2
  each "scrape, new connection: p50" lower 2 new 1
  each "scrape, new connection: p99" lower 2 new 3
  each "scrape, open connection: p50" lower 2 keep 1
  each "scrape, open connection: p99" lower 2 keep 3
  each "scrapes per second over 8 connections" higher 0 rps 1
  each "own processor time for each of them, µs" lower 1 own 1
  each "bytes of a scrape" - 0 keep 6
  each "with gzip, new connection: p50" lower 2 gzip_new 1
  each "with gzip, new connection: p99" lower 2 gzip_new 3
  each "with gzip, scrapes per second over 8 connections" higher 0 gzip_rps 1
  each "with gzip, own processor time for each of them, µs" lower 1 gzip_own 1
  each "with gzip, bytes of a scrape" - 0 gzip_new 6
  each "statements at the server during $((2 * count + 1000)) scrapes, including those of the own schedule" lower 0 asked 1
  each "their time on the server, ms" lower 0 asked 2
  echo
}

# The statements of one examination, as the agent sends them to a Postgres 15 or newer; for pgbench.
examination_statements() {
  local sql=src/main/resources/dev/immichpg/postgres
  # To pgbench a name after a colon is a variable of its own. In a pattern, _ is any character.
  sed -E "s/pg_catalog.current_setting\('immich_pg.role', true\)/'immich'::text/; s/\[1:100\]/[1: 100]/; s/([% ]):([a-z])/\1_\2/g" "$sql/snapshot.sql"
  echo "select pg_catalog.json_build_object('history', pg_catalog.json_build_object('versions', ($(cat "$sql/version-history.sql")"
  echo "), 'executedMigrations', ($(cat "$sql/executed-migrations.sql")"
  echo "), 'indexStatus', null), 'databaseCollation', ($(cat "$sql/database-collation.sql")"
  echo "), 'loadedModules', null);"
}

examination() {
  local length who bare bench agent
  length=$(full 45 8)
  write_agent 1s immich
  write_postgres_exporter
  write_sql_exporter 1s immich
  examination_statements >"$work/examination.sql"
  run "${logins[@]}"
  await_complete
  sleep "$(full 10 2)" # some examinations to warm up

  local runs_before runs_after scrapes=0
  declare -A asked statements_each time_each
  runs_before=$(load get "${http_port[agent]}" /metrics | awk '/^immich_pg_examinations_total/ {n += $NF} END {print n}')
  reset_statements
  (cd "$work" && pgbench -n -h "$work" -p "$port" -U pgbench -c 1 -M prepared --rate=1 -T "$length" -l --log-prefix="$work/bench" \
    -h 127.0.0.1 -f "$work/examination.sql" immich >"$work/pgbench.out" 2>&1) &
  bench=$!
  load follow "$length" "${http_port[agent]}" /metrics 'immich_pg_examination_duration_seconds{' >"$work/follow" &
  for ((; scrapes < length; scrapes++)); do
    for who in "${!exporter[@]}"; do load get "${http_port[$who]}" /metrics >/dev/null; done
    sleep 0.5
  done
  wait "$bench" || { cat "$work/pgbench.out" >&2; exit 1; }
  wait %% 2>/dev/null || true
  runs_after=$(load get "${http_port[agent]}" /metrics | awk '/^immich_pg_examinations_total/ {n += $NF} END {print n}')
  for who in "${logins[@]}" pgbench; do asked[$who]=$(statements "$who"); done
  end_all
  # shellcheck disable=SC2086 # pgbench's own names
  bare=$(cat $work/bench.* | awk '{print ($3 - $NF) / 1000}' | load quantiles)
  agent=$(awk '{printf "%d %.3f %.3f %.3f", $1, 1000 * $2, 1000 * $3, 1000 * $4}' "$work/follow")

  local sql_exporter_runs
  sql_exporter_runs=$(calc "$(nth 1 "${asked[sql_exporter]}") / ${#questions[@]}" 0)
  declare -A rounds=([agent]=$(calc "$runs_after - $runs_before" 0) [sql_exporter]=$sql_exporter_runs) per_minute=()
  for who in "${!exporter[@]}"; do rounds[$who]=$scrapes; done
  for who in "${logins[@]}"; do
    statements_each[$who]=$(calc "$(nth 1 "${asked[$who]}") / ${rounds[$who]}")
    time_each[$who]=$(calc "$(nth 2 "${asked[$who]}") / ${rounds[$who]}")
  done

  echo "### The cost of an examination for the server"
  echo
  echo "An examination, compared with its statements alone: prepared, sent by \`pgbench\` over one connection in the same minute," \
    "each once a second. The limit is 1.3."
  echo
  echo "| ms | agent's examination | bare statements | ratio |"
  echo "|---|---|---|---|"
  local i name
  i=2
  for name in p50 p99 maximum; do
    echo "| $name | $(calc "$(nth $i "$agent")" 1) | $(calc "$(nth $i "$bare")" 1) | $(calc "$(nth $i "$agent") / $(nth $i "$bare")") × |"
    i=$((i + 1))
  done
  echo
  echo "The agent's $(nth 1 "$agent") values, pgbench's $(nth 1 "$bare"). On the server alone they took" \
    "$(calc "$(nth 2 "${asked[agent]}") / ${rounds[agent]}") and $(calc "$(nth 2 "${asked[pgbench]}") / $(nth 1 "$bare")") ms on average."
  echo
  echo "Measured by \`pg_stat_statements\`, with planning. Per" \
    "minute: the agent and sql_exporter query every 60 s, postgres_exporter is scraped every 15 s."
  echo
  table_head
  values_of statements_each
  table_row "statements for each examination or scrape" lower 2 "${values[@]}"
  values_of time_each
  table_row "their time on the server, ms" lower 2 "${values[@]}"
  for who in "${logins[@]}"; do per_minute[$who]=$(calc "${statements_each[$who]}$([[ ! ${exporter[$who]:-} ]] || echo ' * 4')"); done
  values_of per_minute
  table_row "statements per minute" lower 2 "${values[@]}"
  for who in "${logins[@]}"; do per_minute[$who]=$(calc "${time_each[$who]}$([[ ! ${exporter[$who]:-} ]] || echo ' * 4')"); done
  values_of per_minute
  table_row "their time per minute, ms" lower 2 "${values[@]}"
  echo
}

# timed RUNS COMMAND …: medians of wall and processor seconds, and of the peak of memory in MiB
timed() {
  local runs=$1 i
  shift
  rm -f "$work/timed"
  for ((i = 0; i <= runs; i++)); do
    /usr/bin/time -q -f '%e %U %S %M' -a -o "$work/timed" "$@" >"$work/timed.out" 2>&1 || true
  done
  tail -n +2 "$work/timed" | awk '{print $1}' | sort -n | sed -n "$((runs / 2 + 1))p"
  tail -n +2 "$work/timed" | awk '{print $2 + $3}' | sort -n | sed -n "$((runs / 2 + 1))p"
  tail -n +2 "$work/timed" | awk '{print $4 / 1024}' | sort -n | sed -n "$((runs / 2 + 1))p"
}

once() {
  local runs question best
  runs=$(full 7 1)
  row() { # WHAT COMMAND …
    local what=$1 figures
    shift
    mapfile -t figures < <(timed "$runs" "$@")
    [[ ${best:-} ]] || best=${figures[0]}
    printf '| %s | %.2f | %.2f | %.0f | %.2f × |\n' "$what" "${figures[0]}" "${figures[1]}" "${figures[2]}" "$(calc "${figures[0]} / $best")"
  }
  local of=(env -i -C "$work" "PATH=$PATH" "DB_URL=$(url agent immich)" IMMICH_PG_DATABASES_IMMICH_IMMICH_ROLE=immich) jvm app javas=("$java")
  [[ $java == "$java_on_path" ]] || javas=("$java_on_path" "$java")
  local perl=(--host 127.0.0.1 --port "$port" --dbname immich)

  echo "### One-shot"
  echo
  echo "Whole processes, medians of $runs, compared with the first row. The agent's command judges everything, the others only what their name says."
  echo
  echo "| | wall s | processor s | peak RSS MiB | wall : first row |"
  echo "|---|---|---|---|---|"
  row "check_pgactivity, extensions_versions" "$plugin" --service extensions_versions -h 127.0.0.1 -p "$port" -U check_pgactivity -d immich
  row "check_postgres, one of its actions (connection)" check_postgres --action connection "${perl[@]}" --dbuser check_postgres
  for question in "${questions[@]}"; do
    printf 'check_postgres --action custom_query --valtype integer --warning 1 --host 127.0.0.1 --port %s --dbname immich --dbuser check_postgres --query "%s"\n' \
      "$port" "select value as result from ($(sql_of "$question" | sed 's/\\/\\\\/g')) as q"
  done >"$work/five.sh"
  row "check_postgres, the five questions" bash "$work/five.sh"
  for jvm in "${javas[@]}"; do
    app=$work/app
    [[ $jvm == "$java" ]] || { app=$work/app-on-path && install_agent "$app" "$jvm"; }
    row "Java $(version_of_java "$jvm"), \`java -version\`" "$jvm" -version
    row "… \`check\`, installed as a release is" "${of[@]}" "$app/bin/immich-pg-monitor" check
    row "… \`java -jar\` alone, without the launcher" "${of[@]}" "$jvm" -jar "$app/lib/quarkus-run.jar" check
  done
  echo
}

hung() {
  local hang every who before=3
  hang=$(full 45 25) every=10s
  write_agent $every immich
  write_postgres_exporter
  write_sql_exporter $every immich
  run "${logins[@]}"
  await_complete
  sleep "$before"
  declare -A says=() seen back
  for who in "${!exporter[@]}"; do says[$who]='pg_up 0'; done
  says[sql_exporter]=$(load get "${http_port[sql_exporter]}" /metrics | sed -n 's/^\(sql_exporter_last_scrape_failed{.*}\) 0$/\1 1/p' | head -n 1)
  says[agent]=$(load get "${http_port[agent]}" /metrics | sed -n 's/^\(immich_pg_up{.*}\) 1.*$/\1 0/p' | head -n 1)
  local watchers=()
  cluster_signal STOP
  for who in "${logins[@]}"; do
    load watch "$hang" "${http_port[$who]}" /metrics "${says[$who]}" >"$work/$who.watch" &
    watchers+=($!)
  done
  load watch "$hang" "${http_port[agent]}" /health/live DOWN >"$work/live.watch" &
  watchers+=($!)
  wait "${watchers[@]}"
  for who in "${logins[@]}"; do seen[$who]=$(cat "$work/$who.watch"); done
  cluster_signal CONT
  back[agent]=$(load await 60 "${http_port[agent]}" /metrics "${says[agent]% 0} 1" || true)
  for who in "${!exporter[@]}"; do back[$who]=$(load await 60 "${http_port[$who]}" /metrics "$(series_complete "$who")" || true); done
  back[sql_exporter]="never left"
  end_all

  echo "### A server that hangs"
  echo
  echo "All processes of Postgres get SIGSTOP for $hang s: the server accepts connections and never answers. All query every" \
    "10 s, and are asked 50 times a second. An answer that takes longer than 10 s, which is Prometheus' timeout, counts as no" \
    "answer. Times in ms unless said otherwise."
  echo
  table_head
  watched() { # WHAT BETTER DECIMALS FIELD
    values_of seen "$4"
    table_row "$1" "$2" "$3" "${values[@]/NaN/–}"
  }
  watched "\`/metrics\` answered" - 0 1
  watched "\`/metrics\` not answered" - 0 2
  watched "p50 of the answers" lower 2 3
  watched "p99 of the answers" lower 2 4
  watched "the longest" lower 2 5
  watched "says that the database cannot be read, after s" lower 1 6
  values_of back
  table_row "current values again after the server goes on, s" lower 1 "${values[@]}"
  echo
  echo "The agent's \`/health/live\` in that time: p50 $(calc "$(nth 3 "$(cat "$work/live.watch")")"), p99 $(calc "$(nth 4 "$(cat "$work/live.watch")")") ms," \
    "$(nth 2 "$(cat "$work/live.watch")") not answered."
  echo
}

fleet() {
  local count group names joined length who told before spent rss connections scraped
  length=$(full 60 5)
  echo "### Many databases"
  echo
  echo "All on one server. The agent and sql_exporter query every 60 s, postgres_exporter is scraped once a minute. Processor time" \
    "is that of the program alone over $length s, after all databases have been read once, without a scrape (of" \
    "postgres_exporter: with one scrape). RSS is measured at the end of that time. The scrapes follow, with gzip as Prometheus asks: the second fastest of" \
    "three. With up to 100 databases, all programs run at the same time."
  echo
  echo "| databases | | all read after s | processor s per minute | ms of it per database | RSS MiB | connections | scrape ms | MB |"
  echo "|---|---|---|---|---|---|---|---|---|"
  for count in ${DATABASES:-$(full "1 10 100" "1 10")}; do
    many "$count"
    mapfile -t names < <(for ((i = 1; i <= count; i++)); do echo "d$i"; done)
    joined=$(IFS=, && echo "${names[*]}")
    write_agent 60s "${names[@]}"
    write_postgres_exporter
    write_sql_exporter 60s "${names[@]}"
    postgres_exporter_flags=(--auto-discover-databases "--include-databases=$joined")
    if ((count > 100)); then group=1; else group=${#logins[@]}; fi
    # shellcheck disable=SC2086 # one name each
    printf '%s\n' ${PROGRAMS:-"${logins[@]}"} | xargs -n "$group" >"$work/groups"
    while read -r -a group <&4; do
      declare -A told=() before=()
      for who in "${group[@]}"; do
        run "$who"
        told[$who]=$(load await 180 "${http_port[$who]}" /metrics "$(series_counted "$who")" "$count" || true)
      done
      sleep "$(full 5 1)"
      for who in "${group[@]}"; do before[$who]=$(cpu_seconds "${process[$who]}" || echo 0); done
      for who in "${group[@]}"; do [[ ! ${exporter[$who]:-} ]] || load get "${http_port[$who]}" /metrics >/dev/null || true; done
      if ((${#group[@]} > 1)) || [[ ! ${exporter[${group[0]}]:-} ]]; then sleep "$length"; fi
      for who in "${group[@]}"; do
        if [[ ${told[$who]} == never ]]; then
          kill -0 "${process[$who]}" 2>/dev/null || told[$who]="ended: $(tail -n 1 "$work/$who.log")"
          echo "| $count | $who | ${told[$who]}, in 180 s | – | – | – | – | – | – |"
          continue
        fi
        spent=$(calc "$(cpu_seconds "${process[$who]}") - ${before[$who]}")
        [[ ${exporter[$who]:-} ]] || spent=$(calc "$spent * 60 / $length")
        rss=$(rss_mib "${process[$who]}" VmRSS)
        connections=$(psql -c "select count(*) from pg_stat_activity where usename = '$who'")
        scraped=$(CODING=gzip load scrape new 1 3 "${http_port[$who]}" /metrics || true)
        printf '| %s | %s | %.1f | %.2f | %.1f | %.0f | %s | %.1f | %.2f |\n' "$count" "$who" "${told[$who]}" "$spent" \
          "$(calc "1000 * $spent / $count")" "$rss" "$connections" "$(nth 1 "$scraped")" "$(calc "$(nth 6 "$scraped") / 1000000")"
      done
      end_all
    done 4<"$work/groups"
  done
  postgres_exporter_flags=()
  echo
}
series_counted() { # one for each database that has been read
  case $1 in
    agent) echo 'immich_pg_examination_success_timestamp_seconds{' ;;
    *) series_complete "$1" ;;
  esac
}

for part in "${parts[@]}"; do
  declare -F "$part" >/dev/null || { say "no such part: $part"; exit 2; }
done
cluster_init
cluster_start "$(free_ports 1)" -c max_connections=1200
create_immich immich
for login in "${logins[@]}" pgbench check_postgres check_pgactivity; do
  psql -c "create role $login login" -c "grant pg_read_all_settings, pg_monitor to $login"
  psql -d immich -c "grant select on version_history, kysely_migrations to $login"
done

echo "## Beside its peers, $(date -u +%F)"
echo
echo "\`benchmarks/peers.sh${quick:+ --quick}${current:+ --current} ${parts[*]}\` on $(machine), postgres_exporter $(version_of postgres_exporter)${current:+ and $(version_of postgres_exporter_current)}," \
  "sql_exporter $(dpkg-query -W -f '${Version}' prometheus-sql-exporter 2>/dev/null), check_pgactivity $(dpkg-query -W -f '${Version}' check-pgactivity 2>/dev/null)," \
  "check_postgres $(dpkg-query -W -f '${Version}' check-postgres 2>/dev/null). Load average at the start: $(cut -d ' ' -f 1-3 /proc/loadavg)."
echo
for part in "${parts[@]}"; do "$part"; done
echo "Took $((SECONDS / 60)) min $((SECONDS % 60)) s; load average at the end: $(cut -d ' ' -f 1-3 /proc/loadavg)."
