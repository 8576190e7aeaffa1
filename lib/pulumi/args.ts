import type { Input } from '@pulumi/pulumi';
import type { SecretKeyReference, TenantSpec } from '../tenant/spec';
import type { Leaves } from './leaves';
import type { NamedResource } from './references';
import type { TenantSettings } from './settings';

/**
 * The declaration of a tenant in a Pulumi program: a `TenantSpec` whose leaves may be Outputs, and what only Pulumi
 * asks for.
 */
export interface RustfsTenantArgs
  extends Omit<Leaves<TenantSpec>, keyof ReferenceArgs | 'name'>, ReferenceArgs, TenantSettings {
  /**
   * The tenant's name. It is part of every drive's address: to rename a component, keep the old name here.
   * @default - the component's name
   */
  readonly name?: string;
}

/** The fields that name another object, and take that object as well. */
interface ReferenceArgs {
  /** The namespace of every object: its name, or the Namespace itself. Part of every drive's address. */
  readonly namespace: Input<string> | NamedResource;

  /**
   * The root credentials: `{ name }` of a Secret with the keys `accesskey` and `secretkey`, that Secret itself, or
   * `{ accessKey, secretKey }`, of which the component makes a Secret.
   * @default - none; then `env` has to bring them by reference, or `developmentCredentials` says so
   */
  readonly credsSecret?: { readonly name: Input<string> } | NamedResource | RootCredentials;

  /**
   * The secret that authenticates the servers to each other: `{ name, key }` of a Secret, or `{ value }`, of which
   * the component makes a Secret. All servers need the same one: to change it, stop all of them first.
   * @default - derived by RustFS from the root credentials
   */
  readonly rpcSecret?:
    | (Omit<Leaves<SecretKeyReference>, 'name'> & { readonly name: Input<string> | NamedResource })
    | RpcSecretValue;

  /**
   * The Secret with the registry's credentials: `{ name }`, or the Secret itself.
   * @default - none
   */
  readonly imagePullSecret?: { readonly name: Input<string> } | NamedResource;

  /**
   * A ServiceAccount that you bring: its name, or the ServiceAccount itself.
   * @default - `NAME-sa` is created, without a mounted token
   */
  readonly serviceAccountName?: Input<string> | NamedResource;
}

/** Root credentials by value, always kept as Pulumi secrets. */
export interface RootCredentials {
  /**
   * The access key: 8 bytes or more, without white space, `/`, `=` and `,`. Keep it when the secret key changes: another
   * access key is another root, and access keys that the old one has made are denied everything.
   */
  readonly accessKey: Input<string>;

  /** The secret key: 8 bytes or more. Another one ends all sessions; users and access keys go on. */
  readonly secretKey: Input<string>;

  /**
   * A word for this pair, such as `2026-11`. It becomes part of the Secret's name: a new word makes a new Secret and
   * restarts the servers one by one, the old one goes afterwards. Without it the Secret keeps its name, and a server
   * reads changed values when it next starts.
   * @default - the Secret is called `NAME-credentials`
   */
  readonly version?: string;
}

/** The secret between servers by value, always kept as a Pulumi secret. */
export interface RpcSecretValue {
  /** The secret. `new random.RandomPassword('rpc', { length: 64, special: false }).result` makes a good one. */
  readonly value: Input<string>;
}
