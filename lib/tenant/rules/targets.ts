import type { TargetDraft, TargetsDraft, TenantDraft } from '../draft';
import { contains, pathFinding, writableMounts } from '../mounted-paths';
import { error, type Problem } from '../problem';
import { isQuantity } from '../quantity';
import { eventFields, hasOwnQueue } from '../targets/wiring';
import { targetServer } from '../targets/servers';
import { hasCredentials, urlFinding } from '../url';
import { duplicates } from './duplicates';
import { mqttRules } from './mqtt';

/** Where events go (server contract 1.7). */
export function* targetRules(spec: TenantDraft): Iterable<Problem> {
  for (const field of eventFields) {
    const targets = spec[field]?.targets ?? [];
    yield* ids(field, targets);
    yield* queueSize(field, spec[field]);
    for (const [i, target] of targets.entries()) {
      const path = `${field}.targets[${i}]`;
      yield* server(path, target);
      yield* brokers(path, target);
      yield* credentials(path, target);
      yield* limits(path, target);
      if (target.type === 'mqtt') yield* mqttRules(path, target);
      yield* queueDirectory(spec, `${path}.queueDir`, target.queueDir);
    }
  }
}

function* ids(field: string, targets: readonly TargetDraft[]): Iterable<Problem> {
  for (const [i, { id }] of targets.entries()) {
    if (id === undefined || /^[A-Za-z0-9]([A-Za-z0-9_]*[A-Za-z0-9])?$/.test(id)) continue;
    yield error(
      `${field}.targets[${i}].id`,
      'integration-id',
      `${JSON.stringify(id)} cannot name a target: the id is the end of each of its variables.`,
      'Use letters, digits and "_", with a letter or digit at both ends.',
    );
  }
  // RustFS keeps ids in lower case (targets loader.rs).
  const keys = targets.map(({ type, id }) =>
    id === undefined ? undefined : `${type ?? ''} ${id.toLowerCase()}`,
  );
  for (const { position, first } of duplicates(keys)) {
    yield error(
      `${field}.targets[${position}].id`,
      'integration-id',
      `${field}.targets[${first}] is of the same type and has the same id; RustFS does not tell capitals apart.`,
      'Give each target of a type an id of its own.',
    );
  }
}

/** The address of the server, and TLS settings that go with it. */
function* server(path: string, target: TargetDraft): Iterable<Problem> {
  const { field, url, plain = [], secure = [] } = targetServer(target) ?? {};
  if (field === undefined || url === undefined) return;
  const finding = urlFinding(url, [...secure, ...plain]);
  const isPlain = plain.some((scheme) => url.startsWith(`${scheme}:`));
  if (hasCredentials(url)) {
    yield error(
      `${path}.${field}`,
      'credentials-literal',
      `"${path}.${field}" has a user or password in it, for everybody who reads the manifest.`,
      'Take them out of the address; name the user and a Secret in fields of their own.',
    );
  } else if (finding !== undefined) {
    yield error(`${path}.${field}`, 'url', `"${path}.${field}" ${finding}.`, 'Give the whole address.');
  } else if (isPlain && hasTls(target)) {
    yield error(
      `${path}.tls`,
      'target-tls',
      `"${path}.${field}" is without TLS, and RustFS refuses settings of TLS beside it.`,
      `Use ${secure.map((scheme) => `${scheme}://`).join(' or ')}, or leave tls out.`,
    );
  }
}

/** NATS begins without TLS and goes over to it, so its plain scheme may have settings of TLS. */
function hasTls(target: TargetDraft): boolean {
  return target.type !== 'nats' && 'tls' in target && target.tls !== undefined;
}

