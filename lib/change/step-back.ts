import type { ObservedPool } from './observed-pool';
import { compareVersions, versionOf } from './runbook/versions';

/** What it means that pools go back to an older image; none when none does, or the images do not tell. */
export function stepsBack(before: readonly ObservedPool[], now: readonly ObservedPool[]): string[] {
  const ways = now.flatMap((pool) => {
    const former = before.find(({ key }) => key === pool.key);
    const [from, to] = [versionOf(former?.image ?? ''), versionOf(pool.image)];
    return from === undefined || to === undefined || compareVersions(to, from) >= 0
      ? []
      : [`from ${from} to ${to}`];
  });
  return [...new Set(ways)].map(
    (way) =>
      `The image is a step back, ${way}: RustFS does not promise that the older version reads what the newer one has ` +
      'written, and some releases have no way back. Read the notes of every release in between before you apply it.',
  );
}
