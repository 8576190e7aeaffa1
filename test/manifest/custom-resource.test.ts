import Ajv from 'ajv';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toTenantManifest } from 'rustfs-constructs';
import { parse } from 'yaml';
import { operatorSpecs } from '../support/arbitrary';
import { acme, asOperator } from '../support/specs';

const definition: { spec: { versions: { schema: { openAPIV3Schema: object } }[] } } = parse(
  readFileSync(join(__dirname, '../../crds/tenants.rustfs.com.yaml'), 'utf8'),
);

const isInt32 = (value: number) => value >= -(2 ** 31) && value < 2 ** 31;

const takes = new Ajv({
  strict: false,
  formats: { int32: { type: 'number', validate: isInt32 }, int64: true },
}).compile(definition.spec.versions[0]?.schema.openAPIV3Schema ?? {});

const pool = { name: 'pool-0', servers: 4, persistence: { volumesPerServer: 4 } };

function tenant(changes: object): object {
  return { spec: { pools: [pool], ...changes } };
}

function tenantWithPool(changes: object): object {
  return tenant({ pools: [{ ...pool, ...changes }] });
}

describe('The custom resource definition', () => {
  test('takes every manifest that the library writes', () => {
    fc.assert(
      fc.property(operatorSpecs, (spec) => {
        const { manifest } = toTenantManifest(spec);
        expect(takes(manifest) || takes.errors).toBe(true);
      }),
      { numRuns: 50 },
    );
    expect(takes(toTenantManifest(asOperator(acme)).manifest)).toBe(true);
  });

  test.each([
    ['more servers than 32 bits count', tenantWithPool({ servers: 3_000_000_000 })],
    ['more drives than 32 bits count', tenantWithPool({ persistence: { volumesPerServer: 2_147_483_648 } })],
    ...[-1, 2 ** 31].flatMap((id): [string, object][] => [
      [`the user ${id} of the pods`, tenant({ securityContext: { runAsUser: id } })],
      [`the group ${id} of the pods`, tenant({ securityContext: { runAsGroup: id } })],
      [`the group ${id} of the files`, tenant({ securityContext: { fsGroup: id } })],
      [`the user ${id} of a pool's pods`, tenantWithPool({ securityContext: { runAsUser: id } })],
      [`the user ${id} of the container`, tenant({ containerSecurityContext: { runAsUser: id } })],
      [
        `the group ${id} of a pool's container`,
        tenantWithPool({ containerSecurityContext: { runAsGroup: id } }),
      ],
    ]),
    [
      'a master key without a name',
      tenant({ encryption: { local: { masterKeySecretRef: { name: '', key: 'key' } } } }),
    ],
    [
      'a master key without a key',
      tenant({ encryption: { local: { masterKeySecretRef: { name: 'kms', key: '' } } } }),
    ],
    ['an RPC secret without a name', tenant({ rpcSecret: { name: '', key: 'secret' } })],
    ['an RPC secret without a key', tenant({ rpcSecret: { name: 'rpc', key: '' } })],
    ['no servers', tenantWithPool({ servers: null })],
  ])('refuses %s', (_, value) => {
    expect(takes(value)).toBe(false);
  });

  test.each([
    'scheduler',
    'poolLifecycle',
    'image',
    'imagePullSecret',
    'tls',
    'lifecycle',
    'serviceAccountName',
    'priorityClassName',
    'logging',
    'credsSecret',
    'rpcSecret',
    'encryption',
    'securityContext',
  ])('takes a null for no %s, as that of the operator does', (field) => {
    expect(takes(tenant({ [field]: null }))).toBe(true);
  });

  test.each([
    'securityContext',
    'containerSecurityContext',
    'nodeSelector',
    'affinity',
    'tolerations',
    'topologySpreadConstraints',
    'resources',
    'priorityClassName',
  ])('takes a null for no %s of a pool', (field) => {
    expect(takes(tenantWithPool({ [field]: null }))).toBe(true);
  });

  test.each([
    [
      'drives',
      tenantWithPool({ persistence: { volumesPerServer: 1, volumeClaimTemplate: null, path: null } }),
    ],
    ['a user', tenant({ users: [{ name: 'ann', policies: ['readonly'], credsSecret: null }] })],
    ['a bucket', tenant({ buckets: [{ name: 'abc', region: null, objectLock: null }] })],
    [
      'a certificate',
      tenant({
        tls: {
          certManager: { secretName: 'tls', issuerRef: null, privateKey: { size: null }, caTrust: null },
        },
      }),
    ],
    ['user ids', tenant({ securityContext: { runAsUser: null, runAsNonRoot: null, seccompProfile: null } })],
    ['keys', tenant({ encryption: { local: null, vault: null, kmsSecret: null, defaultKeyId: null } })],
  ])('takes nulls within %s', (_, value) => {
    expect(takes(value)).toBe(true);
  });
});
