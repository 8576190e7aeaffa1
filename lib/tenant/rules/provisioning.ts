import type { TenantDraft } from '../draft';
import { dnsLabel } from '../names';
import { error, warning, type Problem } from '../problem';
import { duplicates } from './duplicates';
import { objectName } from './object-names';
import { refusal } from './ownership';

/** What only the operator does: policies, users, buckets, leaving pools, and pods on nodes that are down. */
export function* provisioningRules(spec: TenantDraft): Iterable<Problem> {
  yield* withoutOperator(spec);
  yield* policies(spec);
  yield* users(spec);
  yield* buckets(spec);
  yield* poolLifecycle(spec);
}

const operatorFields = {
  policies: 'Keep policies with the rc command line, or by the admin API.',
  users: 'Keep users with the rc command line, or by the admin API.',
  buckets: 'Make buckets with any S3 client.',
  poolLifecycle: 'Move the objects of a pool with the rc command line, or by the admin API.',
  podDeletionPolicyWhenNodeIsDown:
    'Taint a node that is gone with node.kubernetes.io/out-of-service; Kubernetes then deletes its pods.',
} as const;

/** One warning for each field: no object does what it says. */
function* withoutOperator(spec: TenantDraft): Iterable<Problem> {
  for (const field of Object.keys(operatorFields).filter(isOperatorField)) {
    const value = spec[field];
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    if (field === 'podDeletionPolicyWhenNodeIsDown' && value === 'DoNothing') continue;
    const message = `"${field}" is what the operator does in a running tenant. It is kept in the Tenant manifest, and no object here does it.`;
    yield warning(field, 'operator-only', message, operatorFields[field]);
  }
}

function isOperatorField(field: string): field is keyof typeof operatorFields {
  return Object.hasOwn(operatorFields, field);
}

const longestName = 253;

function* policies({ policies = [] }: TenantDraft): Iterable<Problem> {
  yield* count('policies', policies.length, 256);
  yield* uniqueNames('policies', policies);
  for (const [i, { name, document }] of policies.entries()) {
    yield* rustfsName(`policies[${i}].name`, name);
    const { configMapKeyRef: reference } = document ?? {};
    yield* objectName(`policies[${i}].document.configMapKeyRef.name`, reference?.name);
    yield* length(`policies[${i}].document.configMapKeyRef.key`, reference?.key, longestName);
  }
}

function* users({ users = [] }: TenantDraft): Iterable<Problem> {
  yield* count('users', users.length, 256);
  yield* uniqueNames('users', users);
  const secrets = new Map<string, number>();
  for (const [i, { name, credsSecret, policies: granted }] of users.entries()) {
    const path = `users[${i}]`;
    yield* rustfsName(`${path}.name`, name);
    yield* objectName(`${path}.credsSecret.name`, credsSecret?.name);
    const secret = credsSecret?.name ?? name;
    const first = secrets.get(secret ?? '');
    if (secret !== undefined && first !== undefined && users[first]?.name !== name) {
      const message = `users[${first}] has the same Secret, so both would be one user in RustFS.`;
      yield error(`${path}.credsSecret`, 'provisioning', message, 'Give every user a Secret of its own.');
    }
    secrets.set(secret ?? '', first ?? i);
    if (granted === undefined) continue;
    if (granted.length === 0) {
      const message = 'The user has no policy, and so may do nothing.';
      yield error(`${path}.policies`, 'provisioning', message, 'Name a policy at least.');
    }
    yield* count(`${path}.policies`, granted.length, 64);
    for (const [j, policy] of granted.entries()) {
      yield* rustfsName(`${path}.policies[${j}]`, policy);
      if (granted.indexOf(policy) === j) continue;
      const message = `"${policy}" stands in the list already.`;
      yield error(`${path}.policies[${j}]`, 'provisioning', message, 'Keep one of them.');
    }
  }
}

function* buckets({ buckets = [] }: TenantDraft): Iterable<Problem> {
  yield* count('buckets', buckets.length, 1024);
  yield* uniqueNames('buckets', buckets);
  for (const [i, { name }] of buckets.entries()) {
    if (name === undefined || isBucketName(name)) continue;
    yield error(
      `buckets[${i}].name`,
      'provisioning',
      `"${name}" cannot name a bucket.`,
      'Use 3 to 63 lower-case letters, digits, "-" and ".", with a letter or digit at both ends and around every dot; ' +
        'neither an IP address nor "rustfs".',
    );
  }
}

