#!/usr/bin/env bash
# cdk8s 2.70.106: with a file per resource, two charts lose an object that they both have.
#
# `App({ yamlOutputType: FILE_PER_RESOURCE })` names each file KIND.NAME.k8s.yaml, without chart or namespace. Two charts
# for two namespaces that each make a ConfigMap `settings` write the same file one after the other: synth() ends without
# a word and one of the two objects is nowhere. In one file per chart, the default, both are there.
# (Without `metadata.name` the generated names differ by chart; it takes a name that somebody gave, which is the ordinary
# case for whatever other objects refer to.)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund cdk8s@2.70.106 constructs@10.8.1
cat >app.js <<'APP'
const { ApiObject, App, Chart, YamlOutputType } = require('cdk8s');
for (const [outdir, yamlOutputType] of [
  ['by-chart', YamlOutputType.FILE_PER_CHART],
  ['by-resource', YamlOutputType.FILE_PER_RESOURCE],
]) {
  const app = new App({ outdir, yamlOutputType });
  for (const namespace of ['blue', 'green']) {
    const chart = new Chart(app, namespace, { namespace });
    new ApiObject(chart, 'settings', {
      apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { colour: namespace },
    });
  }
  app.synth();
}
APP
node app.js
charts=$(cat by-chart/*.yaml | grep -c '^kind: ConfigMap')
resources=$(cat by-resource/*.yaml | grep -c '^kind: ConfigMap')
left=$(grep -h 'colour:' by-resource/*.yaml | tr -d ' ')
echo "objects in one file per chart: $charts; in one file per resource: $resources ($left), in $(ls by-resource | tr '\n' ' ')"
[ "$charts" = 2 ] && [ "$resources" = 1 ] && [ "$left" = 'colour:green' ]
