import type { TopologySpreadConstraint } from 'kubernetes-types/core/v1';
import { counted } from '../../counted';
import type { PoolDraft, TenantDraft } from '../draft';
import { sharedDrivesVariable } from '../environment';
import { error, warning, type Problem } from '../problem';
import { boundDomains } from '../scheduling';
import { isQualifiedName } from './labels';

/** Failure domains, and whether a server's drives are distinct devices. */
export function* placementRules(spec: TenantDraft): Iterable<Problem> {
  yield* failureDomain(spec);
  yield* spreads(spec);
  yield* drivesUndeclared(spec);
}

function* failureDomain(spec: TenantDraft): Iterable<Problem> {
  const domain = spec.placement?.failureDomain;
  if (domain === undefined) return;
  if (!isQualifiedName(domain.topologyKey)) {
    const message = `"${domain.topologyKey}" cannot be a node's label.`;
    const fix = 'Give a node label such as topology.kubernetes.io/zone.';
    yield error('placement.failureDomain.topologyKey', 'failure-domain', message, fix);
  }
  for (const [i, { servers = domain.count }] of (spec.pools ?? []).entries()) {
    if (servers >= domain.count) continue;
    const message = `The pool has ${counted(servers, 'server')} for ${counted(domain.count, 'domain')}, so some domains hold none.`;
    yield warning(
      `pools[${i}].servers`,
      'failure-domain',
      message,
      'Count the domains again, or add servers.',
    );
  }
  for (const [i, { topologySpreadConstraints = [] }] of (spec.pools ?? []).entries()) {
    const same = topologySpreadConstraints.findIndex(
      ({ topologyKey, whenUnsatisfiable }) =>
        topologyKey === domain.topologyKey && whenUnsatisfiable === 'DoNotSchedule',
    );
    if (same < 0) continue;
    yield error(
      `pools[${i}].topologySpreadConstraints[${same}]`,
      'failure-domain',
      `The pool spreads over "${domain.topologyKey}" itself, and placement.failureDomain would do so again; Kubernetes ` +
        'refuses two such constraints.',
      'Keep one of them.',
    );
  }
}

/** Spread constraints that Kubernetes refuses, or under which some servers could never run. */
function* spreads(spec: TenantDraft): Iterable<Problem> {
  const declared = spec.placement?.failureDomain;
  for (const [i, pool] of (spec.pools ?? []).entries()) {
    const own = pool.topologySpreadConstraints ?? [];
    for (const [j, constraint] of own.entries()) {
      const path = `pools[${i}].topologySpreadConstraints[${j}]`;
      yield* spread(path, constraint);
      const same = ({ topologyKey, whenUnsatisfiable }: TopologySpreadConstraint) =>
        topologyKey === constraint.topologyKey && whenUnsatisfiable === constraint.whenUnsatisfiable;
      if (own.findIndex(same) === j) continue;
      const message = `The pool has another such constraint on "${constraint.topologyKey}"; Kubernetes refuses two.`;
      yield error(path, 'failure-domain', message, 'Keep one of them.');
    }
    const enforced = own.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule');
    for (const { topologyKey, maxSkew, minDomains = 1 } of enforced) {
      yield* tooFewDomains(i, pool, { topologyKey, maxSkew, count: minDomains });
    }
    if (declared !== undefined) yield* tooFewDomains(i, pool, { ...declared, maxSkew: 1 });
  }
}

function* spread(path: string, { maxSkew, minDomains = 1 }: TopologySpreadConstraint): Iterable<Problem> {
  if (maxSkew >= 1 && minDomains >= 1) return;
  const message = 'maxSkew and minDomains are 1 or more; Kubernetes refuses anything less.';
  yield error(path, 'failure-domain', message, 'Raise it, or leave minDomains out.');
}

interface DomainCount {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly count: number;
}

/** While there are fewer domains than asked for, each takes maxSkew servers, and the others wait for ever. */
function* tooFewDomains(
  i: number,
  pool: PoolDraft,
  { topologyKey, maxSkew, count }: DomainCount,
): Iterable<Problem> {
  const bound = boundDomains(pool, topologyKey);
  if (bound === undefined || bound.length >= count || (pool.servers ?? 0) <= bound.length * maxSkew) return;
  yield error(
    `pools[${i}]`,
    'failure-domain',
    `The pool may run in ${counted(bound.length, 'domain')} of "${topologyKey}" only, and is to be spread over ${count}: ` +
      'the scheduler leaves servers pending, and the pool never forms.',
    'Let the pool run in all domains, or do not spread it over them.',
  );
}

/** RustFS refuses to start when two drives of a server lie on one device (ecstore layout/endpoints.rs). */
function* drivesUndeclared(spec: TenantDraft): Iterable<Problem> {
  const isSaid =
    spec.placement?.drives !== undefined ||
    (spec.env ?? []).some(({ name }) => name === sharedDrivesVariable);
  if (isSaid) return;
  for (const [i, { persistence }] of (spec.pools ?? []).entries()) {
    const drives = persistence?.volumesPerServer ?? 1;
    if (drives < 2) continue;
    yield warning(
      `pools[${i}].persistence.volumesPerServer`,
      'drives-undeclared',
      `Each server has ${drives} drives. RustFS stops at start when two of them lie on one device, as they do with ` +
        'local-path, hostPath and LVM on one disk.',
      'Say placement.drives: distinct when each claim gets a device of its own, or shared to accept the risk.',
    );
  }
}
