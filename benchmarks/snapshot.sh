#!/usr/bin/env bash
# How long the server takes for the snapshot statement, sent again and again over one connection, as the agent does it.
# It makes its own cluster from Debian's packages postgresql and postgresql-contrib, and needs nothing else.
#
#   benchmarks/snapshot.sh [executions]
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=benchmarks/cluster.sh
source benchmarks/cluster.sh
executions=${1:-300}
cluster_init
cluster_start 5432 -c "listen_addresses=''" # the number is but the socket's name
create_immich immich

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
