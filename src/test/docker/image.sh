#!/usr/bin/env bash
# Builds the agent's image, starts it as it is meant to be started, scrapes it and stops it:
#
#   src/test/docker/image.sh
#
# From a clean clone of what is checked out: nothing that was built here is used. On the bases that the Dockerfile names, where a
# registry has them; else on stand-ins of the same layout, made of the stand-in Postgres image (stand-in-image.sh), of a JDK
# 25 of this machine and of its Maven repository, on which the same Dockerfile is built.
#
# Needs a Docker daemon. Exits with 0 if everything was as it should be, with 77 if there is nothing to build it on.
set -eu
cd "$(dirname "$0")/../../.."

base=eclipse-temurin:25-jre
stand_in=immich-pg-jre-stand-in:25
builder=eclipse-temurin:25-jdk
builder_stand_in=immich-pg-jdk-stand-in:25
maven=
network=default
postgres=immich-pg-stand-in:15
image=immich-pg-monitor:under-test
export DOCKER_BUILDKIT="${DOCKER_BUILDKIT:-0}"

say() { echo "image.sh: $*"; }
fail() {
    say "FAILED. $*" >&2
    [ -z "${container:-}" ] || docker logs "$container" >&2
    exit 1
}
expect() { # what, expected, seen
    [ "$2" = "$3" ] || fail "$1: expected $2, seen $3"
}

work=$(mktemp -d)
container=
cleanup() {
    [ -z "$container" ] || docker rm -f -v "$container" >/dev/null
    rm -rf "$work"
}
trap cleanup EXIT

if ! timeout 300 docker pull -q "$base" >/dev/null 2>&1; then
    jdk=${JDK_25:-$(find /usr/lib/jvm -mindepth 1 -maxdepth 1 -name '*25*' | sort | head -n 1)}
    if [ ! -x "$jdk/bin/jlink" ]; then
        say "SKIPPED. No registry has $base, and there is no JDK 25 here (JDK_25=…) to make a stand-in of."
        exit 77
    fi
    say "no registry has $base: on a stand-in, of $jdk."
    src/test/docker/stand-in-image.sh "$postgres"
    # As the JRE of the real base: all modules, and the archive of the JDK's own classes.
    "$jdk/bin/jlink" --add-modules java.se,jdk.unsupported,jdk.crypto.ec,jdk.zipfs,jdk.management,jdk.localedata,jdk.naming.dns,jdk.net \
        --strip-debug --no-header-files --no-man-pages --generate-cds-archive --output "$work/jre"
    cat >"$work/Dockerfile" <<DOCKERFILE
FROM $postgres
COPY jre /opt/java/openjdk
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
ENTRYPOINT []
CMD []
DOCKERFILE
    docker build -q -t "$stand_in" "$work" >/dev/null
    base=$stand_in
    # What a build here has fetched is what a build there would fetch.
    rm -rf "$work/jre"
    cp -aL "$jdk" "$work/jdk"
    cp -a "${MAVEN_REPOSITORY_HOME:-$HOME/.m2}" "$work/m2"
    cat >"$work/Dockerfile" <<DOCKERFILE
FROM $postgres
COPY jdk /opt/java/openjdk
COPY m2 /root/.m2
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
ENTRYPOINT []
CMD []
DOCKERFILE
    docker build -q -t "$builder_stand_in" "$work" >/dev/null
    rm -rf "$work/jdk" "$work/m2"
    builder=$builder_stand_in
    maven=-o
    network=none
fi

# As a clone has it: what git knows, and nothing that was built.
mkdir "$work/clone"
git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
    [ ! -e "$file" ] || printf '%s\0' "$file"
done | xargs -0 cp --parents -t "$work/clone"

began=$(date +%s)
docker build -f "$work/clone/src/main/docker/Dockerfile.jvm" --network "$network" \
    --build-arg "BUILDER=$builder" --build-arg "BASE=$base" --build-arg "MAVEN_ARGS=$maven" \
    -t "$image" "$work/clone" >"$work/log" 2>&1 || {
    tail -n 40 "$work/log" >&2
    fail "the image cannot be built"
}

