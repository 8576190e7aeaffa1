import type { TenantSpec } from 'rustfs-constructs';
import { refused, warned, type Breaches } from '../../support/breaches';
import { acme, acmeWithPool, asOperator, pool0, pool1 } from '../../support/specs';

const fromSecret = { secretKeyRef: { name: 'coding', key: 'value' } };
const zone = 'topology.kubernetes.io/zone';
const threeZones = {
  perNode: 'required',
  failureDomain: { topologyKey: zone, count: 3 },
  drives: 'distinct',
} as const;

function acmeWith(changes: Partial<TenantSpec>): TenantSpec {
  return { ...acme, ...changes };
}

function withVariable(name: string, value: string): TenantSpec {
  return acmeWith({ env: [{ name, value }] });
}

/** Breaches of the rules about erasure sets, parity and what a tenant survives. */
export const erasureBreaches: Breaches = {
  'erasure-set': [
    refused('17 servers', 'pools[0]', acmeWithPool({ servers: 17, persistence: { volumesPerServer: 1 } })),
    refused('17 servers where the operator runs it', 'pools[0]', asOperator(acmeWithPool({ servers: 17 }))),
    refused('the second pool', 'pools[1]', acmeWith({ pools: [pool0, { ...pool1, servers: 19 }] })),
  ],
  'erasure-set-size': [
    refused('sets of five', 'erasureSetDriveCount', acmeWith({ erasureSetDriveCount: 5 })),
    refused('the same by env', 'env[0].value', withVariable('MINIO_ERASURE_SET_DRIVE_COUNT', '5')),
    refused(
      'legal in one pool only',
      'erasureSetDriveCount',
      acmeWith({ erasureSetDriveCount: 16, pools: [pool0, { ...pool1, servers: 6 }] }),
    ),
  ],
  parity: [
    refused('more than half of a set', 'parity', acmeWith({ parity: 9 })),
    refused(
      'more than half, by storage class',
      'storageClass.standard',
      acmeWith({ storageClass: { standard: 9 } }),
    ),
    refused('more than half, by env', 'env[0].value', withVariable('RUSTFS_STORAGE_CLASS_STANDARD', 'EC:9')),
    refused(
      'reduced redundancy above standard',
      'storageClass.reducedRedundancy',
      acmeWith({ storageClass: { standard: 4, reducedRedundancy: 5 } }),
    ),
    refused(
      'reduced redundancy above half of a set',
      'storageClass.reducedRedundancy',
      acmeWith({ storageClass: { reducedRedundancy: 9 } }),
    ),
  ],
  'coding-doubled': [
    refused('parity twice', 'parity', acmeWith({ parity: 4, storageClass: { standard: 4 } })),
    refused('a field and its variable', 'env[0].name', {
      ...withVariable('RUSTFS_ERASURE_SET_DRIVE_COUNT', '8'),
      erasureSetDriveCount: 8,
    }),
    refused('a field and an alias of its variable', 'env[0].name', {
      ...withVariable('MINIO_STORAGE_CLASS_STANDARD', 'EC:4'),
      parity: 4,
    }),
  ],
  'coding-malformed': [
    refused('a bare number', 'env[0].value', withVariable('RUSTFS_STORAGE_CLASS_STANDARD', '4')),
    refused('a word', 'env[0].value', withVariable('RUSTFS_ERASURE_SET_DRIVE_COUNT', 'eight')),
    warned(
      'the same where the operator runs it',
      'env[0].value',
      asOperator(withVariable('RUSTFS_STORAGE_CLASS_RRS', 'EC:')),
    ),
  ],
  'layout-unknown': [
    warned(
      'parity from another variable',
      'env[0].value',
      withVariable('RUSTFS_STORAGE_CLASS_STANDARD', '$(OTHER)'),
    ),
    warned(
      'parity from a Secret',
      'env[0].valueFrom',
      acmeWith({ env: [{ name: 'RUSTFS_STORAGE_CLASS_STANDARD', valueFrom: fromSecret }] }),
    ),
  ],
  'write-headroom': [
    warned('two servers', 'pools[0]', acmeWithPool({ servers: 2 })),
    warned('little parity', 'pools[0]', acmeWith({ parity: 2 })),
  ],
  'two-drives': [
    warned(
      'two drives on each server',
      'pools[0].persistence.volumesPerServer',
      acmeWithPool({ persistence: { volumesPerServer: 2 } }),
    ),
  ],
  'pools-unequal': [
    warned('pools of other sets', 'pools', acmeWith({ pools: [pool0, { ...pool1, servers: 6 }] })),
    warned('pools of other parity', 'pools', {
      ...acme,
      pools: [pool0, { ...pool1, servers: 7, persistence: { volumesPerServer: 1 } }],
    }),
  ],
  'pool-per-domain': [
    warned('a zone for each pool', 'pools', {
      ...acme,
      pools: [
        { ...pool0, nodeSelector: { [zone]: 'a' } },
        { ...pool1, nodeSelector: { [zone]: 'b' } },
      ],
    }),
  ],
  requirement: [
    refused('two servers', 'requires.survives.servers', acmeWith({ requires: { survives: { servers: 2 } } })),
    refused('five drives', 'requires.survives.drives', acmeWith({ requires: { survives: { drives: 5 } } })),
    refused(
      'two servers of four to read, though half of the shards are parity',
      'requires.survives.servers',
      {
        ...acme,
        parity: 8,
        requires: { survives: { servers: 2, for: 'read' } },
      },
    ),
    refused(
      'four drives, two on each of two servers',
      'requires.survives.drives',
      acmeWith({ requires: { survives: { drives: 4 } } }),
    ),
    refused('a zone, of four servers', 'requires.survives.zones', {
      ...acme,
      placement: threeZones,
      requires: { survives: { zones: 1 } },
    }),
    refused(
      'a zone, without a spread',
      'requires.survives.zones',
      acmeWith({ requires: { survives: { zones: 1 } } }),
    ),
    refused(
      'a domain, without one',
      'requires.survives.domains',
      acmeWith({ requires: { survives: { domains: 1 } } }),
    ),
    refused('a node, where servers may share one', 'requires.survives.nodes', {
      ...acme,
      placement: { perNode: 'preferred', drives: 'distinct' },
      requires: { survives: { nodes: 1 } },
    }),
    refused('more room', 'requires.usable', acmeWith({ requires: { usable: '1Ti' } })),
  ],
  'disruption-budget': [
    refused(
      'two servers, where one may be away',
      'disruptionBudget.maxUnavailable',
      acmeWith({ disruptionBudget: { maxUnavailable: 2 } }),
    ),
  ],
};

