import type { StatefulSet } from 'kubernetes-types/apps/v1';
import type { EnvVar } from 'kubernetes-types/core/v1';
import { hostPath } from '../control-plane/manifests';
import type { ControlPlane } from '../control-plane/start';
import { startCluster } from '../harness/cluster';
import { change, handOver, install, type HandOver, type Moment, type Tenancy } from './hand-over';
import { definitions, waysIn, type WayIn } from './way-in';

/** What is seen of one tenant, and of the changes that its declaration takes afterwards. */
interface Seen extends HandOver {
  readonly changed: Moment & { readonly plan: string };
  readonly grown: Moment;
  /** Once `compatibility` is out; only of a tenant that the operator ran. */
  readonly onDefault: Moment | undefined;
}

const image = 'rustfs/rustfs:1.0.0';

let plane: ControlPlane;
const tenancies: Tenancy[] = [];
const all = new Map<string, Promise<Seen>>();

/** All at once, since most of the time they wait for pods. */
beforeAll(async () => {
  plane = await startCluster({ nodes: 6 });
  await plane.api.create({ ...hostPath, metadata: { name: 'local-path' } });
  for (const definition of definitions) await plane.api.create(definition);
  for (const way of waysIn) all.set(way.name, seen(way));
  await Promise.allSettled(all.values());
}, 900_000);

afterAll(async () => {
  tenancies.forEach(({ terminal }) => terminal.close());
  await plane.stop();
});

async function seen(way: WayIn): Promise<Seen> {
  const tenancy = await install(plane, way);
  tenancies.push(tenancy);
  const handedOver = await handOver(tenancy);
  await change(tenancy, ({ env = [], pools, ...spec }) => ({
    ...spec,
    image,
    env: env.filter(({ name }) => name !== 'RUSTFS_REGION').map(chosenOtherwise),
    pools: pools.map(({ nodeSelector: _gone, ...pool }) => pool),
  }));
  const changed = { ...(await tenancy.now()), plan: await tenancy.plan() };
  await change(tenancy, (spec) => {
    const pool = { name: 'grown', servers: 4, persistence: { volumesPerServer: 1 } };
    return { ...spec, pools: [...spec.pools, pool] };
  });
  const grown = await tenancy.now();
  if (way.restarts) return { ...handedOver, changed, grown, onDefault: undefined };
  await change(tenancy, ({ compatibility: _operator, pod: _annotations, ...spec }) => spec);
  return { ...handedOver, changed, grown, onDefault: await tenancy.now() };
}

/** A value that becomes a reference: a choice, of which the server takes one only. */
function chosenOtherwise({ name, ...chosen }: EnvVar): EnvVar {
  return name === 'RUSTFS_OBS_ENVIRONMENT'
    ? { name, valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } }
    : { name, ...chosen };
}

function serverOf({ spec }: StatefulSet) {
  return spec?.template.spec?.containers[0];
}

function variablesOf(set: StatefulSet): readonly EnvVar[] {
  return serverOf(set)?.env ?? [];
}

describe.each(waysIn.map((way) => [way.name, way] as const))(
  'A tenant of %s, handed over as printed',
  (name, way) => {
    const found = async (): Promise<Seen> => {
      const one = await all.get(name);
      if (one === undefined) throw new Error(`${name} was not handed over.`);
      return one;
    };

    test('keeps every claim, and its pods but for the one restart that is told', async () => {
      const { before, shared, after } = await found();
      expect(before.pods).toHaveLength(4);
      expect(after.claims).toEqual(before.claims);
      expect(after.pods).toEqual(shared.pods);
      expect(shared.pods.filter((uid) => before.pods.includes(uid))).toHaveLength(way.restarts ? 0 : 4);
    });

    test('was never deleted by a step that came too early', async () => {
      const { tooEarly } = await found();
      expect(tooEarly.map(({ code }) => code)).toEqual(way.guarded ? [1] : []);
    });

    test('is owned by kubectl alone, which the check of the step can tell', async () => {
      const { shared, after } = await found();
      expect(shared.check.code).toBe(1);
      expect(shared.owners).toEqual(expect.arrayContaining([way.manager]));
      expect(after.owners).toEqual(['kubectl']);
    });

    test('is what the declaration says', async () => {
      const { plan } = await found();
      expect(plan).toContain('Verdict: nothing changes');
    });

    test('then loses what its declaration loses, and takes another image and another choice', async () => {
      const { changed } = await found();
      const [set] = changed.sets;
      if (set === undefined) throw new Error('There is no StatefulSet.');
      const variables = variablesOf(set);
      expect(variables.map((one) => one.name)).not.toContain('RUSTFS_REGION');
      expect(variables.find((one) => one.name === 'RUSTFS_OBS_ENVIRONMENT')).toEqual({
        name: 'RUSTFS_OBS_ENVIRONMENT',
        valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } },
      });
      expect(serverOf(set)?.image).toBe(image);
      expect(set.spec?.template.spec?.nodeSelector).toBeUndefined();
      expect(changed.owners).toEqual(['kubectl']);
      expect(changed.plan).toContain('Verdict: nothing changes');
    });

    test('then grows as a whole', async () => {
      const { sets } = (await found()).grown;
      expect(sets).toHaveLength(2);
      const lists = sets.map((set) => variablesOf(set).find((one) => one.name === 'RUSTFS_VOLUMES')?.value);
      expect(lists[0]?.split(' ')).toHaveLength(2);
      expect(lists[1]).toBe(lists[0]);
    });
  },
);

describe('A tenant that the operator ran', () => {
  test('has nothing of the operator left once compatibility and its annotations are out', async () => {
    const { after, onDefault } = (await all.get('the operator')) ?? {};
    const annotations = (moment: Moment | undefined) =>
      moment?.sets.flatMap(({ spec }) => Object.keys(spec?.template.metadata?.annotations ?? {}));
    expect(annotations(after)).toEqual(['operator.rustfs.com/tls-hash']);
    expect(annotations(onDefault)).toEqual([]);
    expect(onDefault?.owners).toEqual(['kubectl']);
  });
});
