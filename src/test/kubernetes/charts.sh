#!/usr/bin/env bash
# Holds deploy/helm and every directory of deploy/kubernetes to what they should come to:
#
#   src/test/kubernetes/charts.sh            compares
#   src/test/kubernetes/charts.sh --write    writes what the chart makes of deploy/helm/ci anew, to src/test/kubernetes/charts
#
# helm lint and kubeconform --strict, on the schemas that PyPI's kubernetes-validate ships. Needs helm, kubeconform, pip, and
# kustomize or kubectl: .ci/run installs them. Exits with 77 where it cannot be tried.
set -euo pipefail
cd "$(dirname "$0")/../../.."

say() { echo "charts.sh: $*"; }
fail() { say "FAILED. $*" >&2; exit 1; }
for tool in helm kubeconform python3; do
  command -v "$tool" >/dev/null || { say "NOT TRIED. $tool is not installed."; exit 77; }
done
if command -v kustomize >/dev/null; then build=(kustomize build); else build=(kubectl kustomize); fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m pip download --quiet --no-deps --disable-pip-version-check --dest "$work" kubernetes-validate==1.37.0 ||
  { say "NOT TRIED. The schemas cannot be had."; exit 77; }
python3 -m zipfile -e "$work"/kubernetes_validate-*.whl "$work/schemas"
schemas=$work/schemas/kubernetes_validate/kubernetes-json-schema
# kubeconform wants each in one file, and they refer to each other by a server's paths.
python3 - "$schemas" "$work/standalone" <<'PYTHON'
import json, pathlib, sys
for version in "v1.30.0", "v1.37.0":
    of = pathlib.Path(sys.argv[1], version + "-local-strict")
    to = pathlib.Path(sys.argv[2], version)
    to.mkdir(parents=True)
    shared = json.loads((of / "_definitions.json").read_text())["$defs"]
    for kind in ("deployment-apps-v1", "statefulset-apps-v1", "service-v1", "configmap-v1", "persistentvolumeclaim-v1",
                 "networkpolicy-networking-v1", "ingress-networking-v1"):
        schema = json.loads((of / (kind + ".json")).read_text())
        schema["$defs"] = shared
        text = json.dumps(schema).replace('"/api/_definitions.json#/$defs/', '"#/$defs/').replace('"_definitions.json#/$defs/', '"#/$defs/')
        (to / (kind + ".json")).write_text(text)
PYTHON

# Resources of operators are held to their own schemas by validate.mjs.
conform() { # what, file
  for version in v1.30.0 v1.37.0; do
    kubeconform -strict -summary -skip ServiceMonitor,PrometheusRule,Cluster,Database \
      -schema-location "$work/standalone/$version/{{.ResourceKind}}{{.KindSuffix}}.json" "$2" >"$work/log" ||
      { cat "$work/log" >&2; fail "$1, by Kubernetes $version"; }
  done
}

# The schema is really asked.
helm template immich deploy/helm | sed 's/readinessProbe/readynessProbe/' >"$work/misspelt.yaml"
if (conform "" "$work/misspelt.yaml") >/dev/null 2>&1; then fail "a misspelt manifest is accepted"; fi
if helm template immich deploy/helm --set databse.host=x >/dev/null 2>&1; then fail "a misspelt value is accepted"; fi

helm lint --strict --quiet deploy/helm || fail "helm lint"
helm template immich deploy/helm >"$work/default.yaml"
conform "the chart as it is" "$work/default.yaml"
mkdir -p src/test/kubernetes/charts
for values in deploy/helm/ci/*.yaml; do
  name=$(basename "$values")
  helm lint --strict --quiet deploy/helm --values "$values" || fail "helm lint with $name"
  # The dashboard has a test of its own, and is long.
  helm template immich deploy/helm --namespace immich --values "$values" >"$work/$name"
  conform "the chart with $name" "$work/$name"
  sed '/^  immich-pg.json: |-/,/^---/{/^---/!d}' "$work/$name" >"$work/short"
  if [ "${1:-}" = --write ]; then cp "$work/short" "src/test/kubernetes/charts/$name"; fi
  diff -u "src/test/kubernetes/charts/$name" "$work/short" || fail "the chart with $name comes to something else: --write"
done
say "the chart is as it should be, with $(ls deploy/helm/ci | wc -l) kinds of values."

count=0
while read -r file; do
  directory=$(dirname "$file")
  if grep -q '^kind: Component' "$file"; then
    # A part of somebody's kustomization.
    mkdir -p "$work/clone/own"
    cp -r deploy "$work/clone/"
    printf 'resources: [../deploy/kubernetes/base]\ncomponents: [../%s]\n' "$directory" >"$work/clone/own/kustomization.yaml"
    "${build[@]}" "$work/clone/own" >"$work/built.yaml" || fail "$directory does not build"
  else
    "${build[@]}" "$directory" >"$work/built.yaml" || fail "$directory does not build"
  fi
  conform "$directory" "$work/built.yaml"
  count=$((count + 1))
done < <(find deploy/kubernetes -name kustomization.yaml | sort)
say "$count directories of deploy/kubernetes build."
