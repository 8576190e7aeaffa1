import { isLaidOut, poolLayout, type PoolLayout } from '../erasure';
import { defined } from '../defined';
import { isCodingKnown, readCoding } from '../tenant/erasure-coding';
import { drivePaths, isOfPaths, pathsIn, poolAddress, poolExpressions } from './address';
import { claimIdentities } from './claim-identity';
import { dataTemplatesOf, leastBytes } from './drive-claims';
import { poolPlaces, readOnlyDrives } from './drive-places';
import { encryptionSettings, toldSettings } from './encryption-settings';
import { fieldsAt, itemsAt, textAt, textsAt, valueAt, type Fields } from './fields';
import { filledFiles, keyFiles } from './key-files';
import { nameOf, objectKey } from './objects';
import type { ObservedPool } from './observed-pool';
import { addressedBy, atOnceIn, isOf, partitionIn, runningIn, userOf } from './pool-servers';
import {
  doubledVariables,
  effectiveVariables,
  ownNamespace,
  referenceText,
  relativeFrom,
  serversOf,
  startCommand,
  variableText,
} from './server';
import { serverNetwork } from './server-network';
import { areKeysElsewhere, mountedPlaces, otherWriters, writtenPlaces } from './written-places';
import { sharedSettings } from './shared-settings';

/** A pool, and where it stands among the tenant's. */
export interface PoolAt {
  readonly pool: ObservedPool;
  /** Its place in `RUSTFS_VOLUMES`. Files may list StatefulSets in any order. */
  readonly position: number;
}

function laidOut(...[shape, coding]: Parameters<typeof poolLayout>): PoolLayout | undefined {
  const layout = poolLayout(shape, coding);
  return isLaidOut(layout) ? layout : undefined;
}

/** Undefined for what is no StatefulSet of RustFS servers, and for one whose addresses cannot be read. */
export function observedPool(object: Fields): PoolAt | undefined {
  if (!isStatefulSet(object)) return undefined;
  const [server, ...others] = serversOf(object);
  const volumes = volumesOf(object, server);
  return server === undefined || volumes === undefined ? undefined : poolOf(object, volumes, server, others);
}

/** What servers are told in `RUSTFS_VOLUMES`; undefined where it cannot be read. */
export function volumesOf(object: Fields, server: Fields | undefined): string | undefined {
  return variableText(server, 'RUSTFS_VOLUMES')?.replaceAll(ownNamespace, nameOf(object).namespace);
}

/**
 * What the servers of an object are.
 *
 * @param volumes their addresses; empty where nobody here knows them.
 * @param others containers beside the server that are told addresses as well.
 */
