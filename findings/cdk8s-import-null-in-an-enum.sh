#!/usr/bin/env bash
# cdk8s-cli 2.207.60: a null in the enum of a CRD's field makes `cdk8s import` write `string` instead of the enum.
#
# A nullable field with an enum lists null among its values where OpenAPI is taken at its word. One null is enough for the
# list to be nowhere in the imported types: any text compiles and, in strict TypeScript, the null that it was about does
# not. The first to say that a value is wrong is the API server. The same field without null in the list is an enum.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund cdk8s-cli@2.207.60
cat >lamps.yaml <<'CRD'
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: lamps.example.com }
spec:
  group: example.com
  scope: Namespaced
  names: { kind: Lamp, listKind: LampList, plural: lamps, singular: lamp }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                colour: { type: string, nullable: true, enum: [amber, teal] }
                shade: { type: string, nullable: true, enum: [amber, teal, null] }
CRD
npx cdk8s import lamps.yaml --language typescript --no-save --no-check-upgrade >log 2>&1 || { cat log; exit 1; }
grep -hE '^  readonly (colour|shade)|^export enum' imports/*.ts | tee seen
diff seen - <<'SEEN'
  readonly colour?: LampSpecColour;
  readonly shade?: string;
export enum LampSpecColour {
SEEN
