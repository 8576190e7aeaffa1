import type { NamedReference, SecretKeyReference } from '../spec';
import type { VaultAuth } from './vault-auth';

/**
 * Encryption of objects with keys of a key management service (KMS). `backend` says which service; each has
 * fields of its own. The operator knows `local`, and of `vault` the endpoint and a token in `kmsSecret`.
 */
export type EncryptionSpec =
  LocalEncryption | VaultEncryption | VaultTransitEncryption | StaticEncryption | AwsEncryption;

/** What every backend has. */
interface EncryptionSwitch {
  /**
   * Whether RustFS encrypts. `false` is the same as no `encryption` at all.
   * @default false
   * @becomes `RUSTFS_KMS_ENABLE`; all variables of encryption stand after `env`
   */
  readonly enabled?: boolean;
}

/** What backends with several keys have. */
interface KeyedEncryption extends EncryptionSwitch {
  /**
   * The key of objects that name none.
   * @default - none: requests and buckets have to name one
   * @becomes `RUSTFS_KMS_DEFAULT_KEY_ID`
   */
  readonly defaultKeyId?: string;
}

/** Keys as files on the only drive of the only server. */
export interface LocalEncryption extends KeyedEncryption {
  /**
   * `local`: keys as files.
   * @default 'local'
   * @becomes `RUSTFS_KMS_BACKEND`
   */
  readonly backend?: 'local';

  /** Where the keys lie, and what protects them. */
  readonly local?: LocalKms;
}

/** Where local keys lie, and what protects them. */
export interface LocalKms {
  /**
   * The directory of the keys, below the mount of a drive.
   * @default - `.kms-keys` on the first drive
   * @becomes `RUSTFS_KMS_KEY_DIR`
   */
  readonly keyDirectory?: string;

  /**
   * The Secret key that encrypts the keys. Whoever loses it loses the objects.
   * @default - none, which `allowInsecureDevDefaults` has to allow
   * @becomes `RUSTFS_KMS_LOCAL_MASTER_KEY`, a `secretKeyRef`
   */
  readonly masterKeySecretRef?: SecretKeyReference;

  /**
   * Lets the keys lie in plain text beside the data. For development only.
   * @default false
   * @becomes `RUSTFS_KMS_ALLOW_INSECURE_DEV_DEFAULTS`
   */
  readonly allowInsecureDevDefaults?: boolean;
}

/**
 * Keys in Vault's KV version 2 engine. Whoever may read them there can decrypt. Of `vault`, the custom resource has the
 * endpoint only.
 */
export interface VaultEncryption extends KeyedEncryption {
  /**
   * `vault`: Vault's KV version 2 engine.
   * @becomes `RUSTFS_KMS_BACKEND`
   */
  readonly backend: 'vault';

  /** The server and where in it the keys lie. */
  readonly vault: VaultKv;

  /**
   * The Secret with Vault's token, under the key `vault-token`.
   * @default - none
   * @becomes `RUSTFS_KMS_VAULT_TOKEN`, a `secretKeyRef`
   */
  readonly kmsSecret?: NamedReference;
}

/** Keys in Vault's transit engine, which they never leave. Not in the custom resource. */
export interface VaultTransitEncryption extends KeyedEncryption {
  /**
   * `vault-transit`: Vault's transit engine.
   * @becomes `RUSTFS_KMS_BACKEND`
   */
  readonly backend: 'vault-transit';

  /** The server and where in it the keys lie. */
  readonly vault: VaultTransit;

  /**
   * The Secret with Vault's token, under the key `vault-token`.
   * @default - none
   * @becomes `RUSTFS_KMS_VAULT_TOKEN`, a `secretKeyRef`
   */
  readonly kmsSecret?: NamedReference;
}

/** How to reach a Vault server. */
export interface VaultServer {
  /**
   * The server's address, such as `https://vault.example.com:8200`.
   * @becomes `RUSTFS_KMS_VAULT_ADDRESS`
   */
  readonly endpoint: string;

