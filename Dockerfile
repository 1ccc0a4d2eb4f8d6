# The agent on a JRE, for amd64 and arm64. From a clean clone, with Docker and nothing else:
#
#   docker build -t immich-pg-monitor .
#   docker run --rm --read-only --tmpfs /tmp --env-file .env -p 127.0.0.1:9788:9788 immich-pg-monitor
#   docker exec CONTAINER immich-pg-monitor check
#
# It needs write access only to /tmp, and no privileges. To let it remember changes after a restart, mount a volume at
# /var/lib/immich-pg-monitor and set IMMICH_PG_STATE_DIRECTORY to that path. To connect through a unix socket
# (DB_URL=postgresql:///immich?host=/run/postgresql), it must load a library from /tmp: use --tmpfs /tmp:exec.
ARG BUILDER=eclipse-temurin:25-jdk
ARG BASE=eclipse-temurin:25-jre

# What is in the image depends on the sources alone.
FROM ${BUILDER} AS build
WORKDIR /build
COPY pom.xml mvnw ./
COPY .mvn/ .mvn/
COPY docs/ docs/
COPY src/main/ src/main/
ARG VERSION=0.1.0-SNAPSHOT
# Given to Maven, as a mirror's settings or -o would be.
ARG MAVEN_ARGS=
RUN ./mvnw -B -ntp package -DskipTests "-Drevision=${VERSION}"

# Files that change rarely come first. COPY keeps the modification times, which the cache compares with those of the jars.
FROM ${BASE} AS program
COPY --from=build /build/target/quarkus-app/lib/ /app/lib/lib/
COPY --from=build /build/target/quarkus-app/quarkus-run.jar /app/lib/
COPY --from=build /build/target/quarkus-app/app/ /app/lib/app/
COPY --from=build /build/target/quarkus-app/quarkus/ /app/lib/quarkus/
COPY src/main/launcher/java.options src/main/launcher/make-class-archives /app/lib/
COPY src/main/launcher/immich-pg-monitor /app/bin/
RUN ln -s /app/bin/immich-pg-monitor /usr/local/bin/immich-pg-monitor
WORKDIR /app

# First runs fill the cache of loaded classes, which every later run uses.
FROM program AS cache
RUN lib/make-class-archives && mkdir /state

FROM program
COPY --from=cache /app/cache/ /app/cache/
COPY --from=cache --chown=10001:10001 /state /var/lib/immich-pg-monitor

# The agent listens on all addresses of the container. Who can reach it is decided by how you publish the port.
ENV IMMICH_PG_HOST=0.0.0.0
USER 10001:10001
EXPOSE 9788
STOPSIGNAL SIGTERM

# This checks the agent, never a database, because an unhealthy container is restarted. It costs 60 ms of processor time.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
    CMD ["immich-pg-monitor", "--probe"]

ENTRYPOINT ["immich-pg-monitor"]

# Last, for they change with every build: src/release/image.sh sets them.
ARG BASE=eclipse-temurin:25-jre
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
ARG CREATED=1970-01-01T00:00:00Z
ARG URL=https://immich-pg-monitor.invalid/immich-pg-monitor
LABEL org.opencontainers.image.title="immich-pg-monitor" \
      org.opencontainers.image.description="Watches the Postgres that Immich does not own" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.vendor="the immich-pg-monitor authors" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.source="${URL}" \
      org.opencontainers.image.url="${URL}" \
      org.opencontainers.image.documentation="${URL}/blob/main/docs/README.md" \
      org.opencontainers.image.base.name="${BASE}"
