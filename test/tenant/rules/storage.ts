import type { PersistentVolumeClaimSpec } from 'kubernetes-types/core/v1';
import type { TenantSpec } from 'rustfs-constructs';
import { refused, warned, type Breaches } from '../../support/breaches';
import { acme, acmeWithDrives, acmeWithPool, asOperator, pool0, pool1, twoPools } from '../../support/specs';

const singleDrivePool = { ...pool1, servers: 1, persistence: { volumesPerServer: 1 } };
const manyPools = Array.from({ length: 33 }, (_, i) => ({ ...pool0, name: `pool-${i}` }));
const template = 'pools[0].persistence.volumeClaimTemplate';
const path = 'pools[0].persistence.path';

function acmeWithClaim(claim: PersistentVolumeClaimSpec): TenantSpec {
  const whole = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Ti' } } };
  return acmeWithDrives({ volumeClaimTemplate: { ...whole, ...claim } });
}

function twoPaths(first: string, second: string): TenantSpec {
  const [drives0, drives1] = [pool0.persistence, pool1.persistence];
  const pools = [
    { ...pool0, persistence: { ...drives0, path: first } },
    { ...pool1, persistence: { ...drives1, path: second } },
  ];
  return { ...acme, pools };
}

/** Breaches of the rules about pools. */
export const poolBreaches: Breaches = {
  'pool-count': [
    refused('no pool', 'pools', { ...acme, pools: [] }),
    refused('33 pools', 'pools', { ...acme, pools: manyPools }),
  ],
  'pool-name': [
    refused('upper case', 'pools[0].name', acmeWithPool({ name: 'Pool' })),
    refused('a dot', 'pools[0].name', acmeWithPool({ name: 'pool.0' })),
    refused('a hyphen last', 'pools[0].name', acmeWithPool({ name: 'pool-' })),
    refused('nothing', 'pools[0].name', acmeWithPool({ name: '' })),
  ],
  'pool-name-duplicate': [
    refused('the name of an earlier pool', 'pools[1].name', {
      ...acme,
      pools: [pool0, { ...pool1, name: 'pool-0' }],
    }),
  ],
  'pool-size': [
    refused(
      '257 drives of a server',
      'pools[0].persistence.volumesPerServer',
      acmeWithDrives({ volumesPerServer: 257 }),
    ),
    refused('10 048 drives of a pool', 'pools[0].servers', acmeWithPool({ servers: 2512 })),
  ],
  'pool-single-drive': [
    refused('the first of two', 'pools[0]', { ...acme, pools: [{ ...singleDrivePool, name: 'a' }, pool1] }),
    refused('the second of two', 'pools[1]', { ...acme, pools: [pool0, singleDrivePool] }),
  ],
  'pool-start-order': [
    refused('OrderedReady with four servers', 'podManagementPolicy', {
      ...acme,
      podManagementPolicy: 'OrderedReady',
    }),
    warned(
      'the same where the operator runs it',
      'podManagementPolicy',
      asOperator({ ...acme, podManagementPolicy: 'OrderedReady' }),
    ),
  ],
  'update-partition': [
    refused('beyond the last server', 'pools[0].updatePartition', acmeWithPool({ updatePartition: 5 })),
  ],
};

