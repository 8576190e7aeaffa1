import type { TenantDraft } from '../draft';
import { sharedDrivesVariable } from '../environment';
import { error, warning, type Problem } from '../problem';
import { isQualifiedName } from './labels';

/** Failure domains, and whether a server's drives are distinct devices. */
export function* placementRules(spec: TenantDraft): Iterable<Problem> {
  yield* failureDomain(spec);
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
    const message = `The pool has ${servers} servers for ${domain.count} domains, so some domains hold none.`;
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
