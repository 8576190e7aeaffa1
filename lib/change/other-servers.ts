import { volumeLifetime } from '../tenant/lifetime';
import { fieldsAt, itemsAt, textAt, type Fields } from './fields';
import { identityTitle } from './identity';
import { nameOf, objectKey } from './objects';
import { tenantName, type ObservedTenant } from './observed';
import type { ObservedPool } from './observed-pool';
import { poolOf, volumesOf } from './read-pool';
import { asSet, podOf } from './selectors';
import { withToldVariables, type Sources } from './told-variables';

/** Kinds of Kubernetes itself whose pods may run RustFS, and their group. */
const runners: Readonly<Record<string, string>> = {
  StatefulSet: 'apps/',
  Deployment: 'apps/',
  ReplicaSet: 'apps/',
  DaemonSet: 'apps/',
  Pod: 'v1',
};

/** The tenants of a side with all of their servers. */
export interface AllServers {
  readonly tenants: readonly ObservedTenant[];
  /** The keys of the objects whose servers are no pools that a plan could lay out. */
  readonly others: ReadonlySet<string>;
}

/**
 * The tenants with what else runs RustFS: StatefulSets whose `RUSTFS_VOLUMES` only the cluster knows, and Deployments and
 * others that have a drive on a claim or a node. No layout is told of them, but they hold data, and need what pools need.
 *
 * @param known the keys of objects that held data before, and whose servers count wherever their drives are now.
 */
export function withOtherServers(
  tenants: readonly ObservedTenant[],
  objects: readonly Fields[],
  sources: Sources,
  known: ReadonlySet<string> = new Set(),
): AllServers {
  const read = new Set(tenants.flatMap(({ pools }) => pools.map(({ key }) => key)));
  const all = new Map(tenants.map((tenant) => [identityTitle(tenant), tenant]));
  const others = new Set<string>();
  for (const object of objects) {
    const key = objectKey(object);
    if (read.has(key) || !(known.has(key) || holdsData(object, sources))) continue;
    const pool = otherServer(object, sources);
    if (pool === undefined) continue;
    others.add(key);
    const { namespace, name: own } = nameOf(object);
    const name = tenantName(object) || own;
    const title = identityTitle({ namespace, name });
    all.set(title, { namespace, name, pools: [...(all.get(title)?.pools ?? []), pool] });
  }
  return { tenants: [...all.values()], others };
}

/** What the RustFS server is that an object runs, however it is told its drives; undefined where it runs none. */
export function otherServer(object: Fields, sources: Sources): ObservedPool | undefined {
  const set = withToldVariables(asSet(object), sources);
  const server = serverIn(set);
  return server && poolOf(set, volumesOf(set, server) ?? '', server, []).pool;
}

/**
 * Whether an object runs RustFS and has data: it is told drives, wherever these lie, or what it mounts outlives its pods. The drives
 * of a StatefulSet may be any claims of its own.
 */
function holdsData(object: Fields, sources: Sources): boolean {
  const { kind } = nameOf(object);
  const group = runners[kind];
  if (group === undefined || !(textAt(object, 'apiVersion') ?? '').startsWith(group)) return false;
  const server = serverIn(withToldVariables(asSet(object), sources));
  if (server === undefined) return false;
  const mounted = new Set(itemsAt(server, 'volumeMounts').map(({ name }) => name));
  return (
    kind === 'StatefulSet' ||
    isTold(server) ||
    itemsAt(podOf(object), 'spec', 'volumes').some((volume) => mounted.has(volume.name) && isKept(volume))
  );
}

/** Whether something may lie on a volume that is nowhere else, and the next pod has it as well. */
function isKept(volume: Fields): boolean {
  return volumeLifetime(volume) !== 'of its pod' && !ofObjects.some((source) => volume[source] !== undefined);
}

/** Volumes that are made of other objects. */
const ofObjects = ['secret', 'configMap', 'projected', 'downwardAPI', 'image'];

/** The container that is told drives, or otherwise runs RustFS. */
function serverIn(set: Fields): Fields | undefined {
  const containers = itemsAt(fieldsAt(set, 'spec', 'template', 'spec'), 'containers');
  return containers.find(isTold) ?? containers.find(runsRustfs);
}

/**
 * Whether a container is told drives or how a server serves, or by its image runs RustFS itself, and not what manages it or looks at it.
 */
export function runsRustfs(container: Fields): boolean {
  const [, image = ''] = /(?:^|\/)([^/:@]*)(?:[:@][^/]*)?$/.exec(textAt(container, 'image') ?? '') ?? [];
  const isOther = /operator|console|exporter/i.test(image);
  const isServing = itemsAt(container, 'env').some(({ name }) => serving.test(String(name)));
  return isTold(container) || (!isOther && (/rustfs/i.test(image) || isServing));
}

function isTold(container: Fields): boolean {
  return itemsAt(container, 'env').some(({ name }) => name === 'RUSTFS_VOLUMES' || name === 'MINIO_VOLUMES');
}

/** Variables that only a server takes; clients have credentials and addresses of its as well (server contract 1). */
const serving =
  /^RUSTFS_(ADDRESS|CONSOLE_(ADDRESS|ENABLE)|RPC_SECRET|ERASURE_SET_DRIVE_COUNT|STORAGE_CLASS_\w+|SERVER_DOMAINS|LOCAL_ENDPOINT_HOST|STARTUP_TOPOLOGY_WAIT_MODE|KMS_\w+|SSE_S3_MASTER_KEY|IAM_MASTER_KEY\w*|SCANNER_\w+|HEAL_\w+)$/;