function* brokers(path: string, target: TargetDraft): Iterable<Problem> {
  if (target.type !== 'kafka') return;
  const { brokers, sasl, tls } = target;
  if (brokers?.length === 0) {
    yield error(`${path}.brokers`, 'url', 'There is no broker.', 'Name at least one, as host:port.');
  }
  for (const [i, broker] of (brokers ?? []).entries()) {
    if (/^[^\s,/@]+:\d{1,5}$/.test(broker)) continue;
    // Not repeated: there may be a password in it.
    const message = `"${path}.brokers[${i}]" is not host:port.`;
    yield error(`${path}.brokers[${i}]`, 'url', message, 'Give host and port, such as kafka-0.kafka:9092.');
  }
  if (sasl !== undefined && tls === undefined) {
    const message = 'RustFS shows a password to Kafka over TLS only.';
    yield error(`${path}.sasl`, 'target-tls', message, "Add tls: {}, or with the broker's certificates.");
  }
}

/** RustFS takes a user and a password together, and one kind of credentials at most. */
function* credentials(path: string, target: TargetDraft): Iterable<Problem> {
  const { username, password } = pair(target);
  if ((username === undefined) !== (password === undefined)) {
    const [missing, there] = password === undefined ? ['password', 'username'] : ['username', 'password'];
    const message = `"${path}" has a ${there} and no ${missing}; RustFS takes them together only.`;
    yield error(`${path}.${missing}`, 'target-credentials', message, `Add ${missing}.`);
  }
  const kinds = [
    ...(username === undefined && password === undefined ? [] : ['username']),
    ...(['token', 'credentials', 'authToken'] as const).filter(
      (field) => target.type !== 'webhook' && Object.hasOwn(target, field),
    ),
  ];
  if (kinds.length > 1) {
    const message = `"${path}" says who RustFS is in several ways: ${kinds.join(', ')}. It takes one only.`;
    yield error(path, 'target-credentials', message, 'Keep one of them.');
  }
}

function pair(target: TargetDraft): { readonly username?: unknown; readonly password?: unknown } {
  // MQTT has users without a password (targets mqtt.rs).
  if (target.type === 'mqtt' && target.password === undefined) return {};
  return 'username' in target || 'password' in target ? target : {};
}

function* limits(path: string, target: TargetDraft): Iterable<Problem> {
  if (target.type === 'nats' && (target.jetStream?.ackTimeoutSeconds ?? 0) > 120) {
    const at = `${path}.jetStream.ackTimeoutSeconds`;
    yield error(at, 'target-settings', 'RustFS waits for a confirmation for 10 to 120 s.', 'Give 10 to 120.');
  }
  if (target.type === 'redis' && (target.maxRetryDelay ?? Infinity) < (target.minRetryDelay ?? 0)) {
    const message = 'The longest delay between tries is shorter than the first.';
    yield error(`${path}.maxRetryDelay`, 'target-settings', message, 'Give at least minRetryDelay.');
  }
}

function* queueSize(field: string, spec: TargetsDraft | undefined): Iterable<Problem> {
  const sizeLimit = spec?.queue?.sizeLimit;
  if (sizeLimit === undefined) return;
  const path = `${field}.queue.sizeLimit`;
  if (!isQuantity(sizeLimit)) {
    const message = `${JSON.stringify(sizeLimit)} is not an amount that Kubernetes takes.`;
    yield error(path, 'quantity', message, 'Use a number with an optional unit: 500Mi, 2Gi.');
  } else if (!hasOwnQueue(spec)) {
    const message = 'Every target names a directory of its own, so there is no emptyDir to limit.';
    yield error(path, 'target-queue', message, 'Leave it out.');
  }
}

/** A queue that cannot be written stops its target; one on a drive would look like a bucket. */
function* queueDirectory(spec: TenantDraft, path: string, directory: string | undefined): Iterable<Problem> {
  if (directory === undefined) return;
  const finding = pathFinding(directory);
  if (finding !== undefined) {
    const message = `${JSON.stringify(directory)} ${finding}.`;
    yield error(path, 'target-queue', message, 'Give an absolute path on a mount.');
  } else if (!writableMounts(spec).some((mount) => contains(mount, directory))) {
    yield error(
      path,
      'target-queue',
      `"${directory}" lies on no mount that RustFS may write to, so the target would not start.`,
      'Leave it out for an emptyDir, or give a directory on a volume of your own.',
    );
  }
}
