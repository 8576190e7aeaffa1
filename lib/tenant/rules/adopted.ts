import { counted } from '../../counted';
import type { AdoptedPoolSpec, AdoptedSpec } from '../adopted';
import type { PoolDraft, TenantDraft } from '../draft';
import { podLabels, type Labels } from '../labels';
import { dnsLabel, dnsSubdomain, logVolumeName, normalClusterDomain, statefulSetName } from '../names';
import { error, type Problem } from '../problem';
import { headlessHost, isSingleDrive } from '../volumes';

/** The identity of an adopted tenant is complete by its types; here it is consistent, and Kubernetes takes it. */
export function* adoptedRules(spec: TenantDraft): Iterable<Problem> {
  if (spec.adopted !== undefined) yield* adoptedTenant(spec, spec.adopted);
  for (const [i, pool] of (spec.pools ?? []).entries()) {
    if (pool.adopted !== undefined) yield* adoptedPool(spec, pool, pool.adopted, `pools[${i}].adopted`);
  }
  yield* statefulSetNames(spec);
}

function* adoptedTenant(spec: TenantDraft, adopted: AdoptedSpec): Iterable<Problem> {
  const { headlessService, clientService, credentialKeys, serverDomain } = adopted;
  yield* serviceName('adopted.headlessService', headlessService);
  if (clientService !== undefined) yield* sharedService(spec, headlessService, clientService);
  for (const key of ['accessKey', 'secretKey'] as const) {
    const text = credentialKeys?.[key];
    if (text === undefined || /^[-._a-zA-Z0-9]{1,253}$/.test(text)) continue;
    const message = `"adopted.credentialKeys.${key}" is not a key of a Secret.`;
    yield error(`adopted.credentialKeys.${key}`, 'object-name', message, 'Give a key of the Secret.');
  }
  if (serverDomain !== undefined) yield* addresses(spec, adopted, serverDomain);
  if (Object.keys(adopted.selector).length === 0) yield emptySelector('adopted.selector');
}

function* sharedService(
  spec: TenantDraft,
  headlessService: string,
  { name, s3PortName, consolePortName }: NonNullable<AdoptedSpec['clientService']>,
): Iterable<Problem> {
  const path = 'adopted.clientService';
  yield* serviceName(`${path}.name`, name);
  if (name === headlessService && !isLoneDrive(spec)) {
    yield mismatch(
      `${path}.name`,
      `"${name}" is the headless Service; clients need one of their own, unless the tenant is one server with one drive.`,
    );
  }
  for (const [field, port] of Object.entries({ s3PortName, consolePortName })) {
    if (/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(port)) continue;
    const message = `${JSON.stringify(port)} cannot name a Service's port.`;
    yield error(`${path}.${field}`, 'object-name', message, 'Give the name as the Service has it.');
  }
  if (s3PortName === consolePortName) {
    yield mismatch(`${path}.consolePortName`, 'Both ports have one name; Kubernetes refuses that.');
  }
  if (spec.services?.console !== undefined) {
    yield mismatch(
      'services.console',
      `S3 and the console share the Service "${name}", whose settings are those of services.io.`,
      'Move the settings to services.io.',
    );
  }
}

/** One server with one drive dials no other, so that it needs no headless Service. */
function isLoneDrive({ pools = [] }: TenantDraft): boolean {
  return isSingleDrive(
    pools.map(({ servers = 0, persistence }) => ({
      servers,
      drivesPerServer: persistence?.volumesPerServer ?? 0,
    })),
  );
}

/** RustFS compares the text of addresses, but it has to be a name of the headless Service all the same. */
function* addresses(spec: TenantDraft, adopted: AdoptedSpec, serverDomain: string): Iterable<Problem> {
  const { name = '', namespace = '', clusterDomain = 'cluster.local' } = spec;
  const domain = { name, namespace, adopted, clusterDomain: normalClusterDomain(clusterDomain) };
  const full = headlessHost(domain);
  const isPart = serverDomain === full || full.startsWith(`${serverDomain}.`);
  if (isPart && serverDomain.startsWith(adopted.headlessService)) return;
  yield mismatch(
    'adopted.serverDomain',
    `"${serverDomain}" does not lead to the headless Service, whose full name is "${full}": no server would find another.`,
  );
}

