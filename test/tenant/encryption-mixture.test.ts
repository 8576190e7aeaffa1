import {
  checkTenant,
  problemText,
  type EncryptionSpec,
  type TenantSpec,
  type VaultAuth,
} from 'rustfs-constructs';
import { finding } from '../support/breaches';
import { acme } from '../support/specs';
import { undeclared } from '../support/undeclared';

const endpoint = 'https://vault.example.com:8200';
const masterKeySecretRef = { name: 'kms', key: 'master' };

describe('A wrong mixture of encryption', () => {
  test('does not compile', () => {
    const secret = masterKeySecretRef;
    // @ts-expect-error Vault needs its address.
    const withoutVault: EncryptionSpec = { backend: 'vault' };
    // @ts-expect-error local keys are not Vault's.
    const localInVault: EncryptionSpec = { backend: 'vault', vault: { endpoint }, local: {} };
    // @ts-expect-error Vault is none of the local backend's.
    const vaultInLocal: EncryptionSpec = { backend: 'local', vault: { endpoint } };
    // @ts-expect-error a static key says its own id.
    const idOfStatic: EncryptionSpec = { backend: 'static', static: { secret }, defaultKeyId: 'main' };
    // @ts-expect-error the transit engine keeps no keys in a KV mount.
    const kvInTransit: EncryptionSpec = { backend: 'vault-transit', vault: { endpoint, kvMount: 'kv' } };
    // @ts-expect-error a role of AppRole has a secret id.
    const halfAppRole: VaultAuth = { method: 'appRole', roleId: 'r' };
    // @ts-expect-error Kubernetes needs no Secret.
    const secretOfKubernetes: VaultAuth = { method: 'kubernetes', role: 'r', secret };
    for (const encryption of [withoutVault, localInVault, vaultInLocal, idOfStatic, kvInTransit]) {
      expect(checkTenant({ ...acme, encryption }).length).toBeGreaterThan(0);
    }
    for (const auth of [halfAppRole, secretOfKubernetes]) {
      const encryption: EncryptionSpec = { backend: 'vault', vault: { endpoint, auth } };
      expect(checkTenant({ ...acme, encryption }).length).toBeGreaterThan(0);
    }
  });

  const texts = (encryption: unknown) =>
    checkTenant(undeclared<TenantSpec>({ ...acme, encryption })).map(problemText);

  test('names the backend of what is said, and the one with which the field goes', () => {
    expect(texts({ backend: 'vault', vault: { endpoint }, local: {} })).toEqual([
      'error encryption.local [unknown-field]\n' +
        '  "encryption" has no field "local" where backend is "vault".\n' +
        '  Fix: Leave it out; it goes with backend: "local".',
    ]);
    expect(texts({ vault: { endpoint } })).toEqual([
      'error encryption.vault [unknown-field]\n' +
        '  "encryption" has no field "vault" where backend is "local".\n' +
        '  Fix: Leave it out; it goes with backend: "vault" or "vault-transit".',
    ]);
    expect(texts({ backend: 'aws', asw: {} })).toEqual([
      'error encryption.asw [unknown-field]\n' +
        '  "encryption" has no field "asw" where backend is "aws".\n' +
        '  Fix: Did you mean "aws"?',
    ]);
  });

  test('names the choices where the kind is unknown or unsaid', () => {
    expect(texts({ backend: 'kes' })).toEqual([
      'error encryption.backend [wrong-type]\n' +
        '  "encryption.backend" is another text, not "local", "vault", "vault-transit", "static" or "aws".\n' +
        '  Fix: Give "local", "vault", "vault-transit", "static" or "aws".',
    ]);
    expect(texts({ backend: 'vault', vault: { endpoint, auth: { role: 'r' } } })).toEqual([
      'error encryption.vault.auth.method [missing-field]\n' +
        '  "encryption.vault.auth.method" is required. It has no default.\n' +
        '  Fix: Add "encryption.vault.auth.method": "token", "tokenFile", "appRole" or "kubernetes".',
    ]);
    expect(texts(true)).toEqual([
      'error encryption [wrong-type]\n' +
        '  "encryption" is true, not a mapping.\n' +
        '  Fix: Give a mapping.',
    ]);
  });

  test('says nothing twice: what is missing, and what the rules find in the rest', () => {
    expect(
      checkTenant(
        undeclared<TenantSpec>({
          ...acme,
          encryption: { enabled: true, backend: 'vault', vault: {}, kmsSecret: { name: 'Not a name' } },
        }),
      ).map(finding),
    ).toEqual([
      'error encryption.kmsSecret.name [object-name]',
      'error encryption.vault.endpoint [missing-field]',
    ]);
  });
});