/** Breaches of the rules about drives, claims and logs. */
export const storageBreaches: Breaches = {
  quantity: [
    ...['1GB', '0', '-1Gi'].map((scratchSize) =>
      refused(`${scratchSize} of scratch space`, 'pod.scratchSize', { ...acme, pod: { scratchSize } }),
    ),
    refused(
      'GB',
      'pools[0].resources.requests.memory',
      acmeWithPool({ resources: { requests: { memory: '16GB' } } }),
    ),
    refused(
      'a space',
      'pools[0].resources.limits.cpu',
      acmeWithPool({ resources: { limits: { cpu: '4 ' } } }),
    ),
    refused(
      'a claim',
      `${template}.resources.requests.storage`,
      acmeWithClaim({ resources: { requests: { storage: '10gi' } } }),
    ),
    refused('the log claim', 'logging.storageSize', {
      ...acme,
      logging: { mode: 'persistent', storageSize: 'five' },
    }),
  ],
  'claim-template': [
    refused(
      'an unknown access mode',
      `${template}.accessModes[0]`,
      acmeWithClaim({ accessModes: ['ReadWriteOnec'] }),
    ),
    refused(
      'nothing but reading',
      `${template}.accessModes`,
      acmeWithClaim({ accessModes: ['ReadOnlyMany'] }),
    ),
    refused(
      'a mode that stands alone, with another',
      `${template}.accessModes`,
      acmeWithClaim({ accessModes: ['ReadWriteOncePod', 'ReadWriteOnce'] }),
    ),
    refused('one volume for all', `${template}.volumeName`, acmeWithClaim({ volumeName: 'pv-0' })),
    refused('no access mode', `${template}.accessModes`, acmeWithClaim({ accessModes: [] })),
    refused('no storage', `${template}.resources`, acmeWithClaim({ resources: {} })),
    refused(
      'storage that holds nothing',
      `${template}.resources.requests.storage`,
      acmeWithClaim({ resources: { requests: { storage: '0' } } }),
    ),
    refused('a block device', `${template}.volumeMode`, acmeWithClaim({ volumeMode: 'Block' })),
  ],
  'claim-access-mode': [
    warned(
      'many writers',
      `${template}.accessModes`,
      acmeWithClaim({ accessModes: ['ReadWriteOnce', 'ReadWriteMany'] }),
    ),
  ],
  'claim-retention': [
    warned('deleted with the StatefulSet', 'claimRetention.whenDeleted', {
      ...acme,
      claimRetention: { whenDeleted: 'Delete' },
    }),
    warned('deleted when scaled down', 'claimRetention.whenScaled', {
      ...acme,
      claimRetention: { whenScaled: 'Delete' },
    }),
  ],
  'drive-path': [
    refused('a directory of the container', path, acmeWithDrives({ path: '/usr/share' })),
    refused('the scratch directory', path, acmeWithDrives({ path: '/tmp' })),
    refused('nothing', path, acmeWithDrives({ path: '' })),
    refused('not absolute', path, acmeWithDrives({ path: 'data' })),
    refused('back on itself', path, acmeWithDrives({ path: '/data/../etc' })),
    refused('an empty part', path, acmeWithDrives({ path: '/data//x' })),
    ...['//x', '/data//x'].map((twice) =>
      warned(`${twice}, where the operator runs it`, path, asOperator(acmeWithDrives({ path: twice }))),
    ),
    refused('a space', path, acmeWithDrives({ path: '/my data' })),
    refused('an ellipsis', path, acmeWithDrives({ path: '/data{0...3}' })),
    refused('a colon', path, acmeWithDrives({ path: '/data:x' })),
    refused("inside another pool's", 'pools[1].persistence.path', twoPaths('/data', '/data/inner')),
    refused(
      "inside another pool's, the other way round",
      'pools[0].persistence.path',
      twoPaths('/data/inner', '/data'),
    ),
  ],
  'drive-path-differs': [
    warned('where the operator runs it', 'pools[1].persistence.path', asOperator(twoPaths('/data', '/mnt'))),
    warned("with the image's entrypoint", 'pools[1].persistence.path', {
      ...twoPaths('/data', '/mnt'),
      pod: { entrypoint: 'image' },
    }),
  ],
  'mount-path': [
    refused('a log that is not absolute', 'logging.mountPath', {
      ...acme,
      logging: { mode: 'emptydir', mountPath: 'logs' },
    }),
  ],
  'mount-overlap': [
    refused('over the program', 'logging.mountPath', {
      ...acme,
      logging: { mode: 'emptydir', mountPath: '/usr/bin' },
    }),
    refused('the log among the drives', 'logging.mountPath', {
      ...acme,
      logging: { mode: 'emptydir', mountPath: '/data' },
    }),
    refused('the log inside a drive', 'logging.mountPath', {
      ...acme,
      logging: { mode: 'persistent', mountPath: '/data/rustfs0/log' },
    }),
    refused('the log around the drives', 'logging.mountPath', {
      ...acmeWithDrives({ path: '/srv/data' }),
      logging: { mode: 'emptydir', mountPath: '/srv' },
    }),
    refused('the log in /tmp', 'logging.mountPath', {
      ...acme,
      logging: { mode: 'emptydir', mountPath: '/tmp' },
    }),
    warned(
      'the same where the operator runs it',
      'logging.mountPath',
      asOperator({ ...acme, logging: { mode: 'emptydir', mountPath: '/data' } }),
    ),
  ],
  'drives-undeclared': [
    warned('four drives, of which nothing is said', 'pools[0].persistence.volumesPerServer', {
      ...acme,
      placement: {},
    }),
  ],
  'log-settings': [
    warned('a directory for standard output', 'logging.mountPath', {
      ...acme,
      logging: { mountPath: '/logs' },
    }),
    warned('a size for an emptyDir', 'logging.storageSize', {
      ...acme,
      logging: { mode: 'emptydir', storageSize: '1Gi' },
    }),
    warned('a class for standard output', 'logging.storageClass', {
      ...acme,
      logging: { mode: 'stdout', storageClass: 'fast' },
    }),
  ],
};

/** A tenant of two pools whose paths do not matter to the binary, which makes no directories. */
export const harmless: readonly [title: string, spec: TenantSpec][] = [
  ['two pools', twoPools],
  ['32 pools', { ...acme, pools: manyPools.slice(0, 32) }],
  ['two paths, with the binary as entrypoint', twoPaths('/data', '/mnt')],
  ['paths that only start alike', twoPaths('/data', '/data2')],
  ['a partition that updates no pod', acmeWithPool({ updatePartition: 4 })],
  ['OrderedReady with one server', { ...acmeWithPool({ servers: 1 }), podManagementPolicy: 'OrderedReady' }],
];
