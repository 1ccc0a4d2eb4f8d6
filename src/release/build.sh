#!/bin/sh
# Builds what is downloaded of a release: src/release/build.sh 0.2.0 DIRECTORY
#
# The package, both archives, the chart where there is a helm, the SBOM, the notes, and SHA256SUMS of all of them.
set -eu
cd "$(dirname "$0")/../.."
version=$1
mkdir -p "$2"
to=$(cd "$2" && pwd)
./mvnw -B -ntp package -Pdist,sbom -DskipTests "-Drevision=$version"
cp "target/immich-pg-monitor_${version}_all.deb" target/immich-pg-monitor-"$version"*.tar.gz "$to/"
cp target/bom.json "$to/immich-pg-monitor-$version.cdx.json"
if command -v helm >/dev/null; then
    helm package deploy/helm --version "$version" --app-version "$version" --destination "$to" >/dev/null
    mv "$to/immich-pg-monitor-$version.tgz" "$to/immich-pg-monitor-chart-$version.tgz"
else
    echo "build.sh: there is no helm, and so no chart." >&2
fi
case $version in
    *-SNAPSHOT) echo "A build of what is not released." >"$to/NOTES.md" ;;
    *) src/release/notes.sh "$version" >"$to/NOTES.md" ;;
esac
(cd "$to" && sha256sum -- immich-pg-monitor* >SHA256SUMS)
echo "build.sh: $to has"
(cd "$to" && ls -l | awk 'NR > 1 { print "  " $5, $9 }')
