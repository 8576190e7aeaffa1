import { composeTenant, planChange, planJson, planText, type TenantSpec } from 'rustfs-constructs';
import { emptyLock } from '../../lib/change/lock';
import { lockWith, tenantIdentity } from '../../lib/change';
import { withForgotten } from '../../lib/change/forget';
import {
  beside,
  claim,
  edited,
  namespace,
  objects,
  other,
  outcome,
  removed,
  root,
  rpc,
  secret,
  titleOf,
  volume,
} from '../support/beside';
import { present } from '../support/composed';
import { acme, acmeTls, development, fromChart, singleDrive, twoPools } from '../support/specs';

describe('An object beside the StatefulSets', () => {
  test.each<[change: string, title: string, edit: (text: string) => string | undefined, outcome: string]>([
    ['the Namespace goes', 'Namespace storage', removed, 'refused data-removed'],
    ['a claim of a drive goes', 'PersistentVolumeClaim vol-0-acme-pool-0-1', removed, 'refused data-removed'],
    ['a volume goes', 'PersistentVolume disk-1', removed, 'refused data-removed'],
    ['the credentials go', 'Secret acme-root', removed, 'refused object-needed'],
    ['the RPC secret goes', 'Secret acme-rpc', removed, 'refused object-needed'],
    ['the ServiceAccount goes', 'ServiceAccount acme-sa', removed, 'refused object-needed'],
    ['the headless Service goes', 'Service acme-hl', removed, 'refused servers-cut-off'],
    [
      'the headless Service has another name',
      'Service acme-hl',
      (text) => text.replace('"name":"acme-hl"', '"name":"acme-headless"'),
      'refused servers-cut-off',
    ],
    [
      'the headless Service loses its selector',
      'Service acme-hl',
      (text) => text.replace(/"selector":\{.*?\},?/, ''),
      'refused servers-cut-off',
    ],
    [
      'the headless Service selects others',
      'Service acme-hl',
      (text) => text.replace('"selector":{"rustfs.tenant":"acme"', '"selector":{"rustfs.tenant":"emca"'),
      'refused servers-cut-off',
    ],
    [
      'the headless Service loses clusterIP: None',
      'Service acme-hl',
      (text) => text.replace('"clusterIP":"None",', ''),
      'refused servers-cut-off',
    ],
    [
      'the headless Service names only ready servers',
      'Service acme-hl',
      (text) => text.replace('"publishNotReadyAddresses":true', '"publishNotReadyAddresses":false'),
      'refused servers-cut-off',
    ],
    ['the Service of S3 goes', 'Service acme-io', removed, 'procedure clients-cut-off'],
    [
      'the Service of S3 selects others',
      'Service acme-io',
      (text) => text.replace('"selector":{"rustfs.tenant":"acme"', '"selector":{"rustfs.tenant":"emca"'),
      'procedure clients-cut-off',
    ],
    [
      'the Service of S3 has another port',
      'Service acme-io',
      (text) => text.replace('"port":9000', '"port":80'),
      'procedure clients-cut-off',
    ],
    [
      'the Service of S3 leads to a port where nothing listens',
      'Service acme-io',
      (text) => text.replace('"targetPort":9000', '"targetPort":9002'),
      'procedure clients-cut-off',
    ],
    [
      'the Service of S3 has a port more',
      'Service acme-io',
      (text) => text.replace('"ports":[', '"ports":[{"name":"more","port":80,"targetPort":9000},'),
      'in-place',
    ],
    ['the Service of the console goes', 'Service acme-console', removed, 'in-place'],
    ['the disruption budget goes', 'PodDisruptionBudget acme-pool-0', removed, 'in-place'],
    [
      'the RPC secret changes',
      'Secret acme-rpc',
      (text) => text.replace('the-rpc-secret', 'another'),
      'procedure rotate-rpc',
    ],
    [
      'a key beside the RPC secret changes',
      'Secret acme-rpc',
      (text) => text.replace('"note":"a"', '"note":"b"'),
      'in-place',
    ],
    [
      'the root password changes',
      'Secret acme-root',
      (text) => text.replace('the-password', 'another'),
      'procedure rotate-root',
    ],
    [
      'the root password is encoded',
      'Secret acme-root',
      (text) =>
        text
          .replace('stringData', 'data')
          .replace('the-password', btoa('the-password'))
          .replace('the-user', btoa('the-user')),
      'none',
    ],
    [
      'a key that servers take goes',
      'Secret acme-root',
      (text) => text.replace(',"secretkey":"the-password"', ''),
      'refused object-needed',
    ],
    [
      'a claim asks for other access',
      'PersistentVolumeClaim vol-0-acme-pool-0-1',
      (text) => text.replace('ReadWriteOnce', 'ReadWriteMany'),
      'refused immutable-field',
    ],
    [
      'a claim shrinks',
      'PersistentVolumeClaim vol-0-acme-pool-0-1',
      (text) => text.replace('10Gi', '5Gi'),
      'refused immutable-field',
    ],
    [
      'a claim grows',
      'PersistentVolumeClaim vol-0-acme-pool-0-1',
      (text) => text.replace('10Gi', '20Gi'),
      'in-place',
    ],
    [
      'a volume is another disk',
      'PersistentVolume disk-1',
      (text) => text.replace('/mnt/disk-1', '/mnt/disk-2'),
      'refused immutable-field',
    ],
    [
      'the type of a Secret changes',
      'Secret acme-root',
      (text) => text.replace('"stringData"', '"type":"example.com/root","stringData"'),
      'procedure',
    ],
    [
      'the headless Service gets an address of its own',
      'Service acme-hl',
      (text) => text.replace('"clusterIP":"None"', '"clusterIP":"10.96.0.12"'),
      'refused servers-cut-off immutable-field',
    ],
  ])('%s', (_, title, edit, expected) => {
    const before = objects();
    expect(outcome(before, edited(before, title, edit))).toBe(expected);
  });

  test('is refused itself, and no other with it', () => {
    const before = objects();
    const { objects: changes } = planChange(before, edited(before, 'Secret acme-root', removed));
    expect(changes.filter(({ change }) => change !== 'unchanged')).toMatchObject([
      { change: 'refused', kind: 'Secret', name: 'acme-root' },
    ]);
  });

  test('never has its values told', () => {
    const before = objects();
    for (const to of ['another', '']) {
      const after = edited(before, 'Secret acme-rpc', (text) => text.replace('the-rpc-secret', to));
      const plan = planChange(before, after);
      expect(planText(plan) + planJson(plan)).not.toContain('the-rpc-secret');
      expect(planText(plan) + planJson(plan)).not.toContain('another');
    }
  });

  test('of no tenant has no more than a line, with what is deleted for good told as a procedure', () => {
    const before = [namespace, claim, volume, rpc];
    for (const object of before) {
      const plan = planChange(
        before,
        before.filter((each) => each !== object),
      );
      expect(plan.refusals).toEqual([]);
      expect(plan.verdict).toBe(object === rpc ? 'in-place' : 'procedure');
      expect(plan.objects.flatMap(({ notes = [] }) => notes)).toHaveLength(1);
    }
  });

  test('that never was there is not missed', () => {
    const before = objects(acme, []);
    expect(outcome(before, before)).toBe('none');
    expect(outcome(before, objects({ ...acme, image: 'rustfs/rustfs:1.0.1' }, []))).toBe('rolls');
  });

  test('that the cluster keeps by an annotation is told as staying', () => {
    const kept = {
      ...namespace,
      metadata: { name: 'storage', annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false' } },
    };
    const plan = planChange(objects(acme, [kept, root, rpc]), objects(acme, [root, rpc]));
    expect(plan.verdict).toBe('procedure');
    expect(planText(plan)).toContain(
      'It stays in the cluster by its annotation argocd.argoproj.io/sync-options',
    );
  });

  test('that goes with its tenant is told with it, but for what the tenant would have left', () => {
    const known = lockWith(emptyLock, present(tenantIdentity(composeTenant(acme))));
    const plan = planChange(objects(), [], {
      lock: withForgotten(known, acme, { reason: 'moved', date: '2026-11-28' }),
      lockBefore: known,
    });
    expect(plan.refusals).toEqual([]);
    expect(plan.verdict).toBe('procedure');
    expect(planText(plan)).toContain('the claims of acme and the data');
    expect(plan.objects.filter(({ kind, notes }) => kind === 'Service' && notes)).toEqual([]);
  });

  test.each([
    [
      'ConfigMap',
      '"env":[',
      '"env":[{"name":"A","valueFrom":{"configMapKeyRef":{"name":"mine","key":"a"}}},',
    ],
    ['ConfigMap', '"env":[', '"envFrom":[{"configMapRef":{"name":"mine"}}],"env":['],
    [
      'Secret',
      '"volumes":[',
      '"volumes":[{"name":"x","projected":{"sources":[{"secret":{"name":"mine"}}]}},',
    ],
    [
      'PersistentVolumeClaim',
      '"volumes":[',
      '"volumes":[{"name":"x","persistentVolumeClaim":{"claimName":"mine"}},',
    ],
    ['PriorityClass', '"containers":[', '"priorityClassName":"mine","containers":['],
    ['RuntimeClass', '"containers":[', '"runtimeClassName":"mine","containers":['],
  ])('%s is needed wherever a pod names it: %s', (kind, at, to) => {
    const mine = { apiVersion: 'v1', kind, metadata: { name: 'mine', namespace: 'storage' } };
    const all = edited(objects(acme, [...beside, mine]), 'StatefulSet acme-pool-0', (text) =>
      text.replace(at, to),
    );
    expect(outcome(all, edited(all, `${kind} mine`, removed))).toMatch(
      /^refused (object-needed|data-removed)$/,
    );
    if (!to.includes('"name":"mine"')) return;
    const optional = edited(all, 'StatefulSet acme-pool-0', (text) =>
      text.replace('"name":"mine"', '"name":"mine","optional":true'),
    );
    expect(outcome(optional, edited(optional, `${kind} mine`, removed))).toBe('in-place');
  });
});

describe('A Secret that another object makes', () => {
  const makers = [
    other('external-secrets.io/v1', 'ExternalSecret', 'acme-root', {
      data: [{ secretKey: 'accesskey' }, { secretKey: 'secretkey' }],
    }),
    other('external-secrets.io/v1', 'ExternalSecret', 'mine', {
      target: { name: 'acme-root' },
      dataFrom: [{ extract: { key: 'acme' } }],
    }),
    other('bitnami.com/v1alpha1', 'SealedSecret', 'acme-root', {
      encryptedData: { accesskey: 'AgA', secretkey: 'AgB' },
    }),
    other('secrets.hashicorp.com/v1beta1', 'VaultStaticSecret', 'mine', {
      destination: { name: 'acme-root' },
    }),
    other('secrets-store.csi.x-k8s.io/v1', 'SecretProviderClass', 'mine', {
      secretObjects: [{ secretName: 'acme-root' }],
    }),
  ];

  test.each(makers)('by a $kind is gone with it', (maker) => {
    const before = objects(acme, [maker]);
    expect(outcome(before, objects(acme, []))).toBe('refused object-needed');
  });

  test.each(makers)('may move to a $kind of the same name, and back', (maker) => {
    const [before, after] = [objects(acme, [root]), objects(acme, [maker])];
    const plan = planChange(before, after);
    expect(plan).toMatchObject({ verdict: 'procedure', refusals: [] });
    expect(planText(plan)).toContain('The Secret acme-root is made by another object now');
    expect(planChange(after, before).refusals).toEqual([]);
  });

  test('is gone as well when its maker names another one', () => {
    const [maker] = [
      other('external-secrets.io/v1', 'ExternalSecret', 'mine', { target: { name: 'acme-root' } }),
    ];
    const before = objects(acme, [maker]);
    const after = edited(before, 'ExternalSecret mine', (text) => text.replace('acme-root', 'acme-boot'));
    expect(outcome(before, after)).toBe('refused object-needed');
  });

  test('by cert-manager stays, and is no longer renewed', () => {
    const before = objects(acmeTls);
    const after = before.filter((object) => !titleOf(object).startsWith('Certificate '));
    expect(after).toHaveLength(before.length - 1);
    const plan = planChange(before, after);
    expect(plan).toMatchObject({ verdict: 'in-place', refusals: [] });
    expect(planText(plan)).toContain('nothing renews it from now on');
  });
});

test('A certificate keeps the names by which servers call each other', () => {
  const before = composeTenant(acmeTls);
  const names = (edit: (text: string) => string) =>
    before.map((object): object =>
      object.kind === 'Certificate' ? JSON.parse(edit(JSON.stringify(object))) : object,
    );
  const gone = names((text) => text.replace(/"dnsNames":\[.*?\]/, '"dnsNames":["acme.example.com"]'));
  expect(outcome(before, gone)).toBe('refused servers-cut-off');
  const more = names((text) => text.replace('"dnsNames":[', '"dnsNames":["acme.example.com",'));
  expect(outcome(before, more)).toBe('in-place');
});

describe('A key of encrypted data', () => {
  const kms: TenantSpec = {
    ...acme,
    env: [
      { name: 'RUSTFS_SSE_S3_MASTER_KEY', valueFrom: { secretKeyRef: { name: 'keys', key: 'sse' } } },
      { name: 'RUSTFS_IAM_MASTER_KEY', valueFrom: { secretKeyRef: { name: 'keys', key: 'iam' } } },
    ],
  };
  const keys = secret('keys', { sse: 'one', iam: 'two', old: 'three' });

  test('is told as such when its Secret goes', () => {
    const plan = planChange(objects(kms, [keys]), objects(kms, []));
    expect(plan.refusals).toMatchObject([{ code: 'object-needed' }]);
    expect(plan.refusals[0]?.message).toContain('keys of encrypted data');
  });

  test.each([
    ['one', 'RUSTFS_SSE_S3_MASTER_KEY'],
    ['two', 'RUSTFS_IAM_MASTER_KEY'],
  ])('never changes in its Secret: %s', (value, variable) => {
    const before = objects(kms, [keys]);
    const after = edited(before, 'Secret keys', (text) => text.replace(value, 'other'));
    expect(planChange(before, after).refusals).toMatchObject([{ code: 'encryption-changed' }]);
    expect(planChange(before, after).refusals[0]?.message).toContain(variable);
  });

  test('of IAM is rotated by naming the old one, and no old one is forgotten', () => {
    const old = {
      name: 'RUSTFS_IAM_MASTER_KEY_OLD_KEYS',
      valueFrom: { secretKeyRef: { name: 'keys', key: 'old' } },
    };
    const rotating = { ...kms, env: [...(kms.env ?? []), old] };
    const before = objects(rotating, [keys]);
    const edit = (from: string, to: string) =>
      edited(before, 'Secret keys', (text) => text.replace(from, to));
    expect(outcome(before, edit('"two","old":"three"', '"four","old":"three,two"'))).toBe('in-place');
    expect(outcome(before, edit('"three"', '"two"'))).toBe('refused encryption-changed');
  });
});

test('A set size in a ConfigMap never changes', () => {
  const sized: TenantSpec = {
    ...acme,
    env: [
      {
        name: 'RUSTFS_ERASURE_SET_DRIVE_COUNT',
        valueFrom: { configMapKeyRef: { name: 'settings', key: 'drives' } },
      },
    ],
  };
  const settings = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace: 'storage' },
    data: { drives: '8', level: 'info' },
  };
  const before = objects(sized, [settings]);
  const edit = (from: string, to: string) =>
    edited(before, 'ConfigMap settings', (text) => text.replace(from, to));
  expect(outcome(before, edit('"8"', '"4"'))).toBe('refused set-size-changed');
  expect(outcome(before, edit('info', 'warn'))).toBe('in-place');
});

