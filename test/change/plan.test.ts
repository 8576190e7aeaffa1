import {
  composeTenant,
  lockWith,
  planChange,
  planMarkdown,
  planText,
  emptyLock,
  tenantIdentity,
  type TenantSpec,
} from 'rustfs-constructs';
import { present } from '../support/composed';
import { withRetired } from '../../lib/change/record';
import {
  acme,
  acmeWithDrives,
  acmeWithPool,
  asOperator,
  development,
  singleDrive,
  twoPools,
} from '../support/specs';

/** What becomes of each object that changes: `rolls StatefulSet acme-pool-0`. */
function changes(before: TenantSpec, after: TenantSpec): string[] {
  return planChange(before, after)
    .objects.filter(({ change }) => change !== 'unchanged')
    .map(({ change, kind, name }) => `${change} ${kind} ${name}`);
}

const rolls = ['rolls StatefulSet acme-pool-0'];

describe('An object that is removed', () => {
  const off: TenantSpec = { ...acme, disruptionBudget: { enabled: false } };
  const command = 'kubectl delete poddisruptionbudget acme-pool-0 -n storage';

  test('is named with the command that deletes it, as no apply does', () => {
    const plan = planChange(acme, off);
    const objects = plan.objects.filter(({ change }) => change === 'removed');
    expect(objects).toMatchObject([{ kind: 'PodDisruptionBudget', name: 'acme-pool-0', command }]);
    expect(planText(plan)).toContain(`             No apply deletes it, only what prunes: ${command}\n`);
    expect(planMarkdown(plan)).toContain(command);
  });

  test('is named until it is gone', () => {
    const live = planChange(composeTenant(acme), off, { live: true });
    expect(live.objects.find(({ change }) => change === 'removed')).toMatchObject({ command });
    expect(planChange(composeTenant(off), off, { live: true }).verdict).toBe('none');
  });

  test('is not to be deleted where that is refused', () => {
    const plan = planChange(twoPools, { ...twoPools, pools: twoPools.pools.slice(0, 1) });
    expect(plan.objects.filter(({ change }) => change === 'refused')).not.toHaveLength(0);
    expect(
      plan.objects.filter((object) => object.change === 'refused' && object.command !== undefined),
    ).toEqual([]);
  });

  test.each([
    ['v1', 'Secret', 'kubectl delete secret a -n b'],
    ['networking.k8s.io/v1', 'NetworkPolicy', 'kubectl delete networkpolicy a -n b'],
    ['cert-manager.io/v1', 'Certificate', 'kubectl delete certificate.cert-manager.io a -n b'],
  ])('goes by the name that kubectl knows its kind by: %s %s', (apiVersion, kind, expected) => {
    const object = { apiVersion, kind, metadata: { name: 'a', namespace: 'b' } };
    expect(planChange([object], []).objects).toMatchObject([{ command: expected }]);
  });
});

describe('The class of a load balancer', () => {
  const io = (more: object): TenantSpec => ({ ...acme, services: { io: { type: 'LoadBalancer', ...more } } });
  const [one, other] = ['example.com/one', 'example.com/other'].map((loadBalancerClass) =>
    io({ loadBalancerClass }),
  );

  test.each([
    ['is set', io({}), one, 'refused'],
    ['changes', one, other, 'refused'],
    ['is taken out', one, io({}), 'refused'],
    ['comes with the load balancer', acme, one, 'in-place'],
    ['goes with the load balancer', one, acme, 'in-place'],
  ])('%s', (_, before = acme, after = acme, verdict) => {
    expect(planChange(before, after).verdict).toBe(verdict);
  });
});

