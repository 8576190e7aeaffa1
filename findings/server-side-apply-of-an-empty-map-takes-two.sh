#!/usr/bin/env bash
# structured-merge-diff 6.3.3 (of Kubernetes 1.36.3): an applied `{}` that takes the last field of a map takes the map too,
# and the next apply of the same puts `{}` there.
#
# Server-side apply removes what its manager applied before and now leaves out. Where that empties a map which is still
# declared, as `{}`, the merge leaves null, and a Go type that omits what is empty, as those of the API are, does not keep
# it; the manager is on record as the owner of the map all the same. The second, identical apply has nothing to remove and
# adds `{}`: another object, where one expects that nothing is left to do. From then on it stays.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >apply.go <<'APPLY'
package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"
	"sigs.k8s.io/structured-merge-diff/v6/merge"
	"sigs.k8s.io/structured-merge-diff/v6/typed"
	"sigs.k8s.io/structured-merge-diff/v6/value"
)

const types = `types:
- name: lamp
  map:
    fields:
    - { name: colour, type: { scalar: string } }
    - { name: hooks, type: { namedType: hooks } }
- name: hooks
  map:
    fields:
    - { name: start, type: { scalar: string } }
    - { name: stop, type: { scalar: string } }
`

// What the server stores.
type lamp struct {
	Colour string `json:"colour,omitempty"`
	Hooks  *hooks `json:"hooks,omitempty"`
}

type hooks struct {
	Start string `json:"start,omitempty"`
	Stop  string `json:"stop,omitempty"`
}

// There is one version, so nothing to convert.
type oneVersion struct{}

func (oneVersion) Convert(object *typed.TypedValue, _ fieldpath.APIVersion) (*typed.TypedValue, error) {
	return object, nil
}

func (oneVersion) IsMissingVersionError(error) bool { return false }

func must[T any](result T, err error) T {
	if err != nil {
		panic(err)
	}
	return result
}

func main() {
	parser := must(typed.NewParser(types)).Type("lamp")
	updater := (&merge.UpdaterBuilder{Converter: oneVersion{}, ReturnInputOnNoop: true}).BuildUpdater()
	stored, managers := []byte(`{}`), fieldpath.ManagedFields{}
	for _, applied := range []string{`{"stop":"fade"}`, `{}`, `{}`, `{}`} {
		live := must(parser.FromYAML(typed.YAMLObject(stored)))
		config := must(parser.FromYAML(typed.YAMLObject(`{"colour":"teal","hooks":` + applied + `}`)))
		merged, owners, err := updater.Apply(live, config, "v1", managers, "tool", false)
		result := must(value.ToJSON(must(merged, err).AsValue()))

		var fields map[string]json.RawMessage
		var object lamp
		if err := errors.Join(json.Unmarshal(result, &fields), json.Unmarshal(result, &object)); err != nil {
			panic(err)
		}
		stored, managers = must(json.Marshal(object)), owners
		owned := managers["tool"].Set().Has(fieldpath.MakePathOrDie("hooks"))
		fmt.Printf("applied %s, merged %s, owned %t, stored %s\n", applied, fields["hooks"], owned, stored)
	}
}
APPLY
go mod init seen 2>/dev/null
go get sigs.k8s.io/structured-merge-diff/v6/merge@v6.3.3 2>/dev/null
go run . | tee seen
diff seen - <<'SEEN'
applied {"stop":"fade"}, merged {"stop":"fade"}, owned false, stored {"colour":"teal","hooks":{"stop":"fade"}}
applied {}, merged null, owned true, stored {"colour":"teal"}
applied {}, merged {}, owned true, stored {"colour":"teal","hooks":{}}
applied {}, merged {}, owned true, stored {"colour":"teal","hooks":{}}
SEEN
