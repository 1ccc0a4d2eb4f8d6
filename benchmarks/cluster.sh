# The benchmarks source this. It makes a separate Postgres cluster from Debian's packages postgresql and postgresql-contrib, in
# a temporary directory ($work), which is deleted at the end. The cluster listens on 127.0.0.1:$port and in $work.
# shellcheck shell=bash

work=$(mktemp -d)
if ((EUID == 0)); then chown postgres "$work"; fi
chmod 755 "$work"
started=() # processes that are to end with the benchmark

bin=$(pg_config --bindir 2>/dev/null || true)
# shellcheck disable=SC2012 # these names come from Debian
[[ -x $bin/initdb ]] || bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)

say() { echo "$(basename "$0"): $*" >&2; }
as_ordinary_user() { if ((EUID == 0)); then runuser -u postgres -- "$@"; else "$@"; fi; }
psql() { PGOPTIONS='-c client_min_messages=warning' command psql -X -At -q -v ON_ERROR_STOP=1 -h "$work" -p "$port" -U postgres "$@"; }

cluster_init() {
  as_ordinary_user "$bin/initdb" -D "$work/data" --username=postgres --auth=trust >/dev/null
}

# cluster_start PORT [-c setting=value …]
cluster_start() {
  port=$1
  as_ordinary_user "$bin/pg_ctl" -D "$work/data" -l "$work/postgres.log" -w start -o "-p $port -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories='$work' -c shared_preload_libraries=pg_stat_statements -c pg_stat_statements.track_planning=on \
    -c fsync=off ${*:2}" >/dev/null
}

# cluster_stop MODE
cluster_stop() {
  as_ordinary_user "$bin/pg_ctl" -D "$work/data" -m "$1" -w stop >/dev/null
}

# cluster_signal STOP|CONT: to the server and all that it has started; stopped, it accepts connections and never answers
cluster_signal() {
  local postmaster
  postmaster=$(head -n 1 "$work/data/postmaster.pid")
  # shellcheck disable=SC2046 # one argument each
  kill "-$1" "$postmaster" $(pgrep -P "$postmaster")
}

cleanup() {
  local process
  for process in "${started[@]}"; do kill -KILL "$process" 2>/dev/null || true; done
  cluster_signal CONT 2>/dev/null || true
  cluster_stop immediate 2>/dev/null || true
  rm -rf --one-file-system "$work"
}
trap cleanup EXIT

# create_immich NAME: what Immich's own start has left in it, as far as Debian's packages go; pg_trgm is outdated
create_immich() {
  psql -c "create database $1"
  psql -d "$1" -c 'create extension pg_stat_statements' -c 'create extension earthdistance cascade' \
    -c "create extension pg_trgm version '1.5'" -c 'create extension unaccent' -c 'create extension "uuid-ossp"'
  psql -d "$1" >/dev/null <<'SQL'
do $$ begin if to_regrole('immich') is null then create role immich login; end if; end $$;
grant create on schema public to immich;
set role immich;
create table public.version_history (id uuid primary key default gen_random_uuid(), "createdAt" timestamptz not null default now(), version text not null);
insert into public.version_history (version) values ('2.7.5');
create table public.kysely_migrations (name varchar(255) primary key, timestamp varchar(255) not null);
create table public.asset (id uuid primary key, "ownerId" uuid);
create table public."user" (id uuid primary key, email text);
create table public.system_metadata (key text primary key, value jsonb);
SQL
  psql -c "alter database $1 owner to immich"
}

# many COUNT: databases d1 … dCOUNT, each as the first, where they are not there yet
many() {
  psql -c "select format('create database d%s template immich owner immich;', i) from generate_series(1, $1) as i
    where not exists (select 1 from pg_database where datname = 'd' || i)" | psql
}
