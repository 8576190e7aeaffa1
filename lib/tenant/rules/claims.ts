import type { PersistentVolumeClaimSpec } from 'kubernetes-types/core/v1';
import type { TenantDraft } from '../draft';
import { dnsSubdomain } from '../names';
import { pathTo } from '../path';
import { error, warning, type Problem } from '../problem';
import { compareQuantities, isQuantity } from '../quantity';

/** Claim templates, quantities, retention, log settings and scratch space. */
export function* claimRules(spec: TenantDraft): Iterable<Problem> {
  for (const [i, pool] of (spec.pools ?? []).entries()) {
    const template = pool.persistence?.volumeClaimTemplate;
    if (template !== undefined) yield* claimTemplate(`pools[${i}].persistence.volumeClaimTemplate`, template);
    const logTemplate = pool.adopted?.logClaim?.spec;
    if (logTemplate !== undefined) yield* claimTemplate(`pools[${i}].adopted.logClaim.spec`, logTemplate);
    yield* amounts(`pools[${i}].resources`, pool.resources);
    yield* requestsWithinLimits(`pools[${i}].resources`, pool.resources);
  }
  yield* retention(spec);
  yield* logging(spec);
  yield* scratch(spec);
}

/** The template is taken whole, so what Kubernetes asks of a claim has to be in it. */
function* claimTemplate(path: string, template: PersistentVolumeClaimSpec): Iterable<Problem> {
  const storage = template.resources?.requests?.storage;
  yield* amounts(`${path}.resources`, template.resources);
  if (template.accessModes === undefined || template.accessModes.length === 0) {
    const message =
      'The claim names no access mode, and nothing is merged into it: Kubernetes would refuse every claim.';
    yield error(`${path}.accessModes`, 'claim-template', message, 'Add accessModes: [ReadWriteOnce].');
  }
  if (storage === undefined) {
    const message =
      'The claim asks for no storage, and nothing is merged into it: Kubernetes would refuse every claim.';
    yield error(
      `${path}.resources`,
      'claim-template',
      message,
      'Add resources.requests.storage, such as 1Ti.',
    );
  } else if ((compareQuantities(String(storage), '0') ?? 1) <= 0) {
    const message = `A drive of ${storage} holds nothing.`;
    yield error(`${path}.resources.requests.storage`, 'claim-template', message, 'Ask for some storage.');
  }
  if (template.volumeMode !== undefined && template.volumeMode !== 'Filesystem') {
    const message = 'RustFS keeps its objects in a file system; volumeMode can be nothing but Filesystem.';
    yield error(`${path}.volumeMode`, 'claim-template', message, 'Leave volumeMode out.');
  }
  if (template.volumeName !== undefined) {
    const message = `All claims would want the one volume "${template.volumeName}", and all but one wait for ever.`;
    yield error(
      `${path}.volumeName`,
      'claim-template',
      message,
      'Leave volumeName out; select volumes with selector.',
    );
  }
  yield* className(`${path}.storageClassName`, template.storageClassName);
  yield* accessModes(path, template.accessModes ?? []);
}

const knownModes = ['ReadWriteOnce', 'ReadWriteOncePod', 'ReadWriteMany', 'ReadOnlyMany'];

function* accessModes(path: string, modes: readonly string[]): Iterable<Problem> {
  for (const [i, mode] of modes.entries()) {
    if (knownModes.includes(mode)) continue;
    const message = `"${mode}" is not an access mode; Kubernetes would refuse every claim.`;
    yield error(`${path}.accessModes[${i}]`, 'claim-template', message, 'Use ReadWriteOnce.');
    return;
  }
  if (modes.length > 1 && modes.includes('ReadWriteOncePod')) {
    const message = 'ReadWriteOncePod stands alone or not at all; Kubernetes would refuse every claim.';
    yield error(`${path}.accessModes`, 'claim-template', message, 'Use ReadWriteOnce.');
  } else if (modes.length > 0 && modes.every((mode) => mode === 'ReadOnlyMany')) {
    const message = 'A server has to write to its drives.';
    yield error(`${path}.accessModes`, 'claim-template', message, 'Use ReadWriteOnce.');
  } else if (modes.some((mode) => mode.endsWith('Many'))) {
    const message = 'A drive belongs to one server; this mode would let others write to it.';
    yield warning(`${path}.accessModes`, 'claim-access-mode', message, 'Use ReadWriteOnce.');
  }
}

