import { isRecord } from '../is-record';
import { error } from '../tenant/problem';
import type { ManifestProblem } from './further-fields';

/**
 * Pools that the operator has drained and stopped, as the status says, and that are still in the spec. It runs the others
 * only (its pool_lifecycle.rs), so composing these would make servers that nobody runs.
 */
export function decommissionedPools({
  metadata,
  spec,
  status,
}: Readonly<Record<string, unknown>>): ManifestProblem[] {
  const pools = listed(isRecord(spec) ? spec.pools : undefined);
  const states = listed(isRecord(status) ? status.pools : undefined);
  const tenant = isRecord(metadata) ? String(metadata.name) : '';
  return pools.flatMap(({ name }, i): ManifestProblem[] => {
    // Older operators say the StatefulSet only.
    const state = states.find((one) => one.name === name || one.ssName === `${tenant}-${String(name)}`);
    return state?.lifecycleState === 'Decommissioned'
      ? [{ problem: drained(i, name), at: ['spec', 'pools', i] }]
      : [];
  });
}

function drained(i: number, name: unknown): ManifestProblem['problem'] {
  return error(
    `pools[${i}]`,
    'pool-lifecycle',
    `status.pools says that pool ${JSON.stringify(name)} is Decommissioned: the operator has moved its objects to the others and ` +
      'stopped its servers, which would be made again here.',
    'Take the pool out of spec.pools and its request out of spec.poolLifecycle, and let the operator restart the other servers ' +
      'without it; then give the manifest again.',
  );
}

function listed(value: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map((item: unknown) => (isRecord(item) ? item : {})) : [];
}
