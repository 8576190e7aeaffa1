/** Something about a declaration that its author should know. */
export interface Problem {
  /** Where, in the declaration: `pools[1].servers`. Empty for the declaration as a whole. */
  readonly path: string;
  /** The rule, as a stable word for filters and documentation. */
  readonly code: ProblemCode;
  /** An error refuses the tenant; a warning is shown and composes. */
  readonly severity: Severity;
  /** What is wrong and why it matters. */
  readonly message: string;
  /** What to do. */
  readonly fix: string;
}

export type Severity = 'error' | 'warning';

/** Every rule's code. Codes are never renamed or reused. */
export type ProblemCode = (typeof problemCodes)[number];

/** Every rule's code, in the order of the documentation. */
export const problemCodes = [
  // The shape of the declaration
  'missing-field',
  'unknown-field',
  'wrong-type',
  'plain-value',
  'no-effect',
  // Names
  'tenant-name',
  'namespace',
  'cluster-domain',
  'object-name',
  'peer-name-length',
  'stateful-set-name-length',
  'label',
  'annotation',
  // Pools
  'pool-count',
  'pool-name',
  'pool-name-duplicate',
  'pool-size',
  'pool-single-drive',
  'pool-start-order',
  'update-partition',
  // Storage
  'quantity',
  'claim-template',
  'claim-access-mode',
  'claim-label',
  'claim-retention',
  'drive-path',
  'drive-path-differs',
  'mount-path',
  'mount-overlap',
  'drives-undeclared',
  'log-settings',
  // Erasure coding
  'erasure-set',
  'erasure-set-size',
  'parity',
  'coding-doubled',
  'coding-malformed',
  'layout-unknown',
  'write-headroom',
  'two-drives',
  'pools-unequal',
  'pool-per-domain',
  'requirement',
  'disruption-budget',
  // Environment and credentials
  'env-name',
  'env-value',
  'env-duplicate',
  'env-owned',
  'env-dangerous',
  'env-kms',
  'credentials-missing',
  'credentials-literal',
  'credentials-development',
  'credentials-value',
  'rpc-secret-missing',
  // Encryption
  'encryption-directory',
  'encryption-servers',
  'encryption-key',
  'encryption-insecure',
  // Other systems
  'url',
  'empty-text',
  'integration-id',
  'openid-scopes',
  'openid-session',
  'target-credentials',
  'target-tls',
  'target-settings',
  'target-queue',
  'outbound-origin',
  'outbound-blocked',
  // Image and security
  'image',
  'image-incompatible',
  'image-unverified',
  'image-floating',
  'security-profile',
  'security-id',
  'security-root',
  // TLS
  'tls-certificate',
  'tls-names',
  'tls-trust',
  'tls-internode',
  'tls-client-certificate',
  'tls-rolls-once',
  // Placement, probes, Services
  'failure-domain',
  'resources',
  'lifecycle',
  'grace-period',
  'probe-timings',
  'service-settings',
  'volume',
  'pod-container',
  'pod-security',
  'pod-dns',
  // Profiles
  'compatibility',
  'manifest-loss',
  'operator-only',
  'provisioning',
  'pool-lifecycle',
  // Change
  'lock',
  'lock-lost',
  'lock-new',
  'tenant-renamed',
  'tenant-removed',
  'tenant-forgotten',
  'namespace-changed',
  'object-taken',
  'pool-reordered',
  'pool-renamed',
  'pool-reshaped',
  'pool-removed',
  'pool-retired',
  'scheme-changed',
  'cluster-domain-changed',
  'port-changed',
  'drive-path-changed',
  'address-changed',
  'service-name-changed',
  'selector-changed',
  'start-order-changed',
  'claim-template-changed',
  'claim-shrunk',
  'claim-grown',
  'set-size-changed',
  'encryption-changed',
  'immutable-field',
  'choice-doubled',
  'servers-unlike-address',
  'pool-lists-differ',
  'address-unknown',
  'drive-place-changed',
  'drive-shared',
  'drive-fleeting',
  'server-ambiguous',
  'start-command-changed',
  'drive-writers',
  'drive-claimed',
  'pods-taken',
  'server-user-changed',
  'object-duplicate',
  'object-owned',
  'data-removed',
  'volume-changed',
  'object-needed',
  'object-left-out',
  'servers-cut-off',
  'clients-cut-off',
  'clients-misled',
  'live-overlap',
  'tenant-beside',
  'servers-away',
  'volumes-elsewhere',
  'kustomization',
  'folder',
  'runbook',
  // Adoption
  'adopted-mismatch',
  'live-objects',
  'live-unknown',
  'live-identity',
  // Text
  'yaml',
  'document',
  'tenant-duplicate',
] as const;

/** A problem that refuses the tenant. */
export function error(path: string, code: ProblemCode, message: string, fix: string): Problem {
  return { path, code, severity: 'error', message, fix };
}

/** A problem that is shown and composes. */
export function warning(path: string, code: ProblemCode, message: string, fix: string): Problem {
  return { path, code, severity: 'warning', message, fix };
}

/** Thrown when a declaration is refused, with all its problems, warnings included. */
export class TenantError extends Error {
  override readonly name = 'TenantError';

  constructor(
    /** The tenant, as `namespace/name`, as far as it is known. */
    readonly tenant: string,
    /** All problems of the declaration, sorted by path. */
    readonly problems: readonly Problem[],
  ) {
    super(refusal(tenant, problems));
  }
}

/** A problem as text: the path and code, then what is wrong, then what to do. */
export function problemText({ path, code, severity, message, fix }: Problem): string {
  return `${severity} ${path === '' ? '(the tenant)' : path} [${code}]\n  ${message}\n  Fix: ${fix}`;
}

function refusal(tenant: string, problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const head = `RustFS tenant ${tenant} is refused: ${errors} ${errors === 1 ? 'error' : 'errors'}`;
  return [head, ...problems.map(problemText)].join('\n\n');
}
