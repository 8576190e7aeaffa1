import type { CredentialKeysSpec } from '../../tenant/adopted';
import { credentialKeys } from '../../tenant/environment';
import type { TenantSpec } from '../../tenant/spec';
import { iamOldKeys } from '../encryption-settings';
import { applyAll, applyAllPaused, restartNotice, settled, whenReady } from './commands';
import { isRefused, refuse, whyNotTogether } from './refuse';
import { introduceRpc } from './rotate-rpc';
import { keyStep } from './secret-key';
import type { Requirement, Step } from './runbook';
import { whileOneRestarts } from './spared';
import {
  secretOf,
  serverCount,
  statefulSetsOf,
  subjectOf,
  type Subject,
  type SubjectOptions,
} from './subject';

/** The Secrets that are to be named instead. */
export interface RootOptions {
  readonly secret?: string;
  /** For root credentials without an RPC secret: the Secret that it is to come from. */
  readonly rpcSecret?: string;
}

/** Other root credentials: what they are now, what they become, and whether an RPC secret has to come first. */
export interface RootChange {
  /** The Secret that the tenant has, and the one that it gets. */
  readonly former: string;
  readonly name: string;
  /** By which keys the servers take the access key and the secret key, from either. */
  readonly keys: Required<CredentialKeysSpec>;
  readonly needsRpc: boolean;
  readonly before: Subject;
  readonly after: Subject;
  /** The steps that make the RPC secret the tenant's own; none where it is already. */
  readonly rpcSteps: readonly Step[];
  /** The Secret and the key for what the old secret has encrypted; and whether the servers have it already. */
  readonly oldKeys: { readonly name: string; readonly key: string; readonly isThere: boolean };
}

/** What a change of the root credentials begins with, or why there is none. */
export function rootChange(
  spec: TenantSpec,
  options: SubjectOptions,
  { secret, rpcSecret = `${spec.name}-rpc` }: RootOptions,
): RootChange | ReturnType<typeof refuse> {
  const former = spec.credsSecret?.name ?? '';
  if (former === '') {
    return refuse(
      'credsSecret',
      'The root credentials do not come from credsSecret.',
      'Name a Secret there; or change the one that env refers to, and restart the servers.',
    );
  }
  const name = secret ?? `${former}-2`;
  if (name === former) {
    return refuse(
      'credsSecret',
      `The tenant has the Secret "${name}" already.`,
      'Give the new one another name with --secret.',
    );
  }
  const before = subjectOf(spec, options);
  const oldKeys = oldKeysOf(spec, before);
  if (isRefused(oldKeys)) return oldKeys;
  const needsRpc = serverCount(before) > 1 && secretOf(before, 'RUSTFS_RPC_SECRET') === undefined;
  const refused = needsRpc ? whyNotTogether(before) : undefined;
  if (refused !== undefined) return refused;
  const decoupled = needsRpc ? { ...spec, rpcSecret: { name: rpcSecret, key: 'secret' } } : spec;
  return {
    former,
    name,
    keys: { ...credentialKeys, ...spec.adopted?.credentialKeys },
    needsRpc,
    before,
    after: subjectOf({ ...withOldKeys(decoupled, oldKeys), credsSecret: { name } }, options),
    rpcSteps: needsRpc ? introduceRpc(subjectOf(decoupled, options), rpcSecret) : [],
    oldKeys,
  };
}

/**
 * What a changed root secret means for those who use the tenant, whatever its name. A server knows one pair of root
 * credentials (rustfs/src/auth.rs, get_secret_key). It signs session tokens with the secret, and finds them invalid
 * with another (crates/iam/src/root_credentials.rs, token_signing_key; rustfs/src/auth.rs, check_claims_from_token);
 * a server that starts with another secret even deletes such sessions (crates/iam/src/store/object.rs,
 * load_user_identity_with). Access keys carry a token that their own secret signs (crates/iam/src/sys.rs,
 * new_service_account). All at 1.0.0-rc.3.
 */
