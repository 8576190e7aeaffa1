import type { Lifecycle } from 'kubernetes-types/core/v1';
import { operatorManagedBy } from './labels';
import type { PlacementSpec } from './placement';
import type { PodSettings } from './pod-settings';
import type { ProbesSpec, ProbeTimings } from './probes';
import type { SecurityDefaults } from './security-context';
import type { ClaimRetentionSpec, TenantSpec } from './spec';

/** The defaults that make the difference between what the operator composes and what production needs. */
export interface Profile {
  readonly image: string;
  readonly managedBy: string;
  readonly entrypoint: NonNullable<PodSettings['entrypoint']>;
  readonly endpointAnchor: boolean;
  /** Whether the log goes where `logging` says, at a useful level, and RustFS asks no server for updates. */
  readonly setsServerDefaults: boolean;
  readonly security: SecurityDefaults;
  /** Directories that RustFS writes to beside its drives; each becomes an emptyDir. */
  readonly writablePaths: readonly ScratchSpace[];
  /** Whether RustFS looks for renewed certificates. */
  readonly reloadsCertificates: boolean;
  /** Whether `ca.crt` is mounted when the certificate's Secret has it. */
  readonly takesCaIfPresent: boolean;
  /** Whether probes show a certificate to a listener that wants one. */
  readonly probesWithCertificate: boolean;
  /** Whether generated names hold short forms and the console. */
  readonly certifiesShortNames: boolean;
  readonly hasDisruptionBudgets: boolean;
  readonly perNode: NonNullable<PlacementSpec['perNode']>;
  readonly probes: { readonly [Probe in keyof Required<ProbesSpec>]: ProbeTimings };
  readonly lifecycle: Lifecycle | undefined;
  /** Whether an empty lifecycle or affinity is written as it is declared. */
  readonly keepsEmpty: boolean;
  readonly terminationGracePeriodSeconds: number | undefined;
  readonly minReadySeconds: number | undefined;
  readonly claimRetention: Required<ClaimRetentionSpec> | undefined;
}

/** A directory that RustFS may write to, and how much it may hold. */
export interface ScratchSpace {
  readonly name: string;
  readonly mountPath: string;
  readonly sizeLimit: string;
}

/** What the operator 0.1.0 composes (contract 2.0 to 2.10). */
export const operatorProfile: Profile = {
  image: 'rustfs/rustfs:1.0.0-beta.10',
  managedBy: operatorManagedBy,
  entrypoint: 'image',
  endpointAnchor: false,
  setsServerDefaults: false,
  security: {
    container: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    delegatedContainer: {},
    hardensDelegated: false,
  },
  writablePaths: [],
  reloadsCertificates: false,
  takesCaIfPresent: false,
  probesWithCertificate: false,
  certifiesShortNames: false,
  hasDisruptionBudgets: false,
  perNode: 'none',
  probes: { startup: {}, liveness: {}, readiness: {} },
  lifecycle: undefined,
  keepsEmpty: true,
  terminationGracePeriodSeconds: undefined,
  minReadySeconds: undefined,
  claimRetention: undefined,
};

const hardenedContainer = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
};

/** The same identity, with what production needs on top. */
const production: Profile = {
  image: 'rustfs/rustfs:1.0.0',
  managedBy: 'rustfs-constructs',
  entrypoint: 'binary',
  endpointAnchor: true,
  setsServerDefaults: true,
  security: { container: hardenedContainer, delegatedContainer: hardenedContainer, hardensDelegated: true },
  // The scanner has written there (rustfs/rustfs issue 1086), and a build between releases a line for every PUT (6390).
  writablePaths: [{ name: 'tmp', mountPath: '/tmp', sizeLimit: '1Gi' }],
  reloadsCertificates: true,
  takesCaIfPresent: true,
  probesWithCertificate: true,
  certifiesShortNames: true,
  hasDisruptionBudgets: true,
  perNode: 'required',
  probes: {
    // The wait for peers precedes the listener and may take minutes, so the budget is ten (server contract 8.2).
    startup: { periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 120 },
    liveness: { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
    // While a peer's host is away, readiness is silent for 24 s and then takes 3 s (rustfs/rustfs issue 6286; measured).
    readiness: { periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 6 },
  },
  // RustFS stops listening at once on SIGTERM; the endpoints have to be gone before.
  lifecycle: { preStop: { sleep: { seconds: 5 } } },
  keepsEmpty: false,
  terminationGracePeriodSeconds: 60,
  // A server is ready before S3 opens: until then it answers 503 `startup_finalization` (server contract 3.2).
  minReadySeconds: 10,
  claimRetention: { whenDeleted: 'Retain', whenScaled: 'Retain' },
};

/** The profile that a declaration asks for. */
export function profileOf({ compatibility }: Pick<TenantSpec, 'compatibility'>): Profile {
  return compatibility === 'operator' ? operatorProfile : production;
}
