import { counted } from '../../counted';
import { error } from '../../tenant/problem';
import { textAt } from '../fields';
import type { ComparedObject } from '../object-change';
import { maybeSame, nameOf, objectTitle } from '../objects';
import { comparedName, told, type Effect, type EffectContext } from './effect';

/** Kinds that set the replicas of what they name (autoscaling/v2, KEDA's keda.sh/v1alpha1). */
const scalers = new Set(['HorizontalPodAutoscaler', 'ScaledObject']);

/** A pool has the servers that its address has, for as long as it lives: nothing may scale it. */
export function* scaledEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { key, before, after, differences } = object;
  const name = comparedName(object);
  if (after === undefined || !scalers.has(name.kind)) return;
  // One that stays as it is does nothing new.
  if (before !== undefined && differences.every(({ path }) => path.startsWith('metadata'))) return;
  const target = textAt(after, 'spec', 'scaleTargetRef', 'name');
  // KEDA takes a Deployment where nothing is said.
  const kind = textAt(after, 'spec', 'scaleTargetRef', 'kind') ?? 'Deployment';
  for (const staying of context.staying.filter(({ tenant }) => maybeSame(tenant.namespace, name.namespace))) {
    const scaled = staying.sets.find(
      (set) => nameOf(set.object).kind === kind && nameOf(set.object).name === target,
    );
    if (scaled === undefined) continue;
    const { pool } = scaled;
    yield told(
      key,
      staying,
      error(
        '',
        'servers-unlike-address',
        `The ${objectTitle(name)} would scale ${pool.statefulSet}. RUSTFS_VOLUMES addresses just its ${counted(pool.servers, 'server')}: ` +
          'fewer are drives missing from every erasure set, and more are never used.',
        'Take it out. To grow, append a pool (rustfs-tenant runbook append-pool).',
      ),
    );
  }
}
