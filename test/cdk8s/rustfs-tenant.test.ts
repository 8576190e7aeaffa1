import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { composeTenant, TenantError } from 'rustfs-constructs';
import { RustfsTenant, type RustfsTenantProps } from 'rustfs-constructs/cdk8s';
import { acme, development, fromChart, pool0, twoPools } from '../support/specs';
import { silenceWarnings } from '../support/warnings';

const warned = silenceWarnings();

const { name, namespace, ...props } = twoPools;

function chart(namespace?: string): Chart {
  return new Chart(new App(), 'chart', namespace === undefined ? {} : { namespace });
}

describe('RustfsTenant in a cdk8s chart', () => {
  test('emits what the library composes', () => {
    const scope = chart('storage');
    new RustfsTenant(scope, 'acme', props);
    expect(scope.toJson()).toEqual(composeTenant(twoPools));
  });

  test('has the one Service that an adopted tenant has for S3 and the console', () => {
    const { name: _name, namespace: _namespace, ...adopted } = fromChart;
    const tenant = new RustfsTenant(chart('storage'), 'files-rustfs', adopted);
    expect(tenant.consoleService).toBe(tenant.ioService);
    expect(tenant.headlessService.name).toBe('files-rustfs-headless');
    expect(tenant.statefulSets['pool-0']?.name).toBe('files-rustfs');
    expect(tenant.endpoint).toBe('http://files-rustfs-svc.storage.svc:9000');
  });

  test('is named after its id, in the namespace of its chart', () => {
    const tenant = new RustfsTenant(chart('storage'), 'media', props);
    expect(tenant.ioService.name).toBe('media-io');
    expect(tenant.ioService.metadata.namespace).toBe('storage');
  });

  test('keeps its own name and namespace over those', () => {
    const tenant = new RustfsTenant(chart('other'), 'Construct', {
      ...props,
      name: 'acme',
      namespace: 'storage',
    });
    expect(tenant.endpoint).toBe('http://acme-io.storage.svc:9000');
  });

  test('keeps every name when it moves in the tree', () => {
    const scope = chart('storage');
    new RustfsTenant(new Chart(scope, 'deeper', { namespace: 'storage' }), 'x', { ...props, name: 'acme' });
    expect(Chart.of(scope.node.findChild('deeper')).toJson()).toEqual(composeTenant(twoPools));
  });

  test('hands out its objects', () => {
    const tenant = new RustfsTenant(chart('storage'), 'acme', props);
    expect(
      [tenant.serviceAccount, tenant.headlessService, tenant.ioService, tenant.consoleService].map(nameOf),
    ).toEqual(['acme-sa', 'acme-hl', 'acme-io', 'acme-console']);
    expect(Object.entries(tenant.statefulSets).map(([pool, set]) => [pool, set.name])).toEqual([
      ['pool-0', 'acme-pool-0'],
      ['pool-1', 'acme-pool-1'],
    ]);
    expect(Object.keys(tenant.disruptionBudgets)).toEqual(['pool-0', 'pool-1']);
    expect(tenant.developmentSecret).toBeUndefined();
  });

  test('hands out the development Secret, and no ServiceAccount that it did not make', () => {
    const solo = new RustfsTenant(chart(), 'dev', { ...development, serviceAccountName: 'mine' });
    expect(nameOf(solo.developmentSecret)).toBe('dev-development-credentials');
    expect(solo.serviceAccount).toBeUndefined();
  });

  test('is refused where it is written, with every problem', () => {
    const wrong: RustfsTenantProps = { ...props, image: 'not an image', managedBy: 'not a label' };
    expect(() => new RustfsTenant(chart(), 'acme', wrong)).toThrow(TenantError);
    try {
      new RustfsTenant(chart(), 'acme', wrong);
    } catch (cause) {
      const codes = cause instanceof TenantError ? cause.problems.map(({ code }) => code) : [];
      expect(codes).toEqual(['image', 'label', 'missing-field']);
    }
  });

  test('is refused without a namespace, which is part of the identity of its data', () => {
    expect(() => new RustfsTenant(chart(), 'acme', props)).toThrow('"namespace" is required');
  });

  test('is refused when another tenant of the chart makes the same objects', () => {
    const scope = chart('storage');
    new RustfsTenant(scope, 'acme', props);
    expect(() => new RustfsTenant(scope, 'again', { ...props, name: 'acme' })).toThrow(
      'The tenant is declared in chart/acme as well; one would overwrite the other.',
    );
    const pool = (name: string) => ({ ...props, pools: [{ ...pool0, name }] });
    new RustfsTenant(scope, 'a', pool('b-c'));
    expect(() => new RustfsTenant(scope, 'a-b', pool('c'))).toThrow(
      'StatefulSet storage/a-b-c is made by tenant storage/a',
    );
    new RustfsTenant(scope, 'a-b', pool('d'));
  });

  test('may stand in two charts, which may be for two clusters', () => {
    const app = new App();
    for (const cluster of ['eu', 'us'])
      new RustfsTenant(new Chart(app, cluster, { namespace: 'storage' }), 'acme', props);
  });

  test('may take the place of one that was taken out', () => {
    const scope = chart('storage');
    new RustfsTenant(scope, 'acme', props);
    scope.node.tryRemoveChild('acme');
    expect(new RustfsTenant(scope, 'again', { ...props, name: 'acme' }).ioService.name).toBe('acme-io');
  });

  test('leaves nothing behind when it is refused', () => {
    const scope = chart('storage');
    expect(() => new RustfsTenant(scope, 'acme', { ...props, pools: [] })).toThrow(TenantError);
    expect(new RustfsTenant(scope, 'acme', props).ioService.name).toBe('acme-io');
  });

  test('shows its warnings and keeps them', () => {
    const { rpcSecret, ...withoutRpcSecret } = props;
    const tenant = new RustfsTenant(chart('storage'), 'acme', withoutRpcSecret);
    expect(tenant.warnings.map(({ code }) => code)).toEqual(['rpc-secret-missing']);
    expect(warned).toHaveBeenCalledWith(
      expect.stringContaining('chart/acme: warning rpcSecret [rpc-secret-missing]'),
      {
        type: 'RustfsTenantWarning',
        code: 'rpc-secret-missing',
      },
    );
  });

  test('says nothing about a tenant without problems', () => {
    new RustfsTenant(chart('storage'), 'acme', props);
    expect(warned).not.toHaveBeenCalled();
  });
});

describe('a JSON patch on an emitted object', () => {
  test('changes what it says and keeps everything else', () => {
    const scope = chart('storage');
    const tenant = new RustfsTenant(scope, 'acme', { ...acme });
    tenant.statefulSets['pool-0']?.addJsonPatch(
      JsonPatch.add('/spec/template/spec/hostUsers', false),
      JsonPatch.add('/spec/someFutureField', { storage: '10Gi' }),
    );
    const patched = scope.toJson().at(-1);
    const expected = structuredClone(composeTenant(acme).at(-1));
    expect(patched).toMatchObject(expected ?? {});
    expect(patched).toMatchObject({
      spec: { someFutureField: { storage: '10Gi' }, template: { spec: { hostUsers: false } } },
    });
  });

  test('reaches the objects through ApiObject as well', () => {
    const tenant = new RustfsTenant(chart('storage'), 'acme', props);
    expect(tenant.node.findAll().filter((child) => child instanceof ApiObject)).toHaveLength(8);
  });
});

function nameOf(object: ApiObject | undefined): string | undefined {
  return object?.name;
}