/** Declarations near the rules that break none. */
export const harmless: readonly [title: string, spec: TenantSpec][] = [
  ['parity within half of a set', acmeWith({ parity: 8 })],
  ['a legal set size', acmeWith({ erasureSetDriveCount: 8 })],
  ['an empty variable', withVariable('RUSTFS_STORAGE_CLASS_STANDARD', '')],
  ['a set size of 0', withVariable('RUSTFS_ERASURE_SET_DRIVE_COUNT', '0')],
  [
    'two servers to read, of eight in sets of four drives',
    {
      ...acmeWithPool({ servers: 8 }),
      erasureSetDriveCount: 4,
      requires: { survives: { servers: 2, for: 'read' } },
    },
  ],
  [
    'a node, with one server on each',
    acmeWith({ requires: { survives: { nodes: 1, servers: 1, drives: 3 } } }),
  ],
  ['one drive on each server', acmeWithPool({ persistence: { volumesPerServer: 1 } })],
  ['three drives on each server', acmeWithPool({ persistence: { volumesPerServer: 3 } })],
  [
    'a zone of three, with six servers',
    {
      ...acme,
      placement: threeZones,
      pools: [{ ...pool0, servers: 6 }],
      requires: { survives: { zones: 1, domains: 1 } },
    },
  ],
  ['room enough', acmeWith({ requires: { usable: '120Gi' } })],
  [
    'as many away as the pool can spare',
    { ...acmeWithPool({ servers: 8 }), disruptionBudget: { maxUnavailable: 2 } },
  ],
  [
    'pools in one zone',
    {
      ...acme,
      pools: [
        { ...pool0, nodeSelector: { [zone]: 'a' } },
        { ...pool1, nodeSelector: { [zone]: 'a' } },
      ],
    },
  ],
];