say "built from a clean clone in $(($(date +%s) - began)) s."
for label in title description licenses vendor version revision created source url documentation base.name; do
    [ -n "$(docker image inspect -f "{{index .Config.Labels \"org.opencontainers.image.$label\"}}" "$image")" ] ||
        fail "the image has no label $label"
done

# A cache that cannot be used is an error here, and only here. Nobody is at the database: the agent must run all the same.
container=$(docker run -d --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges --memory 256m \
    -p 127.0.0.1::9788 -e JAVA_TOOL_OPTIONS=-XX:AOTMode=on -e DB_URL=postgresql://immich:s3cr3t-canary@127.0.0.1:1/immich \
    -v /var/lib/immich-pg-monitor -e IMMICH_PG_STATE_DIRECTORY=/var/lib/immich-pg-monitor \
    --health-interval 1s "$image")
began=$(date +%s%N)
address=$(docker port "$container" 9788 | head -n 1)
tries=0
until curl -sf -o /dev/null "http://$address/metrics"; do
    tries=$((tries + 1))
    [ "$tries" -lt 600 ] || fail "nothing answers at $address"
    sleep 0.05
done
say "answers after $((($(date +%s%N) - began) / 1000000)) ms."

tries=0
until [ "$(docker inspect -f '{{.State.Health.Status}}' "$container")" = healthy ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 60 ] || fail "HEALTHCHECK never said healthy: $(docker inspect -f '{{json .State.Health}}' "$container")"
    sleep 0.5
done
say "HEALTHCHECK says healthy."
tries=0
until curl -sf -H 'Accept: text/plain' "http://$address/metrics" >"$work/metrics" && grep -q '^immich_pg_up{.*} 0' "$work/metrics"; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || fail "no series of the database that is down"
    sleep 0.1
done
grep -q 's3cr3t' "$work/metrics" && fail "the metrics show a secret"
expect "the state on its volume" immich.json "$(docker exec "$container" ls /var/lib/immich-pg-monitor)"
if command -v promtool >/dev/null; then
    promtool check metrics <"$work/metrics" || fail "promtool refuses the metrics"
fi
expect "status of /health/well" 503 "$(curl -s -o /dev/null -w '%{http_code}' "http://$address/health/well")"

status=0
docker exec "$container" immich-pg-monitor check --format nagios >"$work/check" 2>&1 || status=$?
expect "exit code of a check within" 2 "$status"
grep -q '^IMMICH_PG CRITICAL' "$work/check" || fail "what docker exec … check says: $(cat "$work/check")"
expect "exit code of docker run … check" 3 "$(docker run --rm --read-only --tmpfs /tmp "$image" check >/dev/null 2>&1; echo $?)"

pid=$(docker inspect -f '{{.State.Pid}}' "$container")
arguments=$(tr '\0' ' ' <"/proc/$pid/cmdline")
case $arguments in
    *s3cr3t*) fail "its command line shows a secret" ;;
    *quarkus-run.jar*) ;;
    *) fail "this is not its command line: $arguments" ;;
esac
expect "the user" 10001 "$(awk '/^Uid:/ {print $2}' "/proc/$pid/status")"
expect "capabilities" 0000000000000000 "$(awk '/^CapEff:/ {print $2}' "/proc/$pid/status")"
expect "a read-only root" true "$(docker inspect -f '{{.HostConfig.ReadonlyRootfs}}' "$container")"
expect "files written to the root" "" "$(docker diff "$container" | grep -v -E ' /(tmp|dev|etc|proc|sys|run|var/lib/immich-pg-monitor)(/|$)' || true)"
say "$(awk '/^VmRSS:/ {print $2 / 1024 " MiB"}' "/proc/$pid/status") resident, of which \
$(awk '/^RssAnon:/ {print $2 / 1024 " MiB"}' "/proc/$pid/status") of its own."

began=$(date +%s%N)
docker stop -t 10 "$container" >/dev/null
took=$((($(date +%s%N) - began) / 1000000))
[ "$took" -le 2000 ] || fail "took $took ms to stop"
expect "exit code after SIGTERM" 143 "$(docker inspect -f '{{.State.ExitCode}}' "$container")"
say "stops after $took ms."
docker logs "$container" 2>&1 | grep -q 's3cr3t' && fail "the log shows a secret"
say "$(docker image inspect -f '{{.Size}}' "$image") bytes on $base ($(docker image inspect -f '{{.Size}}' "$base") bytes): all is as it should be."
