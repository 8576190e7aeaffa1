import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PoolSpec, TenantSpec } from 'rustfs-constructs';
import { tenantSpecs } from '../../support/arbitrary';
import { acmeWithPool } from '../../support/specs';
import type { Manifest } from '../control-plane/api-server';
import { startControlPlane, type ControlPlane } from '../control-plane/start';
import { declared, programs } from '../every-example/subjects';
import { serveKind } from '../harness/custom-kinds';
import { manifestsOf } from '../harness/objects';
import { writeSchemas } from './schemas';
import { kubeconform, kubeScore, podSecurity, templatesAmong } from './verdicts';

const examples = [...declared, ...programs];
const generated = fc.sample(tenantSpecs, { numRuns: 200, seed: 20_261_129 });
const server = templatesAmong(examples[0]?.objects ?? [])[0];
const page = readFileSync(join(__dirname, '../../../docs/default-profile.md'), 'utf8');

describe('Pod Security restricted, by the evaluator of the API server,', () => {
  test.each(examples.map(({ title, objects }) => [title, objects] as const))('admits %s', (_, objects) => {
    const templates = templatesAmong(objects);
    expect(templates).not.toEqual([]);
    expect(podSecurity(templates)).toEqual(templates.map(() => []));
  });

  test('admits whatever is declared, as long as the declaration itself does not loosen it', () => {
    const templates = templatesAmong(generated.map(withoutOwnSecurity).flatMap(manifestsOf));
    expect(templates.length).toBeGreaterThan(generated.length);
    expect(podSecurity(templates)).toEqual(templates.map(() => []));
  });

  test('refuses a pod that may become root', () => {
    const spec = { ...server?.spec, containers: [{ name: 'rustfs' }] };
    const [said] = podSecurity([{ spec: { ...spec, securityContext: {} } }]);
    expect(said).toContainEqual(expect.stringContaining('runAsNonRoot != true'));
  });
});

describe('kubeconform, with the schemas that the API server publishes,', () => {
  let plane: ControlPlane;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'schemas-'));
    plane = await startControlPlane();
  });

  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await plane.stop();
  });

  const objects = [...examples.flatMap((example) => example.objects), ...generated.flatMap(manifestsOf)];

  beforeAll(async () => {
    for (const [apiVersion, kind] of customKinds(objects)) await serveKind(plane.api, apiVersion, kind);
    await writeSchemas(plane.api, folder, objects);
  });

  test('finds nothing in any example and in no generated declaration', () => {
    expect(kubeconform(folder, objects)).toEqual([]);
  });

  test.each([
    ['a field that Kubernetes does not have', { serviceNames: 'x' }, /additional properties 'serviceNames'/],
    ['a number that is a text', { replicas: '4' }, /replicas.*got string, want integer/],
  ])('finds %s', (_, change, said) => {
    const name = 'media-pool-0';
    const spec = { serviceName: 'media-hl', selector: {}, template: { spec: server?.spec }, ...change };
    const set = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name }, spec };
    expect(kubeconform(folder, [set])).toEqual([expect.stringMatching(said)]);
  });
});

describe('kube-score', () => {
  /** The checks that the page explains. */
  const explained = [...page.matchAll(/^\| `([a-z-]+)` +\| [^|]+ +\|$/gm)].map(([, check]) => check);
  const ofDefaultProfile = [
    ...examples.filter(({ title }) => !title.endsWith('operator profile')),
    { objects: manifestsOf(acmeWithPool({ servers: 2 })) },
  ];
  const findings = ofDefaultProfile.flatMap(({ objects }) => kubeScore(objects));

  test('finds in the default profile what docs/default-profile.md explains, and nothing else', () => {
    expect([...new Set(findings.map(({ check }) => check))].sort()).toEqual(explained.sort());
  });

  test('finds a StatefulSet without a budget', () => {
    const [{ objects } = { objects: [] }] = ofDefaultProfile;
    const without = objects.filter(({ kind }) => kind !== 'PodDisruptionBudget');
    expect(without.length).toBeLessThan(objects.length);
    expect(kubeScore(without).map(({ check }) => check)).toContain('statefulset-has-poddisruptionbudget');
  });
});

/** Without what a declaration says of security itself, and without containers of others. */
function withoutOwnSecurity(spec: TenantSpec): TenantSpec {
  const { securityContext, containerSecurityContext, pod, pools, ...rest } = spec;
  const { containers, initContainers, ...ownPod } = pod ?? {};
  return { ...rest, pools: pools.map(asTenant), ...(pod === undefined ? {} : { pod: ownPod }) };
}

function asTenant({ securityContext, containerSecurityContext, ...pool }: PoolSpec): PoolSpec {
  return pool;
}

/** The kinds among some objects that are not of Kubernetes. */
function customKinds(objects: readonly Manifest[]): (readonly [apiVersion: string, kind: string])[] {
  const kinds = new Map(
    objects.map(({ apiVersion, kind }) => [`${apiVersion} ${kind}`, [apiVersion, kind] as const]),
  );
  return [...kinds.values()].filter(
    ([apiVersion]) => /\..*\//.test(apiVersion) && !apiVersion.includes('.k8s.io/'),
  );
}
