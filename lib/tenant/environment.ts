import type { EnvVar } from 'kubernetes-types/core/v1';
import { codingVariables } from './erasure-coding';
import { tenantNames } from './names';
import type { PodSettings } from './pod-settings';
import type { Profile } from './profile';
import type { TenantSpec } from './spec';
import { isTlsEnabled } from './tls/certificates';
import { reloadVariable, tlsVariables } from './tls/wiring';
import { fromSecret } from './variables';
import { consolePort, s3Port, serverHost } from './volumes';

/** The variable that holds the pod's own name, for the endpoint anchor to refer to. */
export const podNameVariable = 'TENANT_POD_NAME';

/** The server's own address among its peers. */
export const anchorVariable = 'RUSTFS_LOCAL_ENDPOINT_HOST';

/** How a server waits for its peers' names when it starts. */
export const topologyWaitVariable = 'RUSTFS_STARTUP_TOPOLOGY_WAIT_MODE';

/** The switch that lets several drives of a server lie on one device. */
export const sharedDrivesVariable = 'RUSTFS_UNSAFE_BYPASS_DISK_CHECK';

/** The keys of the root credentials in their Secret (contract 4). */
export const credentialKeys = { accessKey: 'accesskey', secretKey: 'secretkey' } as const;

/** What of a resolved tenant the environment needs beside the declaration. */
export interface EnvironmentInput {
  readonly volumes: string;
  readonly clusterDomain: string;
  readonly isAddressedByUrl: boolean;
  readonly logDirectory: string;
  /** The variables of `tls`, which nothing replaces. */
  readonly tls: readonly EnvVar[];
  /** What the features of the declaration add; the user's variables may replace it. */
  readonly features: readonly EnvVar[];
  /** What encryption adds, after the user's variables. */
  readonly encryption: readonly EnvVar[];
}

/**
 * The server's environment in the operator's order (contract 2.6): addresses, credentials, our own defaults,
 * then the user's variables, each replacing one of the same name and moving to the end, and encryption's.
 */
export function environment(spec: TenantSpec, profile: Profile, input: EnvironmentInput): EnvVar[] {
  const own: EnvVar[] = [
    { name: 'RUSTFS_VOLUMES', value: input.volumes },
    ...input.tls,
    { name: 'RUSTFS_ADDRESS', value: `0.0.0.0:${s3Port}` },
    { name: 'RUSTFS_CONSOLE_ADDRESS', value: `0.0.0.0:${consolePort}` },
    { name: 'RUSTFS_CONSOLE_ENABLE', value: 'true' },
    ...credentials(spec),
    ...anchor(spec, profile, input),
    ...serverDefaults(profile, input.logDirectory),
    ...codingVariables(spec),
    ...(spec.placement?.drives === 'shared' ? [{ name: sharedDrivesVariable, value: 'true' }] : []),
    ...input.features,
  ];
  const user = (spec.env ?? []).filter(({ name }) => !isDropped(name, spec));
  return lastOfEachName([...own, ...user, ...input.encryption]);
}

/** What the operator drops from `env` without a word; the checks have said so. */
function isDropped(name: string, { rpcSecret, tls }: TenantSpec): boolean {
  const ofTls: readonly string[] = ['RUSTFS_VOLUMES', ...Object.values(tlsVariables)];
  return (
    (isTlsEnabled(tls) && ofTls.includes(name)) || (name === 'RUSTFS_RPC_SECRET' && rpcSecret !== undefined)
  );
}

/** Whether a variable belongs to `tls` once it is on. */
export function isTlsVariable(name: string, profile: Profile): boolean {
  const isReload = name === reloadVariable && profile.reloadsCertificates;
  return isReload || Object.values<string>(tlsVariables).includes(name);
}

function credentials(spec: TenantSpec): EnvVar[] {
  const { rpcSecret } = spec;
  const root =
    spec.developmentCredentials === true ? tenantNames(spec).developmentSecret : spec.credsSecret?.name;
  const variables: EnvVar[] = [];
  // The operator treats an empty name as no Secret at all.
  if (root !== undefined && root !== '') {
    const { accessKey, secretKey } = spec.adopted?.credentialKeys ?? credentialKeys;
    variables.push(
      fromSecret('RUSTFS_ACCESS_KEY', { name: root, key: accessKey }),
      fromSecret('RUSTFS_SECRET_KEY', { name: root, key: secretKey }),
    );
  }
  if (rpcSecret !== undefined) variables.push(fromSecret('RUSTFS_RPC_SECRET', rpcSecret));
  return variables;
}

function anchor(
  spec: TenantSpec,
  profile: Profile,
  { clusterDomain, isAddressedByUrl }: EnvironmentInput,
): EnvVar[] {
  if (!isAnchored(spec, profile) || !isAddressedByUrl) return [];
  const { name, namespace, adopted } = spec;
  return anchorVariables({ name, namespace, clusterDomain, adopted });
}

/**
 * The pod's name, then the server's own address made from it: Kubernetes expands only what is listed before. RustFS
 * takes that address in orchestrated mode alone, and infers the mode from a variable that Kubernetes sets and other
 * runtimes of pods do not; without it the server exits (ecstore layout/endpoints.rs, `create_pool_endpoints_with`).
 */
export function anchorVariables(domain: Parameters<typeof serverHost>[1]): EnvVar[] {
  return [
    { name: podNameVariable, valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    { name: anchorVariable, value: serverHost(`$(${podNameVariable})`, domain) },
    { name: topologyWaitVariable, value: 'orchestrated' },
  ];
}

/**
 * Whether a server waits for its peers in the mode in which it takes the anchor: orchestrated, or automatic, which is that
 * where Kubernetes tells its pods of itself (ecstore layout/endpoints.rs, `StartupTopologyPolicy::resolve_from`).
 */
export function takesAnchor(topologyWait: string): boolean {
  return ['', 'auto', 'orchestrated'].includes(topologyWait.trim().toLowerCase());
}

/** Whether servers are told their own address. */
export function isAnchored(
  { pod }: { readonly pod?: Pick<PodSettings, 'endpointAnchor'> },
  profile: Profile,
): boolean {
  return pod?.endpointAnchor ?? profile.endpointAnchor;
}

/** The image logs to files in /logs and asks a server for updates, unless told otherwise (server contract 4, 8.5). */
function serverDefaults(profile: Profile, logDirectory: string): EnvVar[] {
  if (!profile.setsServerDefaults) return [];
  return [
    { name: 'RUSTFS_OBS_LOG_DIRECTORY', value: logDirectory },
    { name: 'RUSTFS_OBS_LOGGER_LEVEL', value: 'info' },
    { name: 'RUSTFS_CHECK_UPDATE', value: 'false' },
  ];
}

/** A later variable removes an earlier one of its name and stands at its own place. */
function lastOfEachName(variables: readonly EnvVar[]): EnvVar[] {
  const last = new Map(variables.map(({ name }, index) => [name, index]));
  return variables.filter(({ name }, index) => last.get(name) === index);
}
