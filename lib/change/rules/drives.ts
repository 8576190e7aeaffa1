import { error, type Problem } from '../../tenant/problem';
import type { KeptPool } from './index';

/** A server takes what it finds at a drive's path for the drive: another place is another, often an empty drive. */
export function* driveProblems({ before, now, path }: KeptPool): Iterable<Problem> {
  // A changed number of drives is told as that.
  if (before.drives === undefined || now.drives === undefined) return;
  if (before.drivesPerServer !== now.drivesPerServer) return;
  const { drives } = now;
  const moved = before.drives.flatMap((old, i) =>
    old === drives[i] ? [] : [`${old} to ${drives[i] ?? 'nothing'}`],
  );
  const added = drives.slice(before.drives.length).map((place) => `nothing to ${place}`);
  const changes = [...moved, ...added];
  if (changes.length === 0) return;
  yield error(
    `${path}.persistence`,
    'drive-place-changed',
    `What lies at the drives of "${now.name}" would change: from ${changes.join(', from ')}. The servers would find other ` +
      'bytes at the same addresses, or an empty directory, and the objects would stay behind.',
    'Put mounts, subPath, volumes and claim templates of the drives back as they were.',
  );
}
