import { App, Chart, Yaml } from 'cdk8s';
import type { Construct } from 'constructs';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Development } from '../../examples/development';
import { firstPool, Growth } from '../../examples/growth';
import { Integrations } from '../../examples/integrations';
import { Media } from '../../examples/media';
import { OwnServiceAccount } from '../../examples/own-service-account';
import { Patching } from '../../examples/patching';
import { PlusInterop } from '../../examples/plus-interop';
import { Production } from '../../examples/production';
import { layoutSvg } from 'rustfs-constructs';
import { RustfsTenant } from 'rustfs-constructs/cdk8s';
import { isLaidOut, poolLayout, survives, type Failure } from '../../lib/erasure';
import { silenceWarnings } from '../support/warnings';

const warned = silenceWarnings();

type Example = new (scope: Construct, id: string) => Chart;

const examples: Readonly<Record<string, Example>> = {
  development: Development,
  growth: Growth,
  integrations: Integrations,
  media: Media,
  'own-service-account': OwnServiceAccount,
  patching: Patching,
  'plus-interop': PlusInterop,
  production: Production,
};

/** The objects of an example, as the API server would see them. */
function objectsOf(example: Example): KubernetesObject[] {
  return new example(new App(), 'example').toJson();
}

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

function object(example: Example, kind: string, name: string): KubernetesObject {
  const found = objectsOf(example).find((each) => each.kind === kind && each.metadata.name === name);
  if (found === undefined) throw new Error(`There is no ${kind} ${name}.`);
  return found;
}

describe.each(Object.entries(examples))('the example %s', (_name, example) => {
  test('writes these objects', () => {
    expect(Yaml.stringify(...objectsOf(example))).toMatchSnapshot();
  });
});

describe('the picture of the example production', () => {
  test('is drawn from its layout', () => {
    const { layout } = new Production(new App(), 'production').tenant;
    const picture = readFileSync(join(__dirname, '../../examples/production.svg'), 'utf8');
    expect(layout && layoutSvg(layout)).toBe(picture);
  });
});

describe('the examples together', () => {
  test('are all written by examples/app.ts, each to a file of its own', () => {
    const folder = mkdtempSync(join(tmpdir(), 'examples-'));
    process.env.CDK8S_OUTDIR = folder;
    try {
      jest.isolateModules(() => {
        jest.requireActual('../../examples/app');
      });
      expect(readdirSync(folder)).toEqual(Object.keys(examples).map((name) => `${name}.k8s.yaml`));
    } finally {
      delete process.env.CDK8S_OUTDIR;
      rmSync(folder, { recursive: true });
    }
  });

  test('are all in this test', () => {
    const programs = readdirSync(join(__dirname, '../../examples')).filter((name) => name.endsWith('.ts'));
    const others = ['app.ts', 'fleet.ts', 'library.ts', 'plan.ts'];
    const names = programs.filter((name) => !others.includes(name)).map((name) => name.replace('.ts', ''));
    expect(Object.keys(examples)).toEqual(names);
  });

  test('draw no warning but the one about development credentials', () => {
    for (const example of Object.values(examples)) objectsOf(example);
    expect(warned.mock.calls.map(([, { code }]) => code)).toEqual(['credentials-development']);
  });

  test('write no secret but the published one of the development example', () => {
    const secrets = Object.entries(examples).flatMap(([name, example]) =>
      objectsOf(example)
        .filter(({ kind }) => kind === 'Secret')
        .map(({ metadata }) => `${name}: ${metadata.name}`),
    );
    expect(secrets).toEqual(['development: scratch-development-credentials']);
  });
});

describe('growth', () => {
  test('leaves the identity of the first pool as it was', () => {
    const chart = new Chart(new App(), 'before', { namespace: 'storage' });
    const before = new RustfsTenant(chart, 'photos', {
      credsSecret: { name: 'photos-credentials' },
      rpcSecret: { name: 'photos-rpc', key: 'secret' },
      pools: [firstPool],
    });
    const { template: templateBefore, ...identityBefore } =
      before.statefulSets['pool-0']?.toJson().spec ?? {};
    const { template, ...identity } = object(Growth, 'StatefulSet', 'photos-pool-0').spec;
    expect(identity).toEqual(identityBefore);
    expect(template).not.toEqual(templateBefore);
  });
});

