import fc from 'fast-check';
import { composeTenant, type TenantSpec } from 'rustfs-constructs';
import { differencesOf } from '../../../lib/change/difference';
import { liveOwners } from '../../../lib/change/managed-fields';
import { normalObject } from '../../../lib/change/normal';
import { productionSpecs } from '../../support/arbitrary';
import type { Answer, Manifest } from '../control-plane/api-server';
import { startControlPlane, type ControlPlane } from '../control-plane/start';
import { makeNamespace } from '../harness/cluster';
import { manifestsOf } from '../harness/objects';
import { bare, full, onlyFull } from './tenants';
import { takeOver, write, type Way } from './written';

let plane: ControlPlane;

beforeAll(async () => {
  plane = await startControlPlane();
});

afterAll(() => plane.stop());

/** Whoever applies next. */
interface Applier {
  /** The name by which the plan is asked. */
  readonly manager: string;
  /** The name that the server sees. @default the same */
  readonly as?: string;
  /** What it takes over before it applies. */
  readonly from?: readonly Way[];
}

const kubectls: readonly Way[] = [
  { manager: 'kubectl', operation: 'Apply' },
  { manager: 'kubectl', operation: 'Update' },
  { manager: 'before-first-apply', operation: 'Update' },
];

const updating = (manager: string): Way => ({ manager, operation: 'Update' });
const applying = (manager: string): Way => ({ manager, operation: 'Apply' });

const appliers: readonly Applier[] = [
  { manager: 'kubectl' },
  { manager: 'argocd-controller' },
  { manager: 'kustomize-controller', from: [...kubectls, updating('kustomize-controller')] },
  { manager: 'helm-controller', from: [updating('helm-controller')] },
  {
    manager: 'pulumi-kubernetes',
    as: 'pulumi-kubernetes-3f2a1b0c',
    from: [...kubectls, updating('pulumi-kubernetes-3f2a1b0c')],
  },
  { manager: 'pulumi-kubernetes-3f2a1b0c', from: [...kubectls, updating('pulumi-kubernetes-3f2a1b0c')] },
];

/** Who wrote the object before whoever applies next. */
const histories: readonly (readonly [title: string, before: readonly Way[]])[] = [
  ['nobody else', []],
  ['the operator', [applying('rustfs-operator')]],
  ['Helm 3', [updating('helm')]],
  ['Helm 3 and kubectl replace', [updating('helm'), updating('kubectl-replace')]],
  ['kubectl create', [updating('kubectl-create')]],
  ['kubectl apply --server-side', [applying('kubectl')]],
  ['somebody with kubectl edit', [updating('kubectl-edit')]],
  ['Argo CD without server-side apply', [updating('argocd-controller')]],
];

interface Found {
  readonly answer: Answer;
  /** What changes, by the server and by the plan. */
  readonly real: readonly string[];
  readonly told: readonly string[];
  /**
   * What stays although it is not declared, by the plan and by what is there afterwards; but for labels and annotations of the
   * object itself, which are told only as long as whoever applies owns them too.
   */
  readonly stays: readonly string[];
  readonly left: readonly string[];
}

/** What the next apply changes. */
async function applied(before: Manifest, after: Manifest, applier: Applier): Promise<Found> {
  const { api } = plane;
  const { manager, as = manager, from } = applier;
  const { body: live } = await api.get(before);
  const owners = liveOwners([live], manager);
  const predicted = normalObject(owners.applied(after));
  if (from !== undefined) await takeOver(api, before, as, from);
  const answer = await api.apply(after, { manager: as });
  const changed = (object: Readonly<Record<string, unknown>>) =>
    differencesOf(normalObject(live), object, { isWhole: true })
      .map(({ path }) => path)
      .filter((path) => !withType.test(path));
  const fields = (object: Readonly<Record<string, unknown>>) =>
    liveOwners([object], manager)
      .staying(after)
      .map(({ field }) => field)
      .filter((field) => !field.startsWith('metadata') && !withType.test(field));
  return {
    answer,
    real: changed(normalObject(answer.body)),
    told: changed(predicted),
    stays: fields(live),
    left: fields(answer.body),
  };
}

/** What the server gives a Service of one type, and takes from another. */
const withType = /^spec\.(?:externalTrafficPolicy|allocateLoadBalancerNodePorts|ports\[.+\]\.nodePort)$/;

