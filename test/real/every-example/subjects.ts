import { App, type Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTenants, type TenantSpec } from 'rustfs-constructs';
import { Development } from '../../../examples/development';
import { fleet } from '../../../examples/fleet';
import { Growth } from '../../../examples/growth';
import { Integrations } from '../../../examples/integrations';
import { Media } from '../../../examples/media';
import { OwnServiceAccount } from '../../../examples/own-service-account';
import { Patching } from '../../../examples/patching';
import { PlusInterop } from '../../../examples/plus-interop';
import { Production } from '../../../examples/production';
import { upstreamManifests } from '../../support/upstream';
import type { Manifest } from '../control-plane/api-server';
import { manifestsOf } from '../harness/objects';

/** What is applied together. */
export interface Subject {
  readonly title: string;
  readonly objects: readonly Manifest[];
}

const examples = join(__dirname, '../../../examples');

/** Declarations among the examples; `mistakes.yaml` is there to be refused. */
const declarations = [
  'media.yaml',
  'media-tenant.yaml',
  'pods.yaml',
  'provisioning.yaml',
  'tls.yaml',
  'adopting/files-rustfs.yaml',
  'gitops/tenants/media.yaml',
  ...['add-pool', 'grow-claims', 'retire-pool', 'rotate'].map(
    (change) => `gitops/pull-requests/${change}/media.yaml`,
  ),
];

/** What they say is more than the operator can make. */
const beyondOperator = ['pods.yaml', 'tls.yaml', 'adopting/files-rustfs.yaml'];

const charts: readonly (new (scope: Construct, id: string) => Chart)[] = [
  Development,
  Growth,
  Integrations,
  Media,
  OwnServiceAccount,
  Patching,
  PlusInterop,
  Production,
];

const profiles = [
  { profile: 'default', options: {} },
  { profile: 'operator', options: { compatibility: 'operator' } },
] as const;

/** Every declaration of the examples and of the operator's project, in the profiles that it has, in a namespace of its own. */
export const declared: readonly Subject[] = profiles.flatMap(({ profile, options }) => {
  const named = declarations
    .filter((file) => profile === 'default' || !beyondOperator.includes(file))
    .map((file) => [`examples/${file}`, readFileSync(join(examples, file), 'utf8')] as const);
  const upstream = upstreamManifests.map(([file, text]) => [`the operator project's ${file}`, text] as const);
  return [...named, ...upstream].flatMap(([file, text], i) =>
    parseTenants(text, options).tenants.map(({ spec }) => ({
      title: `${spec.name} of ${file}, ${profile} profile`,
      objects: manifestsOf({ ...startable(spec), namespace: `${profile}-${i}` }),
    })),
  );
});

/** The examples that are programs, each in its own namespaces; and of a fleet two teams. */
export const programs: readonly Subject[] = [
  ...charts.map((Example) => ({
    title: `examples: ${Example.name}`,
    objects: new Example(new App(), Example.name.toLowerCase()).toJson(),
  })),
  {
    title: 'examples/fleet.ts',
    objects: fleet(['team-a', 'team-b']).charts.flatMap((chart) => chart.toJson()),
  },
];

/** With credentials: several manifests of the operator's project name none, and no server of several starts so. */
function startable(spec: TenantSpec): TenantSpec {
  return spec.credsSecret === undefined && spec.compatibility === undefined
    ? { ...spec, credsSecret: { name: 'root' }, rpcSecret: { name: 'rpc', key: 'secret' } }
    : spec;
}
