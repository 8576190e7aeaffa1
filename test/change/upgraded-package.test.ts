import { composeTenant, planChange, planText, type TenantSpec } from 'rustfs-constructs';
import { acme, asOperator, singleDrive, twoPools } from '../support/specs';

/** The objects as the package composed them before its pods bore a server that is cut off. */
function formerly(spec: TenantSpec): object[] {
  return composeTenant(spec).map((object) => {
    if (object.kind !== 'StatefulSet') return object;
    const { minReadySeconds: _new, ...rest } = object.spec ?? {};
    const text = JSON.stringify({ ...object, spec: rest })
      .replace('{"name":"RUSTFS_STARTUP_TOPOLOGY_WAIT_MODE","value":"orchestrated"},', '')
      .replace('"emptyDir":{"sizeLimit":"1Gi"}', '"emptyDir":{}')
      .replace(/("readinessProbe":\{[^}]*\}[^}]*"failureThreshold":)6/, '$13');
    return JSON.parse(text);
  });
}

describe('An upgrade of the package', () => {
  test('restarts the servers once, one at a time, and touches no data', () => {
    const plan = planChange(formerly(acme), acme);
    expect(plan).toMatchObject({ verdict: 'rolls', refusals: [] });
    const lines = planText(plan).split('\n');
    expect(lines).toContain('  Restarts     4 servers of pool-0, one at a time');
    expect(lines.slice(lines.indexOf('Objects'))).toEqual([
      'Objects',
      '  rolls      StatefulSet storage/acme-pool-0',
      '             spec.minReadySeconds',
      '             spec.template.spec.containers[rustfs].env[RUSTFS_STARTUP_TOPOLOGY_WAIT_MODE]',
      '             spec.template.spec.containers[rustfs].readinessProbe.failureThreshold',
      '             spec.template.spec.volumes[tmp].emptyDir.sizeLimit',
      '  5 objects unchanged',
      '',
      'Verdict: restarts servers',
      '',
    ]);
  });

  test.each<[string, TenantSpec]>([
    ['two pools', twoPools],
    ['a single drive, which has no anchor', singleDrive],
  ])('says the same of %s', (_, spec) => {
    const plan = planChange(formerly(spec), spec);
    expect(plan).toMatchObject({ verdict: 'rolls', refusals: [] });
    expect(plan.tenants).toMatchObject([{ problems: [], procedures: [], irreversible: [] }]);
    expect(plan.objects.filter(({ change }) => !['unchanged', 'rolls'].includes(change))).toEqual([]);
  });

  test('restarts nothing in compatibility mode', () => {
    const spec = asOperator(acme);
    expect(formerly(spec)).toEqual(composeTenant(spec));
  });

  test('restarts nothing for the same size of /tmp in other words', () => {
    expect(planChange(acme, { ...acme, pod: { scratchSize: '1024Mi' } }).verdict).toBe('none');
    expect(planChange(acme, { ...acme, pod: { scratchSize: '2Gi' } }).verdict).toBe('rolls');
  });

  test('restarts nothing for how long a server has to be ready', () => {
    const plan = planChange(acme, { ...acme, pod: { minReadySeconds: 60 } });
    expect(plan.verdict).toBe('in-place');
    expect(plan.tenants).toMatchObject([{ rollout: { restarts: 0 } }]);
  });
});
