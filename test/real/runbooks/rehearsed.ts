import type { TenantSpec, TlsSpec } from 'rustfs-constructs';
import type { RunbookKind } from '../../../lib/change/runbook';
import type { Hands } from './rehearsal';
import { media, pool } from './tenant';

/** A runbook that is followed to its end. */
export interface Rehearsed {
  readonly kind: RunbookKind;
  readonly options: string;
  /** How the tenant runs before. */
  readonly before: TenantSpec;
  /** What the declaration says when the runbook is printed. @default as before */
  readonly printedFor?: TenantSpec;
  /** How it runs in the end. */
  readonly after: TenantSpec;
  /** What is done beside typing, with whatever writes the declaration. */
  readonly hands?: (write: (spec: TenantSpec) => void, type: (command: string) => Promise<string>) => Hands;
  /** Claims that are new in the end, by their names; every other one is the same. */
  readonly newClaims?: readonly string[];
  /** Claims that are gone in the end. */
  readonly goneClaims?: readonly string[];
  /** Claims on dead drives at first. */
  readonly deadClaims?: readonly string[];
  /**
   * How its end leads back to what ran before, where the runbook names a way: the former declaration is applied, with the
   * StatefulSet made anew around its pods, or while all servers are stopped, with or without the commit being reverted.
   * @default 'apply'
   */
  readonly back?: 'apply' | 'around-pods' | 'all-at-once' | 'revert' | 'none';
}

const claims = (pool: string) => [0, 1, 2, 3].map((server) => `vol-0-media-${pool}-${server}`);

const both = [pool('pool-0'), pool('pool-1')];

function signedBy(authority: string): TlsSpec {
  return {
    mode: 'certManager',
    enableInternodeHttps: true,
    certManager: { manageCertificate: true, secretName: 'media-tls', issuerRef: { name: authority } },
  };
}

const tls = signedBy('old-ca');

const trustBoth: TlsSpec = {
  caTrust: { source: 'SecretRef', caSecretRef: { name: 'both-cas', key: 'ca.crt' } },
};

const vault: Partial<TenantSpec> = {
  encryption: {
    enabled: true,
    backend: 'vault',
    vault: { endpoint: 'https://vault.vault:8200' },
    kmsSecret: { name: 'media-kms' },
  },
};

const oldKeys = {
  name: 'RUSTFS_IAM_MASTER_KEY_OLD_KEYS',
  valueFrom: { secretKeyRef: { name: 'media-iam-old-keys', key: 'keys' } },
};

export const rehearsed: readonly Rehearsed[] = [
  {
    kind: 'size-up',
    options: '--size 2Gi',
    before: media('size-up'),
    printedFor: media('size-up', { pools: [pool('pool-0', '2Gi')] }),
    after: media('size-up', { pools: [pool('pool-0', '2Gi')] }),
    back: 'around-pods',
  },
  {
    kind: 'append-pool',
    options: '',
    before: media('append-pool'),
    printedFor: media('append-pool', { pools: both }),
    after: media('append-pool', { pools: both }),
    newClaims: claims('pool-1'),
    // The way back is runbook retire-pool.
    back: 'none',
  },
  {
    kind: 'retire-pool',
    options: '--pool pool-0',
    before: media('retire-pool', { pools: both }),
    after: media('retire-pool', { pools: [pool('pool-1')] }),
    goneClaims: claims('pool-0'),
    hands: (write, type) => ({
      fills: { 'name-of-the-bucket': 'photos' },
      does: {
        '# now take pool-0 out': () => write(media('retire-pool', { pools: [pool('pool-1')] })),
        '# merge retire-pool-0': () => type('git merge -q retire-pool-0'),
      },
    }),
    back: 'none',
  },
  {
    kind: 'tls',
    options: '',
    before: media('tls'),
    printedFor: media('tls', { tls }),
    after: media('tls', { tls }),
    back: 'revert',
  },
  {
    kind: 'cluster-domain',
    options: '',
    before: media('cluster-domain'),
    printedFor: media('cluster-domain', { clusterDomain: 'k8s.example.com' }),
    after: media('cluster-domain', { clusterDomain: 'k8s.example.com' }),
    back: 'revert',
  },
  {
    kind: 'rotate-root',
    options: '--secret media-root-2',
    before: media('rotate-root'),
    after: media('rotate-root', { credsSecret: { name: 'media-root-2' }, env: [oldKeys] }),
    hands: (write) => ({
      does: {
        'Name the new Secret': () =>
          write(media('rotate-root', { credsSecret: { name: 'media-root-2' }, env: [oldKeys] })),
      },
    }),
  },
  {
    kind: 'rename-root',
    options: '--secret media-root-2',
    before: media('rename-root'),
    after: media('rename-root', { credsSecret: { name: 'media-root-2' }, env: [oldKeys] }),
    hands: (write) => ({
      fills: { 'an access key of the list': 'KEY1', 'the access key of its successor': 'successor' },
      does: {
        'Name the new Secret': () =>
          write(media('rename-root', { credsSecret: { name: 'media-root-2' }, env: [oldKeys] })),
      },
    }),
  },
  {
    kind: 'rotate-rpc',
    options: '--secret media-rpc-2',
    before: media('rotate-rpc'),
    after: media('rotate-rpc', { rpcSecret: { name: 'media-rpc-2', key: 'secret' } }),
    hands: (write) => ({
      does: {
        'Make the new RPC secret': () =>
          write(media('rotate-rpc', { rpcSecret: { name: 'media-rpc-2', key: 'secret' } })),
      },
    }),
    back: 'all-at-once',
  },
  {
    kind: 'rotate-ca',
    options: '--secret both-cas',
    before: media('rotate-ca', { tls }),
    after: media('rotate-ca', { tls: { ...signedBy('new-ca'), ...trustBoth } }),
    hands: (write) => ({
      does: {
        'Put both authorities': () => write(media('rotate-ca', { tls: { ...tls, ...trustBoth } })),
        'Have the new authority sign': () =>
          write(media('rotate-ca', { tls: { ...signedBy('new-ca'), ...trustBoth } })),
      },
    }),
  },
  {
    kind: 'rotate-kms-token',
    options: '',
    before: media('rotate-kms-token', vault),
    after: media('rotate-kms-token', vault),
  },
  {
    kind: 'upgrade',
    options: '--image rustfs/rustfs:1.0.1',
    before: media('upgrade'),
    after: media('upgrade', { image: 'rustfs/rustfs:1.0.1' }),
    hands: (write) => ({
      does: {
        'Upgrade one server': () =>
          write(
            media('upgrade', {
              image: 'rustfs/rustfs:1.0.1',
              pools: [{ ...pool('pool-0'), updatePartition: 3 }],
            }),
          ),
        'Upgrade the rest': () => write(media('upgrade', { image: 'rustfs/rustfs:1.0.1' })),
      },
    }),
  },
  {
    kind: 'replace',
    options: '--server 1',
    before: media('replace'),
    after: media('replace'),
    deadClaims: ['vol-0-media-pool-0-1'],
    newClaims: ['vol-0-media-pool-0-1'],
    back: 'none',
  },
];
