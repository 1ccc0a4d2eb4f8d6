#!/usr/bin/env bash
# How long the server takes for the snapshot statement: as the agent asks it, over a kept connection, again and again.
# On a cluster of its own, from Debian's packages postgresql and postgresql-contrib; needs no other.
#
#   benchmarks/snapshot.sh [executions]
set -euo pipefail
cd "$(dirname "$0")/.."
executions=${1:-300}
bin=$(pg_config --bindir 2>/dev/null || true)
[[ -x $bin/initdb ]] || bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
work=$(mktemp -d)
as_ordinary_user() { if ((EUID == 0)); then runuser -u postgres -- "$@"; else "$@"; fi; }
if ((EUID == 0)); then chown postgres "$work"; fi
trap 'as_ordinary_user "$bin/pg_ctl" -D "$work/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$work"' EXIT

as_ordinary_user "$bin/initdb" -D "$work/data" --username=postgres --auth=trust >/dev/null
as_ordinary_user "$bin/pg_ctl" -D "$work/data" -l "$work/log" -w start -o \
  "-c listen_addresses='' -c unix_socket_directories='$work' -c shared_preload_libraries=pg_stat_statements -c pg_stat_statements.track_planning=on" \
  >/dev/null
psql() { command psql -X -At -q -v ON_ERROR_STOP=1 -h "$work" -U postgres "$@"; }
psql -c 'create database immich' -c 'create role immich login' -c 'alter database immich owner to immich'
psql -d immich -c 'create extension pg_stat_statements' -c 'create extension earthdistance cascade' \
  -c 'create extension pg_trgm' -c 'create extension unaccent' -c 'create extension "uuid-ossp"'

{
  echo "set immich_pg.role = 'immich';"
  echo "prepare snapshot as"
  cat src/main/resources/dev/immichpg/postgres/snapshot.sql
  for ((i = 0; i < executions; i++)); do echo "execute snapshot;"; done
} >"$work/run.sql"
psql -d immich -f "$work/run.sql" >/dev/null

echo "Postgres $(psql -c 'show server_version'), $(psql -c 'select count(*) from pg_available_extensions') extensions available, $(nproc) cores"
command psql -X -h "$work" -U postgres -d immich -c "
  select calls,
         round(min_exec_time::numeric, 2) as min_ms,
         round(mean_exec_time::numeric, 2) as mean_ms,
         round(max_exec_time::numeric, 2) as max_ms,
         round(total_plan_time::numeric / nullif(plans, 0), 2) as mean_plan_ms,
         plans
  from pg_stat_statements
  where query like 'prepare snapshot%' and calls >= $executions
  order by calls desc limit 1"
