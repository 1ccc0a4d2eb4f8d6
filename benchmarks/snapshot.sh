#!/usr/bin/env bash
# How long the server takes for the statements of an examination, sent again and again over one connection by the agent's own
# reader: usually, and where the control files are read each time because an extension that Immich needs is missing. It makes
# its own cluster from Debian's packages postgresql and postgresql-contrib, and needs a build (./mvnw package -DskipTests).
#
#   benchmarks/snapshot.sh [examinations]
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=benchmarks/cluster.sh
source benchmarks/cluster.sh
examinations=${1:-300}
libraries=target/quarkus-app/lib/main
[[ -d $libraries ]] || libraries=$(dirname "$(find target -path '*lib/main/org.postgresql*' | head -n 1)")
cluster_init
cluster_start 5436
create_immich immich
psql -c 'create role superuser login superuser' -c 'create role ordinary login in role pg_monitor'
psql -d immich -c 'grant select on version_history, kysely_migrations to ordinary'

# measure TITLE LOGIN
measure() {
  psql -d immich -c 'select pg_stat_statements_reset()' >/dev/null
  java -XX:+UseSerialGC benchmarks/Examinations.java 1 "$examinations" "$libraries" "$1" target/classes \
    "postgresql://$2:unused@127.0.0.1:$port/immich" "$2" >/dev/null
  psql -F ' | ' -d immich -c "
    select '| $1, $2',
           round(min(min_exec_time) filter (where is_snapshot)::numeric, 2),
           round(min(mean_exec_time) filter (where is_snapshot)::numeric, 2),
           round((sum(total_exec_time) / $examinations)::numeric, 2),
           round(min(min_plan_time) filter (where is_snapshot)::numeric, 1) || ' |'
    from (
      select *, query like '%-- What the catalogs say about one Immich database%' as is_snapshot
      from pg_stat_statements
      where userid = '$2'::regrole and calls >= $examinations
    ) as s"
}

echo "Postgres $(psql -c 'show server_version'), $(psql -c 'select count(*) from pg_available_extensions') extensions available," \
  "$(nproc) cores; $examinations examinations each; load average $(cut -d' ' -f1-3 /proc/loadavg)"
echo "| ms, by pg_stat_statements | snapshot.sql: minimum | mean | all statements of an examination: mean | planning snapshot.sql, once per connection |"
echo "|---|---|---|---|---|"
for login in superuser ordinary; do measure usually $login; done
psql -d immich -c 'drop extension unaccent'
for login in superuser ordinary; do measure 'with control files' $login; done
