import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '../../../lib/is-record';
import { acme, acmeTls } from '../../support/specs';
import type { Manifest } from '../control-plane/api-server';
import { eventually } from '../control-plane/eventually';
import { kubernetesVersion } from '../control-plane/programs';
import type { ControlPlane } from '../control-plane/start';
import { makeNamespace, startCluster } from '../harness/cluster';
import { failPod } from '../harness/faults';
import { applyAll, manifestsOf, podsIn, settled } from '../harness/objects';
import { serveKind } from '../harness/custom-kinds';

/** What follows from the version, as docs/versions.md says. */
const minor = Number(kubernetesVersion.split('.')[1]);

let plane: ControlPlane;

beforeAll(async () => {
  plane = await startCluster();
  await serveKind(plane.api, 'cert-manager.io/v1', 'Certificate');
  await makeNamespace(plane.api, 'storage', { isRestricted: true });
});

afterAll(() => plane.stop());

function set(changes: { readonly updateStrategy?: object; readonly image?: string } = {}): Manifest {
  const { updateStrategy = { type: 'RollingUpdate' }, image = 'rustfs/rustfs:1.0.0' } = changes;
  const labels = { app: 'rolled' };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'rolled', namespace: 'default' },
    spec: {
      serviceName: 'rolled',
      replicas: 4,
      podManagementPolicy: 'Parallel',
      updateStrategy,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'rustfs', image }] } },
    },
  };
}

/** The paths of what was sent and is not there. Lists are compared item by item, as nothing here sorts them. */
function dropped(sent: unknown, stored: unknown, path = ''): string[] {
  if (Array.isArray(sent)) {
    return sent.flatMap((item, i) =>
      dropped(item, Array.isArray(stored) ? (stored[i] as unknown) : undefined, `${path}[${i}]`),
    );
  }
  if (!isRecord(sent)) return sent !== undefined && stored === undefined && sent !== '' ? [path] : [];
  return Object.entries(sent).flatMap(([key, value]) =>
    dropped(value, isRecord(stored) ? stored[key] : undefined, `${path}.${key}`),
  );
}

describe(`Kubernetes ${kubernetesVersion}`, () => {
  test('takes every field that the default profile has, and keeps it', async () => {
    for (const object of [...manifestsOf(acme), ...manifestsOf(acmeTls)]) {
      const { status, body } = await plane.api.apply(object, { isDryRun: true });
      expect({ status, lost: dropped(object, body) }).toEqual({ status: 201, lost: [] });
    }
  });

  test(`${minor >= 37 ? 'keeps' : 'drops'} maxUnavailable of a StatefulSet`, async () => {
    const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 2 } };
    const sent = set({ updateStrategy });
    const { body } = await plane.api.apply(sent, { isDryRun: true });
    expect(dropped(sent, body)).toEqual(
      minor >= 37 ? [] : ['.spec.updateStrategy.rollingUpdate.maxUnavailable'],
    );
    const { body: unsaid } = await plane.api.apply(
      set({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } } }),
      { isDryRun: true },
    );
    const { spec }: { spec?: { updateStrategy?: unknown } } = unsaid;
    const rollingUpdate = { partition: 0, ...(minor >= 37 && { maxUnavailable: 1 }) };
    expect(spec?.updateStrategy).toEqual({ type: 'RollingUpdate', rollingUpdate });
  });

  test(`rolls beside a broken pod ${minor >= 37 ? 'after it' : 'from the highest ordinal down, as if it were none'}`, async () => {
    await applyAll(plane.api, [set()]);
    await settled(plane.api, 'default');
    await failPod(plane.api, 'default', 'rolled-1');
    const uids = async () => {
      const pods = await podsIn(plane.api, 'default');
      return new Map(pods.map(({ metadata }) => [metadata?.name ?? '', metadata?.uid ?? '']));
    };
    const before = await uids();
    await applyAll(plane.api, [set({ image: 'rustfs/rustfs:1.0.1' })]);
    const down = ['rolled-3', 'rolled-2', 'rolled-1', 'rolled-0'];
    const replaced: string[] = [];
    await eventually(
      'All pods are replaced',
      async () => {
        const now = await uids();
        for (const [name, uid] of now)
          if (uid !== before.get(name) && !replaced.includes(name)) replaced.push(name);
        return replaced.length === before.size ? true : undefined;
      },
      90,
      5,
    );
    expect(replaced).toEqual([
      ...(minor >= 37 ? ['rolled-1'] : []),
      ...down.filter((name) => minor < 37 || name !== 'rolled-1'),
    ]);
  });
});

describe('docs/versions.md', () => {
  test('names the version that this suite runs on', () => {
    const page = readFileSync(join(__dirname, '../../../docs/versions.md'), 'utf8');
    expect(page).toContain(kubernetesVersion);
  });
});