function* adoptedPool(
  spec: TenantDraft,
  pool: PoolDraft,
  adopted: AdoptedPoolSpec,
  path: string,
): Iterable<Problem> {
  if (spec.adopted === undefined) {
    const message = `"${path}" needs the tenant's own "adopted": the Services would not select these pods.`;
    yield mismatch(path, message, 'Add adopted { headlessService, selector }.');
  }
  if (!isObjectName(adopted.statefulSet)) yield badName(`${path}.statefulSet`, 'a StatefulSet');
  if (Object.keys(adopted.selector).length === 0) yield emptySelector(`${path}.selector`);
  yield* selectedPods(spec, pool, adopted, path);
  yield* claims(spec, pool, adopted, path);
  if (adopted.drivePath === 'exact' && (pool.persistence?.volumesPerServer ?? 1) > 1) {
    const message = 'Several drives cannot be mounted at one path.';
    yield mismatch(`${path}.drivePath`, message, 'Leave it out: the drives are numbered.');
  }
}

/** Kubernetes refuses a StatefulSet that does not select its own pods; Services that miss some lose servers. */
function* selectedPods(
  { name = '', adopted }: TenantDraft,
  pool: PoolDraft,
  own: AdoptedPoolSpec,
  path: string,
): Iterable<Problem> {
  const labels = podLabels({ name, adopted }, { name: pool.name ?? '', adopted: own }, '');
  const selectors: [string, Labels][] = [
    [`${path}.selector`, own.selector],
    ['adopted.selector', adopted?.selector ?? {}],
  ];
  for (const [selector, pairs] of selectors) {
    const contradicted = Object.keys(pairs).find((key) => labels[key] !== pairs[key]);
    if (contradicted === undefined) continue;
    yield mismatch(
      path,
      `The pods' label "${contradicted}" is not the one that "${selector}" asks for, so the pods are not selected.`,
      'Give the labels as the live pods have them.',
    );
  }
}

function* claims(
  spec: TenantDraft,
  { persistence }: PoolDraft,
  { claimNames, logClaim }: AdoptedPoolSpec,
  path: string,
): Iterable<Problem> {
  const drives = persistence?.volumesPerServer;
  if (drives !== undefined && claimNames.length !== drives) {
    const message = `The pool names ${counted(claimNames.length, 'claim')} for ${counted(drives, 'drive')}.`;
    yield mismatch(`${path}.claimNames`, message, 'Name the claim template of every drive, in their order.');
  }
  for (const [i, name] of claimNames.entries()) {
    if (!dnsLabel.test(name)) yield badName(`${path}.claimNames[${i}]`, 'a claim template');
    if (name !== logVolumeName && claimNames.indexOf(name) === i) continue;
    yield mismatch(`${path}.claimNames[${i}]`, `Another claim template is called "${name}" already.`);
  }
  for (const [i, { name }] of (spec.additionalVolumes ?? []).entries()) {
    if (name === undefined || !claimNames.includes(name)) continue;
    const message = `"${name}" is a claim template of an adopted pool, which would hide the volume.`;
    yield mismatch(`additionalVolumes[${i}].name`, message, 'Give the volume another name.');
  }
  if (logClaim !== undefined && spec.logging?.mode !== 'persistent') {
    const message = 'The pool has a claim template for the log, but the log goes elsewhere.';
    yield mismatch(
      `${path}.logClaim`,
      message,
      'Say logging.mode: persistent: claim templates cannot be removed.',
    );
  }
}

function* statefulSetNames({ name = '', pools = [] }: TenantDraft): Iterable<Problem> {
  if (!pools.some(({ adopted }) => adopted !== undefined)) return;
  const names = pools.map(({ name: pool = '', adopted }) => statefulSetName(name, { name: pool, adopted }));
  for (const [i, set] of names.entries()) {
    const first = names.indexOf(set);
    if (first === i || pools[first]?.name === pools[i]?.name) continue;
    const path = pools[i]?.adopted === undefined ? `pools[${i}].name` : `pools[${i}].adopted.statefulSet`;
    yield mismatch(
      path,
      `pools[${first}] has the StatefulSet "${set}" already; one would overwrite the other.`,
    );
  }
}

function* serviceName(path: string, name: string): Iterable<Problem> {
  if (!dnsLabel.test(name)) yield badName(path, 'a Service');
}

function isObjectName(name: string): boolean {
  return name.length <= 253 && dnsSubdomain.test(name);
}

function badName(path: string, kind: string): Problem {
  return error(
    path,
    'object-name',
    `"${path}" is not the name of ${kind}.`,
    'Give the name of the live object.',
  );
}

function emptySelector(path: string): Problem {
  return mismatch(path, 'A selector without labels selects every pod of the namespace, or none.');
}

function mismatch(path: string, message: string, fix = 'Give what the live objects have.'): Problem {
  return error(path, 'adopted-mismatch', message, fix);
}
