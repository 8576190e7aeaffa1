import { error, type Problem } from '../../tenant/problem';
import { isOfPaths } from '../address';
import type { ComparedObject } from '../object-change';
import { nameOf, objectTitle } from '../objects';
import type { ObservedPool } from '../observed-pool';
import { told, type Effect, type PlacedServers } from './effect';

/** What may decide where drives are, where RUSTFS_VOLUMES can be read, and which paths it means cannot. */
const heldPlaces =
  /^spec\.(volumeClaimTemplates|(template\.spec\.)?(volumes|containers$|containers\[[^\]]*\]\.volumeMounts))/;

/** Servers whose drives are nobody knows where: what may be the place of one stays. */
export function* unplaced(
  { key, before = {}, differences }: ComparedObject,
  former: ObservedPool,
  { of, pool }: PlacedServers,
): Iterable<Effect> {
  if (former.drives !== undefined && pool.drives !== undefined) return;
  const fields = differences.map(({ path }) => path).filter((path) => heldPlaces.test(path));
  if (fields.length === 0) return;
  const { kind, name } = nameOf(before);
  yield told(
    key,
    of,
    error(
      '',
      'address-unknown',
      `The ${kind} ${name} runs RustFS: ${fields.join(', ')} would change. Of what it is told in RUSTFS_VOLUMES ` +
        `(${former.volumes}) nobody here can tell where its drives are, nor whether its servers would find their data.`,
      'Put it back.',
    ),
  );
}

/** RustFS takes another text for another pool; of paths alone what lies there is what counts. */
export function toldOtherwise(
  { after = {} }: ComparedObject,
  former: ObservedPool,
  now: ObservedPool,
): Problem[] {
  const [old, said] = [former.poolList.join(' '), now.poolList.join(' ')];
  if (old === said || (isOfPaths(old) && isOfPaths(said))) return [];
  return [
    error(
      '',
      'address-changed',
      `RUSTFS_VOLUMES of the ${objectTitle(nameOf(after))} would change from ${old} to ${said}. RustFS would take that ` +
        'for a new pool and forget what it knows of the old one.',
      'Put it back as it was.',
    ),
  ];
}
