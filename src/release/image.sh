#!/bin/sh
# Builds the image of a version, with its labels: src/release/image.sh 0.2.0 NAME [ARGUMENTS OF docker build]
#
#   src/release/image.sh 0.2.0 ghcr.io/… --platform linux/amd64,linux/arm64 --push      with buildx
set -eu
cd "$(dirname "$0")/../.."
version=$1 name=$2
shift 2
url=$(sed -n 's#^    <url>\(.*\)</url>#\1#p' pom.xml | head -n 1)
exec docker build --file src/main/docker/Dockerfile.jvm --tag "$name:$version" \
    --build-arg "VERSION=$version" \
    --build-arg "REVISION=$(git rev-parse HEAD)" \
    --build-arg "CREATED=$(TZ=UTC0 git log -1 --format=%cd --date=format-local:%Y-%m-%dT%H:%M:%SZ)" \
    --build-arg "URL=$url" \
    "$@" .
