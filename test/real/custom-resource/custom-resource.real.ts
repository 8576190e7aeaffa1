import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { composeTenant, parseTenants, toTenantManifest, type TenantSpec } from 'rustfs-constructs';
import { parse, parseAllDocuments } from 'yaml';
import { isRecord } from '../../../lib/is-record';
import { operatorSpecs } from '../../support/arbitrary';
import { acme, asOperator } from '../../support/specs';
import { upstreamManifests } from '../../support/upstream';
import type { Answer, Manifest } from '../control-plane/api-server';
import { startControlPlane, type ControlPlane } from '../control-plane/start';
import { eventually } from '../control-plane/eventually';
import { fieldOf, withField } from '../immutable-fields/field';

const root = join(__dirname, '../../..');
const definition: Manifest = parse(readFileSync(join(root, 'crds/tenants.rustfs.com.yaml'), 'utf8'));

let plane: ControlPlane;
let answer: Answer;

beforeAll(async () => {
  plane = await startControlPlane();
  answer = await plane.api.create(definition);
  await eventually('Tenants are served', async () => {
    const { status } = await plane.api.request('GET', '/apis/rustfs.com/v1alpha1/tenants');
    return status === 200 ? true : undefined;
  });
});

afterAll(() => plane.stop());

/** A manifest that lacks nothing. */
const tenant: Manifest = {
  apiVersion: 'rustfs.com/v1alpha1',
  kind: 'Tenant',
  metadata: { name: 'media', namespace: 'default' },
  spec: {
    credsSecret: { name: 'media-root' },
    pools: [{ name: 'pool-0', servers: 4, persistence: { volumesPerServer: 4 } }],
  },
};

/** What the server says of a new Tenant; empty where it takes it. */
async function refusal(manifest: Manifest): Promise<string> {
  const { status, body } = await plane.api.create(manifest, { isDryRun: true });
  return status === 201 ? '' : String(body.message);
}

/** The Tenant of a declaration, in a namespace that is there. */
function manifestOf(spec: TenantSpec): Manifest {
  const { manifest } = toTenantManifest(spec);
  return {
    ...manifest,
    metadata: { ...manifest.metadata, namespace: 'default' },
    spec: { ...manifest.spec },
  };
}

function documentsIn(text: string): Manifest[] {
  return parseAllDocuments(text)
    .map((document): Manifest => document.toJS())
    .filter((manifest) => isRecord(manifest) && manifest.kind === 'Tenant')
    .map((manifest) => ({ ...manifest, metadata: { ...manifest.metadata, namespace: 'default' } }));
}

/** Declarations of the operator's profile: as many as are tried in seconds, and the same each time. */
const declarations = fc.sample(operatorSpecs, { numRuns: 60, seed: 2026 });

describe('The custom resource definition', () => {
  test('is taken by the API server as it is, structure, rules and their costs', async () => {
    expect(answer.status).toBe(201);
    const { body } = await plane.api.get(definition);
    expect(fieldOf(body, 'status.conditions')).not.toContainEqual(
      expect.objectContaining({ type: 'NonStructuralSchema' }),
    );
  });

  test('accepts the manifests of the examples and of the operator project', async () => {
    const examples = ['media-tenant.yaml', 'provisioning.yaml'].map((file) =>
      readFileSync(join(root, 'examples', file), 'utf8'),
    );
    const texts = [...examples, ...upstreamManifests.map(([, text]) => text)];
    const manifests = [tenant, ...texts.flatMap(documentsIn)];
    expect(manifests.length).toBeGreaterThan(2);
    for (const manifest of manifests) expect(await refusal(manifest)).toBe('');
  });

  test('accepts every manifest that the library writes', async () => {
    for (const spec of declarations) expect(await refusal(manifestOf(spec))).toBe('');
  });
});

