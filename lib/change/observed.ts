import { isLaidOut, poolLayout, type PoolLayout } from '../erasure';
import { isCodingKnown, readCoding } from '../tenant/erasure-coding';
import { wholeQuantity } from '../tenant/quantity';
import { drivePaths, poolAddress, type PoolAddress } from './address';
import { claimIdentities } from './claim-identity';
import { encryptionSettings, type EncryptionSettings } from './encryption-settings';
import { fieldsAt, itemsAt, numberAt, textAt, textsAt, type Fields } from './fields';
import { identityTitle, type PoolIdentity, type TenantIdentity } from './identity';
import { nameOf, objectKey } from './objects';

/** A tenant as its objects show it. */
export interface ObservedTenant extends TenantIdentity {
  readonly pools: readonly ObservedPool[];
}

/** A pool as its StatefulSet shows it. */
export interface ObservedPool extends PoolIdentity {
  /** The key of the StatefulSet among the objects. */
  readonly key: string;
  /** The names of the claim templates of the drives, without that of the log. */
  readonly dataClaims: readonly string[];
  /** How RustFS lays it out; undefined when only the cluster knows, or RustFS would refuse it. */
  readonly layout: PoolLayout | undefined;
  readonly image: string;
  /** What the keys of encrypted data depend on. */
  readonly keySettings: EncryptionSettings;
  /** Whether the servers are given an RPC secret, rather than deriving it from the root credentials. */
  readonly hasRpcSecret: boolean;
  /** The lowest ordinal that updates reach. */
  readonly partition: number;
  /** Whether Kubernetes deletes the claims with the StatefulSet. */
  readonly deletesClaims: boolean;
  /** Whether Kubernetes deletes the claims of the servers that a scaled StatefulSet loses. */
  readonly deletesScaled: boolean;
}

/** The tenants among some objects, sorted by namespace and name. */
export function tenantsIn(objects: readonly Fields[]): ObservedTenant[] {
  const tenants = new Map<string, { namespace: string; name: string; pools: PoolAt[] }>();
  for (const object of objects) {
    const pool = observedPool(object);
    if (pool === undefined) continue;
    const { namespace } = nameOf(object);
    const name = tenantName(object);
    const tenant = tenants.get(identityTitle({ namespace, name })) ?? { namespace, name, pools: [] };
    tenant.pools.push(pool);
    tenants.set(identityTitle(tenant), tenant);
  }
  return [...tenants.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { namespace, name, pools }]) => ({
      namespace,
      name,
      pools: pools.sort((a, b) => a.position - b.position).map(({ pool }) => pool),
    }));
}

interface PoolAt {
  readonly pool: ObservedPool;
  /** Its place in `RUSTFS_VOLUMES`. Files may list StatefulSets in any order. */
  readonly position: number;
}

function tenantName(object: Fields): string {
  const labels = textsAt(object, 'metadata', 'labels');
  const service = textAt(object, 'spec', 'serviceName') ?? '';
  return labels['rustfs.tenant'] ?? labels['app.kubernetes.io/instance'] ?? service.replace(/-hl$/, '');
}