  /**
   * The namespace, in Vault Enterprise.
   * @default - none
   * @becomes `RUSTFS_KMS_VAULT_NAMESPACE`
   */
  readonly namespace?: string;

  /**
   * How RustFS proves to Vault who it is. Kubernetes is the method to prefer: there is no credential to keep.
   * @default - by the token of `kmsSecret`, which takes its place
   */
  readonly auth?: VaultAuth;

  /**
   * Lets the endpoint be plain `http://`, which shows every key to the network. For development only.
   * @default false
   * @becomes `RUSTFS_KMS_ALLOW_INSECURE_DEV_DEFAULTS`
   */
  readonly allowInsecureDevDefaults?: boolean;
}

/** A Vault server with the KV version 2 engine. */
export interface VaultKv extends VaultServer {
  /**
   * The mount of the KV engine.
   * @default 'secret'
   * @becomes `RUSTFS_KMS_VAULT_KV_MOUNT`
   */
  readonly kvMount?: string;

  /**
   * The path of the keys in it.
   * @default 'rustfs/kms/keys'
   * @becomes `RUSTFS_KMS_VAULT_KEY_PREFIX`
   */
  readonly keyPrefix?: string;
}

/** A Vault server with the transit engine. */
export interface VaultTransit extends VaultServer {
  /**
   * The mount of the transit engine.
   * @default 'transit'
   * @becomes `RUSTFS_KMS_VAULT_MOUNT_PATH`
   */
  readonly mountPath?: string;

  /**
   * The mount of the KV engine that holds what RustFS notes of each key.
   * @default 'secret'
   * @becomes `RUSTFS_KMS_VAULT_TRANSIT_METADATA_KV_MOUNT`
   */
  readonly metadataKvMount?: string;

  /**
   * The path of these notes in it.
   * @default 'rustfs/kms/transit-metadata'
   * @becomes `RUSTFS_KMS_VAULT_TRANSIT_METADATA_PREFIX`
   */
  readonly metadataPrefix?: string;
}

/** One key, which the tenant brings in a Secret. Not in the custom resource. */
export interface StaticEncryption extends EncryptionSwitch {
  /**
   * `static`: a key from a Secret.
   * @becomes `RUSTFS_KMS_BACKEND`
   */
  readonly backend: 'static';

  /** Where the key lies. */
  readonly static: StaticKms;
}

/** The one key of the static backend. */
export interface StaticKms {
  /**
   * The Secret key whose text is `KEY-ID:BASE64`, 32 bytes in base64. It is mounted as a file and read at the
   * start; its id is the default key.
   * @becomes a mounted file, `RUSTFS_KMS_STATIC_SECRET_KEY_FILE`
   */
  readonly secret: SecretKeyReference;
}

/**
 * Keys in AWS KMS. Credentials come the usual ways of AWS: a role of the ServiceAccount, or `env`. Not in the custom
 * resource.
 */
export interface AwsEncryption extends KeyedEncryption {
  /**
   * `aws`: AWS KMS.
   * @becomes `RUSTFS_KMS_BACKEND`
   */
  readonly backend: 'aws';

  /** Where the keys lie. */
  readonly aws?: AwsKms;
}

/** Where keys in AWS KMS lie. */
export interface AwsKms {
  /**
   * The region.
   * @default - what AWS's own configuration says, such as AWS_REGION
   * @becomes `RUSTFS_KMS_AWS_REGION`
   */
  readonly region?: string;

  /**
   * Another endpoint, for private endpoints and emulators.
   * @default - the region's
   * @becomes `RUSTFS_KMS_AWS_ENDPOINT_URL`
   */
  readonly endpointUrl?: string;

  /**
   * Lets `endpointUrl` be plain `http://`. For emulators only.
   * @default false
   * @becomes `RUSTFS_KMS_ALLOW_INSECURE_DEV_DEFAULTS`
   */
  readonly allowInsecureDevDefaults?: boolean;
}
