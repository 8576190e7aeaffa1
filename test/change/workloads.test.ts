import { composeTenant, type TenantSpec } from 'rustfs-constructs';
import { beside, edited, objects, other, outcome } from '../support/beside';
import { acme, fromChart, twoPools } from '../support/specs';

const drive = 'vol-0-acme-pool-0-1';

/** A pod that mounts a claim. */
function mounting(
  claimName: string,
  mount: object = {},
  labels: object = { app: 'mine' },
  claim: object = {},
) {
  return {
    metadata: { labels },
    spec: {
      containers: [
        { name: 'mine', image: 'busybox', volumeMounts: [{ name: 'd', mountPath: '/d', ...mount }] },
      ],
      volumes: [{ name: 'd', persistentVolumeClaim: { claimName, ...claim } }],
    },
  };
}

const labelled = (labels: object) => mounting('mine', {}, labels);
const kinds: readonly (readonly [apiVersion: string, kind: string])[] = [
  ['batch/v1', 'Job'],
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'ReplicaSet'],
  ['apps/v1', 'DaemonSet'],
  ['apps/v1', 'StatefulSet'],
  ['argoproj.io/v1alpha1', 'Rollout'],
];
const selector = { matchLabels: { app: 'mine' } };

function pod(name: string, template: ReturnType<typeof mounting>) {
  return {
    ...other('v1', 'Pod', name, template.spec),
    metadata: { name, namespace: 'storage', ...template.metadata },
  };
}

/** What is told when an object is added; and that it is told once. */
function added(object: object, spec: TenantSpec = acme): string {
  const after = objects(spec, [...beside, object]);
  const told = outcome(objects(spec), after);
  expect(outcome(after, after)).toBe('none');
  return told;
}

describe('A claim of a drive is mounted by its server alone', () => {
  test.each(kinds)('%s %s', (apiVersion, kind) => {
    const workload = (template: object) => other(apiVersion, kind, 'mine', { selector, template });
    expect(added(workload(mounting(drive)))).toBe('refused drive-claimed');
    expect(added(workload(mounting(drive, { readOnly: true })))).toBe('in-place');
    expect(added(workload(mounting(drive, {}, {}, { readOnly: true })))).toBe('in-place');
    expect(added(workload(mounting('mine')))).toBe('in-place');
  });

  test('of a Pod and of a CronJob', () => {
    expect(added(pod('mine', mounting(drive)))).toBe('refused drive-claimed');
    const jobTemplate = { spec: { template: mounting(drive) } };
    expect(added(other('batch/v1', 'CronJob', 'mine', { jobTemplate }))).toBe('refused drive-claimed');
  });

  test('also where it is a block device, or an init container mounts it', () => {
    const { metadata, spec } = mounting(drive);
    const [container] = spec.containers;
    const init = { metadata, spec: { ...spec, containers: [], initContainers: [container] } };
    expect(added(other('batch/v1', 'Job', 'mine', { template: init }))).toBe('refused drive-claimed');
    const devices = [{ name: 'mine', volumeDevices: [{ name: 'd', devicePath: '/dev/d' }] }];
    const block = { metadata, spec: { ...spec, containers: devices } };
    expect(added(other('batch/v1', 'Job', 'mine', { template: block }))).toBe('refused drive-claimed');
  });

  test('also by kinds of other systems, which name it', () => {
    const named = (apiVersion: string, kind: string, spec: object) =>
      added(other(apiVersion, kind, 'mine', spec));
    const volumes = [{ name: 'd', persistentVolumeClaim: { claimName: drive } }];
    expect(named('kubevirt.io/v1', 'VirtualMachine', { template: { spec: { volumes } } })).toBe(
      'refused drive-claimed',
    );
    expect(named('argoproj.io/v1alpha1', 'Workflow', { volumes })).toBe('refused drive-claimed');
    expect(named('tekton.dev/v1', 'PipelineRun', { workspaces: volumes })).toBe('refused drive-claimed');
    expect(
      named('volsync.backube/v1alpha1', 'ReplicationDestination', { rsync: { destinationPVC: drive } }),
    ).toBe('refused drive-claimed');
    expect(named('volsync.backube/v1alpha1', 'ReplicationSource', { sourcePVC: drive })).toBe('in-place');
  });

  test('also within a tenant: a container beside RustFS mounts none of another server', () => {
    const sidecar = (claimName: string) =>
      edited(objects(), 'StatefulSet acme-pool-0', (text) =>
        text
          .replace(
            '"volumes":[',
            `"volumes":[{"name":"mine","persistentVolumeClaim":{"claimName":"${claimName}"}},`,
          )
          .replace(
            '"containers":[',
            '"containers":[{"name":"mine","volumeMounts":[{"name":"mine","mountPath":"/d"}]},',
          ),
      );
    expect(outcome(objects(), sidecar(drive))).toBe('refused drive-claimed');
    expect(outcome(objects(), sidecar('mine'))).toBe('rolls');
  });

  test('and of no other namespace', () => {
    const job = other('batch/v1', 'Job', 'mine', { template: mounting(drive) });
    expect(added({ ...job, metadata: { name: 'mine', namespace: 'beyond' } })).toBe('in-place');
    expect(added({ ...job, metadata: { name: 'mine' } })).toBe('refused drive-claimed');
  });

  test('and the names of claims are made by its StatefulSet alone', () => {
    const asking = (name: string, template: string) =>
      other('apps/v1', 'StatefulSet', name, {
        selector,
        template: labelled({ app: 'mine' }),
        volumeClaimTemplates: [{ metadata: { name: template } }],
      });
    expect(added(asking('pool-0', 'vol-0-acme'))).toBe('refused drive-claimed');
    expect(added(asking('pool-0', 'vol-9-acme'))).toBe('in-place');
    expect(added(asking('mine', 'vol-0'))).toBe('in-place');
    const third = JSON.parse(
      JSON.stringify(composeTenant({ ...acme, name: 'third' }))
        .replaceAll('third-pool-0', 'pool-0')
        .replaceAll('"name":"vol-0"', '"name":"vol-0-acme"'),
    );
    expect(outcome(objects(), [...objects(), ...third])).toMatch(/^refused drive-claimed/);
  });
});

