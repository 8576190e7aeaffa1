import type { EnvVar, EnvVarSource } from 'kubernetes-types/core/v1';
import { defined } from '../../defined';
import type { TenantDraft } from '../draft';
import {
  anchorVariable,
  anchorVariables,
  isAnchored,
  isTlsVariable,
  podNameVariable,
  sharedDrivesVariable,
  takesAnchor,
  topologyWaitVariable,
} from '../environment';
import { normalClusterDomain } from '../names';
import { integrationOwners } from '../integrations';
import { isLoneDrive } from '../pool-plans';
import { error, type Problem } from '../problem';
import { profileOf } from '../profile';
import { isTlsEnabled } from '../tls/certificates';
import { tlsVariables } from '../tls/wiring';
import { refusal } from './ownership';

/** The user's environment: names, duplicates, and what is not the user's to set. */
export function* environmentRules(spec: TenantDraft): Iterable<Problem> {
  if (spec.env === undefined) return;
  const integrations = integrationOwners(spec);
  const seen = new Map<string, number>();
  for (const [i, { name, value, valueFrom }] of spec.env.entries()) {
    if (name === undefined) continue;
    const path = `env[${i}]`;
    if (!/^[^=\s\p{Cc}]+$/u.test(name)) {
      // Not repeated: NAME=SECRET is a likely mistake.
      const message = `The name of "${path}" cannot be that of an environment variable.`;
      yield error(`${path}.name`, 'env-name', message, 'Use letters, digits and "_".');
    }
    if (value !== undefined && value !== '' && valueFrom !== undefined) {
      const message = `"${name}" has both a value and a reference; Kubernetes refuses that.`;
      yield error(`${path}.valueFrom`, 'env-value', message, 'Keep one of them.');
    }
    const first = seen.get(name);
    if (first !== undefined) {
      const message = `"${name}" stands at env[${first}] already; only the last one counts.`;
      yield refusal(spec)(`${path}.name`, 'env-duplicate', message, 'Keep one of them.');
    }
    seen.set(name, i);
    yield* reference(path, name, valueFrom);
    yield* transportSecurity(spec, `${path}.name`, name, value);
    if (!isOwnAnchor(spec, { name, ...defined({ value, valueFrom }) }))
      yield* owned(spec, integrations, `${path}.name`, name);
    yield* topologyWait(spec, path, name, value);
    yield* dangerous(spec, `${path}.name`, name);
    yield* encryption(spec, `${path}.name`, name);
  }
}

/** A reference is to one thing, by its name. */
function* reference(path: string, name: string, valueFrom: EnvVarSource | undefined): Iterable<Problem> {
  if (valueFrom === undefined) return;
  const { secretKeyRef, configMapKeyRef } = valueFrom;
  const isNamed = [secretKeyRef, configMapKeyRef].every(
    (ref) => ref === undefined || (ref.name ?? '') !== '',
  );
  if (Object.keys(valueFrom).length === 1 && isNamed) return;
  const message = `The reference of "${name}" is not to exactly one thing; Kubernetes refuses that.`;
  yield error(
    `${path}.valueFrom`,
    'env-value',
    message,
    'Give one of secretKeyRef, configMapKeyRef, fieldRef, ... with its name.',
  );
}

/** TLS by environment alone leaves probes, Services and drive addresses behind. */
function* transportSecurity(
  spec: TenantDraft,
  path: string,
  name: string,
  value: string | undefined,
): Iterable<Problem> {
  // An empty path, or an explicit no, is what RustFS does anyway.
  if (isTlsEnabled(spec.tls) || value === '' || /^(false|0|no|off)$/i.test(value ?? '')) return;
  if (name !== tlsVariables.path && name !== tlsVariables.mutual) return;
  yield refusal(spec)(
    path,
    'env-owned',
    `"${name}" turns the listener to HTTPS, while probes, Services and drive addresses stay with HTTP: no server would ` +
      'be ready.',
    'Leave it out; declare tls.',
  );
}

/** Whether a variable says just what the endpoint anchor says: a Tenant manifest carries the anchor so. */
function isOwnAnchor(
  { name = '', namespace = '', clusterDomain = 'cluster.local', adopted }: TenantDraft,
  variable: EnvVar,
): boolean {
  const own = anchorVariables({
    name,
    namespace,
    clusterDomain: normalClusterDomain(clusterDomain),
    adopted,
  });
  return own.some((anchor) => JSON.stringify(anchor) === JSON.stringify(variable));
}

/** An anchor that the user wires is taken in orchestrated mode alone, as the tenant's own is. */
function* topologyWait(
  spec: TenantDraft,
  path: string,
  name: string,
  value: string | undefined,
): Iterable<Problem> {
  const hasAnchor = spec.env?.some((variable) => variable.name === anchorVariable) ?? false;
  if (name !== topologyWaitVariable || isTenantAnchored(spec) || !hasAnchor) return;
  if (value === undefined || takesAnchor(value)) return;
  yield refusal(spec)(
    `${path}.value`,
    'env-value',
    `"${name}" is "${value}" beside ${anchorVariable}, which RustFS takes in orchestrated mode alone: every server would ` +
      'exit at its start.',
    `Say orchestrated, or leave one of the two out.`,
  );
}