describe('A change of a field', () => {
  test.each<[field: string, before: TenantSpec, after: TenantSpec, verdict: string, changes: string[]]>([
    ['image', acme, { ...acme, image: 'rustfs/rustfs:1.0.1' }, 'rolls', rolls],
    ['env', acme, { ...acme, env: [{ name: 'A', value: '1' }] }, 'rolls', rolls],
    ['resources', acme, acmeWithPool({ resources: { requests: { memory: '2Gi' } } }), 'rolls', rolls],
    ['priorityClassName', acme, { ...acme, priorityClassName: 'high' }, 'rolls', rolls],
    ['parity', acme, { ...acme, parity: 6 }, 'rolls', rolls],
    ['probes', acme, { ...acme, probes: { startup: { failureThreshold: 200 } } }, 'rolls', rolls],
    [
      'parity that spares no server',
      acme,
      { ...acme, parity: 2 },
      'rolls',
      [...rolls, 'removed PodDisruptionBudget acme-pool-0'],
    ],
    [
      'updatePartition, higher',
      acme,
      acmeWithPool({ updatePartition: 2 }),
      'in-place',
      ['updated StatefulSet acme-pool-0'],
    ],
    ['updatePartition, lower', acmeWithPool({ updatePartition: 2 }), acme, 'rolls', rolls],
    [
      'claimRetention',
      acme,
      { ...acme, claimRetention: { whenScaled: 'Delete' } },
      'in-place',
      ['updated StatefulSet acme-pool-0'],
    ],
    [
      'services',
      acme,
      { ...acme, services: { io: { type: 'LoadBalancer' } } },
      'in-place',
      ['updated Service acme-io'],
    ],
    [
      'disruptionBudget',
      acme,
      { ...acme, disruptionBudget: { enabled: false } },
      'in-place',
      ['removed PodDisruptionBudget acme-pool-0'],
    ],
    ['requires', acme, { ...acme, requires: { usable: '1Gi' } }, 'none', []],
    ['labels', acme, { ...acme, labels: { team: 'a' } }, 'none', []],
    [
      'serviceAccountName',
      acme,
      { ...acme, serviceAccountName: 'mine' },
      'rolls',
      [...rolls, 'removed ServiceAccount acme-sa'],
    ],
    ['rpcSecret', acme, { ...acme, rpcSecret: { name: 'other', key: 'secret' } }, 'procedure', rolls],
    ['credsSecret beside an rpcSecret', acme, { ...acme, credsSecret: { name: 'other' } }, 'rolls', rolls],
    [
      'credsSecret of a lone server',
      singleDrive,
      { ...singleDrive, credsSecret: { name: 'other' } },
      'rolls',
      ['rolls StatefulSet solo-pool-0'],
    ],
    [
      'a larger claim',
      acme,
      acmeWithDrives({
        volumeClaimTemplate: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Ti' } } },
      }),
      'procedure',
      ['recreated StatefulSet acme-pool-0'],
    ],
    [
      'a pool more',
      acme,
      twoPools,
      'rolls',
      [
        'created PodDisruptionBudget acme-pool-1',
        'rolls StatefulSet acme-pool-0',
        'created StatefulSet acme-pool-1',
      ].sort(),
    ],
  ])('%s', (_, before, after, verdict, expected) => {
    expect(planChange(before, after).verdict).toBe(verdict);
    expect(changes(before, after).sort()).toEqual([...expected].sort());
  });

  test('without rpcSecret, other root credentials stop the servers from talking', () => {
    const { rpcSecret: _rpc, ...derived } = acme;
    const plan = planChange(derived, { ...derived, credsSecret: { name: 'other' } });
    expect(plan).toMatchObject({
      verdict: 'procedure',
      tenants: [
        {
          procedures: [{ runbook: 'rotate-root' }],
          rollout: { isTogether: true, restarts: 4, canRead: false },
        },
      ],
    });
  });

  test.each([
    'RUSTFS_ROOT_PASSWORD',
    'RUSTFS_ROOT_USER',
    'MINIO_SECRET_KEY',
    'MINIO_ACCESS_KEY',
    'MINIO_ROOT_USER',
    'MINIO_ROOT_PASSWORD',
    'RUSTFS_SECRET_KEY_FILE',
    'MINIO_ACCESS_KEY_FILE',
  ])('%s is a root credential as well', (name) => {
    const { rpcSecret: _rpc, ...derived } = acme;
    const [before, after] = ['/a', '/b'].map((value) =>
      composeTenant(derived).map((object): object => {
        const text = JSON.stringify(object).replaceAll(
          '"env":[',
          `"env":[{"name":"${name}","value":"${value}"},`,
        );
        return JSON.parse(text);
      }),
    );
    expect(planChange(present(before), present(after))).toMatchObject({
      verdict: 'procedure',
      tenants: [{ procedures: [{ runbook: 'rotate-root' }] }],
    });
  });

  test('names the fields, those of lists by the name of the item', () => {
    const [fields] = planChange(acme, { ...acme, image: 'rustfs/rustfs:1.0.1', parity: 3 })
      .objects.filter(({ kind }) => kind === 'StatefulSet')
      .map((object) => object.fields);
    expect(fields).toEqual([
      'spec.template.spec.containers[rustfs].env[RUSTFS_STORAGE_CLASS_STANDARD]',
      'spec.template.spec.containers[rustfs].image',
    ]);
  });

  test('of the order of variables counts, as one may refer to another', () => {
    const [a, b] = [
      { name: 'A', value: '1' },
      { name: 'B', value: '2' },
    ];
    expect(planChange({ ...acme, env: [a, b] }, { ...acme, env: [b, a] }).verdict).toBe('rolls');
  });
});

