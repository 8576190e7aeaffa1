import type { SecretKeyReference } from '../spec';

/** How RustFS proves to Vault who it is. `method` says how; each has fields of its own. */
export type VaultAuth = VaultTokenAuth | VaultTokenFileAuth | VaultAppRoleAuth | VaultKubernetesAuth;

/** A token from a Secret. RustFS never renews it. */
export interface VaultTokenAuth {
  /** `token`: a token. */
  readonly method: 'token';

  /**
   * The Secret key of the token.
   * @becomes `RUSTFS_KMS_VAULT_TOKEN`, a `secretKeyRef`
   */
  readonly secret: SecretKeyReference;
}

/** A token that something else keeps fresh in a file, such as Vault Agent. */
export interface VaultTokenFileAuth {
  /** `tokenFile`: a token in a file. */
  readonly method: 'tokenFile';

  /**
   * The file's path. RustFS takes it only when it owns the file and nobody else may read it (mode 0600), which the
   * files of a mounted Secret never are: Kubernetes lets their group read them.
   * @becomes `RUSTFS_KMS_VAULT_TOKEN_FILE`
   */
  readonly path: string;
}

/** Vault's AppRole method. */
export interface VaultAppRoleAuth {
  /** `appRole`: AppRole. */
  readonly method: 'appRole';

  /**
   * The id of the role. It is no secret.
   * @becomes `RUSTFS_KMS_VAULT_APPROLE_ROLE_ID`
   */
  readonly roleId: string;

  /**
   * The Secret key of the secret id. Mounted as a file and read again at each login, so a new one needs no restart.
   * @becomes a mounted file, `RUSTFS_KMS_VAULT_APPROLE_SECRET_ID_FILE`
   */
  readonly secretId: SecretKeyReference;

  /**
   * The mount of the method.
   * @default 'approle'
   * @becomes `RUSTFS_KMS_VAULT_APPROLE_MOUNT`
   */
  readonly mount?: string;
}

/**
 * Vault's Kubernetes method, by a token of the pods' ServiceAccount. Only this token is mounted, made for this
 * purpose and renewed by Kubernetes.
 */
export interface VaultKubernetesAuth {
  /** `kubernetes`: Kubernetes. */
  readonly method: 'kubernetes';

  /**
   * Vault's role, bound to the pods' ServiceAccount.
   * @becomes `RUSTFS_KMS_VAULT_KUBERNETES_ROLE`
   */
  readonly role: string;

  /**
   * The mount of the method.
   * @default 'kubernetes'
   * @becomes `RUSTFS_KMS_VAULT_KUBERNETES_MOUNT`
   */
  readonly mount?: string;

  /**
   * Whom the token is for; what the role asks for.
   * @default - the API server
   * @becomes the audience of a projected ServiceAccount token, `RUSTFS_KMS_VAULT_KUBERNETES_JWT_PATH`
   */
  readonly audience?: string;

  /**
   * Seconds for which a token is good. Kubernetes renews it before, and takes at least 600.
   * @default 3600
   * @asType integer
   * @minimum 600
   * @becomes the token's `expirationSeconds`
   */
  readonly expirationSeconds?: number;
}