/** By the path, the value there, and what the server says of it. */
const structural: readonly (readonly [path: string, value: unknown, said: string])[] = [
  ['spec', undefined, 'spec: Required value'],
  ['spec.pools', [], 'spec.pools: Invalid value: 0: spec.pools in body should have at least 1 items'],
  ['spec.pools[0].name', undefined, 'spec.pools[0].name: Required value'],
  ['spec.pools[0].name', 'Pool', 'spec.pools[0].name: Invalid value: "Pool"'],
  ['spec.pools[0].name', '', 'spec.pools[0].name: Invalid value: ""'],
  ['spec.pools[0].servers', undefined, 'spec.pools[0].servers: Required value'],
  ['spec.pools[0].servers', '4', 'spec.pools[0].servers: Invalid value: "string"'],
  ['spec.pools[0].servers', 3_000_000_000, 'spec.pools[0].servers'],
  ['spec.pools[0].persistence', undefined, 'spec.pools[0].persistence: Required value'],
  [
    'spec.pools[0].persistence.volumesPerServer',
    undefined,
    'spec.pools[0].persistence.volumesPerServer: Required value',
  ],
  [
    'spec.pools[1]',
    { name: 'pool-0', servers: 4, persistence: { volumesPerServer: 4 } },
    'spec.pools[1]: Duplicate value',
  ],
  ['spec.pools[0].server', 4, 'unknown field "spec.pools[0].server"'],
  ['spec.credSecret', { name: 'root' }, 'unknown field "spec.credSecret"'],
  ['spec.imagePullPolicy', 'Sometimes', 'spec.imagePullPolicy: Unsupported value: "Sometimes"'],
  ['spec.podManagementPolicy', 'Serial', 'spec.podManagementPolicy: Unsupported value: "Serial"'],
  ['spec.rpcSecret', { name: 'rpc' }, 'spec.rpcSecret.key: Required value'],
  ['spec.rpcSecret', { name: '', key: 'secret' }, 'spec.rpcSecret.name: Invalid value: ""'],
  ['spec.securityContext', { runAsUser: -1 }, 'spec.securityContext.runAsUser: Invalid value: -1'],
  ['spec.encryption', { enabled: true, backend: 'aws-kms' }, 'spec.encryption.backend: Unsupported value'],
  ['spec.users', [{ name: 'ann', policies: [] }], 'spec.users[0].policies: Invalid value: 0'],
  ['spec.buckets', [{ name: 'ab' }], 'spec.buckets[0].name: Invalid value: "ab"'],
  [
    'spec.policies',
    [{ name: 'one two', document: { configMapKeyRef: { name: 'p', key: 'k' } } }],
    'spec.policies[0].name: Invalid value: "one two"',
  ],
];

const user = { name: 'ann', policies: ['readonly'] };
const byRule: readonly (readonly [path: string, value: unknown, message: string])[] = [
  ['spec.pools[0].servers', 0, 'there is at least one'],
  ['spec.pools[0].persistence.volumesPerServer', 0, 'there is at least one'],
  ['spec.pools[0].persistence.path', '', 'give the path, or leave it out'],
  ['spec.users', [{ name: 'ann', policies: [] }], 'every user needs a policy'],
  [
    'spec.users',
    [user, { ...user, name: 'ben', credsSecret: { name: 'ann' } }],
    'every user needs a Secret of its own',
  ],
  ['spec.buckets', [{ name: 'rustfs' }], 'neither an IP address nor "rustfs"'],
  ['spec.buckets', [{ name: '192.0.2.1' }], 'neither an IP address nor "rustfs"'],
  ['spec.buckets', [{ name: 'a..b' }], 'use letters and digits around every dot'],
  [
    'spec.encryption',
    { enabled: true, backend: 'local', local: {} },
    'local keys need local.masterKeySecretRef, or local.allowInsecureDevDefaults in development',
  ],
];

describe('What the definition refuses', () => {
  test.each(structural)('names its place: %s = %j', async (path, value, said) => {
    expect(await refusal(withField(tenant, path, value))).toContain(said);
  });

  test.each(byRule)('says in our words what to do: %s = %j', async (path, value, message) => {
    expect(await refusal(withField(tenant, path, value))).toContain(message);
  });

  test.each([
    ['spec.pools[0].servers', 6, 'servers never changes: add a pool'],
    ['spec.pools[0].persistence.volumesPerServer', 8, 'volumesPerServer never changes: add a pool'],
  ])('is a change of the shape of a pool: %s', async (path, value, message) => {
    const there: Manifest = { ...tenant, metadata: { ...tenant.metadata, name: 'shaped' } };
    await plane.api.apply(there);
    const { status, body } = await plane.api.apply(withField(there, path, value));
    expect({ status, message: body.message }).toEqual({
      status: 422,
      message: expect.stringContaining(message),
    });
  });
});

describe('A manifest that the library wrote', () => {
  test('means the same once the API server has stored it', async () => {
    for (const [i, spec] of [asOperator(acme), ...declarations.slice(0, 20)].entries()) {
      const manifest = manifestOf(spec);
      const named: Manifest = { ...manifest, metadata: { ...manifest.metadata, name: `t${i}` } };
      expect((await plane.api.create(named)).status).toBe(201);
      const { body } = await plane.api.get(named);
      expect(composedOf(body)).toEqual(composedOf(named));
    }
  });
});

/** What the operator's profile composes of a manifest. */
function composedOf(manifest: unknown): unknown {
  const { tenants, problems } = parseTenants(JSON.stringify(manifest), { compatibility: 'operator' });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(tenants).toHaveLength(1);
  return tenants.map(({ spec }) => composeTenant(spec));
}
