import type { PodAntiAffinity } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import {
  composeTenant,
  emptyLock,
  lockWith,
  tenantIdentity,
  type LockedTenant,
  type TenantSpec,
} from 'rustfs-constructs';
import {
  isRefused,
  runbook,
  type RunbookKind,
  type RunbookOptions,
  type Step,
  type TenantRunbook,
} from '../../../lib/change/runbook';
import { present } from '../../support/composed';
import { acme, asOperator, pool0, pool1, twoPools } from '../../support/specs';

/** `acme` with HTTPS from cert-manager. */
export const secure: TenantSpec = {
  ...twoPools,
  tls: {
    mode: 'certManager',
    enableInternodeHttps: true,
    wildcardDnsName: true,
    certManager: { manageCertificate: true, secretName: 'acme-tls', issuerRef: { name: 'ca' } },
  },
};

const { rpcSecret: _rpc, ...derived } = acme;

/** Keys that opened what an earlier root encrypted. */
export const oldKeys = {
  name: 'RUSTFS_IAM_MASTER_KEY_OLD_KEYS',
  valueFrom: { secretKeyRef: { name: 'iam', key: 'old' } },
};

/** `acme` with a token for Vault. */
export const sealed: TenantSpec = {
  ...acme,
  encryption: {
    enabled: true,
    backend: 'vault',
    vault: { endpoint: 'https://vault.example.com' },
    kmsSecret: { name: 'vault' },
  },
};

/** Kept away from the nodes of the pods that a selector takes. */
function apartFrom(labelSelector: LabelSelector): PodAntiAffinity {
  return {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { labelSelector, topologyKey: 'kubernetes.io/hostname' },
    ],
  };
}

/** A tenant as the lock knows it. */
export function locked(spec: TenantSpec): LockedTenant {
  return present(lockWith(emptyLock, present(tenantIdentity(composeTenant(spec)))).tenants[0]);
}

type Options = Partial<RunbookOptions>;

/** Every procedure, asked for as it should be. */
export const asked: [kind: RunbookKind, spec: TenantSpec, options: Options][] = [
  ['size-up', twoPools, { size: '1Ti' }],
  ['tls', secure, { locked: locked(twoPools) }],
  ['cluster-domain', { ...twoPools, clusterDomain: 'k8s.example.com' }, { locked: locked(twoPools) }],
  ['append-pool', twoPools, {}],
  ['retire-pool', twoPools, { pool: 'pool-0' }],
  ['rotate-root', acme, {}],
  ['rotate-root', derived, { secret: 'new-root' }],
  ['rename-root', acme, {}],
  ['rename-root', { ...derived, env: [oldKeys] }, { secret: 'new-root' }],
  ['rotate-rpc', acme, {}],
  ['rotate-ca', secure, {}],
  ['rotate-kms-token', sealed, {}],
  ['upgrade', { ...twoPools, image: 'rustfs/rustfs:1.0.0-rc.1' }, { image: 'rustfs/rustfs:1.0.1' }],
  ['replace', twoPools, { pool: 'pool-1', server: 2 }],
  ['replace', acme, { server: 0, drive: 3 }],
  [
    'replace',
    {
      ...asOperator(acme),
      pools: [
        { ...pool0, affinity: { podAntiAffinity: apartFrom({ matchLabels: { 'rustfs.tenant': 'acme' } }) } },
      ],
    },
    { server: 3 },
  ],
];

