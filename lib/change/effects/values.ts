import { isRecord } from '../../is-record';
import { error } from '../../tenant/problem';
import { iamOldKeys } from '../encryption-settings';
import { fieldsAt, textAt, type Fields } from '../fields';
import { normalObject } from '../normal';
import type { ComparedObject } from '../object-change';
import { maybeSame, nameOf } from '../objects';
import { fileSources, podReferences, variablesFrom, variableSources } from '../pod-references';
import { renameRoot, rotateRoot, rotateRpc } from '../procedures';
import {
  comparedName,
  noneStartsAgain,
  note,
  told,
  type Effect,
  type EffectContext,
  type StayingTenant,
} from './effect';
import { encryptionLoss, takenVariables, type Changed } from './lost-keys';

/** Values of Secrets and ConfigMaps that pods take. What they are is never told, only whose they are. */
export function* valueEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { kind, namespace, name } = comparedName(object);
  const { key, before, after, differences } = object;
  if (kind !== 'Secret' && kind !== 'ConfigMap') return;
  if (before === undefined) yield* newValues(object, context);
  if (before === undefined || after === undefined) return;
  const [old, now] = [before, after].map((side) => valuesOf(normalObject(side)));
  if (old === undefined || now === undefined) return;
  const all = changedKeys(differences, old, now);
  const moved = all.filter((each) => bytesAt(before, each) === bytesAt(after, each));
  for (const staying of context.staying) {
    if (!maybeSame(staying.tenant.namespace, namespace)) continue;
    // To a file it is the same where its bytes stand; a variable is made of texts alone.
    const isVariable = (each: string) =>
      takenVariables(staying, { kind, name, old, now, keys: [each] }).length > 0;
    const keys = all.filter((each) => !moved.includes(each) || isVariable(each));
    if (keys.length > 0) yield* tenantEffects(key, staying, { kind, name, old, now, keys }, context);
  }
}

/** By which data is found and read. */
const deciding =
  /^(RUSTFS|MINIO)_(VOLUMES|ERASURE_SET_DRIVE_COUNT|KMS_\w+|SSE_S3_MASTER_KEY|IAM_MASTER_KEY(_OLD_KEYS)?)$|^AWS_(REGION|DEFAULT_REGION|PROFILE|CONFIG_FILE|ENDPOINT_URL\w*)$/;

/** Servers that were there name it already, so it is in the cluster, with values that nobody here has seen. */
function* newValues({ key, after = {} }: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { kind, namespace, name } = nameOf(after);
  const naming = context.formerSets.filter(
    (set) =>
      maybeSame(nameOf(set).namespace, namespace) &&
      podReferences(set).some((reference) => reference.kind === kind && reference.name === name),
  );
  if (naming.length === 0) return;
  const keys = [...valuesOf(normalObject(after)).keys()];
  const variables = naming.flatMap((set) => [
    ...variableSources(set)
      .filter((source) => source.kind === kind && source.name === name)
      .map(({ variable }) => variable),
    ...keys.flatMap((from) => variablesFrom(set, kind, name, from)),
  ]);
  const found = [...new Set(variables.filter((variable) => deciding.test(variable)))];
  const above =
    found.length === 0 ? '' : `, above all ${found.join(', ')}: by other ones data is not found, or not read`;
  yield note(
    key,
    `Servers that are there take values from it already: see that these are the ones in the cluster, which it overwrites${above}.`,
    'procedure',
  );
}