/** Undefined for what is no StatefulSet of RustFS servers. */
function observedPool(object: Fields): PoolAt | undefined {
  if (nameOf(object).kind !== 'StatefulSet') return undefined;
  const server = serverOf(object);
  const variables = itemsAt(server, 'env');
  const volumes = variables.find(({ name }) => name === 'RUSTFS_VOLUMES')?.value;
  if (server === undefined || typeof volumes !== 'string') return undefined;
  const { name: statefulSet } = nameOf(object);
  const expressions = volumes.split(' ');
  const position = Math.max(
    expressions.findIndex((expression) => isOf(expression, statefulSet)),
    0,
  );
  const expression = expressions[position] ?? volumes;
  const address = poolAddress(expression);
  const servers = serversOf(object, address);
  const drivesPerServer = address?.kind === 'url' ? address.drivesPerServer : 1;
  const dataTemplates = dataTemplatesOf(object, server, address?.path ?? '');
  const name = textsAt(object, 'metadata', 'labels')['rustfs.pool'] ?? statefulSet;
  const read = readCoding({ env: variables.map(asVariable) });
  const layout = isCodingKnown(read)
    ? poolLayout(
        {
          name,
          servers,
          drivesPerServer,
          driveBytes: leastBytes(dataTemplates),
          isSingleDrive: address?.kind === 'path',
        },
        read.coding,
      )
    : undefined;
  const known = layout !== undefined && isLaidOut(layout) ? layout : undefined;
  const retention = fieldsAt(object, 'spec', 'persistentVolumeClaimRetentionPolicy');
  const pool: ObservedPool = {
    name,
    statefulSet,
    servers,
    drivesPerServer,
    volumes: expression,
    ...(known !== undefined && { setSize: known.setSize }),
    service: textAt(object, 'spec', 'serviceName') ?? '',
    podManagementPolicy: textAt(object, 'spec', 'podManagementPolicy') ?? 'OrderedReady',
    selector: textsAt(object, 'spec', 'selector', 'matchLabels'),
    claims: claimIdentities(object),
    key: objectKey(object),
    dataClaims: dataTemplates.map((template) => textAt(template, 'metadata', 'name') ?? ''),
    layout: known,
    image: textAt(server, 'image') ?? '',
    keySettings: encryptionSettings(object, server),
    hasRpcSecret: variables.some((variable) => variable.name === 'RUSTFS_RPC_SECRET'),
    partition: numberAt(object, 'spec', 'updateStrategy', 'rollingUpdate', 'partition') ?? 0,
    deletesClaims: textAt(retention, 'whenDeleted') === 'Delete',
    deletesScaled: textAt(retention, 'whenScaled') === 'Delete',
  };
  return { pool, position };
}

/** The container that runs RustFS: the one that is told its volumes. */
export function serverOf(statefulSet: Fields): Fields | undefined {
  return itemsAt(statefulSet, 'spec', 'template', 'spec', 'containers').find((container) =>
    itemsAt(container, 'env').some(({ name }) => name === 'RUSTFS_VOLUMES'),
  );
}

/** As many as the address has: RustFS goes by it, and somebody may have scaled the StatefulSet down for a while. */
function serversOf(statefulSet: Fields, address: PoolAddress | undefined): number {
  const replicas = numberAt(statefulSet, 'spec', 'replicas') ?? 1;
  return address?.kind === 'url' ? address.servers : Math.max(replicas, 1);
}

function isOf(expression: string, statefulSet: string): boolean {
  const address = poolAddress(expression);
  return address?.kind === 'path' || address?.statefulSet === statefulSet;
}

function asVariable(variable: Fields) {
  const { name, value, valueFrom } = variable;
  return {
    ...(typeof name === 'string' && { name }),
    ...(typeof value === 'string' && { value }),
    ...(valueFrom !== undefined && { valueFrom: {} }),
  };
}

/** The claim templates of the drives: those that are mounted where the expression has its drives. */
function dataTemplatesOf(statefulSet: Fields, server: Fields, path: string): Fields[] {
  const paths = drivePaths(path);
  const mounted = itemsAt(server, 'volumeMounts')
    .filter(({ mountPath }) =>
      // A drive may be a folder of its volume, as MinIO has them.
      paths.some((drive) => drive === mountPath || drive.startsWith(`${String(mountPath)}/`)),
    )
    .map(({ name }) => name);
  return itemsAt(statefulSet, 'spec', 'volumeClaimTemplates').filter((template) =>
    mounted.includes(textAt(template, 'metadata', 'name')),
  );
}

/** The size of the smallest, so that no capacity is claimed that may not be there. */
function leastBytes(templates: readonly Fields[]): bigint {
  const sizes = templates.map(
    (template) => wholeQuantity(String(fieldsAt(template, 'spec', 'resources', 'requests').storage)) ?? 0n,
  );
  const [first = 0n, ...others] = sizes;
  return others.reduce((least, size) => (size < least ? size : least), first);
}
