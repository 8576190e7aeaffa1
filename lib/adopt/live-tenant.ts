import { counted } from '../counted';
import { error } from '../tenant/problem';
import type { Candidate } from './candidates';
import { problemAt, type LiveObject, type LiveProblem } from './live-objects';
import { missingSources, variablesOf } from './environment';
import { unsaidStarts } from './unsaid';
import { readVolumes, type VolumeExpressions } from './volume-expressions';
import { isSame, named, textAt, type Fields } from './value';

/** A tenant as it runs: its StatefulSets in the order of its pools, and what stands beside them. */
export interface LiveTenant {
  readonly origin: 'operator' | 'chart';
  readonly name: string;
  readonly namespace: string;
  readonly headlessService: string;
  readonly expressions: VolumeExpressions;
  readonly pools: readonly LivePool[];
  /** All objects of the tenant's namespace. */
  readonly objects: readonly LiveObject[];
}

/** A pool as it runs. */
export interface LivePool {
  readonly set: LiveObject;
  readonly servers: number;
  readonly selector: Readonly<Record<string, string>>;
  readonly template: Fields;
  readonly pod: Fields;
  /** The server's container. */
  readonly container: Fields;
  readonly claimTemplates: readonly unknown[];
}

/** The tenant that these StatefulSets make, with its pools in order; or what keeps them from making one. */
export function liveTenant(
  sets: readonly Candidate[],
  volumes: (pool: LivePool) => string | undefined,
  objects: readonly LiveObject[],
): LiveTenant | LiveProblem[] {
  const [first] = sets;
  if (first === undefined) return [];
  const texts = sets.map(volumes);
  const [text] = texts;
  if (text === undefined || texts.includes(undefined)) return unknownVolumes(first, sets, objects);
  if (texts.some((other) => other !== text)) return [differingVolumes(first)];
  const expressions = readVolumes(text);
  if (expressions === undefined) return [unreadable(first, text)];
  const pools = inOrder(sets, expressions);
  const problems = pools.flatMap((pool) => ('code' in pool ? [pool] : []));
  problems.push(...strangers(sets, expressions), ...scaled(sets, expressions));
  if (problems.length > 0) return problems;
  return {
    origin: first.origin,
    name: first.tenant.slice(first.tenant.indexOf('/') + 1),
    namespace: first.set.namespace,
    headlessService: textAt(first.set.value, 'spec', 'serviceName') ?? '',
    expressions,
    pools: pools.flatMap((pool) => ('code' in pool ? [] : [pool])),
    objects: objects.filter(({ namespace }) => namespace === first.set.namespace),
  };
}

function inOrder(sets: readonly Candidate[], expressions: VolumeExpressions): (LivePool | LiveProblem)[] {
  const [first] = sets;
  if (expressions.kind === 'path') return sets.slice(0, 1);
  return expressions.pools.map(
    ({ statefulSet }) => sets.find(({ set }) => set.name === statefulSet) ?? missing(statefulSet, first),
  );
}

/** StatefulSets that RUSTFS_VOLUMES does not name. */
function strangers(sets: readonly Candidate[], expressions: VolumeExpressions): LiveProblem[] {
  const names =
    expressions.kind === 'path'
      ? sets.slice(0, 1).map(({ set }) => set.name)
      : expressions.pools.map(({ statefulSet }) => statefulSet);
  return sets
    .filter(({ set }) => !names.includes(set.name))
    .map(({ set }) =>
      problemAt(
        set,
        'live-objects',
        'Its drives are not in RUSTFS_VOLUMES, so it is no part of the tenant, or a pool that is just joining.',
        'Wait until the tenant has grown, or leave the StatefulSet out of the input.',
      ),
    );
}

/** StatefulSets with fewer or more pods than the addresses have servers. */
function scaled(sets: readonly Candidate[], expressions: VolumeExpressions): LiveProblem[] {
  if (expressions.kind === 'path')
    return sets
      .slice(0, 1)
      .filter(({ servers }) => servers !== 1)
      .map(alone);
  return expressions.pools.flatMap(({ statefulSet, servers }) => {
    const set = sets.find((one) => one.set.name === statefulSet);
    if (set === undefined || set.servers === servers) return [];
    return [
      problemAt(
        set.set,
        'live-unknown',
        `It has ${counted(set.servers, 'replica')}, and RUSTFS_VOLUMES has ${counted(servers, 'server')} of it.`,
        'Scale it to what RUSTFS_VOLUMES says; a pool never changes its shape.',
      ),
    ];
  });
}

