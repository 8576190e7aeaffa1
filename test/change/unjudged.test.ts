import { planChange, planText } from 'rustfs-constructs';
import { beside, claim, edited, objects, other, outcome, volume } from '../support/beside';
import { acme, acmeTls } from '../support/specs';

/** The objects, with some labels, annotations or finalizers more on one of them. */
const marked = (title: string, field: string, said: unknown) =>
  edited(objects(), title, (text) => {
    const object: { metadata: Record<string, unknown> } = JSON.parse(text);
    const { metadata } = object;
    const now = Array.isArray(said) ? said : { ...Object(metadata[field]), ...Object(said) };
    return JSON.stringify({ ...object, metadata: { ...metadata, [field]: now } });
  });

/** The objects, with fields more of the spec of one of them. */
const specified = (title: string, fields: object, all: readonly object[] = objects()) =>
  edited(all, title, (text) => {
    const object: { spec: object } = JSON.parse(text);
    return JSON.stringify({ ...object, spec: { ...object.spec, ...fields } });
  });

describe('What a tool in the cluster may go by is told, on whatever holds data or keys', () => {
  const holders = [
    'Namespace storage',
    'StatefulSet acme-pool-0',
    'PersistentVolumeClaim vol-0-acme-pool-0-1',
    'PersistentVolume disk-1',
    'Secret acme-root',
    'ServiceAccount acme-sa',
  ];

  test.each(holders)('%s', (title) => {
    for (const [field, mark, value] of [
      ['annotations', 'janitor/ttl', '24h'],
      ['annotations', 'downscaler/uptime', 'never'],
      ['labels', 'cleanup.kyverno.io/ttl', '2m'],
      ['labels', 'tool.of.tomorrow/stop', 'true'],
    ] as const) {
      const after = marked(title, field, { [mark]: value });
      expect(outcome(objects(), after)).toBe('procedure');
      expect(planText(planChange(objects(), after))).toContain(mark);
      expect(outcome(after, after)).toBe('none');
      expect(outcome(after, objects())).toBe('procedure');
    }
  });

  test.each(holders)('and what only says what it is is not: %s', (title) => {
    for (const mark of ['team', 'app.kubernetes.io/part-of', 'helm.sh/chart']) {
      expect(outcome(objects(), marked(title, 'labels', { [mark]: 'a' }))).toBe('in-place');
      expect(outcome(objects(), marked(title, 'annotations', { [mark]: 'a' }))).toBe('in-place');
    }
  });

  test('as is what a Namespace lets run', () => {
    const enforced = marked('Namespace storage', 'labels', {
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
    expect(outcome(objects(), enforced)).toBe('procedure');
    expect(outcome(objects(), marked('Namespace storage', 'labels', { 'istio-injection': 'enabled' }))).toBe(
      'procedure',
    );
  });

  test('and what keeps it from being deleted while it is used', () => {
    const title = 'PersistentVolumeClaim vol-0-acme-pool-0-1';
    const before = marked(title, 'finalizers', ['kubernetes.io/pvc-protection']);
    const after = marked(title, 'finalizers', []);
    expect(outcome(before, after)).toBe('procedure');
    expect(outcome(before, before)).toBe('none');
  });

  test('but not with a tenant that begins with it', () => {
    const after = marked('Namespace storage', 'annotations', { 'janitor/ttl': 'forever' });
    expect(planChange([], after).verdict).toBe('in-place');
  });
});

describe('A field of what a tenant needs that no rule knows is told', () => {
  test.each<[title: string, fields: object]>([
    ['Service acme-io', { fieldOfTomorrow: true }],
    ['Service acme-hl', { fieldOfTomorrow: true }],
    ['PersistentVolume disk-1', { volumeAttributesClassName: 'slow' }],
    ['PersistentVolumeClaim vol-0-acme-pool-0-1', { volumeAttributesClassName: 'slow' }],
    ['ServiceAccount acme-sa', {}],
  ])('%s', (title, fields) => {
    const after = title.startsWith('ServiceAccount')
      ? edited(objects(), title, (text) =>
          text.replace(/\}$/, ',"imagePullSecrets":[]}').replace('[]', '[{"name":"mine"}]'),
        )
      : specified(title, fields);
    expect(outcome(objects(), after)).toBe('procedure');
    expect(planText(planChange(objects(), after))).toContain('is not judged here');
  });

  test.each<[title: string, fields: object]>([
    ['Service acme-io', { externalTrafficPolicy: 'Local' }],
    ['PersistentVolumeClaim vol-0-acme-pool-0-1', { resources: { requests: { storage: '20Gi' } } }],
    ['PersistentVolume disk-1', { mountOptions: ['noatime'] }],
  ])('and one that is known is told as that: %s', (title, fields) => {
    expect(outcome(objects(), specified(title, fields))).toBe('in-place');
  });

  test.each<[fields: object, outcome: string]>([
    [{ issuerRef: { name: 'another', kind: 'ClusterIssuer' } }, 'procedure'],
    [{ usages: ['client auth'] }, 'procedure'],
    [{ privateKey: { algorithm: 'Ed25519' } }, 'procedure'],
    [{ duration: '24h' }, 'in-place'],
    [{ subject: { organizations: ['a'] } }, 'in-place'],
  ])('of a Certificate: %j', (fields, expected) => {
    const all = objects(acmeTls);
    const [title = ''] = all.flatMap((object) =>
      Object(object).kind === 'Certificate' ? [`Certificate ${Object(object).metadata.name}`] : [],
    );
    expect(outcome(all, specified(title, fields, all))).toBe(expected);
  });

  test('of what signs the Certificate', () => {
    const all = objects(acmeTls);
    const { name, kind }: { name: string; kind?: string } = Object(
      all.find((object) => Object(object).kind === 'Certificate'),
    ).spec.issuerRef;
    const issuer = (secretName: string) => ({
      apiVersion: 'cert-manager.io/v1',
      kind: kind ?? 'Issuer',
      metadata: { name },
      spec: { ca: { secretName } },
    });
    expect(outcome([...all, issuer('a')], [...all, issuer('b')])).toBe('procedure');
    expect(outcome([...all, issuer('a')], [...all, issuer('a')])).toBe('none');
  });

  test('and of what no tenant needs it is not', () => {
    const mine = other('v1', 'Service', 'mine', { selector: { app: 'mine' }, ports: [{ port: 80 }] });
    const all = objects(acme, [...beside, mine]);
    expect(outcome(all, specified('Service mine', { fieldOfTomorrow: true }, all))).toBe('in-place');
  });
});

describe('What acts on all of a namespace is told', () => {
  test.each<[apiVersion: string, kind: string, from: object, to: object]>([
    ['v1', 'ResourceQuota', { hard: { pods: '8' } }, { hard: { pods: '0' } }],
    ['v1', 'LimitRange', {}, { limits: [{ type: 'Container', max: { memory: '1Gi' } }] }],
    ['kyverno.io/v2', 'CleanupPolicy', { schedule: '1 1 1 1 *' }, { schedule: '* * * * *' }],
    ['policies.kyverno.io/v1', 'DeletingPolicy', {}, { schedule: '* * * * *' }],
    ['kube-green.com/v1alpha1', 'SleepInfo', {}, { sleepAt: '20:00' }],
    ['admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', {}, { policyName: 'mine' }],
  ])('%s %s', (apiVersion, kind, from, to) => {
    const [before, after] = [from, to].map((spec) =>
      objects(acme, [...beside, other(apiVersion, kind, 'mine', spec)]),
    );
    expect(outcome(objects(), after ?? [])).toBe('procedure');
    expect(outcome(before ?? [], after ?? [])).toBe('procedure');
    expect(outcome(after ?? [], after ?? [])).toBe('none');
    expect(outcome(after ?? [], objects())).toBe('in-place');
  });
});

describe('An object of a kind that is not known is told', () => {
  const added = (apiVersion: string, kind: string, spec: object, namespace = 'storage') =>
    outcome(
      objects(),
      objects(acme, [
        ...beside,
        { ...other(apiVersion, kind, 'mine', spec), metadata: { name: 'mine', namespace } },
      ]),
    );

  test.each<[what: string, apiVersion: string, kind: string, spec: object]>([
    [
      'a StatefulSet',
      'datadoghq.com/v1alpha2',
      'DatadogPodAutoscaler',
      { targetRef: { kind: 'StatefulSet', name: 'acme-pool-0' } },
    ],
    ['a Service', 'http.keda.sh/v1alpha1', 'HTTPScaledObject', { scaleTargetRef: { service: 'acme-io' } }],
    ['its own claim', 'example.com/v1', 'Wiper', { claim: claim.metadata.name }],
    ['a server', 'example.com/v1', 'Restarter', { pods: ['acme-pool-0-2'] }],
    ['a Secret', 'example.com/v1', 'Maker', { output: { secretName: 'acme-root' } }],
    [
      'the name of servers in DNS',
      'networking.istio.io/v1',
      'DestinationRule',
      { host: '*.acme-hl.storage.svc.cluster.local' },
    ],
  ])('where it names %s', (_, apiVersion, kind, spec) => {
    expect(added(apiVersion, kind, spec)).toBe('procedure');
  });

  test('and where it names what is of another namespace, or nothing, it is not', () => {
    expect(added('example.com/v1', 'Wiper', { claim: claim.metadata.name }, 'beyond')).toBe('in-place');
    expect(added('example.com/v1', 'Wiper', { claim: 'mine' })).toBe('in-place');
    expect(
      added('networking.istio.io/v1', 'DestinationRule', { host: 'acme-io.storage.svc' }, 'beyond'),
    ).toBe('procedure');
    expect(
      added('monitoring.coreos.com/v1', 'ServiceMonitor', { selector: { matchLabels: { a: 'acme-io' } } }),
    ).toBe('in-place');
  });
});

test('A volume that is recycled is deleted with its claim as well', () => {
  const after = objects(acme, [
    ...beside.filter((object) => object !== volume),
    { ...volume, spec: { ...volume.spec, persistentVolumeReclaimPolicy: 'Recycle' } },
  ]);
  expect(planText(planChange(objects(), after))).toContain('deletes the volume and the data');
});

test('What a declaration says of a Service in its own words is no field that nobody knows', () => {
  const services = {
    io: { trafficDistribution: 'PreferSameZone', sessionAffinity: 'ClientIP', labels: { team: 'media' } },
  } as const;
  expect(outcome(objects(), objects({ ...acme, services }))).toBe('in-place');
});
