#!/bin/sh
# Makes a local image of Debian's own Postgres, for ImmichImagesIT where no registry can be reached:
#
#   src/test/docker/stand-in-image.sh [image]
#
# The image has no vector extension: the test finds that out, and brings stand-ins of its own. Its entry point is as
# the official image's in what Testcontainers and the test rely on: POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB and
# POSTGRES_INITDB_ARGS, arguments for postgres, and a first start to create them, so that Postgres says twice that it is
# ready.
#
# Runs on a Debian machine as root and installs what it needs; a Docker daemon must be running by then. Does nothing if
# the image is there already.
set -eu

image=${1:-immich-pg-stand-in:15}
suite=bookworm
postgres=15
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}

needs() { # command package
    command -v "$1" >/dev/null && return
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$2" >/dev/null
}

[ "$(id -u)" = 0 ] || {
    echo "$0 must be run as root: it unpacks a Debian of its own." >&2
    exit 1
}
needs docker docker.io
docker version >/dev/null || exit 1 # which says why
if docker image inspect "$image" >/dev/null 2>&1; then
    echo "$image is there already."
    exit
fi
needs debootstrap debootstrap

work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT
tree=$work/tree

debootstrap --variant=minbase "$suite" "$tree" "$mirror" >"$work/log" 2>&1 || {
    tail -n 20 "$work/log" >&2
    exit 1
}
# Debian's package would make a cluster while it is installed; and no daemon may be started in the tree.
mkdir -p "$tree/etc/postgresql-common"
echo 'create_main_cluster = false' >"$tree/etc/postgresql-common/createcluster.conf"
printf '#!/bin/sh\nexit 101\n' >"$tree/usr/sbin/policy-rc.d"
chmod 755 "$tree/usr/sbin/policy-rc.d"
DEBIAN_FRONTEND=noninteractive chroot "$tree" \
    apt-get install -qq -y --no-install-recommends "postgresql-$postgres" >"$work/log" 2>&1 || {
    tail -n 20 "$work/log" >&2
    exit 1
}
rm -rf "$tree"/var/cache/apt/* "$tree"/var/lib/apt/lists/* "$tree"/usr/share/doc/* "$tree"/usr/share/man/* \
    "$tree"/usr/share/locale/* "$tree"/usr/lib/postgresql/*/lib/bitcode

cat >"$tree/usr/local/bin/docker-entrypoint.sh" <<'ENTRYPOINT'
#!/bin/sh
set -eu
if [ "$(id -u)" = 0 ]; then
    mkdir -p "$PGDATA" /run/postgresql
    chown postgres:postgres "$PGDATA" /run/postgresql
    chmod 700 "$PGDATA"
    exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi
if [ "${1:-postgres}" != postgres ]; then
    exec "$@"
fi
[ $# = 0 ] || shift
user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    printf '%s' "$POSTGRES_PASSWORD" >/tmp/password
    initdb --username="$user" --pwfile=/tmp/password --auth-host=scram-sha-256 --auth-local=trust \
        --encoding=UTF8 --locale=C ${POSTGRES_INITDB_ARGS:-} >/dev/null
    rm /tmp/password
    echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
    pg_ctl -w start -o "-c listen_addresses=''" >&2
    if [ "$database" != postgres ]; then
        createdb --username="$user" --maintenance-db=postgres "$database"
    fi
    pg_ctl -w -m fast stop >&2
fi
exec postgres -c listen_addresses='*' "$@"
ENTRYPOINT
chmod 755 "$tree/usr/local/bin/docker-entrypoint.sh"

tar -C "$tree" --one-file-system -c . | docker import \
    --change "ENV PATH=/usr/lib/postgresql/$postgres/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
    --change 'ENV PGDATA=/var/lib/postgresql/data LANG=C.UTF-8' \
    --change 'EXPOSE 5432' \
    --change 'ENTRYPOINT ["docker-entrypoint.sh"]' \
    --change 'CMD ["postgres"]' \
    - "$image" >/dev/null
echo "$image is made."