describe('An address that Kubernetes gave', () => {
  const typed = (type: 'LoadBalancer' | 'NodePort' | 'ClusterIP'): TenantSpec => ({
    ...acme,
    services: { io: { type } },
  });

  test.each([
    ['LoadBalancer', 'ClusterIP', 'The address of its load balancer is released'],
    ['LoadBalancer', 'NodePort', 'The address of its load balancer is released'],
    ['NodePort', 'ClusterIP', 'Its node ports are released'],
    ['ClusterIP', 'LoadBalancer', ''],
    ['NodePort', 'LoadBalancer', ''],
  ] as const)('is released or not: %s to %s', (from, to, words) => {
    const plan = planChange(typed(from), typed(to));
    expect(plan.verdict).toBe('in-place');
    if (words === '') expect(planText(plan)).not.toContain('released');
    else expect(planText(plan)).toContain(words);
  });

  test('is never put in the place of none: a live Service is not made headless', () => {
    const live = edited(objects(), 'Service acme-hl', (text) =>
      text.replace('"clusterIP":"None"', '"clusterIP":"10.96.0.12","clusterIPs":["10.96.0.12"]'),
    );
    const plan = planChange(live, acme, { live: true });
    expect(plan.refusals).toMatchObject([{ code: 'immutable-field' }]);
    expect(plan.refusals[0]?.message).toContain('spec.clusterIP of the Service storage/acme-hl');
  });
});

