#!/bin/sh
# Whether what was downloaded is what was published: src/release/verify.sh DIRECTORY
#
# By the sums. That the sums are ours is said by their signature, which the workflow makes:
#
#   cosign verify-blob --bundle SHA256SUMS.sigstore.json --certificate-identity-regexp '/release.yml@refs/tags/v' \
#     --certificate-oidc-issuer https://token.actions.githubusercontent.com SHA256SUMS
set -eu
cd "$1"
sha256sum --check --quiet SHA256SUMS
listed=$(awk '{ print $2 }' SHA256SUMS | sort)
there=$(ls | grep '^immich-pg-monitor' | sort)
[ "$listed" = "$there" ] || {
    echo "verify.sh: SHA256SUMS does not name all that is there." >&2
    exit 1
}
echo "verify.sh: all is as SHA256SUMS says."
