#!/usr/bin/env bash
# Uses the packed package as a stranger with a Pulumi program would: an empty project with Pulumi alone, two versions of
# TypeScript, CommonJS compiled by Pulumi's own runtime and ESM compiled beforehand. No engine, no cluster.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
tarball=$1

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

version() { node -p "require('$root/node_modules/$1/package.json').version"; }
echo '{ "private": true, "main": "index.ts" }' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts "$tarball" "@pulumi/pulumi@$(version @pulumi/pulumi)" \
  "@pulumi/kubernetes@$(version @pulumi/kubernetes)" "@types/node@$(version @types/node)" \
  typescript-5@npm:typescript@~5.9.3 typescript-6@npm:typescript@~6.0.3
if [ -e node_modules/cdk8s ]; then echo "cdk8s came along uninvited" >&2; exit 1; fi
node -e "if (require('rustfs-constructs/pulumi/policies').rustfsPolicies().length !== 5) throw new Error('policies')"
# A program of the package's own peers has one TypeScript; here it is the one that a check puts there.
rm -rf node_modules/typescript

cp "$root"/examples/pulumi-quickstart/{index.ts,tsconfig.json,Pulumi.yaml} .
mkdir esm
cp index.ts tsconfig.json esm
echo '{ "private": true, "type": "module", "main": "bin/index.js" }' >esm/package.json

run() { node --import "$root/node_modules/tsx/dist/loader.mjs" "$root/scripts/run-pulumi.ts" "$@"; }
for major in 5 6; do
  ln -sfn "typescript-$major" node_modules/typescript
  tsc=node_modules/typescript/bin/tsc
  # Once with a look into every declaration file, ours and Pulumi's.
  node "$tsc" --noEmit --skipLibCheck false
  run "$folder" --typescript >"commonjs-$major"
  node "$tsc" -p esm
  run "$folder/esm" >"esm-$major"
  cmp commonjs-5 "commonjs-$major"
  cmp commonjs-5 "esm-$major"
done
grep -q 'preview kubernetes:apps/v1:StatefulSet media-pool-0' commonjs-5
grep -q 'up kubernetes:apps/v1:StatefulSet media-pool-0' commonjs-5
echo "The package works in an empty Pulumi project: TypeScript 5.9 and 6, CommonJS and ESM."
