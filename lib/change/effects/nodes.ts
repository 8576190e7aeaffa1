import { error, warning } from '../../tenant/problem';
import { leavesOf } from '../difference';
import { fieldsAt, itemsAt, type Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { nameOf, objectTitle } from '../objects';
import type { ObservedPool } from '../observed-pool';
import { mountedPlaces, type WrittenPlace } from '../written-places';
import { serversAt, told, type Effect, type EffectContext } from './effect';

/** By what pods are sent to nodes, and by what they are merely put on one rather than another. */
const sent = /^spec\.(?:template\.spec\.)?(nodeName|nodeSelector|affinity\.nodeAffinity\.required\w*)/;
const put =
  /^spec\.(?:template\.spec\.)?(affinity\.(?:nodeAffinity\.preferred\w*|podAffinity|podAntiAffinity)|tolerations|topologySpreadConstraints|schedulerName)/;

/**
 * Drives and keys that hang on the node (`hostPath`): nothing but where the scheduler puts a server decides which bytes it
 * finds. Which labels the nodes bear, only the cluster knows; that a server is sent elsewhere than before is enough.
 */
export function* nodeEffects(object: ComparedObject, { former, staying }: EffectContext): Iterable<Effect> {
  const { key, after, differences } = object;
  if (after === undefined || differences.length === 0) return;
  const [before, now] = [serversAt(key, former), serversAt(key, staying)];
  if (before === undefined || now === undefined) return;
  const [old, current] = [before, now].map(({ pool, object: set }) => placesOnNodes(pool, set));
  const found = (current ?? []).filter((place) => old?.some((each) => each.of === place.of));
  if (found.length === 0) return;
  const paths = differences.flatMap(leavesOf).map(({ path }) => path);
  const fieldsBy = (pattern: RegExp) => [...new Set(paths.flatMap((path) => pattern.exec(path)?.[1] ?? []))];
  const [orders, wishes] = [fieldsBy(sent), fieldsBy(put)];
  const areDrives = found.some((place) => place.of === 'drive');
  const code = areDrives ? 'drive-place-changed' : 'encryption-changed';
  const what = `${areDrives ? 'Drives' : 'Keys of encrypted objects'} of the ${objectTitle(nameOf(after))} ${howOn(found)}`;
  if (orders.length > 0) {
    yield told(
      key,
      now.of,
      error(
        '',
        code,
        `${what}, and ${orders.join(', ')} would send its servers to other nodes: they would find other bytes at the same ` +
          `addresses, or an empty directory, and the ${areDrives ? 'objects' : 'keys'} would stay behind.`,
        areDrives
          ? 'Put it back. To move to other nodes, copy the objects to a tenant on claims first.'
          : 'Put it back. To move to other nodes, first bring the keys to a drive.',
      ),
    );
  } else if (wishes.length > 0) {
    yield told(
      key,
      now.of,
      warning(
        '',
        code,
        `${what}, and by ${wishes.join(', ')} a server that restarts may be put on another ` +
          'node than before: there it finds other bytes, or an empty directory.',
        'See on which node each server runs, and that no other can take it when it restarts; or put it back.',
      ),
      'procedure',
    );
  }
}

function howOn(places: readonly WrittenPlace[]): string {
  return places.some(({ place }) => place.startsWith('hostPath '))
    ? 'are directories of nodes (hostPath)'
    : 'lie in directories that are named after the node (subPathExpr)';
}

/** What of servers hangs on the node. Where nobody here knows their drives, any directory of a node that they mount may be one. */
function placesOnNodes({ drives, written }: ObservedPool, set: Fields): WrittenPlace[] {
  const containers = itemsAt(fieldsAt(set, 'spec', 'template', 'spec'), 'containers');
  const mounted =
    drives === undefined ? containers.flatMap((container) => mountedPlaces(set, container)) : [];
  return [...written, ...mounted].filter(({ lifetime }) => lifetime === 'of its node');
}
