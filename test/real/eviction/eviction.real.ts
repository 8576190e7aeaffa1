import { checkTenant, layoutOf } from 'rustfs-constructs';
import type { ControlPlane } from '../control-plane/start';
import { makeNamespace, startCluster } from '../harness/cluster';
import { failPod } from '../harness/faults';
import { applyAll, manifestsOf, podsIn, settled } from '../harness/objects';
import { openTerminal, type Ended, type Terminal } from '../harness/terminal';
import { sparing, unsparing, type Drained } from './tenants';
import { courseOf, watchPods, type PodEvent } from './watched';

const nodes = ['node-0', 'node-1', 'node-2', 'node-3', 'node-4', 'node-5'];
const all = [...sparing, ...unsparing];

let plane: ControlPlane;
let terminal: Terminal;

beforeAll(async () => {
  plane = await startCluster({ nodes: nodes.length, zones: ['a', 'b', 'c'] });
  terminal = openTerminal(plane);
  for (const { spec } of all) {
    await makeNamespace(plane.api, spec.namespace ?? '', { isRestricted: true });
    await applyAll(plane.api, manifestsOf(spec));
  }
  await allSettled();
});

afterAll(async () => {
  terminal.close();
  await plane.stop();
});

async function allSettled(): Promise<void> {
  for (const { spec } of all) await settled(plane.api, spec.namespace ?? '');
}

/** Empties a node: `/tmp` of a server is an emptyDir, for which kubectl wants to be told. */
function drain(node: string, seconds: number, options = ''): Promise<Ended> {
  return terminal.attempt(`kubectl drain ${node} --delete-emptydir-data --timeout=${seconds}s ${options}`);
}

async function uncordon(node: string): Promise<void> {
  await terminal.run(`kubectl uncordon ${node}`);
  await allSettled();
}

/** All servers of a tenant. */
function serversOf({ spec }: Drained): string[] {
  return spec.pools
    .flatMap(({ name, servers }) => Array.from({ length: servers }, (_, i) => `${spec.name}-${name}-${i}`))
    .sort();
}

const table = (tenants: readonly Drained[]) => tenants.map((tenant) => [tenant.title, tenant] as const);

describe('kubectl drain of each node in turn', () => {
  let ends: number[];
  let events: readonly PodEvent[];

  beforeAll(async () => {
    const watched = await watchPods(plane, terminal);
    ends = [];
    for (const node of nodes) {
      ends.push((await drain(node, 300)).code);
      await uncordon(node);
    }
    events = await watched();
  }, 900_000);

  test('ends', () => {
    expect(ends).toEqual(nodes.map(() => 0));
  });

  test.each(table(sparing))(
    'takes one server of a pool after the other: %s writes all the while',
    (_, tenant) => {
      const tolerated = layoutOf(tenant.spec)?.pools.map(({ serverTolerance }) => serverTolerance.write > 0);
      expect(tolerated).toEqual(tenant.spec.pools.map(() => true));
      expect(courseOf(tenant.spec, events)).toEqual({
        left: serversOf(tenant),
        wroteAlways: true,
        writes: true,
      });
    },
  );

  test.each(table(unsparing))(
    'asks nobody where layout says that no server may fail, and stops writes meanwhile: %s',
    (_, tenant) => {
      expect(layoutOf(tenant.spec)?.pools.map(({ serverTolerance }) => serverTolerance.write)).toEqual([0]);
      const warns = checkTenant(tenant.spec).some(({ code }) => code === 'write-headroom');
      // Of a single server nobody expects it.
      expect(warns).toBe(tenant.spec.pools.some(({ servers }) => servers > 1));
      expect(courseOf(tenant.spec, events)).toEqual({
        left: serversOf(tenant),
        wroteAlways: false,
        writes: true,
      });
    },
  );
});

describe('kubectl drain stops', () => {
  const refusal = "Cannot evict pod as it would violate the pod's disruption budget.";

  test('where a second node would take more servers than may fail, and goes on when the first are back', async () => {
    const watched = await watchPods(plane, terminal);
    expect((await drain('node-0', 300)).code).toBe(0);
    // With six nodes and a server on each, those of the first node have nowhere to go.
    const second = await drain('node-1', 12);
    expect(second.code).not.toBe(0);
    expect(second.errors).toContain(refusal);
    const stopped = [...second.errors.matchAll(/evicting pods\/"\S+" -n "(\S+)"/g)].map(
      ([, tenant]) => tenant,
    );
    expect(stopped).toEqual(expect.arrayContaining(['t6x1', 'zones']));
    expect(stopped).not.toContain('two-away');
    await terminal.run('kubectl uncordon node-0');
    expect((await drain('node-1', 300)).code).toBe(0);
    await uncordon('node-1');
    const events = await watched();
    expect(sparing.filter(({ spec }) => !courseOf(spec, events).wroteAlways)).toEqual([]);
  }, 600_000);

  test('at as many servers as the budget says, which is at most as many as may fail', async () => {
    const [tenant] = sparing.filter(({ spec }) => spec.name === 'two-away');
    expect(tenant && layoutOf(tenant.spec)?.pools[0]?.serverTolerance.write).toBe(2);
    const only = '--pod-selector=rustfs.tenant=two-away';
    const codes = [];
    for (const node of ['node-0', 'node-1', 'node-2']) codes.push((await drain(node, 12, only)).code);
    expect(codes).toEqual([0, 0, 1]);
    for (const node of ['node-0', 'node-1', 'node-2']) await terminal.run(`kubectl uncordon ${node}`);
    await allSettled();
  }, 600_000);

  test('while another server is not ready, unless it is the one that goes', async () => {
    const pods = await podsIn(plane.api, 't4x1');
    const [failed, healthy] = pods;
    await failPod(plane.api, 't4x1', failed?.metadata?.name ?? '');
    const only = '--pod-selector=rustfs.tenant=t4x1';
    const other = await drain(healthy?.spec?.nodeName ?? '', 12, only);
    expect(other.code).toBe(1);
    expect(other.errors).toContain(refusal);
    expect((await drain(failed?.spec?.nodeName ?? '', 60, only)).code).toBe(0);
    for (const node of nodes) await terminal.run(`kubectl uncordon ${node}`);
    await allSettled();
  }, 600_000);
});
