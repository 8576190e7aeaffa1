import type { PoolLayout } from '../erasure';
import type { Labels } from '../tenant/labels';
import type { EncryptionSettings } from './encryption-settings';
import type { PoolIdentity } from './identity';
import type { KeyFile } from './key-files';
import type { ServerNetwork } from './server-network';
import type { WrittenPlace } from './written-places';
import type { SharedSettings } from './shared-settings';

/** A pool as its StatefulSet shows it. */
export interface ObservedPool extends PoolIdentity {
  /** The key of the StatefulSet among the objects. */
  readonly key: string;
  /** The names of the claim templates of the drives, without that of the log. */
  readonly dataClaims: readonly string[];
  /** How RustFS lays it out; undefined when only the cluster knows, or RustFS would refuse it. */
  readonly layout: PoolLayout | undefined;
  readonly image: string;
  /** What the keys of encrypted data depend on. */
  readonly keySettings: EncryptionSettings;
  /** What the files and folders of keys are made of. */
  readonly keyFiles: readonly KeyFile[];
  /** The settings of key files that something else than the objects brings: an agent, or another container. */
  readonly filledFiles: readonly string[];
  /** The RPC secret and the root credentials, as the servers are told them. */
  readonly shared: SharedSettings;
  /** Whether the servers are given an RPC secret, rather than deriving it from the root credentials. */
  readonly hasRpcSecret: boolean;
  /** The lowest ordinal that updates reach; beyond all servers where they wait for somebody to delete pods (OnDelete). */
  readonly partition: number;
  /** How many servers an update may take at once, where Kubernetes goes by it (`maxUnavailable`). */
  readonly atOnce: number;
  /** Whether Kubernetes deletes the claims with the StatefulSet. */
  readonly deletesClaims: boolean;
  /** Whether Kubernetes deletes the claims of the servers that a scaled StatefulSet loses. */
  readonly deletesScaled: boolean;
  /** The expressions of all pools, as this pool's servers are told them. */
  readonly poolList: readonly string[];
  /** The ordinals of the servers that Kubernetes runs. */
  readonly running: Ordinals;
  /** Those that the expression addresses. */
  readonly addressed: Ordinals;
  /** The places of the drives and of local keys, and how long what lies there lasts; of drives none where nobody here can tell. */
  readonly written: readonly WrittenPlace[];
  /** Whether local keys lie where only the cluster knows. */
  readonly keysElsewhere: boolean;
  /** The other containers that may write to these places. */
  readonly otherWriters: readonly string[];
  readonly network: ServerNetwork;
  readonly user: ServerUser;
  /** The drives that are mounted to be read only. */
  readonly readOnlyDrives: readonly string[];
  /** What the servers start beside RustFS itself. */
  readonly startCommand: readonly string[];
  /** Where the relative paths begin that the servers are told; undefined where there is none. */
  readonly relativeFrom?: string;
  /** What of the StatefulSet says two things at once, so that its reader and Kubernetes may differ. */
  readonly ambiguous: Ambiguous;
  readonly podLabels: Labels;
  /** The selector beyond its labels, as text. Empty where there is none. */
  readonly selectorExpressions: string;
}

/** The partition of a StatefulSet whose updates wait for somebody to delete pods. */
export const beyondAll = Number.MAX_SAFE_INTEGER;

/** Whom servers run as; undefined where the image or the platform decides. */
export interface ServerUser {
  readonly user: number | undefined;
  readonly group: number | undefined;
  /** The group of the volumes' files: `fsGroup`. */
  readonly volumes: number | undefined;
}

/** Servers that follow one another. */
export interface Ordinals {
  readonly first: number;
  readonly count: number;
}

/** What is said twice. */
export interface Ambiguous {
  /** Containers that are told volumes. */
  readonly containers: readonly string[];
  /** Names of variables. */
  readonly variables: readonly string[];
  /** Names of the pods' volumes that are also those of claim templates. */
  readonly volumes: readonly string[];
}