describe('production', () => {
  const zone = 'topology.kubernetes.io/zone';
  const { replicas, volumeClaimTemplates, template } = object(
    Production,
    'StatefulSet',
    'archive-pool-0',
  ).spec;

  /** How a pool of so many servers fares without one of three zones. */
  function withoutZone(servers: number, drivesPerServer: number) {
    const pool = { name: 'pool-0', servers, drivesPerServer, driveBytes: 1n, isSingleDrive: false };
    const layout = poolLayout(pool, {});
    if (!isLaidOut(layout)) throw new Error(layout.reason);
    const domains = { [zone]: { kind: 'even', domains: 3, maxSkew: 1 } } as const;
    const failure: Failure = { of: 'domains', topologyKey: zone, count: 1 };
    return survives(layout, { nodes: { kind: 'one-each' }, domains }, failure);
  }

  test('asks for three zones, six servers and four drives each', () => {
    expect(template).toMatchObject({
      spec: { topologySpreadConstraints: [{ topologyKey: zone, minDomains: 3, maxSkew: 1 }] },
    });
    expect({ replicas, drives: [volumeClaimTemplates].flat().length }).toEqual({ replicas: 6, drives: 4 });
  });

  test('reads and writes without a zone, which four servers could not', () => {
    expect(withoutZone(6, 4)).toMatchObject({ shardsLeft: 8, canRead: true, canWrite: true });
    expect(withoutZone(4, 4)).toMatchObject({ shardsLeft: 8, canRead: false, canWrite: false });
  });
});

describe('own-service-account', () => {
  test('makes no other account and leaves the token to it', () => {
    const accounts = objectsOf(OwnServiceAccount).filter(({ kind }) => kind === 'ServiceAccount');
    expect(accounts.map(({ metadata }) => metadata.name)).toEqual(['backup-storage']);
    const { template } = object(OwnServiceAccount, 'StatefulSet', 'backup-pool-0').spec;
    expect(template).toMatchObject({ spec: { serviceAccountName: 'backup-storage' } });
    expect(template).not.toHaveProperty('spec.automountServiceAccountToken');
  });
});

describe('integrations', () => {
  const { template } = object(Integrations, 'StatefulSet', 'library-pool-0').spec;

  test('lets RustFS reach what is declared, and nothing else', () => {
    const origins = 'http://thumbnails.apps.svc:8080,https://keycloak.login.svc:8443';
    expect(JSON.stringify(template)).toContain(
      JSON.stringify({ name: 'RUSTFS_OUTBOUND_ALLOW_ORIGINS', value: origins }),
    );
  });

  test('mounts a token for Vault alone', () => {
    const token = { path: 'token', audience: 'vault', expirationSeconds: 3600 };
    const kms = { name: 'rustfs-kms', projected: { sources: [{ serviceAccountToken: token }] } };
    expect(template).toMatchObject({
      spec: { automountServiceAccountToken: false, volumes: expect.arrayContaining([kms]) },
    });
  });
});

describe('patching', () => {
  test('adds to the objects and takes nothing away', () => {
    expect(object(Patching, 'Service', 'reports-io').spec).toMatchObject({
      ipFamilyPolicy: 'PreferDualStack',
      selector: { 'rustfs.tenant': 'reports' },
    });
    expect(object(Patching, 'StatefulSet', 'reports-pool-0').spec).toMatchObject({
      template: {
        metadata: {
          annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' },
          labels: { 'rustfs.tenant': 'reports', 'rustfs.pool': 'pool-0' },
        },
      },
    });
  });
});

describe('plus-interop', () => {
  const pods = { 'rustfs.tenant': 'gallery' };

  test('selects the pods of the tenant, as its own Services do', () => {
    expect(object(PlusInterop, 'Service', 'gallery-web').spec.selector).toEqual(pods);
    expect(object(PlusInterop, 'Service', 'gallery-io').spec.selector).toEqual(pods);
    expect(object(PlusInterop, 'NetworkPolicy', 'gallery').spec.podSelector).toMatchObject({
      matchLabels: pods,
    });
  });

  test('routes one host to the plus Service, the other to the one of the tenant', () => {
    const [web, io] = ['gallery-web', 'gallery-io'].map((name) => object(PlusInterop, 'Ingress', name).spec);
    expect(web).toMatchObject({
      rules: [{ http: { paths: [{ backend: { service: { name: 'gallery-web' } } }] } }],
    });
    expect(io).toMatchObject({
      rules: [{ http: { paths: [{ backend: { service: { name: 'gallery-io' } } }] } }],
    });
  });

  test('hands plus objects to the tenant by name', () => {
    expect(object(PlusInterop, 'StatefulSet', 'gallery-pool-0').spec.template).toMatchObject({
      spec: { serviceAccountName: 'gallery-storage' },
    });
  });

  test('derives no name from a place in the tree', () => {
    const names = objectsOf(PlusInterop).map(({ metadata }) => metadata.name);
    expect(names.filter((name) => !name.startsWith('gallery'))).toEqual([]);
    expect(names.filter((name) => /-c[0-9a-f]{7}$/.test(name))).toEqual([]);
  });
});
