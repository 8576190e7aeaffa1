import { isRecord } from '../is-record';
import { isSuperfluous } from './chart-pod';
import type { Difference } from './compare';
import type { LivePool } from './live-tenant';
import { logMount, scratchMounts } from './volumes';
import { at, fieldsAt, isSame, listAt, textAt, type Fields } from './value';

/** What of a StatefulSet's spec may differ. Anything else decides which bytes a server finds, or cannot change at all. */
const changeable: readonly string[] = [
  'minReadySeconds',
  'persistentVolumeClaimRetentionPolicy',
  'revisionHistoryLimit',
  'template',
  'updateStrategy',
];

/** The same of a pod: where it runs, and how it starts and stops. */
const changeableOfPod: readonly string[] = [
  'affinity',
  'automountServiceAccountToken',
  'dnsConfig',
  'dnsPolicy',
  'enableServiceLinks',
  'imagePullSecrets',
  'nodeSelector',
  'priorityClassName',
  'restartPolicy',
  'schedulerName',
  'serviceAccountName',
  'terminationGracePeriodSeconds',
  'tolerations',
  'topologySpreadConstraints',
];

/** The same of the server's container. Its variables are compared by what they come to, and so is how it is started. */
const changeableOfServer: readonly string[] = [
  'args',
  'command',
  'env',
  'envFrom',
  'imagePullPolicy',
  'lifecycle',
  'livenessProbe',
  'name',
  'ports',
  'readinessProbe',
  'resizePolicy',
  'resources',
  'startupProbe',
  'stdin',
  'stdinOnce',
  'terminationMessagePath',
  'terminationMessagePolicy',
  'tty',
];

/**
 * Whether a difference between a live StatefulSet and the declared one decides which bytes a server finds at which drive,
 * or whether it can read them. This knows nothing of how the declaration came about: what is not known to be harmless
 * is not.
 */
export function touchesData(difference: Difference, pool: LivePool): boolean {
  const [root, field = '', part, key = '', name = '', own = '', item = ''] = difference.steps;
  if (root === 'metadata') return field === 'name' || field === 'namespace';
  if (field !== 'template') return !changeable.includes(field);
  if (part !== 'spec') return false;
  if (key === 'volumes') return isVolumeOfUse(difference, pool, name);
  if (key === 'securityContext') return decidesReading.includes(name);
  if (key === 'initContainers') return goesMeaningfully(difference, pool, name);
  if (key !== 'containers') return !changeableOfPod.includes(key);
  if (name !== serverName) return difference.composed === undefined && own === '';
  if (own === 'securityContext') return decidesReading.includes(item);
  return own === 'volumeMounts' ? isMountOfUse(pool, item) : !changeableOfServer.includes(own);
}

/** The name of the server's container in every declaration. */
export const serverName = 'rustfs';

/** Ids, groups and labels by which a file can be read. Those that stand elsewhere come to the same: see `readers`. */
const decidesReading: readonly string[] = [
  'seLinuxOptions',
  'supplementalGroups',
  'supplementalGroupsPolicy',
];

/** The user and the groups that a server has, wherever its pod says them. */
export function readers(pod: Fields, container: Fields): Fields {
  const id = (field: string) => at(container, 'securityContext', field) ?? at(pod, 'securityContext', field);
  return {
    runAsUser: id('runAsUser'),
    runAsGroup: id('runAsGroup'),
    fsGroup: at(pod, 'securityContext', 'fsGroup'),
    privileged: at(container, 'securityContext', 'privileged') === true,
    capabilities: id('runAsUser') === 0 ? capabilities(container) : undefined,
  };
}

/** By which root reads what is another's. */
function capabilities(container: Fields): unknown {
  const lists = ['add', 'drop'].map((list) => listAt(container, 'securityContext', 'capabilities', list));
  return lists.map((names) => names.map(String).sort());
}

/** Scratch space and the log of a pod go with the pod at every restart. */
function isMountOfUse(pool: LivePool, mountPath: string): boolean {
  const live = listAt(pool.container, 'volumeMounts').find((one) => textAt(one, 'mountPath') === mountPath);
  if (live === undefined) return isInDrive(pool, mountPath);
  return ![...scratchMounts(pool), logMount(pool)].includes(live) && textAt(live, 'name') !== 'logs';
}

/** Whether a new mount would hide a drive, or a part of one. */
function isInDrive({ container, claimTemplates }: LivePool, mountPath: string): boolean {
  const claims = claimTemplates.map((template) => textAt(template, 'metadata', 'name'));
  return listAt(container, 'volumeMounts')
    .filter((mount) => claims.includes(textAt(mount, 'name')))
    .map((mount) => `${textAt(mount, 'mountPath') ?? ''}/`)
    .some((drive) => drive.startsWith(`${mountPath}/`) || `${mountPath}/`.startsWith(drive));
}

/** A volume that holds nothing beyond the pod may go or be another; one that is new hides nothing by itself. */
function isVolumeOfUse({ live }: Difference, { pod, container }: LivePool, name: string): boolean {
  const volume = listAt(pod, 'volumes').find((one) => textAt(one, 'name') === name);
  const isMounted = listAt(container, 'volumeMounts').some((mount) => textAt(mount, 'name') === name);
  return isMounted && live !== undefined && !isRecord(at(volume, 'emptyDir'));
}

/** A container that prepares a drive must not go unseen; one that only makes directories may. */
function goesMeaningfully({ composed, steps, live }: Difference, { pod }: LivePool, name: string): boolean {
  if (composed !== undefined || steps.length > 5) return false;
  const gone = name === '' ? (Array.isArray(live) ? live : [live]) : listAt(pod, 'initContainers');
  return gone.filter((one) => name === '' || textAt(one, 'name') === name).some((one) => !isSuperfluous(one));
}

/** Variables that the default profile says itself, and that decide nothing about drives. */
const changeableVariables: readonly string[] = [
  'RUSTFS_ADDRESS',
  'RUSTFS_CHECK_UPDATE',
  'RUSTFS_CONSOLE_ADDRESS',
  'RUSTFS_CONSOLE_ENABLE',
  'RUSTFS_LOCAL_ENDPOINT_HOST',
  'RUSTFS_OBS_LOGGER_LEVEL',
  'RUSTFS_OBS_LOG_DIRECTORY',
  'RUSTFS_STARTUP_TOPOLOGY_WAIT_MODE',
  'RUSTFS_VOLUMES',
  'TENANT_POD_NAME',
];

/** The names of the variables that a server has now and would not have, or have otherwise. RUSTFS_VOLUMES is told by its addresses. */
export function lostVariables(live: readonly Fields[], composed: readonly Fields[]): string[] {
  const ours = new Map(composed.map((one) => [textAt(one, 'name') ?? '', one]));
  return live.flatMap((one) => {
    const name = textAt(one, 'name') ?? '';
    const other = ours.get(name);
    const isHarmless = changeableVariables.includes(name) || (other === undefined && isPodName(one));
    return isHarmless || isSame(valueOf(one), valueOf(other)) ? [] : [name];
  });
}

function isPodName(variable: Fields): boolean {
  return textAt(variable, 'valueFrom', 'fieldRef', 'fieldPath') === 'metadata.name';
}

/** What a variable comes to; whether its Secret has to be there decides only whether the pod starts. */
function valueOf(variable: Fields | undefined): unknown {
  if (variable === undefined) return undefined;
  const { name, key } = fieldsAt(variable, 'valueFrom', 'secretKeyRef');
  return name === undefined
    ? [textAt(variable, 'value') ?? '', variable.valueFrom ?? null]
    : ['secret', name, key];
}
