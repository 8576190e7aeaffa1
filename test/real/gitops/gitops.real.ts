import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyCommand } from '../../../lib/change/apply-command';
import { serveKind } from '../harness/custom-kinds';
import { makeNamespace, startCluster } from '../harness/cluster';
import { claimsIn, podsIn, settled } from '../harness/objects';
import { openTerminal, type Terminal } from '../harness/terminal';
import type { ControlPlane } from '../control-plane/start';

const examples = join(__dirname, '../../../examples');

let plane: ControlPlane;
let terminal: Terminal;

beforeAll(async () => {
  plane = await startCluster();
  terminal = openTerminal(plane);
  await serveKind(plane.api, 'cert-manager.io/v1', 'Certificate');
});

afterAll(async () => {
  terminal.close();
  await plane.stop();
});

/** What would still change of a folder that was applied. It ends with 1 where something would. */
const diff = 'kubectl diff --server-side --force-conflicts -k';

function example(file: string): string {
  return readFileSync(join(examples, file), 'utf8');
}

/** Brings an example in, in a namespace of its own, as the commands of the pages do. */
async function applied(declaration: string, namespace: string): Promise<void> {
  await makeNamespace(plane.api, namespace, { isRestricted: true });
  const text = declaration.replace('namespace: storage', `namespace: ${namespace}`);
  terminal.write(`${namespace}/tenants/tenant.yaml`, text);
  await terminal.run(`cd ${namespace}; npx rustfs-tenant render tenants --out deploy
    ${applyCommand} -k deploy/${namespace}/*`);
}

describe('A rendered folder', () => {
  test.each([
    ['gitops/tenants/media.yaml', 'repository'],
    ['pods.yaml', 'pods'],
    ['tls.yaml', 'tls'],
    ['gitops/pull-requests/add-pool/media.yaml', 'grown'],
  ])('of %s differs in nothing once it is applied and runs', async (file, name) => {
    await applied(example(file), name);
    // While servers come up, kubectl compares one status with a later one.
    await settled(plane.api, name);
    const nothing = { code: 0, output: '', errors: '' };
    expect(await terminal.attempt(`${diff} ${name}/deploy/${name}/*`)).toEqual(nothing);
  });

  test('differs where somebody changed what runs', async () => {
    await terminal.run('kubectl set image statefulset/media-pool-0 rustfs=rustfs/rustfs:1.0.1 -n pods');
    const { code, output } = await terminal.attempt(`${diff} pods/deploy/pods/*`);
    expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining('rustfs/rustfs:1.0.1') });
  });
});

interface Overlay {
  readonly title: string;
  readonly kustomization: object;
  /** The exit code of the plan: 0 and 3 let it pass, 5 refuses it. */
  readonly code: number;
}

const inTemplates = { pairs: { team: 'media' }, includeSelectors: true };

/** The transformers in the table of examples/gitops/README.md, and patches that keep the identity. */
const overlays: readonly Overlay[] = [
  { title: 'nothing', kustomization: {}, code: 0 },
  {
    title: 'a patch of a Service',
    kustomization: {
      patches: [
        {
          target: { kind: 'Service', name: 'media-io' },
          patch: JSON.stringify([
            { op: 'add', path: '/metadata/annotations', value: { 'example.com/owner': 'media' } },
          ]),
        },
      ],
    },
    code: 0,
  },
  {
    title: 'another image',
    kustomization: { images: [{ name: 'rustfs/rustfs', newTag: '1.0.0-rc.4' }] },
    code: 3,
  },
  { title: 'labels of objects alone', kustomization: { labels: [{ pairs: { team: 'media' } }] }, code: 0 },
  { title: 'another namespace', kustomization: { namespace: 'elsewhere' }, code: 5 },
  { title: 'a prefix of names', kustomization: { namePrefix: 'eu-' }, code: 5 },
  { title: 'a suffix of names', kustomization: { nameSuffix: '-eu' }, code: 5 },
  { title: 'more replicas', kustomization: { replicas: [{ name: 'media-pool-0', count: 6 }] }, code: 5 },
  { title: 'fewer replicas', kustomization: { replicas: [{ name: 'media-pool-0', count: 3 }] }, code: 5 },
  { title: 'common labels', kustomization: { commonLabels: { team: 'media' } }, code: 5 },
  { title: 'labels of selectors', kustomization: { labels: [inTemplates] }, code: 5 },
  {
    title: 'labels of templates',
    kustomization: { labels: [{ pairs: { team: 'media' }, includeTemplates: true }] },
    code: 5,
  },
];

describe('An overlay of a rendered folder', () => {
  beforeAll(async () => {
    // Its servers count as soon as they are ready, so that a rollout takes seconds.
    await applied(`${example('gitops/tenants/media.yaml')}\npod:\n  minReadySeconds: 0\n`, 'overlaid');
    await terminal.run('cd overlaid; kubectl kustomize deploy/overlaid/media > before.yaml');
    await settled(plane.api, 'overlaid');
  });

  test('is made by the kustomize that the pages speak of', async () => {
    expect(await terminal.run('kubectl version --client')).toContain('Kustomize Version: v5.8.');
  });

  test.each(overlays.map((overlay) => [overlay.title, overlay] as const))(
    'that makes %s keeps what the data depends on, or the plan refuses it',
    async (_, { kustomization, code }) => {
      const resources = ['../deploy/overlaid/media'];
      terminal.write('overlaid/overlay/kustomization.yaml', JSON.stringify({ resources, ...kustomization }));
      const plan = await terminal.attempt(
        `cd overlaid; kubectl kustomize overlay > overlay.yaml
        npx rustfs-tenant plan before.yaml - < overlay.yaml`,
      );
      expect(plan).toMatchObject({ code });
      if (code === 5) return;
      await settled(plane.api, 'overlaid');
      const [before, claims] = [await podNames(), await claimNames()];
      await terminal.run(`${applyCommand} -f overlaid/overlay.yaml`);
      await settled(plane.api, 'overlaid');
      expect([await podNames(), await claimNames()]).toEqual([before, claims]);
      await terminal.run(`${applyCommand} -k overlaid/deploy/overlaid/media`);
    },
  );
});

async function podNames(): Promise<unknown[]> {
  return (await podsIn(plane.api, 'overlaid')).map(({ metadata }) => metadata?.name);
}

/** Claims with their UIDs: none was made anew. */
async function claimNames(): Promise<unknown[]> {
  return (await claimsIn(plane.api, 'overlaid')).map(({ metadata }) => [metadata?.name, metadata?.uid]);
}
