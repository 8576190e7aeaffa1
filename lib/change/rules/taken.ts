import { error, type Problem } from '../../tenant/problem';
import { identityTitle, type PoolIdentity, type TenantIdentity } from '../identity';
import { lockedTenant, type ForgottenTenant, type FormerPool, type Lock, type LockedTenant } from '../lock';

/**
 * What another tenant of the namespace has for its own. Names of tenants and pools alone do not tell: tenant `a` with
 * pool `b-c` and tenant `a-b` with pool `c` have one StatefulSet, and so one set of claims. Kubernetes gives a StatefulSet
 * every claim of the right name that is there (pkg/controller/statefulset/stateful_set_utils.go, `getPersistentVolumeClaimName`).
 *
 * @param former what the tenant was called before: that is told as what it is.
 */
export function takenProblems(lock: Lock, tenant: TenantIdentity, former?: LockedTenant): Problem[] {
  const known = lockedTenant(lock, tenant);
  const holders = holdersIn(lock);
  const told = new Set<string>();
  const own = [tenant, ...(former === undefined ? [] : [former])].map(identityTitle);
  return tenant.pools.flatMap((pool, i) => {
    const isKnown = known?.pools.some(({ statefulSet }) => statefulSet === pool.statefulSet) ?? false;
    for (const name of namesOf(pool)) {
      const holder = holderOf(holders, keyOf(tenant.namespace, name), own, isKnown);
      // All pools of a tenant are behind one Service.
      if (holder === undefined || told.has(keyOf(tenant.namespace, name))) continue;
      told.add(keyOf(tenant.namespace, name));
      return [taken(i, pool, name, holder)];
    }
    return [];
  });
}

/** Who holds a name in a namespace. */
interface Holder {
  readonly title: string;
  readonly pool: string;
  /** What became of a pool that is no more: what is held are claims, which may still be there. */
  readonly left?: string;
}

/** Something that only one tenant of a namespace may have. */
interface HeldName {
  readonly kind: 'StatefulSet' | 'Service' | 'PersistentVolumeClaim';
  readonly name: string;
}

/** The most telling first: who shares a StatefulSet shares its claims as well. */
function namesOf({ statefulSet, service, claims }: PoolIdentity): HeldName[] {
  return [
    { kind: 'StatefulSet', name: statefulSet },
    ...claims.flatMap(({ templates }) => templates.map((template) => claimOf(template, statefulSet))),
    { kind: 'Service', name: service },
  ];
}

/** A pool that the lock has already took nothing over, so what has left before it holds nothing against it. */
function holderOf(
  holders: Holders,
  key: string,
  own: readonly string[],
  isKnown: boolean,
): Holder | undefined {
  return holders
    .get(key)
    ?.find((holder) => !own.includes(holder.title) && !(isKnown && holder.left !== undefined));
}

function taken(
  i: number,
  pool: PoolIdentity,
  { kind, name }: HeldName,
  { title, pool: of, left }: Holder,
): Problem {
  const owner = `pool "${of}" of ${title}${left === undefined ? '' : `, which ${left}`}`;
  const why = {
    StatefulSet: `the two would be one, and "${pool.name}" would start on the claims of the other`,
    PersistentVolumeClaim: `"${pool.name}" would start on the claims of the other`,
    Service: 'the servers of both would stand behind it, and be taken for each other',
  }[kind];
  return error(
    kind === 'Service' ? 'name' : `pools[${i}].name`,
    'object-taken',
    `The ${kind} ${name} belongs to ${owner}: ${why}.`,
    'Give the tenant or its pool a name that no other tenant makes the same object of.',
  );
}

type Holders = ReadonlyMap<string, readonly Holder[]>;

/** Looked up once per lock: a fleet asks for thousands of tenants. */
const indexes = new WeakMap<Lock, Holders>();

function holdersIn(lock: Lock): Holders {
  const index = indexes.get(lock) ?? indexed(lock);
  indexes.set(lock, index);
  return index;
}

function indexed({ tenants, forgotten }: Lock): Holders {
  const holders = new Map<string, Holder[]>();
  const all = [...tenants.flatMap(heldBy), ...forgotten.flatMap(leftBehindBy)];
  for (const { key, holder } of all) {
    const others = holders.get(key) ?? [];
    others.push(holder);
    holders.set(key, others);
  }
  return holders;
}

interface Held {
  readonly key: string;
  readonly holder: Holder;
}

function heldBy({ namespace, name, pools, retired }: LockedTenant): Held[] {
  const title = identityTitle({ namespace, name });
  return [
    ...pools.flatMap((pool) =>
      namesOf(pool).map((held) => ({ key: keyOf(namespace, held), holder: { title, pool: pool.name } })),
    ),
    ...retired.flatMap((pool) => leftBehind(pool, namespace, title, `was retired on ${pool.date}`)),
  ];
}

function leftBehindBy({ namespace, name, pools, date }: ForgottenTenant): Held[] {
  const title = identityTitle({ namespace, name });
  return pools.flatMap((pool) => leftBehind(pool, namespace, title, `was given up on ${date}`));
}

/** Its claims may still be there, and are taken by whatever makes claims of their names. */
function leftBehind(
  { name, statefulSet, templates = [] }: FormerPool,
  namespace: string,
  title: string,
  left: string,
): Held[] {
  const names: HeldName[] = [
    { kind: 'StatefulSet', name: statefulSet },
    ...templates.map((template) => claimOf(template, statefulSet)),
  ];
  return names.map((held) => ({ key: keyOf(namespace, held), holder: { title, pool: name, left } }));
}

function claimOf(template: string, statefulSet: string): HeldName {
  return { kind: 'PersistentVolumeClaim', name: `${template}-${statefulSet}-0` };
}

function keyOf(namespace: string, { kind, name }: HeldName): string {
  return `${kind} ${namespace}/${name}`;
}