/** Four servers in two sets of two: one that is away leaves its set to be read and not written. */
const pairs = {
  erasureSetDriveCount: 2,
  pools: [{ name: 'pool-0', servers: 4, persistence: { volumesPerServer: 1 } }],
};

describe('A plan for data and availability', () => {
  test('has capacity and tolerance of both sides, and what to do afterwards', () => {
    const [plan] = planChange(acme, twoPools).tenants;
    expect(plan).toMatchObject({
      tenant: 'storage/acme',
      pools: [
        { name: 'pool-0', change: 'stays', after: { serverTolerance: { write: 1 } } },
        { name: 'pool-1', change: 'joins', before: undefined },
      ],
      rollout: { restarts: 4, canRead: true, canWrite: true, isTogether: false },
    });
    expect(plan?.afterwards.join()).toContain('start a rebalance');
    expect(plan?.irreversible.join()).toContain('pool-1 joins for good');
  });

  test('says when all stops: of two servers both have to answer for a bucket', () => {
    const pool = { name: 'pool-0', servers: 2, persistence: { volumesPerServer: 2 } };
    const pair = { ...acme, pools: [pool] };
    const old = { ...pair, image: 'rustfs/rustfs:1.0.0-rc.1' };
    const plan = planChange(old, { ...old, image: 'rustfs/rustfs:1.0.0-rc.3' });
    expect(plan.tenants[0]?.rollout).toMatchObject({ canRead: false, canWrite: false });
    expect(planText(plan)).toContain('all reads and writes fail while a server of pool-0 is away\n');
  });

  test('says when writes stop: in a set of two drives no other takes the shard of one that is away', () => {
    const old = { ...acme, ...pairs, image: 'rustfs/rustfs:1.0.0-rc.1' };
    const plan = planChange(old, { ...old, image: 'rustfs/rustfs:1.0.0-rc.3' });
    expect(plan.tenants[0]?.rollout).toMatchObject({ canRead: true, canWrite: false });
    expect(planText(plan)).toContain(
      'objects are read, but not listed; writes to pool-0 fail while one of its servers is away\n',
    );
    expect(planText(plan)).toContain(
      '; no servers may fail; without one, objects are read, but nothing is written or listed, as before\n',
    );
  });

  test('says that no bucket is listed while the sets of one pool cannot be read', () => {
    const pool = (name: string, volumesPerServer: number) => ({
      name,
      servers: 4,
      persistence: { volumesPerServer },
    });
    const old = { ...acme, parity: 2, pools: [pool('pool-0', 1), pool('pool-1', 4)] };
    expect(planText(planChange(old, { ...old, image: 'rustfs/rustfs:1.0.1' }))).toContain(
      'no bucket is listed and reads of pool-1 fail while one of its servers is away; writes to pool-1 fail',
    );
  });

  test.each<[image: string, canRead: boolean | undefined, words: string]>([
    ['rustfs/rustfs:1.0.0', false, 'so do all reads through the Services'],
    ['rustfs/rustfs:1.0.0-glibc', false, 'so do all reads through the Services'],
    ['rustfs/rustfs:1.0.1', undefined, 'fail too where the image needs the write quorum'],
    [`rustfs/rustfs@sha256:${'a'.repeat(64)}`, undefined, 'fail too where the image needs the write quorum'],
  ])(
    'says of %s whether servers leave the Services when a set cannot be written',
    (image, canRead, words) => {
      const pair = { ...acme, ...pairs, image };
      const plan = planChange(pair, { ...pair, env: [{ name: 'A', value: '1' }] });
      expect(plan.tenants[0]?.rollout.canRead).toBe(canRead);
      expect(planText(plan)).toContain('writes to pool-0 fail');
      expect(planText(plan)).toContain(words);
      const whole = planChange({ ...acme, image }, { ...acme, image, env: [{ name: 'A', value: '1' }] });
      expect(whole.tenants[0]?.rollout).toMatchObject({ canRead: true, canWrite: true });
    },
  );

  test('says when an image is a step back, and only then', () => {
    const said = (from: string, to: string) =>
      planText(planChange({ ...acme, image: from }, { ...acme, image: to })).replaceAll(/\s+/g, ' ');
    expect(said('rustfs/rustfs:1.1.0', 'rustfs/rustfs:1.0.0')).toContain('a step back, from 1.1.0 to 1.0.0');
    expect(said('rustfs/rustfs:1.0.0', 'rustfs/rustfs:1.1.0')).not.toContain('a step back');
    expect(said('rustfs/rustfs:1.1.0', 'rustfs/rustfs:latest')).not.toContain('a step back');
  });

  test('holds for the parity of old and of new objects', () => {
    // With two parity drives a server's four are too many.
    const { rollout } = present(planChange(acme, { ...acme, parity: 2 }).tenants[0]);
    expect(rollout).toMatchObject({ canRead: false, canWrite: false });
  });

  test('restarts only what the partition lets through', () => {
    const canary = { ...acmeWithPool({ updatePartition: 3 }), image: 'rustfs/rustfs:1.0.1' };
    expect(planChange(acme, canary).tenants[0]?.rollout.pools).toMatchObject([{ ordinals: [3] }]);
    const released = { ...canary, pools: acmeWithPool({ updatePartition: 1 }).pools };
    expect(planChange(canary, released).tenants[0]?.rollout.pools).toMatchObject([{ ordinals: [2, 1] }]);
  });

  test('lets a pool leave that the lock has as retired', () => {
    const known = lockWith(emptyLock, present(tenantIdentity(composeTenant(twoPools))));
    const lock = withRetired(known, { namespace: 'storage', name: 'acme' }, 'pool-1', {
      reason: 'old disks',
      date: '2026-11-25',
    });
    const plan = planChange(twoPools, acme, { lock });
    expect(plan).toMatchObject({
      verdict: 'procedure',
      refusals: [],
      tenants: [{ procedures: [{ runbook: 'retire-pool' }] }],
    });
    // And never lets another have its name.
    expect(planChange(acme, twoPools, { lock }).refusals).toMatchObject([
      { path: 'pools[1].name', code: 'pool-retired' },
    ]);
  });

  test.each([
    ['whenScaled', 'scaling the StatefulSet of pool-0 down, even to stop it, deletes the claims'],
    ['whenDeleted', 'deleting the StatefulSet of pool-0 deletes its claims'],
  ])('says what claimRetention.%s: Delete is for, once', (field, words) => {
    const deleting = { ...acme, claimRetention: { [field]: 'Delete' } };
    const texts = (before: TenantSpec, after: TenantSpec) =>
      present(planChange(before, after).tenants[0]).irreversible;
    expect(texts(acme, deleting)).toEqual([expect.stringContaining(words)]);
    expect(texts(deleting, deleting)).toEqual([]);
    expect(texts(deleting, acme)).toEqual([]);
  });

  test.each<[change: string, before: TenantSpec, after: TenantSpec]>([
    ['a pool more', acmeWithPool({ updatePartition: 2 }), twoPools],
    ['another RPC secret', acme, { ...acme, rpcSecret: { name: 'other', key: 'secret' } }],
  ])('refuses to keep servers from %s by a partition', (_, before, after) => {
    const held = {
      ...after,
      pools: after.pools.map((pool, i) => ({ ...pool, updatePartition: i === 0 ? 2 : 0 })),
    };
    expect(planChange(before, held)).toMatchObject({
      verdict: 'refused',
      refusals: [{ path: 'pools[0].updatePartition', code: 'update-partition' }],
    });
    expect(planChange(before, after).refusals).toEqual([]);
  });

  test('refuses what Kubernetes would refuse and no rule knows', () => {
    const after = composeTenant(acme).map((object) =>
      object.kind === 'StatefulSet' ? { ...object, spec: { ...object.spec, somethingNew: 1 } } : object,
    );
    expect(planChange(composeTenant(acme), after).refusals).toMatchObject([{ code: 'immutable-field' }]);
  });
});

