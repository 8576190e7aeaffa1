#!/usr/bin/env bash
# cdk8s 2.70.106: JsonPatch.apply changes the document that it is given.
#
# It "applies a set of JSON-Patch operations to a document and returns the result", and the result is the argument itself,
# patched in place. Who keeps the original to compare or to patch it in another way, as one does in a test, compares the
# patched object with itself. A patch of the whole document ('' as path) is the one that returns another object.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund cdk8s@2.70.106 constructs@10.8.1
cat >apply.js <<'APP'
const { JsonPatch } = require('cdk8s');
const document = { spec: { replicas: 4 } };
const patched = JsonPatch.apply(document, JsonPatch.replace('/spec/replicas', 2));
console.log(`the argument says ${document.spec.replicas} afterwards; the result is the argument: ${patched === document}`);
const whole = JsonPatch.apply(document, JsonPatch.replace('', { spec: { replicas: 1 } }));
console.log(`a patch of the whole: the argument says ${document.spec.replicas}, the result is the argument: ${whole === document}`);
APP
node apply.js | tee seen
grep -q '^the argument says 2 afterwards; the result is the argument: true$' seen
grep -q '^a patch of the whole: the argument says 2, the result is the argument: false$' seen
