import type * as pulumi from '@pulumi/pulumi';

// Pulumi reads these types from the source, to make the SDKs of other languages: interfaces, lists that may change,
// and choices as objects. That is why they are not those of the library.

/** Whether servers of one pool may share a node. */
export const PerNode = { Required: 'required', Preferred: 'preferred', None: 'none' } as const;
export type PerNode = (typeof PerNode)[keyof typeof PerNode];

/** Whether the drives of one server are distinct devices. */
export const Drives = { Distinct: 'distinct', Shared: 'shared' } as const;
export type Drives = (typeof Drives)[keyof typeof Drives];

/** What becomes of the pods when a StatefulSet is replaced or deleted. */
export const OnReplace = { Orphan: 'orphan', Foreground: 'foreground' } as const;
export type OnReplace = (typeof OnReplace)[keyof typeof OnReplace];

/** A RustFS tenant. */
export interface RustfsTenantArgs {
  /** The tenant's name, part of every drive's address. By default the component's name. */
  name?: string;
  /** The namespace of every object, part of every drive's address. */
  namespace: pulumi.Input<string>;
  /** Whether the component makes the namespace, protected. */
  createNamespace?: boolean;
  /** The pools of servers, in the order in which they joined the tenant. Append only. */
  pools: PoolArgs[];
  /** The container image. */
  image?: pulumi.Input<string>;
  /** A Secret with the root credentials under the keys accesskey and secretkey. */
  existingSecret?: pulumi.Input<string>;
  /** The root access key, of which the component makes a Secret together with secretKey. */
  accessKey?: pulumi.Input<string>;
  /** The root secret key. */
  secretKey?: pulumi.Input<string>;
  /** A word for this pair of keys. A new word makes a new Secret and restarts the servers one by one. */
  credentialsVersion?: string;
  /** A Secret with the servers' own secret under the key secret. */
  existingRpcSecret?: pulumi.Input<string>;
  /** The servers' own secret, of which the component makes a Secret. */
  rpcSecret?: pulumi.Input<string>;
  /** Uses the published credentials, for one server on a developer's machine. */
  developmentCredentials?: boolean;
  /** Whether servers of one pool may share a node. */
  perNode?: PerNode;
  /** Whether the drives of one server are distinct devices. */
  drives?: Drives;
  /** Spreads each pool's servers evenly over domains that fail together. */
  failureDomain?: FailureDomainArgs;
  /** The parity of STANDARD objects, in drives per erasure set. */
  parity?: number;
  /** Further environment of the servers. */
  env?: VariableArgs[];
  /** Every other field of a declaration, in its own words: {"services": {"io": {"type": "LoadBalancer"}}}. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- Pulumi reads no other type for "anything".
  further?: Record<string, any>;
  /** The lock file: what it knows of the tenant is held to, and what is new goes in. Commit it. */
  lockFile?: string;
  /** What becomes of the pods when a StatefulSet is replaced or deleted; orphan leaves them running. */
  onReplace?: OnReplace;
  /** Ignores changes of claim sizes, for claims that were grown by hand. */
  ignoreClaimSizes?: boolean;
  /** Does not wait for the servers to be ready. */
  skipAwait?: boolean;
}

/** Servers of one shape that joined the tenant together. */
export interface PoolArgs {
  /** The pool's name, part of every drive's address. */
  name: string;
  /** The number of servers. */
  servers: number;
  /** The number of drives of each server, each a claim. */
  volumesPerServer: number;
  /** The size of each drive. By default 10Gi. */
  storage?: pulumi.Input<string>;
  /** The StorageClass of the drives. By default the cluster's. */
  storageClassName?: pulumi.Input<string>;
  /** Compute resources that each server asks for. */
  requests?: Record<string, pulumi.Input<string>>;
  /** Compute resources that each server may use. */
  limits?: Record<string, pulumi.Input<string>>;
  /** Labels that a node must have. */
  nodeSelector?: Record<string, string>;
}

/** Domains that fail together, such as zones. */
export interface FailureDomainArgs {
  /** The node label that names a node's domain. */
  topologyKey: string;
  /** How many domains there are. */
  count: number;
}

/** One variable of the servers' environment, by value or from a Secret. */
export interface VariableArgs {
  /** The variable's name. */
  name: string;
  /** Its value. */
  value?: pulumi.Input<string>;
  /** The Secret that holds its value. */
  secretName?: pulumi.Input<string>;
  /** The key in that Secret. */
  secretKey?: pulumi.Input<string>;
}