export function noticed({ needsRpc, before }: RootChange): string[] {
  return [
    needsRpc
      ? 'The tenant has no RPC secret of its own: it derives it from the root credentials, and servers with old and new ones could not talk. So it gets one first, for which all servers restart together, with an outage; then the credentials change in a second rollout without one. Changed before that, the first server that restarts ends after two minutes, again and again, and the rollout waits for it while the others serve on. The way back is safe: name the old Secret again, and apply.'
      : "The RPC secret is the tenant's own, so servers with old and new credentials understand each other: they restart one at a time.",
    '**Who works as root is turned away by some servers until the last has restarted**: each knows one pair of root credentials only, the old or the new. URLs that the old ones have presigned end with them.',
    '**Sessions end**: the root secret signs the tokens of all of them, console logins and logins by OpenID among them, and temporary credentials that clients get by AssumeRole. They are refused by the servers that have the new secret; those made meanwhile may be lost as well. People log in again, and clients ask for credentials again, when the last server has restarted.',
    whileOneRestarts(before),
    restartNotice,
  ];
}

/**
 * RustFS encrypted its IAM data with the root credentials before 1.0.0-beta.1: with the secret key, from alpha.95 on with
 * `ACCESSKEY:SECRETKEY`. It tries those that it has, after the keys of this list, which are divided by commas and
 * trimmed; what none of them opens is as if it were not there (crates/iam/src/keyring.rs, parse_old_keys;
 * crates/iam/src/store/object.rs, decrypt_data_with_source and load_iam_config_with, at 1.0.0-rc.3). The snapshots of the
 * configuration's history are still encrypted so (rustfs/src/admin/handlers/config_admin.rs). It writes them anew only
 * with a RUSTFS_IAM_MASTER_KEY (maybe_schedule_lazy_rewrite).
 */
export function keepOldReadable({ former, keys, oldKeys, before }: RootChange): Step {
  const { namespace } = before.spec;
  const pair = `(${dataOf(keys.accessKey)} | @base64d) as $a | (${dataOf(keys.secretKey)} | @base64d) as $s`;
  const fits = `if ([$a, $s] | any(test(",|^\\\\s|\\\\s$"))) then error("a comma or a space at an end cannot stand in the list")`;
  const made = `{apiVersion, kind, type, metadata: {name: "${oldKeys.name}", namespace: "${namespace}"}, data: {"${oldKeys.key}": ("\\($s),\\($a):\\($s)" | @base64)}}`;
  const added = `{data: {"${oldKeys.key}": ($old + ",\\($s),\\($a):\\($s)" | @base64)}}`;
  const get = `kubectl get secret ${former} -n ${namespace} -o json`;
  return {
    title: 'Keep readable what the old secret has encrypted',
    text:
      'Before 1.0.0-beta.1 RustFS encrypted users, access keys, policies and groups with the root credentials, and it rewrites them only where there is a RUSTFS_IAM_MASTER_KEY: with another secret and without this step they are as if they were not there. The history of the configuration is encrypted so in any release. ' +
      (oldKeys.isThere
        ? `The servers read ${iamOldKeys} already, so the old credentials join it, and the restart below takes it.`
        : `In ${before.file}, for the restart below: env: [{ name: ${iamOldKeys}, valueFrom: { secretKeyRef: { name: ${oldKeys.name}, key: ${oldKeys.key} } } }]. Only a tenant that began with 1.0.0-beta.1 or later, and whose configuration nobody wants back, does without.`),
    commands: [
      oldKeys.isThere
        ? `OLD=$(kubectl get secret ${oldKeys.name} -n ${namespace} -o json | jq -er '.data["${oldKeys.key}"] | @base64d') && ${get} | jq -e --arg old "$OLD" '${pair} | ${fits} else ${added} end' | kubectl patch secret ${oldKeys.name} -n ${namespace} --type merge --patch-file /dev/stdin`
        : `${get} | jq -e '${pair} | ${fits} else ${made} end' | kubectl create -f -`,
    ],
    check: {
      commands: [
        `kubectl get secret ${oldKeys.name} -n ${namespace} -o json | jq '.data["${oldKeys.key}"] | @base64d | split(",") | length'   # ${oldKeys.isThere ? 'two more than before' : '2'}`,
      ],
      expect: `the list has the old secret, alone and behind the old access key. It stays as long as something may be encrypted with it.`,
    },
    back: oldKeys.isThere
      ? 'Not needed: what stands in the list is only tried.'
      : `kubectl delete secret ${oldKeys.name} -n ${namespace}, and take the variable out again.`,
  };
}