describe('A plan against a cluster', () => {
  /** What the API server makes of objects, as kubectl prints it. */
  function printed(spec: TenantSpec): object {
    const items = composeTenant(spec).map((object) => ({
      ...object,
      metadata: {
        ...object.metadata,
        uid: 'a',
        resourceVersion: '12',
        creationTimestamp: '2026-11-25T00:00:00Z',
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
      },
      ...('spec' in object && { spec: served(object.spec) }),
      status: { replicas: 4 },
    }));
    return { apiVersion: 'v1', kind: 'List', items };
  }

  /** As Kubernetes 1.37 fills it in. */
  const strategy = '{"type":"RollingUpdate","rollingUpdate":{"partition":0,"maxUnavailable":1}}';

  /** Defaults filled in, empty values left out. */
  function served(spec: unknown): unknown {
    const text = JSON.stringify(spec)
      .replaceAll(',"value":""', '')
      .replace('"replicas":4', `"replicas":4,"revisionHistoryLimit":10,"updateStrategy":${strategy}`)
      .replaceAll('"storage":"10Gi"', '"storage":"10240Mi"')
      .replaceAll('"accessModes"', '"volumeMode":"Filesystem","accessModes"')
      .replaceAll('"fieldPath"', '"apiVersion":"v1","fieldPath"')
      .replace('"containers"', '"restartPolicy":"Always","dnsPolicy":"ClusterFirst","containers"')
      .replaceAll(
        '"type":"ClusterIP"',
        '"type":"ClusterIP","clusterIPs":["10.0.0.1"],"sessionAffinity":"None"',
      );
    return JSON.parse(text);
  }

  test('is empty when nothing has changed', () => {
    expect(planChange([printed(acme)], acme, { live: true })).toMatchObject({ verdict: 'none' });
  });

  test('would not be if it compared what the server fills in', () => {
    expect(planChange([printed(acme)], acme).verdict).not.toBe('none');
  });

  test('sees what changes, and no object that is none of the tenant', () => {
    const other = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'other', namespace: 'storage' } };
    const plan = planChange(
      [printed(acme), other],
      { ...acme, image: 'rustfs/rustfs:1.0.1' },
      { live: true },
    );
    expect(plan.verdict).toBe('rolls');
    expect(plan.objects.map(({ name }) => name)).not.toContain('other');
  });

  test('sees a pool that only the cluster has', () => {
    expect(planChange([printed(twoPools)], acme, { live: true }).refusals).toMatchObject([
      { code: 'pool-removed' },
    ]);
  });

  test('knows the operator and the default profile for one tenant', () => {
    expect(planChange([printed(asOperator(acme))], acme, { live: true })).toMatchObject({
      verdict: 'rolls',
      refusals: [],
    });
  });

  test('compares a Secret as the server stores it', () => {
    const stored = composeTenant(development).map((object) => {
      if (object.kind !== 'Secret' || !('stringData' in object)) return object;
      const { stringData = {}, ...rest } = object;
      const data = Object.entries(stringData).map(([key, text]) => [key, btoa(String(text))]);
      return { ...rest, data: Object.fromEntries(data) };
    });
    expect(planChange(stored, development, { live: true }).verdict).toBe('none');
  });

  /** The paths that a plan says of an object that the cluster has otherwise. */
  function seen(kind: string, edit: (text: string) => string, after: TenantSpec = acme): readonly string[] {
    const live: object = JSON.parse(edit(JSON.stringify(printed(after))));
    const { objects } = planChange([live], after, { live: true });
    return objects.filter((object) => object.kind === kind).flatMap(({ fields }) => fields);
  }

  test('sees where the cluster has something else than a default that the declaration says', () => {
    const retained = { ...acme, claimRetention: { whenDeleted: 'Retain' as const } };
    expect(
      seen(
        'StatefulSet',
        (text) => text.replace('"whenDeleted":"Retain"', '"whenDeleted":"Delete"'),
        retained,
      ),
    ).toEqual(['spec.persistentVolumeClaimRetentionPolicy.whenDeleted']);
    const released = acmeWithPool({ updatePartition: 0 });
    expect(seen('StatefulSet', (text) => text.replace('"partition":0', '"partition":3'), released)).toEqual([
      'spec.updateStrategy.rollingUpdate.partition',
    ]);
    expect(
      seen('StatefulSet', (text) => text.replace('"type":"RollingUpdate"', '"type":"OnDelete"'), released),
    ).toEqual(['spec.updateStrategy.type']);
    expect(
      seen('StatefulSet', (text) => text.replace(/("readinessProbe":.*?"failureThreshold":)6/, '$19')),
    ).toEqual(['spec.template.spec.containers[rustfs].readinessProbe.failureThreshold']);
    expect(
      seen('Service', (text) => text.replaceAll('"type":"ClusterIP"', '"type":"LoadBalancer"')).slice(0, 1),
    ).toEqual(['spec.type']);
  });

  test('leaves alone what others have written beside such a field', () => {
    const others = '"annotations":{"example.com/by":"others"},"name":"acme-pool-0"';
    expect(
      seen('StatefulSet', (text) => text.replaceAll('"name":"acme-pool-0"', others), {
        ...acme,
        claimRetention: { whenDeleted: 'Retain' },
      }),
    ).toEqual([]);
  });

  test('sees a field that has left the declaration where kubectl noted that it was there', () => {
    const placed = acmeWithPool({ nodeSelector: { disk: 'fast' } });
    const noted = composeTenant(placed).map((object) => ({
      ...object,
      metadata: {
        ...object.metadata,
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(object) },
      },
    }));
    const plan = planChange(noted, acme, { live: true });
    expect(plan.objects.flatMap(({ fields }) => fields)).toEqual(['spec.template.spec.nodeSelector.disk']);
    expect(plan.verdict).toBe('rolls');
    expect(planChange(composeTenant(placed), acme, { live: true }).verdict).toBe('none');
  });

  test.each(['no JSON', '{}'])('makes nothing of a note that says %s', (note) => {
    const noted = composeTenant(acme).map((object) => ({
      ...object,
      metadata: {
        ...object.metadata,
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': note },
      },
    }));
    expect(planChange(noted, acme, { live: true }).verdict).toBe('none');
  });

  test.each([
    ['of a pool', acme],
    ['of a single drive', singleDrive],
  ])('takes servers %s that are scaled to none for what they are: none of them runs', (_, spec) => {
    const stopped = composeTenant(spec).map((object) =>
      object.kind === 'StatefulSet' && 'spec' in object
        ? { ...object, spec: { ...Object(object.spec), replicas: 0 } }
        : object,
    );
    const { verdict, refusals, objects } = planChange(stopped, spec, { live: true });
    expect({ verdict, refusals }).toEqual({ verdict: 'in-place', refusals: [] });
    expect(objects.flatMap(({ fields }) => fields)).toEqual(['spec.replicas']);
  });
});