describe('Servers are selected by their StatefulSet alone', () => {
  const servers = { 'rustfs.tenant': 'acme' };

  test.each(kinds.filter(([, kind]) => kind !== 'Rollout'))('not by %s %s', (apiVersion, kind) => {
    const template = labelled(servers);
    const by = (chosen: object) => added(other(apiVersion, kind, 'mine', { selector: chosen, template }));
    expect(by({ matchLabels: servers })).toContain('refused pods-taken');
    expect(by({ matchExpressions: [{ key: 'rustfs.tenant', operator: 'In', values: ['acme'] }] })).toContain(
      'refused pods-taken',
    );
    expect(by({ matchLabels: { 'rustfs.tenant': 'emca' } })).not.toContain('pods-taken');
  });

  test('not by a ReplicationController', () => {
    expect(added(other('v1', 'ReplicationController', 'mine', { selector: servers }))).toContain(
      'pods-taken',
    );
  });

  test('and select no pods of others', () => {
    const labels = { ...servers, 'rustfs.pool': 'pool-0', app: 'mine' };
    const job = other('batch/v1', 'Job', 'mine', { template: labelled(labels) });
    expect(added(job)).toContain('refused pods-taken');
  });

  test('and have their names for themselves', () => {
    expect(added(pod('acme-pool-0-0', labelled({})))).toBe('refused pods-taken');
    expect(added(pod('acme-pool-0-shell', labelled({})))).toBe('in-place');
  });

  test('whatever tenants there are beside', () => {
    const both = [...composeTenant(acme), ...composeTenant({ ...acme, name: 'emca' })];
    expect(outcome(composeTenant(acme), both)).toBe('in-place');
    expect(outcome([], composeTenant(twoPools))).toBe('in-place');
    expect(outcome(composeTenant(fromChart), [...composeTenant(fromChart), ...composeTenant(acme)])).toBe(
      'in-place',
    );
  });
});