/** Procedures that make no sense, or would lose something: what is told instead, and where. */
export const refusals: [
  why: string,
  kind: RunbookKind,
  spec: TenantSpec,
  options: Options,
  where: string,
  message: string,
][] = [
  ['no larger size', 'size-up', acme, {}, 'pools', 'No claim would grow'],
  ['a smaller size', 'size-up', acme, { size: '1Gi' }, 'pools', 'no volume shrinks'],
  [
    'claims that go with their StatefulSet',
    'size-up',
    { ...acme, claimRetention: { whenDeleted: 'Delete' } },
    { size: '1Ti' },
    'claimRetention.whenDeleted',
    'has to be deleted for a moment',
  ],
  ['no lock to compare with', 'tls', secure, {}, 'tls', 'there is no lock'],
  ['HTTPS that is there', 'tls', secure, { locked: locked(secure) }, 'tls', 'nothing would change'],
  [
    'two changes at once',
    'tls',
    { ...secure, clusterDomain: 'x.example.com' },
    { locked: locked(twoPools) },
    'pools',
    'More of the addresses would change',
  ],
  [
    'claims that go when servers stop',
    'tls',
    { ...secure, claimRetention: { whenScaled: 'Delete' } },
    { locked: locked(twoPools) },
    'claimRetention.whenScaled',
    'deletes their claims',
  ],
  [
    'a partition that keeps servers back',
    'cluster-domain',
    { ...acme, clusterDomain: 'x.example.com', pools: [{ ...pool0, updatePartition: 1 }] },
    { locked: locked(acme) },
    'pools[0].updatePartition',
    'All servers have to change together',
  ],
  ['a lone pool', 'append-pool', acme, {}, 'pools', 'is the only pool'],
  [
    'a pool that is not the last',
    'append-pool',
    twoPools,
    { pool: 'pool-0' },
    'pools',
    'is not the last pool',
  ],
  [
    'a pool more, while stopping servers deletes their claims',
    'append-pool',
    { ...twoPools, claimRetention: { whenScaled: 'Delete' } },
    {},
    'claimRetention.whenScaled',
    'deletes their claims',
  ],
  [
    'a pool more, while a partition keeps servers back',
    'append-pool',
    { ...twoPools, pools: [{ ...pool0, updatePartition: 1 }, pool1] },
    {},
    'pools[0].updatePartition',
    'All servers have to change together',
  ],
  ['the last pool', 'retire-pool', acme, { pool: 'pool-0' }, 'pools', 'has nowhere to go'],
  ['a pool that is not there', 'retire-pool', twoPools, { pool: 'pool-7' }, 'pools', 'no pool "pool-7"'],
  [
    'a pool whose claims go with it',
    'retire-pool',
    { ...twoPools, claimRetention: { whenDeleted: 'Delete' } },
    { pool: 'pool-1' },
    'claimRetention.whenDeleted',
    'go with its StatefulSet',
  ],
  ['no pool', 'retire-pool', twoPools, {}, 'pools', 'no pool named'],
  [
    'another pool that is kept back',
    'retire-pool',
    { ...twoPools, pools: [{ ...pool0, updatePartition: 2 }, pool1] },
    { pool: 'pool-1' },
    'pools[0].updatePartition',
    'a partition keeps some',
  ],
  [
    'credentials that env brings',
    'rotate-root',
    (({ credsSecret: _root, ...rest }) => ({
      ...rest,
      env: ['RUSTFS_ACCESS_KEY', 'RUSTFS_SECRET_KEY'].map((name) => ({
        name,
        valueFrom: { secretKeyRef: { name: 'root', key: name } },
      })),
    }))(acme),
    {},
    'credsSecret',
    'do not come from credsSecret',
  ],
  [
    'the same Secret',
    'rotate-root',
    acme,
    { secret: 'acme-root' },
    'credsSecret',
    'has the Secret "acme-root" already',
  ],
  [
    'old keys that are written out',
    'rotate-root',
    { ...acme, env: [{ name: oldKeys.name, value: '' }] },
    {},
    'env[0]',
    'does not come from a Secret',
  ],
  ['no root Secret', 'rename-root', acme, { secret: 'acme-root' }, 'credsSecret', 'has the Secret'],
  ['no peers', 'rotate-rpc', { ...acme, pools: [{ ...pool0, servers: 1 }] }, {}, 'rpcSecret', 'no peers'],
  ['plain HTTP', 'rotate-ca', acme, {}, 'tls', 'does not serve HTTPS'],
  ['no token', 'rotate-kms-token', acme, {}, 'env', 'No server takes a Vault token'],
  ['the same image', 'upgrade', acme, { image: 'rustfs/rustfs:1.0.0' }, 'image', 'has the image'],
  ['an image that is none', 'upgrade', acme, { image: 'rustfs rustfs' }, 'image', ''],
  ['no server', 'replace', acme, {}, 'pools', 'Which server'],
  ['a server too far', 'replace', acme, { server: 4 }, 'pools', 'Which server'],
  ['a drive too far', 'replace', acme, { server: 0, drive: 4 }, 'pools', 'Which drive'],
  [
    'servers that only like to be apart',
    'replace',
    { ...acme, placement: { perNode: 'preferred' } },
    { server: 0 },
    'placement.perNode',
    'all of them are lost with it',
  ],
  [
    'servers that are kept apart from other pods only',
    'replace',
    {
      ...acme,
      pools: [{ ...pool0, affinity: { podAntiAffinity: apartFrom({ matchLabels: { app: 'other' } }) } }],
    },
    { server: 0 },
    'pools[0].affinity.podAntiAffinity',
    'all of them are lost with it',
  ],
  [
    'servers of which nothing is said',
    'replace',
    asOperator(acme),
    { server: 0 },
    'pools[0].affinity.podAntiAffinity',
    'all of them are lost with it',
  ],
  [
    'what parity cannot restore',
    'replace',
    { ...acme, parity: 2 },
    { server: 0 },
    'pools',
    'cannot be restored from the others',
  ],
  ...(
    [
      ['2x1', 0],
      ['2x2', undefined],
      ['1x2', 1],
    ] as const
  ).map(([shape, drive]): (typeof refusals)[number] => [
    `half of the drives of a ${shape}, with which no server starts`,
    'replace',
    {
      ...acme,
      pools: [
        {
          name: 'pool-0',
          servers: Number(shape[0]),
          persistence: { volumesPerServer: Number(shape[2]) },
        },
      ],
    },
    { server: 0, ...(drive === undefined ? {} : { drive }) },
    'pools',
    'no server starts unless more than half have',
  ]),
];

/** The runbook, which the test takes for granted. */
export function made(kind: RunbookKind, spec: TenantSpec, options: Options = {}): TenantRunbook {
  const result = runbook(kind, spec, { file: 'acme.yaml', ...options });
  if (isRefused(result)) throw new Error(JSON.stringify(result.problems));
  return result;
}

/** Everything that a runbook has one type in. */
export function commandsOf({ functions, requirements, steps }: TenantRunbook): string[] {
  const ofStep = ({ commands = [], by, check }: Step) => [
    ...commands,
    ...(by === undefined ? [] : [...by.kubectl, ...by.argocd, ...by.flux]),
    ...check.commands,
  ];
  return [...functions, ...requirements.flatMap(({ commands = [] }) => commands), ...steps.flatMap(ofStep)];
}