/** The operator's pattern and rule for bucket names (contract 1.1 and 1.7). */
function isBucketName(name: string): boolean {
  const isReserved = name === 'rustfs' || /^(\d+\.){3}\d+$/.test(name);
  return /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !isReserved && !/\.\.|\.-|-\./.test(name);
}

/** What stops a decommission in the running tenant. The operator takes it all, so in compatibility mode it is a warning. */
function* poolLifecycle(spec: TenantDraft): Iterable<Problem> {
  const { poolLifecycle: lifecycle = {}, pools = [] } = spec;
  const path = 'poolLifecycle.decommissionRequests';
  const requests = lifecycle.decommissionRequests ?? [];
  yield* count(path, requests.length, 32);
  for (const { position, first } of duplicates(requests.map(({ poolName }) => poolName))) {
    const message = `${path}[${first}] is about the same pool.`;
    yield error(`${path}[${position}].poolName`, 'pool-lifecycle', message, 'Keep one of them.');
  }
  for (const [i, { poolName, requestId, reason = '' }] of requests.entries()) {
    yield* length(`${path}[${i}].poolName`, poolName, 63);
    yield* atMost(`${path}[${i}].reason`, reason, 1024);
    if (poolName !== undefined && dnsLabel.test(poolName) && !pools.some(({ name }) => name === poolName)) {
      const message = `There is no pool "${poolName}". Once a pool has left, its request has done its work.`;
      yield warning(`${path}[${i}].poolName`, 'pool-lifecycle', message, 'Leave the request out.');
    }
    if (requestId !== undefined && (requestId.trim() === '' || countCharacters(requestId) > 128)) {
      // Its custom resource definition takes a blank one of that length.
      const refuse = requestId !== '' && countCharacters(requestId) <= 128 ? refusal(spec) : error;
      const message = 'The request has no id by which to tell it from the next.';
      yield refuse(`${path}[${i}].requestId`, 'pool-lifecycle', message, 'Give 1 to 128 characters.');
    }
  }
  const leaving = new Set(
    requests.filter(({ action }) => action === 'Start').map(({ poolName }) => poolName),
  );
  if (pools.length === 0 || !pools.every(({ name }) => leaving.has(name))) return;
  const message = 'Every pool is to leave, so the objects would have nowhere to go.';
  yield refusal(spec)(path, 'pool-lifecycle', message, 'Let a pool stay.');
}

function* count(path: string, items: number, most: number): Iterable<Problem> {
  if (items <= most) return;
  const message = `There are ${items} items; the operator takes at most ${most}.`;
  yield error(path, 'provisioning', message, 'Leave some out.');
}

function* uniqueNames(path: string, items: readonly { readonly name?: string }[]): Iterable<Problem> {
  for (const { position, first } of duplicates(items.map(({ name }) => name))) {
    const message = `${path}[${first}] has the same name.`;
    yield error(`${path}[${position}].name`, 'provisioning', message, 'Keep one of them.');
  }
}

/** A name in RustFS's own identity management. */
function* rustfsName(path: string, name: string | undefined): Iterable<Problem> {
  if (name === undefined || (/^\S+$/.test(name) && name.length <= longestName)) return;
  // Not repeated: somebody may have written keys there.
  const message = `"${path}" is not a name that the operator takes.`;
  yield error(path, 'provisioning', message, `Use 1 to ${longestName} characters without spaces.`);
}

function* length(path: string, text: string | undefined, longest: number): Iterable<Problem> {
  if (text === '') {
    yield error(path, 'provisioning', `"${path}" is empty.`, `Use 1 to ${longest} characters.`);
  } else if (text !== undefined) yield* atMost(path, text, longest);
}

function* atMost(path: string, text: string, longest: number): Iterable<Problem> {
  const characters = countCharacters(text);
  if (characters <= longest) return;
  const message = `"${path}" has ${characters} characters; the operator takes ${longest}.`;
  yield error(path, 'provisioning', message, `Use at most ${longest} characters.`);
}

/** As Kubernetes counts them: characters, not the units that JavaScript makes of some. */
function countCharacters(text: string): number {
  return Array.from(text).length;
}
