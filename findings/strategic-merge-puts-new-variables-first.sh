#!/usr/bin/env bash
# kustomize 5.8.1, k8s.io/apimachinery 0.36.3: a strategic merge patch puts a new variable before those that it refers to.
#
# `$(HOST)` in a variable stands for a variable further up in the same list, and stays as it is for one further down. An
# overlay that adds URL=http://$(HOST) to a container whose base has HOST puts URL first, so that the program starts with
# the text `$(HOST)` and no tool says so. It is so in kustomize and in Kubernetes' own merge. A patch that names HOST above
# URL, without its value, keeps the value and has the order that resolves.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
GOBIN="$folder/bin" go install sigs.k8s.io/kustomize/kustomize/v5@v5.8.1
pod() {
  echo '{ "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "web" }, "spec": { "containers": [' \
    "{ \"name\": \"web\", \"env\": [$1] }] } }"
}
host='{ "name": "HOST", "value": "db" }'
# shellcheck disable=SC2016 # The reference is the container's, not the shell's.
url='{ "name": "URL", "value": "http://$(HOST)" }'
pod "$host" >base.json
echo '{ "resources": ["base.json"], "patches": [{ "path": "patch.json" }] }' >kustomization.yaml
cat >merge.go <<'MERGE'
package main

import (
	"fmt"
	"os"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/strategicpatch"
	"sigs.k8s.io/yaml"
)

func must[T any](result T, err error) T {
	if err != nil {
		panic(err)
	}
	return result
}

func main() {
	base, patch := must(os.ReadFile("base.json")), must(os.ReadFile("patch.json"))
	merged := must(strategicpatch.StrategicMergePatch(base, patch, corev1.Pod{}))
	fmt.Print(string(must(yaml.JSONToYAML(merged))))
}
MERGE
go mod init seen 2>/dev/null
go get k8s.io/api/core/v1@v0.36.3 k8s.io/apimachinery/pkg/util/strategicpatch@v0.36.3 sigs.k8s.io/yaml@v1.6.0 2>/dev/null
go build -o bin/merge merge.go
# The variables of a printed pod, in their order.
variables() { sed -nE 's/^ *- name: (HOST|URL)$/\1/p; s/^ *value: /=/p' | paste -sd' ' | sed 's/ =/=/g'; }
merges() {
  pod "$2" >patch.json
  echo "$1: kustomize $(bin/kustomize build . | variables); Kubernetes $(bin/merge | variables)"
}
{
  merges 'the new one' "$url"
  merges 'HOST named above it' "{ \"name\": \"HOST\" }, $url"
  go doc k8s.io/api/core/v1.EnvVar.Value | tr -s '/ \n\t' ' ' | grep -o 'using the previously defined .* in the container'
} | tee seen
diff seen - <<'SEEN'
the new one: kustomize URL=http://$(HOST) HOST=db; Kubernetes URL=http://$(HOST) HOST=db
HOST named above it: kustomize HOST=db URL=http://$(HOST); Kubernetes HOST=db URL=http://$(HOST)
using the previously defined environment variables in the container
SEEN
