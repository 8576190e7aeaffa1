import type { EncryptionDraft, TenantDraft } from '../draft';
import { error, warning, type Problem } from '../problem';
import { poolPath } from '../resolve';
import { hasCredentials, urlFinding } from '../url';
import { drivePath } from '../volumes';
import { refusal } from './ownership';

/** Encryption (operator contract 6, server contract 1.5). */
export function* encryptionRules(spec: TenantDraft): Iterable<Problem> {
  const { encryption } = spec;
  if (encryption?.enabled !== true) return;
  switch (encryption.backend) {
    case 'vault':
    case 'vault-transit':
      yield* vaultRules(spec, encryption);
      break;
    case 'static':
      break;
    case 'aws':
      yield* address(spec, 'encryption.aws.endpointUrl', encryption.aws?.endpointUrl, encryption.aws);
      break;
    default:
      yield* localRules(spec, encryption);
  }
}

type LocalDraft = Extract<EncryptionDraft, { backend?: 'local' }>;
type VaultDraft = Extract<EncryptionDraft, { backend: 'vault' | 'vault-transit' }>;

function* localRules(spec: TenantDraft, { local = {} }: LocalDraft): Iterable<Problem> {
  const servers = (spec.pools ?? []).reduce((sum, pool) => sum + (pool.servers ?? 1), 0);
  if (servers > 1) {
    yield error(
      'encryption.backend',
      'encryption-servers',
      `Local keys lie on one server, and this tenant has ${servers}: the others could not decrypt.`,
      'Use Vault or AWS; or the static backend, whose key all servers have.',
    );
  }
  yield* keyDirectory(spec, local.keyDirectory);
  if (local.allowInsecureDevDefaults === true) {
    yield* insecureDefaults('encryption.local', 'the keys may lie in plain text beside the data');
  } else if (local.masterKeySecretRef === undefined) {
    yield error(
      'encryption.local.masterKeySecretRef',
      'encryption-key',
      'Without a master key the keys would lie in plain text beside the data that they encrypt; RustFS does not start.',
      'Make a Secret with a random key and name it { name, key }; in development, say allowInsecureDevDefaults: true.',
    );
  }
}

function* keyDirectory(spec: TenantDraft, directory: string | undefined): Iterable<Problem> {
  if (directory === undefined) return;
  const drives = (spec.pools ?? []).flatMap(({ persistence = {}, adopted }) =>
    Array.from({ length: persistence.volumesPerServer ?? 1 }, (_, drive) =>
      drivePath({ path: poolPath(persistence), adopted }, drive),
    ),
  );
  const finding = directoryFinding(directory, drives);
  if (finding === undefined) return;
  yield error(
    'encryption.local.keyDirectory',
    'encryption-directory',
    `${JSON.stringify(directory)} ${finding}. Without the keys no encrypted object can be read again.`,
    `Leave it out, or give a directory below a drive, such as ${drives[0] ?? ''}/.kms-keys.`,
  );
}

/** What keeps the keys from outliving the pod in a directory; undefined when nothing does. */
function directoryFinding(directory: string, drives: readonly string[]): string | undefined {
  if (!directory.startsWith('/')) return 'is not absolute';
  if (directory === '/data/kms-keys') {
    return 'is where old versions of the operator kept keys: in the container, not on a drive. Move them to a drive first';
  }
  const path = normalized(directory);
  if (drives.some((drive) => path.startsWith(`${drive}/`))) return undefined;
  return drives.includes(path) ? 'is a drive itself' : 'lies on no drive, and would be gone with the pod';
}

/** The path without `.`, `..`, empty parts and a slash at its end. */
function normalized(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

function* vaultRules(spec: TenantDraft, { vault = {}, kmsSecret }: VaultDraft): Iterable<Problem> {
  yield* address(spec, 'encryption.vault.endpoint', vault.endpoint, vault);
  if (vault.auth !== undefined && kmsSecret !== undefined) {
    yield error(
      'encryption.kmsSecret',
      'encryption-key',
      'kmsSecret and vault.auth both say how RustFS proves to Vault who it is; it takes one only.',
      'Keep one of them.',
    );
  } else if (vault.auth === undefined && kmsSecret === undefined) {
    yield error(
      'encryption.kmsSecret',
      'encryption-key',
      'Nothing says how RustFS proves to Vault who it is.',
      'Name the Secret with the key vault-token in kmsSecret; or, in the default profile, say vault.auth.',
    );
  }
  if (vault.auth?.method === 'tokenFile' && vault.auth.path?.startsWith('/') === false) {
    yield error(
      'encryption.vault.auth.path',
      'encryption-directory',
      `${JSON.stringify(vault.auth.path)} is not absolute.`,
      'Give an absolute path, such as /vault/secrets/token.',
    );
  }
}

/** RustFS sends keys in plain text to such an address, and so refuses it unless it is told not to (kms config.rs). */
function* address(
  spec: TenantDraft,
  path: string,
  url: string | undefined,
  { allowInsecureDevDefaults }: { readonly allowInsecureDevDefaults?: boolean } = {},
): Iterable<Problem> {
  const parent = path.replace(/\.\w+$/, '');
  if (allowInsecureDevDefaults === true)
    yield* insecureDefaults(parent, 'keys may cross the network unencrypted');
  if (url === undefined) return;
  const finding = hasCredentials(url) ? 'has a user or password in it' : urlFinding(url, ['https', 'http']);
  if (finding !== undefined) {
    const example = 'Give the whole address, such as https://vault.example.com:8200.';
    yield error(path, 'url', `"${path}" ${finding}.`, example);
  } else if (url.startsWith('http:') && allowInsecureDevDefaults !== true) {
    yield refusal(spec)(
      path,
      'encryption-insecure',
      `"${path}" is plain http: everybody on the way could read the keys. RustFS does not start with it.`,
      `Use https; in development, say ${parent}.allowInsecureDevDefaults: true (default profile only).`,
    );
  }
}

function* insecureDefaults(path: string, what: string): Iterable<Problem> {
  yield warning(
    `${path}.allowInsecureDevDefaults`,
    'encryption-insecure',
    `Insecure defaults are allowed: ${what}.`,
    'Leave it out for anything that matters.',
  );
}