export function poolOf(object: Fields, volumes: string, server: Fields, others: readonly Fields[]): PoolAt {
  const variables = effectiveVariables(server);
  const { name: statefulSet } = nameOf(object);
  const poolList = poolExpressions(volumes);
  const position = Math.max(
    poolList.findIndex((expression) => isOf(expression, statefulSet)),
    0,
  );
  const expression = poolList[position] ?? volumes;
  const address = poolAddress(expression);
  const running = runningIn(object);
  const addressed = addressedBy(address, running);
  const paths = address === undefined ? (pathsIn(expression) ?? []) : drivePaths(address.path);
  const isOfOwnPaths = isOfPaths(expression) && paths.length > 0;
  const drivesPerServer = address?.kind === 'url' ? address.drivesPerServer : isOfOwnPaths ? paths.length : 1;
  const dataTemplates = dataTemplatesOf(object, server, paths);
  const podLabels = textsAt(object, 'spec', 'template', 'metadata', 'labels');
  const name =
    textsAt(object, 'metadata', 'labels')['rustfs.pool'] ?? podLabels['rustfs.pool'] ?? statefulSet;
  const read = readCoding({ env: [...variables.values()].map(asVariable) });
  const shape = {
    name,
    servers: addressed.count,
    drivesPerServer,
    driveBytes: leastBytes(dataTemplates),
    isSingleDrive: address?.kind === 'path' && paths.length === 1,
  };
  // Of somebody else's form nobody here counts the drives.
  const isCounted = address !== undefined || isOfOwnPaths;
  const known = isCounted && isCodingKnown(read) ? laidOut(shape, read.coding) : undefined;
  const unsaid = [...read.unknown, ...read.malformed].find(({ field }) => field === 'erasureSetDriveCount');
  // Parity has no part in how large a set is.
  const setSize =
    unsaid === undefined && isCounted
      ? (known ?? laidOut(shape, defined({ setSize: read.coding.setSize })))?.setSize
      : undefined;
  const teller = unsaid && variables.get(unsaid.name);
  const uncounted = isCounted ? undefined : String(read.coding.setSize ?? "RustFS's own choice");
  const setSizeFrom = (teller && (referenceText(teller) ?? textAt(teller, 'value'))) ?? uncounted;
  const retention = fieldsAt(object, 'spec', 'persistentVolumeClaimRetentionPolicy');
  const templates = itemsAt(object, 'spec', 'volumeClaimTemplates').map((template) => nameOf(template).name);
  const keySettings = encryptionSettings(object, server);
  const drives = poolPlaces(object, server, expression, paths);
  const written = writtenPlaces(object, server, paths, drives);
  const pool: ObservedPool = {
    name,
    statefulSet,
    servers: addressed.count,
    drivesPerServer,
    volumes: expression,
    ...defined({ setSize, setSizeFrom }),
    service: textAt(object, 'spec', 'serviceName') ?? '',
    podManagementPolicy: textAt(object, 'spec', 'podManagementPolicy') ?? 'OrderedReady',
    selector: textsAt(object, 'spec', 'selector', 'matchLabels'),
    claims: claimIdentities(object),
    ...defined({ drives }),
    key: objectKey(object),
    dataClaims: dataTemplates.map((template) => textAt(template, 'metadata', 'name') ?? ''),
    layout: known,
    image: textAt(server, 'image') ?? '',
    keySettings,
    encryption: toldSettings(keySettings),
    keyFiles: keyFiles(object, server, keySettings.keys()),
    filledFiles: filledFiles(object, server, keySettings.keys()),
    shared: sharedSettings(object, server),
    hasRpcSecret: variables.has('RUSTFS_RPC_SECRET'),
    partition: partitionIn(object),
    atOnce: atOnceIn(object, running.count),
    deletesClaims: textAt(retention, 'whenDeleted') === 'Delete',
    deletesScaled: textAt(retention, 'whenScaled') === 'Delete',
    poolList,
    running,
    addressed,
    written,
    keysElsewhere: areKeysElsewhere(server),
    otherWriters: otherWriters(
      object,
      server,
      drives === undefined ? mountedPlaces(object, server) : written,
    ),
    network: serverNetwork(object, server),
    user: userOf(object, server),
    readOnlyDrives: readOnlyDrives(object, server, paths),
    startCommand: startCommand(server),
    ...defined({ relativeFrom: relativeFrom(server) }),
    ambiguous: {
      containers: [server, ...others].map((container) => textAt(container, 'name') ?? ''),
      variables: doubledVariables(server),
      volumes: itemsAt(object, 'spec', 'template', 'spec', 'volumes')
        .map((volume) => textAt(volume, 'name') ?? '')
        .filter((volume) => templates.includes(volume)),
    },
    podLabels,
    selectorExpressions: JSON.stringify(valueAt(object, 'spec', 'selector', 'matchExpressions') ?? ''),
  };
  return { pool, position };
}

/** Of Kubernetes itself; other APIs have kinds of that name. */
export function isStatefulSet(object: Fields): boolean {
  const group = textAt(object, 'apiVersion') ?? '';
  return nameOf(object).kind === 'StatefulSet' && group.startsWith('apps/');
}

function asVariable(variable: Fields) {
  const { name, value, valueFrom } = variable;
  return {
    ...(typeof name === 'string' && { name }),
    ...(typeof value === 'string' && { value }),
    ...(valueFrom !== undefined && { valueFrom: {} }),
  };
}