/** What has to be true before root changes. */
export const noClientIsRoot: Requirement = {
  text: 'No client works as root: clients have users of their own, and go on. Who has a session knows that it ends.',
};

/** Why the credentials come in a Secret of another name. */
export const underNewName =
  'Or let what keeps your Secrets do it. A Secret of a new name makes the change visible, and the pods restart because of it.';

/** The command that prints the access key of a Secret, encoded. */
export function accessKeyOf(secret: string, { keys, before }: RootChange): string {
  return `kubectl get secret ${secret} -n ${before.spec.namespace} -o jsonpath='{${keyStep(keys.accessKey)}}'`;
}

/** The value of a key, encoded, as jq finds it in a Secret; without it jq fails, and nothing is made of it. */
export function dataOf(key: string): string {
  return `(.data["${key}"] // error("the Secret has no ${key}"))`;
}

/** Who is there before, so that it can be seen afterwards that nobody has got lost. */
export const noteUsers: Step = {
  title: 'Note which users there are',
  commands: [`admin GET v3/list-users | jq -S keys > users-before.json`],
  check: { commands: ['jq length users-before.json'], expect: 'it is their number.' },
  back: 'Nothing has changed yet.',
};

/** The rollout to the new Secret. */
export function nameSecret({ name, former, after, needsRpc }: RootChange): Step {
  const settling = settled(after, after.pools);
  return {
    title: 'Name the new Secret, and apply',
    text: `In ${after.file}: credsSecret: { name: ${name} }`,
    by: whenReady(needsRpc ? applyAllPaused(after) : applyAll(after)),
    objects: statefulSetsOf(after, after.pools),
    check: {
      commands: [
        ...settling.commands,
        'admin GET v3/list-users | jq -S keys | diff users-before.json - && echo same',
      ],
      expect:
        'every rollout is complete, the health check prints 200, and the users are the same. Users that are missing are still on the drives, encrypted with a secret that the servers do not have: go back, and add it to the list of old keys.',
    },
    back: `Name ${former} again and apply; sessions end once more.`,
  };
}

function oldKeysOf(spec: TenantSpec, before: Subject): RootChange['oldKeys'] | ReturnType<typeof refuse> {
  const declared = secretOf(before, iamOldKeys);
  if (declared !== undefined) return { ...declared, isThere: true };
  const index = (spec.env ?? []).findIndex((variable) => variable.name === iamOldKeys);
  if (index === -1) return { name: `${spec.name}-iam-old-keys`, key: 'keys', isThere: false };
  return refuse(
    `env[${index}]`,
    `${iamOldKeys} does not come from a Secret, and the old root credentials have to join it.`,
    'Put its keys into a Secret, refer to it with valueFrom.secretKeyRef, apply that, and ask again.',
  );
}

function withOldKeys(spec: TenantSpec, { name, key, isThere }: RootChange['oldKeys']): TenantSpec {
  if (isThere) return spec;
  const variable = { name: iamOldKeys, valueFrom: { secretKeyRef: { name, key } } };
  return { ...spec, env: [...(spec.env ?? []), variable] };
}