function* className(path: string, name: string | undefined): Iterable<Problem> {
  // An empty name asks for volumes without a class.
  if (name === undefined || name === '' || (name.length <= 253 && dnsSubdomain.test(name))) return;
  yield error(
    path,
    'object-name',
    `"${path}" is not the name of a StorageClass.`,
    'Give the name of a class that exists.',
  );
}

interface Amounts {
  readonly requests?: Readonly<Record<string, string>>;
  readonly limits?: Readonly<Record<string, string>>;
}

function* amounts(path: string, resources: Amounts | undefined): Iterable<Problem> {
  for (const bound of ['requests', 'limits'] as const) {
    for (const [resource, amount] of Object.entries(resources?.[bound] ?? {})) {
      if (isQuantity(String(amount)) && (compareQuantities(String(amount), '0') ?? 0) >= 0) continue;
      yield badQuantity(pathTo(`${path}.${bound}`, resource), amount);
    }
  }
}

function badQuantity(path: string, amount: string): Problem {
  const message = `"${amount}" is not an amount that Kubernetes takes.`;
  return error(
    path,
    'quantity',
    message,
    'Use a number with an optional unit: 500m, 4, 16Gi, 2T (not GB, not "10 Gi").',
  );
}

function* requestsWithinLimits(path: string, resources: Amounts | undefined): Iterable<Problem> {
  for (const [resource, request] of Object.entries(resources?.requests ?? {})) {
    const limit = resources?.limits?.[resource];
    if (limit === undefined) continue;
    if ((compareQuantities(String(request), String(limit)) ?? 0) <= 0) continue;
    const message = `The request ${request} of ${resource} is above the limit ${limit}; Kubernetes makes no such pod.`;
    yield error(
      pathTo(`${path}.requests`, resource),
      'resources',
      message,
      'Raise the limit or lower the request.',
    );
  }
}

function* retention({ claimRetention }: TenantDraft): Iterable<Problem> {
  for (const when of ['whenDeleted', 'whenScaled'] as const) {
    if (claimRetention?.[when] !== 'Delete') continue;
    const event = when === 'whenDeleted' ? 'deleting the StatefulSet' : 'scaling down';
    yield warning(
      `claimRetention.${when}`,
      'claim-retention',
      `With Delete, ${event} deletes the claims and the objects on them.`,
      'Leave it out, unless the data may go at any time.',
    );
  }
}

function* logging({ logging }: TenantDraft): Iterable<Problem> {
  if (logging === undefined) return;
  const { mode = 'stdout', storageSize } = logging;
  if (storageSize !== undefined && !isQuantity(storageSize))
    yield badQuantity('logging.storageSize', storageSize);
  const idle = [
    ...(mode === 'stdout' ? (['mountPath'] as const) : []),
    ...(mode === 'persistent' ? [] : (['storageSize', 'storageClass'] as const)),
  ];
  for (const field of idle.filter((name) => logging[name] !== undefined)) {
    const message = `"${field}" has no effect when the log mode is ${mode}.`;
    yield warning(`logging.${field}`, 'log-settings', message, `Leave it out, or change logging.mode.`);
  }
}

/** Kubernetes takes an empty size for no limit at all, which is not what it says. */
function* scratch({ pod }: TenantDraft): Iterable<Problem> {
  const size = pod?.scratchSize;
  if (size === undefined || (compareQuantities(size, '0') ?? 0) > 0) return;
  if (!isQuantity(size)) yield badQuantity('pod.scratchSize', size);
  else
    yield error('pod.scratchSize', 'quantity', `A /tmp of ${size} holds nothing.`, 'Give it some room: 1Gi.');
}
