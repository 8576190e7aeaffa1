import fc from 'fast-check';
import {
  composeTenant,
  emptyLock,
  lockText,
  lockWith,
  parseTenants,
  planChange,
  planJson,
  readLock,
  tenantIdentity,
  toYaml,
  type Rollout,
  type PoolLayout,
  type TenantSpec,
} from 'rustfs-constructs';
import { tenantSpecs } from '../support/arbitrary';
import { present } from '../support/composed';
import { acme } from '../support/specs';

/** Every run composes several tenants, so there are fewer than usual. */
const runs = { numRuns: 40 };

/** The objects as somebody reads them who has only the files. */
function rendered(spec: TenantSpec): object[] {
  return parseTenants(toYaml(composeTenant(spec))).others.map(({ value }) => Object(value));
}

/** The tenant with something changed that an author may change. */
const edits: fc.Arbitrary<(spec: TenantSpec) => TenantSpec> = fc.constantFrom(
  (spec: TenantSpec): TenantSpec => ({ ...spec, env: [...(spec.env ?? []), { name: 'EDITED', value: '1' }] }),
  (spec: TenantSpec): TenantSpec => ({ ...spec, clusterDomain: 'edited.example.com' }),
  (spec: TenantSpec): TenantSpec => ({ ...spec, rpcSecret: { name: 'edited', key: 'secret' } }),
  (spec: TenantSpec): TenantSpec => ({ ...spec, pools: [...spec.pools].reverse() }),
  (spec: TenantSpec): TenantSpec => ({ ...spec, pools: spec.pools.slice(1) }),
  (spec: TenantSpec): TenantSpec => ({ ...spec, serviceAccountName: 'edited' }),
  (spec: TenantSpec): TenantSpec => ({
    ...spec,
    pools: spec.pools.map((pool) => ({
      ...pool,
      persistence: { ...pool.persistence, labels: { edited: 'yes' } },
    })),
  }),
  (spec: TenantSpec): TenantSpec => ({
    ...spec,
    pools: spec.pools.map((pool) => ({ ...pool, updatePartition: 1 })),
  }),
);

/** A tenant and what became of it, both acceptable. */
const changes = fc
  .tuple(tenantSpecs, edits)
  .map(([before, edit]): [TenantSpec, TenantSpec] => [before, edit(before)])
  .filter(([, after]) => accepts(after));

function accepts(spec: TenantSpec): boolean {
  try {
    return composeTenant(spec).length > 0;
  } catch {
    return false;
  }
}

describe('A plan', () => {
  test('of a tenant against itself is empty', () => {
    fc.assert(
      fc.property(tenantSpecs, (spec) => {
        const plan = planChange(spec, rendered(spec));
        expect(plan).toMatchObject({ verdict: 'none', refusals: [] });
        expect(plan.objects.every(({ change }) => change === 'unchanged')).toBe(true);
      }),
      runs,
    );
  });

  test('is the same from declarations and from what was rendered of them', () => {
    fc.assert(
      fc.property(changes, ([before, after]) => {
        const declared = planChange(before, after);
        expect(planChange(rendered(before), rendered(after))).toEqual(declared);
        // Files lie in a folder in the order of their names.
        const byName = [rendered(before), rendered(after)].map((objects) => objects.toReversed());
        const shuffled = planChange(byName[0] ?? [], byName[1] ?? []);
        expect(JSON.parse(planJson(shuffled)).tenants).toEqual(JSON.parse(planJson(declared)).tenants);
      }),
      runs,
    );
  });

  test('of a pool more touches nothing of the others but their environment', () => {
    fc.assert(
      fc.property(tenantSpecs, (drawn) => {
        // A partition would keep servers from the new list, and is refused.
        const pools = drawn.pools.map(({ updatePartition: _held, ...pool }) => pool);
        const spec = { ...drawn, pools };
        fc.pre(spec.pools.some(({ servers, persistence }) => servers * persistence.volumesPerServer > 1));
        const added = { name: 'the-added-pool', servers: 2, persistence: { volumesPerServer: 2 } };
        const grown = { ...spec, pools: [...spec.pools, added] };
        // Keys that lie on one server forbid a second.
        fc.pre(accepts(grown));
        const plan = planChange(spec, grown);
        expect(plan.verdict).toBe('rolls');
        for (const { kind, name, change, fields } of plan.objects) {
          if (name === `${spec.name}-the-added-pool`) expect(change).toBe('created');
          // A certificate names every server, unless it has a wildcard.
          else if (kind === 'Certificate') expect(['unchanged', 'updated']).toContain(change);
          else if (kind !== 'StatefulSet') expect(change).toBe('unchanged');
          else {
            expect(fields).toEqual(['spec.template.spec.containers[rustfs].env[RUSTFS_VOLUMES].value']);
          }
        }
      }),
      runs,
    );
  });

  test('has the gravest verdict of its objects, and refuses an object when it refuses the change', () => {
    fc.assert(
      fc.property(changes, ([before, after]) => {
        const { verdict, objects, refusals } = planChange(before, after);
        expect(verdict === 'refused').toBe(refusals.length > 0);
        const isTouched = objects.some(({ change }) => change !== 'unchanged');
        expect(isTouched).toBe(verdict !== 'none');
      }),
      runs,
    );
  });
});

