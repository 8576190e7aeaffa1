import { compareVersions, versionOf } from './runbook/versions';

/**
 * Whether servers of an image stay ready, and so in the Services, while an erasure set cannot be written: not in 1.0.0,
 * where readiness needs the write quorum of every set; before it always. Undefined for later ones, of which only some
 * need no more than the read quorum, and for an image that does not tell its version (server contract 0.2).
 */
export function isReadyWithoutWrites(image: string): boolean | undefined {
  const version = versionOf(image);
  if (version === undefined) return undefined;
  const order = compareVersions(version, '1.0.0');
  return order > 0 ? undefined : order < 0;
}