describe('Every object of a tenant and beside it', () => {
  const needed = [
    'Namespace',
    'PersistentVolumeClaim',
    'PersistentVolume',
    'Secret',
    'ServiceAccount',
    'StatefulSet',
  ];
  const unknown = [
    other('monitoring.coreos.com/v1', 'ServiceMonitor', 'acme'),
    other('networking.k8s.io/v1', 'NetworkPolicy', 'acme'),
    other('networking.k8s.io/v1', 'Ingress', 'acme'),
    other('example.com/v1', 'Something', 'acme'),
  ];

  test.each<[name: string, spec: TenantSpec]>([
    ['acme', acme],
    ['HTTPS', acmeTls],
    ['two pools', twoPools],
    ['a lone drive', singleDrive],
    ['of the chart', fromChart],
    ['development', development],
  ])('is never gone without a word: %s', (_, spec) => {
    const named = [...beside, ...unknown];
    const before = objects(spec, named);
    for (const object of before) {
      const after = before.filter((each) => each !== object);
      const plan = planChange(before, after);
      const title = titleOf(object);
      const lines = [
        ...plan.objects.flatMap(({ notes = [] }) => notes),
        ...plan.tenants.flatMap(({ problems }) => problems.map(({ message }) => message)),
      ];
      expect({ title, isTold: lines.length > 0 }).toEqual({ title, isTold: true });
      const isOwn =
        spec.name === 'acme' || ['StatefulSet', 'ServiceAccount'].includes(title.split(' ')[0] ?? '');
      if (isOwn && needed.includes(title.split(' ')[0] ?? ''))
        expect({ title, verdict: plan.verdict }).toEqual({ title, verdict: 'refused' });
      if (title.startsWith('Something'))
        expect(lines).toEqual(['It is removed; what that does is not known here.']);
    }
  });
});