describe('An object that is gone', () => {
  test('is told with what that does, and refused where servers need it', () => {
    fc.assert(
      fc.property(tenantSpecs, (spec) => {
        const all = rendered(spec);
        for (const object of all) {
          const plan = planChange(
            all,
            all.filter((each) => each !== object),
          );
          const gone = present(plan.objects.find(({ change }) => change !== 'unchanged'));
          const told = plan.tenants.flatMap(({ problems }) => problems);
          expect({ ...gone, isTold: (gone.notes ?? []).length + told.length > 0 }).toMatchObject({
            isTold: true,
          });
          // A lone drive needs no name in DNS.
          const isLone = spec.pools.every(
            ({ servers, persistence }) => servers * persistence.volumesPerServer === 1,
          );
          const isHeadless = gone.kind === 'Service' && JSON.stringify(object).includes('"None"');
          const isNeeded =
            ['StatefulSet', 'ServiceAccount', 'Secret'].includes(gone.kind) || (isHeadless && !isLone);
          if (isNeeded) expect({ ...gone, verdict: plan.verdict }).toMatchObject({ verdict: 'refused' });
        }
      }),
      runs,
    );
  });
});

describe('A lock', () => {
  test('read back equals itself', () => {
    fc.assert(
      fc.property(fc.array(tenantSpecs, { maxLength: 3 }), (specs) => {
        const identities = specs.map((spec) => present(tenantIdentity(composeTenant(spec))));
        const lock = identities.reduce((known, identity) => lockWith(known, identity, 'a.yaml'), emptyLock);
        expect(readLock(lockText(lock))).toEqual({ lock, problems: [] });
      }),
      runs,
    );
  });

  test('does not change when the same is put in again', () => {
    fc.assert(
      fc.property(tenantSpecs, (spec) => {
        const identity = present(tenantIdentity(composeTenant(spec)));
        const lock = lockWith(emptyLock, identity);
        expect(lockWith(lock, identity)).toEqual(lock);
      }),
      runs,
    );
  });
});

/** How many of a set's shards and servers are there while one server is away: by counting drives, one by one. */
function leftOf(layout: PoolLayout, set: number, away: number) {
  const { servers, drivesPerServer, setSize } = layout;
  const drives = Array.from({ length: servers * drivesPerServer }, (_, endpoint) => ({
    server: endpoint % servers,
    set: Math.floor(endpoint / setSize),
  })).filter((drive) => drive.set === set);
  const there = drives.filter(({ server }) => server !== away);
  return {
    shards: there.length,
    servers: new Set(there.map(({ server }) => server)).size,
    all: new Set(drives.map(({ server }) => server)).size,
  };
}

/** Whether more than half of the servers answer for a bucket while one is away. */
function answers({ servers }: PoolLayout): boolean {
  return (servers - 1) * 2 > servers;
}

function canRead(layout: PoolLayout, set: number, away: number): boolean {
  const { shards, servers, all } = leftOf(layout, set, away);
  return answers(layout) && shards >= layout.setSize - layout.parity && servers >= all - Math.floor(all / 2);
}

function canWrite(layout: PoolLayout, set: number, away: number): boolean {
  const { shards, servers, all } = leftOf(layout, set, away);
  const data = layout.setSize - layout.parity;
  return (
    answers(layout) &&
    shards >= (data === layout.parity ? data + 1 : data) &&
    servers >= Math.floor(all / 2) + 1
  );
}

/** Every moment of a rollout: in each pool one server at most is away, in the order that the plan gives. */
function everyMoment(
  rollout: Rollout,
  layoutOf: (pool: string) => PoolLayout[],
  holds: (layout: PoolLayout, set: number, away: number) => boolean,
): boolean {
  return rollout.pools.every(({ name, ordinals }) =>
    layoutOf(name).every((layout) =>
      ordinals.every((away) =>
        Array.from({ length: layout.sets }, (_, set) => set).every((set) => holds(layout, set, away)),
      ),
    ),
  );
}

describe('A simulated rollout', () => {
  test('keeps every set readable and writable where the plan promises it, and breaks it where the plan says so', () => {
    let promises = 0;
    fc.assert(
      fc.property(changes, ([before, after]) => {
        const [plan] = planChange(before, after).tenants;
        if (plan === undefined || plan.verdict === 'refused' || plan.rollout.isTogether) return;
        const layouts = (pool: string) =>
          plan.pools.filter(({ name }) => name === pool).flatMap((sides) => [sides.before, sides.after]);
        const known = (pool: string) => layouts(pool).filter((layout) => layout !== undefined);
        promises += plan.rollout.canWrite === true && plan.rollout.restarts > 0 ? 1 : 0;
        const isReadable = plan.rollout.pools.every((pool) => pool.canRead === true);
        expect(everyMoment(plan.rollout, known, canRead)).toBe(isReadable);
        if (!isReadable) expect(plan.rollout.canRead).not.toBe(true);
        expect(everyMoment(plan.rollout, known, canWrite)).toBe(plan.rollout.canWrite ?? false);
        for (const { name, ordinals } of plan.rollout.pools) {
          const servers = known(name)[0]?.servers ?? 0;
          expect(ordinals).toEqual(ordinals.toSorted((a, b) => b - a));
          expect(new Set(ordinals).size).toBe(ordinals.length);
          expect(ordinals.every((ordinal) => ordinal < servers)).toBe(true);
        }
      }),
      // Of what is drawn, little is promised: one that is comes always.
      { ...runs, examples: [[[acme, { ...acme, image: 'rustfs/rustfs:1.0.1' }]]] },
    );
    expect(promises).toBeGreaterThan(0);
  });
});