let spaces = 0;

async function emptyNamespace(): Promise<string> {
  const name = `space-${spaces++}`;
  await makeNamespace(plane.api, name);
  return name;
}

/** The objects of both declarations, by twos. */
function pairs(before: TenantSpec, after: TenantSpec): (readonly [Manifest, Manifest])[] {
  const now = manifestsOf(after);
  // Of which the API server knows nothing without cert-manager.
  const all = manifestsOf(before).filter(({ kind }) => kind !== 'Certificate');
  return all.flatMap((old) => {
    const next = now.find(({ kind, metadata }) => kind === old.kind && metadata.name === old.metadata.name);
    return next === undefined ? [] : [[old, next] as const];
  });
}

describe.each(appliers.map((applier) => [applier.manager, applier] as const))(
  'What has left the declaration goes, or stays and is told, when %s applies',
  (_, applier) => {
    const { manager, as = manager, from = [] } = applier;

    test.each(histories)('what %s wrote, and then itself', async (__, before) => {
      const isKept = before.some(
        (way) =>
          !(way.manager === as && way.operation === 'Apply') &&
          !from.some((other) => way.manager.startsWith(other.manager) && way.operation === other.operation),
      );
      const namespace = await emptyNamespace();
      for (const [old, now] of pairs(full(namespace), bare(namespace))) {
        for (const way of [...before, applying(as)]) await write(plane.api, old, way);
        const { answer, real, told, stays, left } = await applied(old, now, applier);
        expect(answer).toMatchObject({ status: 200 });
        expect(told).toEqual(real);
        expect(left).toEqual(stays);
        if (old.kind !== 'StatefulSet') continue;
        const [all, none] = isKept ? [stays, real] : [real, stays];
        expect(none).toEqual([]);
        expect(onlyFull.filter((path) => !all.some((each) => path.startsWith(each)))).toEqual([]);
      }
    });

    test.each(histories.slice(1))('what only %s wrote', async (__, before) => {
      const namespace = await emptyNamespace();
      for (const [old, now] of pairs(full(namespace), bare(namespace))) {
        for (const way of before) await write(plane.api, old, way);
        const { answer, real, told, stays, left } = await applied(old, now, applier);
        expect(answer).toMatchObject({ status: 200 });
        expect(told).toEqual(real);
        expect(left).toEqual(stays);
      }
    });
  },
);

test('any declaration that loses any of its fields changes as the plan says, whoever wrote it', async () => {
  const lost = fc.tuple(
    productionSpecs,
    fc.array(fc.nat(30)),
    fc.constantFrom(...histories),
    fc.constantFrom(...appliers),
  );
  let made = 0;
  await fc.assert(
    fc.asyncProperty(lost, async ([spec, keys, [, before], applier]) => {
      const namespace = await emptyNamespace();
      const old = { ...spec, namespace };
      const now = without(old, keys);
      if (now === undefined) return;
      const { manager, as = manager } = applier;
      for (const [one, other] of pairs(old, now)) {
        for (const way of [...before, applying(as)]) await write(plane.api, one, way);
        const { answer, real, told, stays, left } = await applied(one, other, applier);
        // Fields that nobody may change are the business of another part.
        if (answer.status !== 200) continue;
        made++;
        expect(told).toEqual(real);
        expect(left).toEqual(stays);
      }
    }),
    { numRuns: 40, endOnFailure: true },
  );
  expect(made).toBeGreaterThan(100);
});

/** The declaration without some of its fields; undefined where it then says nothing that can be run. */
function without(spec: TenantSpec, keys: readonly number[]): TenantSpec | undefined {
  const needed = ['name', 'namespace', 'pools', 'credsSecret', 'developmentCredentials'];
  const optional = Object.keys(spec).filter((key) => !needed.includes(key));
  const gone = new Set(keys.map((key) => optional[key % Math.max(optional.length, 1)]));
  const rest: TenantSpec = {
    ...spec,
    ...Object.fromEntries([...gone].map((key) => [key ?? 'env', undefined])),
  };
  const isWhole = keys.length % 2 === 0;
  const less = isWhole
    ? rest
    : {
        ...rest,
        pools: rest.pools.map(({ name, servers, persistence }) => ({ name, servers, persistence })),
      };
  try {
    composeTenant(less);
    return less;
  } catch {
    return undefined;
  }
}
