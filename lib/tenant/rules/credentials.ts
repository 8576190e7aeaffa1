import type { EnvVar } from 'kubernetes-types/core/v1';
import type { TenantDraft } from '../draft';
import { error, warning, type Problem } from '../problem';
import { isRootCredential } from './environment';
import { refusal } from './ownership';

/** Root credentials, the secret between servers, and secrets written out. */
export function* credentialRules(spec: TenantDraft): Iterable<Problem> {
  yield* literals(spec);
  yield* development(spec);
  yield* rootCredentials(spec);
  yield* rpcSecret(spec);
}

/** Variables whose value is a secret (server contract 1.3, 1.5, 1.7 and 1.10). */
const secretVariables: readonly RegExp[] = [
  /^(RUSTFS|MINIO)_(SECRET_KEY|ROOT_PASSWORD)$/,
  /^RUSTFS_(RPC_SECRET|IAM_MASTER_KEY|IAM_MASTER_KEY_OLD_KEYS|SSE_S3_MASTER_KEY)$/,
  /^RUSTFS_KMS_(LOCAL_MASTER_KEY|STATIC_SECRET_KEY|VAULT_TOKEN|VAULT_APPROLE_SECRET_ID)$/,
  // Instances have their id at the end.
  /^(RUSTFS|MINIO)_(NOTIFY|AUDIT)_[A-Z]+_(AUTH_TOKEN|TOKEN|PASSWORD|SASL_PASSWORD|DSN_STRING)(_\w+)?$/,
  /^(RUSTFS|MINIO)_IDENTITY_OPENID_CLIENT_SECRET(_\w+)?$/,
  /^(RUSTFS|MINIO)_POLICY_PLUGIN_AUTH_TOKEN$/,
  /^AWS_(SECRET_ACCESS_KEY|SESSION_TOKEN)$/,
];

/** Whether the value of a variable of this name is a secret. */
export function isSecretVariable(name: string): boolean {
  return secretVariables.some((pattern) => pattern.test(name));
}

function* literals(spec: TenantDraft): Iterable<Problem> {
  for (const [i, { name, value }] of (spec.env ?? []).entries()) {
    if (name === undefined || value === undefined || value === '' || !isSecretVariable(name)) continue;
    yield refusal(spec)(
      `env[${i}].value`,
      'credentials-literal',
      `"${name}" is a secret, written out for everybody who reads the manifest.`,
      'Put it in a Secret and refer to it with valueFrom.secretKeyRef.',
    );
  }
}

function* development(spec: TenantDraft): Iterable<Problem> {
  if (spec.developmentCredentials !== true) return;
  const path = 'developmentCredentials';
  if (spec.credsSecret !== undefined) {
    const message =
      'credsSecret and developmentCredentials are both given; only one can be the root credentials.';
    yield error(path, 'credentials-development', message, 'Keep credsSecret.');
  } else if (countServers(spec) > 1) {
    yield error(
      path,
      'credentials-development',
      "RustFS's default credentials are for one server: several derive the secret between them from the root " +
        'credentials, and refuse to start with the defaults.',
      'Make a Secret with the keys accesskey and secretkey, and name it in credsSecret.',
    );
  } else {
    const message = 'Anybody who reaches this tenant can log in: its credentials are the published defaults.';
    yield warning(path, 'credentials-development', message, 'Use credsSecret for anything that matters.');
  }
}

function* rootCredentials(spec: TenantDraft): Iterable<Problem> {
  if (spec.developmentCredentials === true || namesSecret(spec)) return;
  const missing = [
    ...(bringsAccessKey(spec.env ?? []) ? [] : ['RUSTFS_ACCESS_KEY']),
    ...(bringsSecretKey(spec.env ?? []) ? [] : ['RUSTFS_SECRET_KEY']),
  ];
  if (missing.length === 0) return;
  const several = countServers(spec) > 1 ? ' Several servers do not even start with them.' : '';
  const what =
    missing.length === 2 ? 'The tenant has no root credentials' : `env does not bring ${missing[0] ?? ''}`;
  yield refusal(spec)(
    'credsSecret',
    'credentials-missing',
    `${what}, so RustFS would take its published defaults, and anybody could log in.${several}`,
    'Make a Secret with the keys accesskey and secretkey (8 bytes or more each), and name it in credsSecret; on a ' +
      'single development server, say developmentCredentials: true.',
  );
}

/** The operator reads an empty name as none; a name that is missing is a problem already. */
function namesSecret({ credsSecret }: TenantDraft): boolean {
  return credsSecret !== undefined && credsSecret.name !== '';
}

type Variables = readonly Partial<EnvVar>[];

/** The access key is no secret, so it may be written out. */
function bringsAccessKey(env: Variables): boolean {
  return env.some((variable) => brings(variable, /ACCESS_KEY|ROOT_USER/));
}

/** By reference, which must not be optional, or by a file's path; a secret written out is a problem of its own. */
function bringsSecretKey(env: Variables): boolean {
  return env.some((variable) => brings(variable, /SECRET_KEY|ROOT_PASSWORD/));
}

function brings({ name = '', value = '', valueFrom }: Partial<EnvVar>, key: RegExp): boolean {
  if (!isRootCredential(name) || !key.test(name)) return false;
  if (valueFrom === undefined) return value !== '' && value !== publishedDefault;
  // RustFS starts on its defaults when an optional reference leads nowhere.
  const { secretKeyRef, configMapKeyRef } = valueFrom;
  return (
    secretKeyRef?.optional !== true && configMapKeyRef?.optional !== true && Object.keys(valueFrom).length > 0
  );
}

/** Both of RustFS's default credentials. */
const publishedDefault = 'rustfsadmin';

function* rpcSecret(spec: TenantDraft): Iterable<Problem> {
  const brought =
    spec.rpcSecret !== undefined || (spec.env ?? []).some(({ name }) => name === 'RUSTFS_RPC_SECRET');
  if (brought || countServers(spec) < 2) return;
  yield warning(
    'rpcSecret',
    'rpc-secret-missing',
    'The servers derive the secret between them from the root credentials. When those change, restarted servers can ' +
      'no longer talk to the others, and the rollout stops half-way.',
    'Make a Secret with a random key and name it in rpcSecret { name, key }, now: adding it later takes a restart of its own.',
  );
}

function countServers({ pools }: TenantDraft): number {
  return (pools ?? []).reduce((sum, { servers }) => sum + (servers ?? 1), 0);
}
