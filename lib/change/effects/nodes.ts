import { error, warning } from '../../tenant/problem';
import { leavesOf } from '../difference';
import { fieldsAt, itemsAt, type Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { nameOf, objectTitle } from '../objects';
import type { ObservedPool } from '../observed-pool';
import { serversAt, told, type Effect, type EffectContext } from './effect';

/** By what pods are sent to nodes, and by what they are merely put on one rather than another. */
const sent = /^spec\.(?:template\.spec\.)?(nodeName|nodeSelector|affinity\.nodeAffinity\.required\w*)/;
const put =
  /^spec\.(?:template\.spec\.)?(affinity\.(?:nodeAffinity\.preferred\w*|podAffinity|podAntiAffinity)|tolerations|topologySpreadConstraints|schedulerName)/;

/**
 * Drives that are directories of nodes (`hostPath`): nothing but where the scheduler puts a server decides which bytes it
 * finds. Which labels the nodes bear, only the cluster knows; that a server is sent elsewhere than before is enough.
 */
export function* nodeEffects(object: ComparedObject, { former, staying }: EffectContext): Iterable<Effect> {
  const { key, after, differences } = object;
  if (after === undefined || differences.length === 0) return;
  const [before, now] = [serversAt(key, former), serversAt(key, staying)];
  if (before === undefined || now === undefined) return;
  if (!isOnNode(before.pool, before.object) || !isOnNode(now.pool, now.object)) return;
  const paths = differences.flatMap(leavesOf).map(({ path }) => path);
  const fieldsBy = (pattern: RegExp) => [...new Set(paths.flatMap((path) => pattern.exec(path)?.[1] ?? []))];
  const title = objectTitle(nameOf(after));
  const [orders, wishes] = [fieldsBy(sent), fieldsBy(put)];
  if (orders.length > 0) {
    yield told(
      key,
      now.of,
      error(
        '',
        'drive-place-changed',
        `Drives of the ${title} are directories of nodes (hostPath), and ${orders.join(', ')} would send its servers to other nodes: ` +
          'they would find other bytes at the same addresses, or an empty directory, and the objects would stay behind.',
        'Put it back. To move to other nodes, copy the objects to a tenant on claims first.',
      ),
    );
  } else if (wishes.length > 0) {
    yield told(
      key,
      now.of,
      warning(
        '',
        'drive-place-changed',
        `Drives of the ${title} are directories of nodes (hostPath), and by ${wishes.join(', ')} a server that restarts may be put on another ` +
          'node than before: there it finds other bytes, or an empty directory.',
        'See on which node each server runs, and that no other can take it when it restarts; or put it back.',
      ),
      'procedure',
    );
  }
}

/** Of servers whose drives nobody here knows, any directory of a node that they mount may be one. */
function isOnNode({ drives }: ObservedPool, set: Fields): boolean {
  // A directory that is called after the node, on whatever volume, is another one on another node.
  const isOfNode = (place: string) =>
    place.startsWith('hostPath ') || /= (spec\.nodeName|status\.hostIPs?)\)/.test(place);
  if (drives !== undefined) return drives.some(isOfNode);
  const pod = fieldsAt(set, 'spec', 'template', 'spec');
  const mounted = itemsAt(pod, 'containers').flatMap((container) =>
    itemsAt(container, 'volumeMounts').map(({ name }) => name),
  );
  return itemsAt(pod, 'volumes').some(
    ({ name, hostPath }) => hostPath !== undefined && mounted.includes(name),
  );
}
