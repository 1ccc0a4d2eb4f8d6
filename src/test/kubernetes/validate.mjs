// The resources of operators in deploy/kubernetes, by the schemas of their custom resource definitions.
import { readdirSync, readFileSync } from "node:fs";
import { Cluster } from "@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/Cluster";
import { Database } from "@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/Database";
import { PrometheusRule } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule";
import { ServiceMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor";
import { parse, parseAllDocuments } from "yaml";

const directory = new URL("../../../deploy/kubernetes/", import.meta.url);
const resources = {
  "prometheus-operator/servicemonitor.yaml": ServiceMonitor,
  "prometheus-operator/prometheusrule.yaml": PrometheusRule,
  "examples/cloudnative-pg/cluster.yaml": Cluster,
  "examples/cloudnative-pg/database.yaml": Database,
};

/** Throws what the schema says against it. */
function validate(Resource, resource) {
  new Resource(resource).validate();
}

function refuses(Resource, resource) {
  try {
    validate(Resource, resource);
    return false;
  } catch {
    return true;
  }
}

for (const [file, Resource] of Object.entries(resources)) {
  const resource = parse(readFileSync(new URL(file, directory), "utf8"));
  validate(Resource, resource);
  // The schema is really asked.
  if (!refuses(Resource, { ...resource, spec: "none" })) {
    throw new Error(`the schema of ${resource.kind} accepts anything`);
  }
  console.log(`${file} is a ${resource.kind}.`);
}

// What the chart makes of its operators' resources, as src/test/kubernetes/charts.sh keeps it.
const goldens = new URL("./charts/", import.meta.url);
for (const file of readdirSync(goldens)) {
  for (const document of parseAllDocuments(readFileSync(new URL(file, goldens), "utf8"))) {
    const resource = document.toJSON();
    const Resource = { ServiceMonitor, PrometheusRule }[resource?.kind];
    if (Resource) {
      validate(Resource, resource);
      console.log(`${file} has a ${resource.kind}.`);
    }
  }
}