/** Variables that carry the identity of the data, the wiring of the servers, or a field that is set. */
function* owned(
  spec: TenantDraft,
  integrations: Integrations,
  path: string,
  name: string,
): Iterable<Problem> {
  const owner = ownerOf(spec, integrations, name);
  if (owner === undefined) return;
  yield refusal(spec)(
    path,
    'env-owned',
    `"${name}" is set by ${owner.what}; a second value would ${owner.harm}.`,
    owner.fix,
  );
}

type Integrations = ReturnType<typeof integrationOwners>;

interface Owner {
  readonly what: string;
  readonly harm: string;
  readonly fix: string;
}

function ownerOf(spec: TenantDraft, integrations: Integrations, name: string): Owner | undefined {
  if (/^(RUSTFS|MINIO)_VOLUMES$/.test(name)) {
    const harm = 'look like other pools to RustFS, and the data would be out of reach';
    return { what: 'the pools', harm, fix: 'Leave it out; declare pools.' };
  }
  if (/^(RUSTFS|MINIO)_(CONSOLE_)?ADDRESS$/.test(name)) {
    const harm = 'not match the ports of Services, probes and drive addresses';
    return { what: 'the tenant', harm, fix: 'Leave it out.' };
  }
  if (isTlsEnabled(spec.tls) && isTlsVariable(name, profileOf(spec))) {
    return { what: 'tls', harm: 'contradict it', fix: 'Leave it out; say it in tls.' };
  }
  if (isTenantAnchored(spec) && [podNameVariable, anchorVariable, topologyWaitVariable].includes(name)) {
    const fix = 'Leave it out, or say pod.endpointAnchor: false and wire it yourself.';
    const harm =
      name === topologyWaitVariable
        ? 'end every server at its start, as RustFS takes the anchor in orchestrated mode alone'
        : 'keep servers from knowing themselves at the start';
    return { what: 'the endpoint anchor', harm, fix };
  }
  if (spec.placement?.drives !== undefined && [sharedDrivesVariable, 'MINIO_CI'].includes(name)) {
    return { what: 'placement.drives', harm: 'contradict it', fix: 'Keep one of them.' };
  }
  if (spec.compatibility === undefined && spec.logging !== undefined && name === 'RUSTFS_OBS_LOG_DIRECTORY') {
    return { what: 'logging', harm: 'write the log elsewhere', fix: 'Keep one of them.' };
  }
  if (spec.rpcSecret !== undefined && name === 'RUSTFS_RPC_SECRET') {
    return { what: 'rpcSecret', harm: 'be dropped', fix: 'Keep one of them.' };
  }
  if (spec.credsSecret !== undefined && isRootCredential(name)) {
    const harm = 'win over the Secret unseen, and whoever signs with the Secret is turned away';
    return { what: 'credsSecret', harm, fix: 'Keep one of them.' };
  }
  const integration = integrations.get(name);
  if (integration !== undefined) {
    return { what: integration, harm: 'replace a part of it unseen', fix: `Say it in ${integration}.` };
  }
  if (spec.developmentCredentials === true && isRootCredential(name)) {
    return { what: 'developmentCredentials', harm: 'win over them unseen', fix: 'Keep one of them.' };
  }
  return undefined;
}

/** Whether the tenant tells its servers their addresses. A lone drive is addressed by its path; there is no anchor. */
function isTenantAnchored(spec: TenantDraft): boolean {
  return isAnchored(spec, profileOf(spec)) && !isLoneDrive(spec.pools ?? []);
}

/** Any name by which RustFS takes root credentials (config_struct.rs, utils envs.rs). */
export function isRootCredential(name: string): boolean {
  return /^(RUSTFS|MINIO)_((ACCESS|SECRET)_KEY(_FILE)?|ROOT_(USER|PASSWORD))$/.test(name);
}

/** Switches that leak keys, delete objects early or belong to RustFS's own tests (server contract 10). */
function* dangerous(spec: TenantDraft, path: string, name: string): Iterable<Problem> {
  const harm = /^RUSTFS_TLS_KEYLOG/.test(name)
    ? 'writes the keys of every TLS connection to a file'
    : name === 'RUSTFS_ILM_DEBUG_DAY_SECS'
      ? 'shortens the days of lifecycle rules, so objects expire early'
      : /^RUSTFS_(TEST|E2E)_/.test(name)
        ? "is a switch of RustFS's own tests"
        : undefined;
  if (harm === undefined) return;
  yield refusal(spec)(path, 'env-dangerous', `"${name}" ${harm}.`, 'Leave it out.');
}

/** The operator turns the whole Tenant away for any such name, encryption or not (contract 1.1). */
function* encryption(spec: TenantDraft, path: string, name: string): Iterable<Problem> {
  if (!name.startsWith('RUSTFS_KMS_')) return;
  if (spec.compatibility === 'operator') {
    const message = `"${name}": the operator refuses a Tenant that sets RUSTFS_KMS_ variables through env.`;
    yield error(path, 'env-kms', message, 'Leave it out; declare encryption.');
  } else if (spec.encryption?.enabled === true && !keyPolicies.test(name)) {
    const message = `"${name}" stands beside encryption, which says how RustFS reaches its keys.`;
    yield error(path, 'env-kms', message, 'Leave it out; say it in encryption.');
  }
}

/** Switches of the KMS that no field says (server contract 1.5). */
const keyPolicies =
  /^RUSTFS_KMS_(ENFORCE_SSE_KEY_POLICY|ALLOW_IMMEDIATE_DELETION|PROBE_INTERVAL_SECS|ROTATION_MAX_(AGE_SECS|WRAPS)|BACKUP_DIR)$/;
