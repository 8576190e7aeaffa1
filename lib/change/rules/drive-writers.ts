import { warning, type Problem } from '../../tenant/problem';
import type { ObservedTenant } from '../observed';

/** A container beside RustFS that can write to its drives, and could not before. */
export function driveWriterProblems(before: ObservedTenant, now: ObservedTenant): Problem[] {
  return now.pools.flatMap(({ name, key, otherWriters }, i) => {
    const former = before.pools.find((pool) => pool.key === key)?.otherWriters ?? [];
    const added = otherWriters.filter((container) => !former.includes(container));
    if (added.length === 0) return [];
    return [
      warning(
        `pools[${i}]`,
        'drive-writers',
        `${added.join(', ')} in the pods of "${name}" could write to drives of RustFS from now on. What it changes there on ` +
          'several servers is lost in more shards than parity covers.',
        'Read what it does, or mount the drive with readOnly: true.',
      ),
    ];
  });
}