/** A server whose drive is a path knows no other, so that several hold different objects. */
function alone({ set, servers }: Candidate): LiveProblem {
  return problemAt(
    set,
    'live-unknown',
    servers === 0
      ? 'It has no replica, so that nothing says whether its server would start.'
      : `It has ${counted(servers, 'replica')}, and RUSTFS_VOLUMES is a path: each is a server of its own with other objects.`,
    servers === 0
      ? 'Scale it to 1, then adopt.'
      : 'Such a StatefulSet can only go on as it is. Do not scale it: the objects of each server are on its own drive only.',
  );
}

function missing(statefulSet: string, first: Candidate | undefined): LiveProblem {
  const namespace = first?.set.namespace ?? 'NAMESPACE';
  // The operator takes the StatefulSet of a drained pool away, and leaves the pool in RUSTFS_VOLUMES while the spec has it.
  const drained =
    first?.origin === 'operator'
      ? ' Where the operator has decommissioned the pool there is none any more: take the pool out of spec.pools of the Tenant, and ' +
        'its request out of spec.poolLifecycle; once the operator has restarted the other servers, read the objects again.'
      : '';
  return {
    ...error(
      `StatefulSet ${statefulSet}`,
      'live-objects',
      'RUSTFS_VOLUMES has drives of it, and it is not among the objects.',
      `Give all StatefulSets of the tenant: kubectl get statefulset -n ${namespace} -o yaml.${drained}`,
    ),
    file: first?.set.place.file ?? '',
    line: first?.set.place.line ?? 1,
  };
}

/** What keeps the addresses from being known: sources that are not there, or that nothing says them. */
function unknownVolumes(
  first: Candidate,
  sets: readonly Candidate[],
  objects: readonly LiveObject[],
): LiveProblem[] {
  const near = objects.filter(({ namespace }) => namespace === first.set.namespace);
  const reasons = sets.flatMap((set) => [...missingSources(set, near), ...unsaidStarts(set)]);
  if (reasons.length > 0) return reasons;
  const isReferred = sets.some((set) => named(variablesOf(set, near), 'RUSTFS_VOLUMES') !== undefined);
  return [isReferred ? referredVolumes(first) : noVolumes(first)];
}

function referredVolumes({ set }: Candidate): LiveProblem {
  return problemAt(
    set,
    'live-unknown',
    'RUSTFS_VOLUMES, the addresses of the drives, comes from somewhere that is not among the objects, or is a Secret.',
    `Give the ConfigMap that has it: kubectl get configmap -n ${set.namespace} -o yaml. If it is a Secret, say the addresses in env ` +
      'instead, which restarts the pods once.',
  );
}

/** Neither this nor the operator writes such; the official image then takes /data, others may take another. */
function noVolumes({ set }: Candidate): LiveProblem {
  return problemAt(
    set,
    'live-unknown',
    'Nothing says where its drives are: neither arguments, nor RUSTFS_VOLUMES in env or in what envFrom names. What the image ' +
      'itself takes, such as /data, is not among the objects.',
    `Say it, which restarts the pods once: kubectl set env statefulset/${set.name} -n ${set.namespace} RUSTFS_VOLUMES=/data. Then adopt.`,
  );
}

function differingVolumes({ set }: Candidate): LiveProblem {
  return problemAt(
    set,
    'live-unknown',
    'The StatefulSets of the tenant do not agree on RUSTFS_VOLUMES: a change is half-way.',
    'Wait until it is done, and read the objects again.',
  );
}

function unreadable({ set }: Candidate, text: string): LiveProblem {
  return problemAt(
    set,
    'live-unknown',
    `RUSTFS_VOLUMES is "${text}", a form that no declaration makes, and RustFS keeps the text of every address.`,
    'Only http(s)://STATEFULSET-{0...N}.DOMAIN:9000PATH, with or without /rustfs{0...N}, can be adopted.',
  );
}

/** What all pools have alike at some place; a problem where they differ, since a declaration has it once. */
export function common(
  { pools }: Pick<LiveTenant, 'pools'>,
  what: string,
  read: (pool: LivePool) => unknown,
  problems: LiveProblem[],
): unknown {
  const [first, ...others] = pools.map((pool) => ({ pool, value: read(pool) }));
  const other = others.find(({ value }) => !isSame(value, first?.value));
  if (other !== undefined) {
    problems.push(
      problemAt(
        other.pool.set,
        'live-unknown',
        `Its ${what} differs from that of the first pool, and a declaration says it once for all pools.`,
        'Wait until a change that is half-way is done, or make the pools alike.',
      ),
    );
  }
  return first?.value;
}
