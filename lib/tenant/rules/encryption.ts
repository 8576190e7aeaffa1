import type { TenantDraft } from '../draft';
import { kmsSettings, type AwsSettings, type VaultSettings } from '../encryption/settings';
import { error, type Problem } from '../problem';
import { hasCredentials, urlFinding } from '../url';
import { insecureDefaults, localRules, missing } from './local-keys';
import { refusal } from './ownership';

/** Encryption (operator contract 6, server contract 1.5), whichever way the servers are told of it. */
export function* encryptionRules(spec: TenantDraft): Iterable<Problem> {
  const settings = kmsSettings(spec);
  switch (settings?.backend) {
    case 'vault':
      yield* addressRules(spec, settings);
      yield* proofRules(settings);
      yield* tokenFileRules(spec);
      break;
    case 'static':
      if (!settings.key.isThere) yield missing(settings.key, 'There is no key; RustFS does not start.');
      break;
    case 'aws':
      yield* addressRules(spec, settings);
      break;
    case 'local':
      yield* localRules(spec, settings);
      break;
    default:
  }
}

function* proofRules({ proof, conflict }: VaultSettings): Iterable<Problem> {
  if (conflict !== undefined) {
    yield error(
      proof.path,
      'encryption-key',
      `${conflict.join(' and ')} both say how RustFS proves to Vault who it is; it takes one only.`,
      'Keep one of them.',
    );
  } else if (!proof.isThere) {
    yield missing(proof, 'Nothing says how RustFS proves to Vault who it is.');
  }
}

function* tokenFileRules({ encryption }: TenantDraft): Iterable<Problem> {
  if (encryption?.enabled !== true) return;
  if (encryption?.backend !== 'vault' && encryption?.backend !== 'vault-transit') return;
  const auth = encryption.vault?.auth;
  if (auth?.method !== 'tokenFile' || auth.path?.startsWith('/') !== false) return;
  yield error(
    'encryption.vault.auth.path',
    'encryption-directory',
    `${JSON.stringify(auth.path)} is not absolute.`,
    'Give an absolute path, such as /vault/secrets/token.',
  );
}

/** RustFS sends keys in plain text to such an address, and so refuses it unless it is told not to (kms config.rs). */
function* addressRules(
  spec: TenantDraft,
  { address, insecure }: VaultSettings | AwsSettings,
): Iterable<Problem> {
  if (insecure.isOn) yield insecureDefaults(insecure, 'keys may cross the network unencrypted');
  const { path, text } = address ?? {};
  if (path === undefined || text === undefined) return;
  const finding = hasCredentials(text) ? 'has a user or password in it' : urlFinding(text, ['https', 'http']);
  if (finding !== undefined) {
    const example = 'Give the whole address, such as https://vault.example.com:8200.';
    yield error(path, 'url', `"${path}" ${finding}.`, example);
  } else if (text.startsWith('http:') && !insecure.isOn) {
    yield refusal(spec)(
      path,
      'encryption-insecure',
      `"${path}" is plain http: everybody on the way could read the keys. RustFS does not start with it.`,
      `Use https; in development, say ${insecure.words} (default profile only).`,
    );
  }
}
