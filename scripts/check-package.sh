#!/usr/bin/env bash
# Packs the package and uses it as a stranger would: in an empty project, without Pulumi, from CommonJS and from ESM.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm pack --silent --ignore-scripts --pack-destination "$folder" >/dev/null
tarball=$(ls "$folder"/*.tgz)

npx publint run --strict "$tarball"
npx attw "$tarball" --profile node16

cd "$folder"
echo '{ "private": true }' >package.json
npm install --silent --no-audit --no-fund --omit=dev "$tarball" \
  "cdk8s@$(node -p "require('$root/node_modules/cdk8s/package.json').version")" \
  "constructs@$(node -p "require('$root/node_modules/constructs/package.json').version")"
if [ -e node_modules/@pulumi ]; then echo "Pulumi came along uninvited" >&2; exit 1; fi

pool="{ name: 'pool-0', servers: 4, persistence: { volumesPerServer: 1 } }"
app="
const app = new App({ outdir: OUT });
const chart = new Chart(app, 'media', { namespace: 'storage' });
const tenant = new RustfsTenant(chart, 'media', {
  credsSecret: { name: 'media-root' }, rpcSecret: { name: 'media-rpc', key: 'secret' }, pools: [$pool] });
if (composeTenant({ name: 'a', namespace: 'b', developmentCredentials: true,
  pools: [{ name: 'p', servers: 1, persistence: { volumesPerServer: 1 } }] }).length !== 6) throw new Error('objects');
if (tenant.warnings.length !== 0) throw new Error('warnings');
app.synth();"
cat >app.cjs <<CJS
const { App, Chart } = require('cdk8s');
const { composeTenant } = require('rustfs-constructs');
const { RustfsTenant } = require('rustfs-constructs/cdk8s');
const OUT = 'from-cjs';$app
CJS
cat >app.mjs <<ESM
import { App, Chart } from 'cdk8s';
import { composeTenant } from 'rustfs-constructs';
import { RustfsTenant } from 'rustfs-constructs/cdk8s';
const OUT = 'from-esm';$app
ESM
node app.cjs
node app.mjs
cmp from-cjs/media.k8s.yaml from-esm/media.k8s.yaml
grep -q 'name: media-pool-0' from-cjs/media.k8s.yaml

# A peer that is not there is missed by the import, not by what is made of it.
for import in "require('rustfs-constructs/pulumi')" "import { RustfsTenant } from 'rustfs-constructs/pulumi'"; do
  type=$([[ $import == import* ]] && echo module || echo commonjs)
  if node --input-type="$type" -e "$import" 2>errors; then echo "Pulumi was not missed: $import" >&2; exit 1; fi
  grep -q "Cannot find module '@pulumi/" errors
done

cat >media.json <<JSON
{ "name": "media", "namespace": "storage", "developmentCredentials": true,
  "pools": [{ "name": "pool-0", "servers": 1, "persistence": { "volumesPerServer": 1 } }] }
JSON
npx rustfs-tenant render - <media.json >rendered.yaml 2>warnings
grep -q 'kind: StatefulSet' rendered.yaml
# A reader may go before the end; a full disk is an error that is said.
npx rustfs-tenant render media.json 2>warnings | head -n 1 >/dev/null
if npx rustfs-tenant render media.json >/dev/full 2>errors; then echo "A full disk went unnoticed" >&2; exit 1; fi
grep -q 'Cannot write the output: no space left on device' errors
# The same without the program's compiled form, and with one that belongs to something else.
for cache in node_modules/rustfs-constructs/build/lib/cli/*.cache; do
  echo 'not compiled' >"$cache"
  npx rustfs-tenant render media.json 2>warnings | cmp - rendered.yaml
  rm "$cache"
  npx rustfs-tenant render media.json 2>warnings | cmp - rendered.yaml
done
echo "The package works in an empty project: CommonJS, ESM and the command line."

bash "$root/scripts/check-pulumi-package.sh" "$tarball"