function* tenantEffects(
  key: string,
  staying: StayingTenant,
  changed: Changed,
  context: EffectContext,
): Iterable<Effect> {
  const { kind, name, keys, now } = changed;
  const variables = takenVariables(staying, changed);
  const gone = variables.filter(({ from, isOptional }) => !isOptional && !now.has(from));
  if (gone.length > 0) {
    const missing = [...new Set(gone.map(({ from }) => from))].join(', ');
    yield told(
      key,
      staying,
      error(
        '',
        'object-needed',
        `The ${kind} ${name} loses ${missing}, which the pods of ${staying.title} take: ${noneStartsAgain}.`,
        'Put it back. Where it is no longer needed, first apply servers that do not take it.',
      ),
    );
  }
  const names = new Set(variables.filter(({ from }) => now.has(from)).map(({ variable }) => variable));
  // What is optional and goes is said otherwise as well: by RustFS, which takes a value of its own.
  const changing = new Set(
    variables.filter(({ from, isOptional }) => isOptional || now.has(from)).map(({ variable }) => variable),
  );
  const lost = encryptionLoss(staying, changed, variables, context.now);
  if (lost.length > 0) {
    yield told(
      key,
      staying,
      error(
        '',
        'encryption-changed',
        `The ${kind} ${name} gets other values of ${lost.join(', ')}. What was encrypted so far would become unreadable as soon as a server restarts: RustFS would no longer find the keys.`,
        `Put the old values back. To rotate the key of users and policies, name the old one in ${iamOldKeys}; for others, declare a new tenant and copy the objects over S3.`,
      ),
    );
  }
  const moved = staying.sets.some(({ pool: { drives = [] } }) =>
    drives.some((place) => keys.some((from) => place.includes(`secretKeyRef ${name} ${from})`))),
  );
  if (kind === 'Secret' && moved) {
    yield told(
      key,
      staying,
      error(
        '',
        'drive-place-changed',
        `The ${kind} ${name} gets another value of ${keys.join(', ')}, by which drives of ${staying.title} are found in their volumes (subPathExpr): servers that restart would find other bytes at the same addresses, or an empty directory.`,
        'Put the old value back.',
      ),
    );
  }
  const sizes =
    kind === 'Secret' ? [...changing].filter((variable) => /_ERASURE_SET_DRIVE_COUNT$/.test(variable)) : [];
  if (sizes.length > 0) {
    yield told(
      key,
      staying,
      error(
        '',
        'set-size-changed',
        `The ${kind} ${name} gets another value of ${sizes.join(', ')}. The format on disk has the old one, and RustFS refuses to start with another.`,
        'Put it back as it was. Another set size takes a new pool in a new tenant; parity may change.',
      ),
    );
  }
  const procedure = procedureOf(staying, changing);
  if (procedure !== undefined) yield { kind: 'procedure', key, tenant: staying.title, procedure };
  const others = [...names].filter((variable) => !lost.includes(variable) && !sizes.includes(variable));
  if (others.length > 0) {
    yield note(
      key,
      `Servers of ${staying.title} take ${others.join(', ')} from it when they start; those that run keep what they have.`,
    );
  }
  const isMounted = staying.sets.some(({ object }) =>
    fileSources(object).some(
      (file) =>
        file.kind === kind && file.name === name && (file.key === undefined || keys.includes(file.key)),
    ),
  );
  if (isMounted) yield note(key, `Servers of ${staying.title} find it in their files within about a minute.`);
}

const rootVariable = /^(RUSTFS|MINIO)_(ACCESS_KEY|SECRET_KEY|ROOT_USER|ROOT_PASSWORD)$/;
const rootName = /^(RUSTFS|MINIO)_(ACCESS_KEY|ROOT_USER)$/;

function procedureOf({ tenant }: StayingTenant, variables: ReadonlySet<string>) {
  const servers = tenant.pools.reduce((sum, pool) => sum + pool.servers, 0);
  if (servers > 1 && variables.has('RUSTFS_RPC_SECRET')) return rotateRpc;
  if (![...variables].some((variable) => rootVariable.test(variable))) return undefined;
  const isDerived = tenant.pools.every(({ hasRpcSecret }) => !hasRpcSecret);
  const isRenamed = [...variables].some((variable) => rootName.test(variable));
  if (isRenamed) return { ...renameRoot, isTogether: servers > 1 && isDerived };
  if (servers > 1 && isDerived) return rotateRoot;
  return {
    ...rotateRoot,
    why: 'servers take other root credentials only when they restart, and until all have, each knows one of the two',
    isTogether: false,
  };
}

function valuesOf(object: object): ReadonlyMap<string, unknown> {
  return new Map([
    ...Object.entries(fieldsAt(object, 'data')),
    ...Object.entries(fieldsAt(object, 'binaryData')),
  ]);
}

/** What a key holds, whether it stands as a text or as bytes; undefined where the object does not have it. */
function bytesAt(object: Fields, key: string): string | undefined {
  const plain = normalObject(object);
  const text = textAt(plain, 'data', key);
  if (text !== undefined || nameOf(object).kind === 'Secret') return text;
  const encoded = textAt(plain, 'binaryData', key);
  return encoded === undefined ? undefined : textOfBytes(encoded);
}

/** Bytes that are no text are like no text. */
function textOfBytes(base64: string): string {
  try {
    const bytes = Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return `base64 ${base64}`;
  }
}

/** The keys below `data` in which the sides differ, by the comparison that was made. */
function changedKeys(
  differences: ComparedObject['differences'],
  old: ReadonlyMap<string, unknown>,
  now: ReadonlyMap<string, unknown>,
): string[] {
  return differences.flatMap(({ path, before, after }) => {
    if (path === 'data' || path === 'binaryData') {
      return [before, after].flatMap((side) => (isRecord(side) ? Object.keys(side) : []));
    }
    const key = /^(?:data|binaryData)(?:\.([\w-]+)|\[(.*)\])$/.exec(path);
    const name = key?.[1] ?? key?.[2];
    return name === undefined || !(old.has(name) || now.has(name)) ? [] : [name];
  });
}
