#!/usr/bin/env bash
# cdk8s 2.70.106 and sigs.k8s.io/yaml 1.6.0: the text '0o644' is written without quotes, and Kubernetes reads 420 from it.
#
# cdk8s writes YAML 1.1, where the octals of old ('0644') need quotes to stay text and 0o644, the octal of YAML 1.2, is a
# plain word. The reader of Kubernetes' tools takes YAML 1.1 and those octals as well, so a mode in a ConfigMap arrives as
# a number. A Go program that reads it into a field of text has "420" without an error. cdk8s's own reader gives the text
# back, so a test that writes and reads with it stays green.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund cdk8s@2.70.106 constructs@10.8.1
cat >write.js <<'APP'
const { Yaml } = require('cdk8s');
Yaml.save('modes.yaml', [{ data: { below: '-0o7', mode: '0o644', old: '0644', parts: '0o6_44' } }]);
console.log(`cdk8s reads ${JSON.stringify(Yaml.load('modes.yaml')[0])}`);
APP
cat >read.go <<'READ'
package main

import (
	"fmt"
	"os"

	"sigs.k8s.io/yaml"
)

func must[T any](result T, err error) T {
	if err != nil {
		panic(err)
	}
	return result
}

func main() {
	text := must(os.ReadFile("modes.yaml"))
	fmt.Printf("Kubernetes reads %s\n", must(yaml.YAMLToJSON(text)))
	var typed struct{ Data map[string]string }
	if err := yaml.UnmarshalStrict(text, &typed); err != nil {
		panic(err)
	}
	fmt.Printf("as text: %q\n", typed.Data["mode"])
}
READ
go mod init seen 2>/dev/null
go get sigs.k8s.io/yaml@v1.6.0 2>/dev/null
{ node write.js; cat modes.yaml; go run .; } | tee seen
diff seen - <<'SEEN'
cdk8s reads {"data":{"below":"-0o7","mode":"0o644","old":"0644","parts":"0o6_44"}}
data:
  below: -0o7
  mode: 0o644
  old: "0644"
  parts: 0o6_44
Kubernetes reads {"data":{"below":-7,"mode":420,"old":"0644","parts":420}}
as text: "420"
SEEN
