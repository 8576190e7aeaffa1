#!/usr/bin/env bash
# kustomize 5.7.1: of two JSON objects one after the other in a resource file, only the first is there.
#
# JSON has no document mark, so streams of objects are written one after the other (`jq`, `kubectl get -o json` in a loop).
# `kustomize build` of such a file ends with 0, prints the first object and says nothing of the second; with `---` between
# them, which is no JSON, both are there. Whoever prunes what is not printed deletes the second object.
set -euo pipefail
folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
cd "$folder"
GOBIN="$folder/bin" go install sigs.k8s.io/kustomize/kustomize/v5@v5.7.1
object() { echo "{ \"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": { \"name\": \"$1\" } }"; }
names() { bin/kustomize build . | sed -n 's/^  name: //p' | tr '\n' ' '; }
echo 'resources: [objects.json]' >kustomization.yaml
{ object blue; object green; } >objects.json
stream=$(names)
{ object blue; echo '---'; object green; } >objects.json
marked=$(names)
echo "one after the other: $stream; with --- between them: $marked"
[ "$stream" = 'blue ' ] && [ "$marked" = 'blue green ' ]
