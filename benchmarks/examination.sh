#!/usr/bin/env bash
# What an examination costs, beside what it cost in an older version: processor time of the server's process and of the agent's thread, a
# block of examinations by the one, a block by the other, over kept connections. Needs Debian's packages postgresql and
# postgresql-contrib, and a build (./mvnw package -DskipTests). Nothing passes or fails by it.
#
#   benchmarks/examination.sh COMMIT [blocks [examinations]]
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=benchmarks/cluster.sh
source benchmarks/cluster.sh
old=$1 blocks=${2:-20} examinations=${3:-50}
libraries=target/quarkus-app/lib/main
[[ -d $libraries ]] || libraries=$(dirname "$(find target -path '*lib/main/org.postgresql*' | head -n 1)")
mkdir -p "$work/old/source" "$work/old/classes"
git archive "$old" src/main | tar -x -C "$work/old/source"
javac -nowarn -proc:none -cp "$libraries/*" -sourcepath "$work/old/source/src/main/java" -d "$work/old/classes" \
  "$work"/old/source/src/main/java/dev/immichpg/postgres/{CatalogReader,ImmichUrl,Timeouts}.java
cp -r "$work/old/source/src/main/resources/." "$work/old/classes"

cluster_init
cluster_start 5437
create_immich immich
# Up to 3dc4ab7, control files are read at each examination where an update is pending, as in the other benchmarks: PENDING=yes.
[[ -n ${PENDING:-} ]] || psql -d immich -c 'alter extension pg_trgm update'
versions=()
for login in superuser nosuperuser; do
  for version in old new; do
    user=${version}_$login
    psql -d immich -c "create role $user login $login in role pg_read_all_settings" \
      -c "grant select on version_history, kysely_migrations to $user"
    classes=target/classes title="now, $login"
    if [[ $version == old ]]; then classes=$work/old/classes title="$(git rev-parse --short "$old"), $login"; fi
    versions+=("$title" "$classes" "postgresql://$user:unused@127.0.0.1:$port/immich" "$user")
  done
done
echo "$blocks blocks of $examinations; load average $(cut -d' ' -f1-3 /proc/loadavg)"
java -XX:+UseSerialGC benchmarks/Examinations.java "$blocks" "$examinations" "$libraries" "${versions[@]}"
