import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, JsonPatch, Testing } from 'cdk8s';
import { composeTenant, readLock, type TenantSpec } from 'rustfs-constructs';
import { RustfsTenant, type RustfsTenantProps } from 'rustfs-constructs/cdk8s';
import { runCli } from '../support/run-cli';
import { acme, twoPools } from '../support/specs';
import { silenceWarnings } from '../support/warnings';

const warned = silenceWarnings();

let folder: string;
let lockFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  lockFile = join(folder, 'rustfs-tenant.lock.yaml');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** An app with these tenants, each in a chart of its own. */
function appWith(...specs: TenantSpec[]): App {
  const app = new App({ outdir: join(folder, 'dist') });
  for (const spec of specs) {
    const chart = new Chart(app, `chart-of-${spec.name}`);
    new RustfsTenant(chart, 'tenant', { ...spec, lockFile });
  }
  return app;
}

/** A tenant whose claims name their storage class. */
const pinned: TenantSpec = {
  ...acme,
  pools: acme.pools.map((pool) => ({
    ...pool,
    persistence: {
      volumesPerServer: 4,
      volumeClaimTemplate: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: 'fast',
        resources: { requests: { storage: '10Gi' } },
      },
    },
  })),
};

function statefulSetIn(app: App): ApiObject {
  const found = app.node
    .findAll()
    .filter((construct) => ApiObject.isApiObject(construct))
    .find(({ kind }) => kind === 'StatefulSet');
  if (found === undefined) throw new Error('no StatefulSet');
  return found;
}

function locked() {
  return readLock(readFileSync(lockFile, 'utf8'));
}

describe('A lock file that is made', () => {
  const codes = () => warned.mock.calls.map(([, { code }]) => code);

  test('is told once', () => {
    appWith(acme).synth();
    expect(warned.mock.calls.map(([text]) => text)).toEqual([
      expect.stringContaining(
        `There was no lock ${lockFile}, so it is made, and holds storage/acme to what is declared now.`,
      ),
    ]);
    expect(codes()).toEqual(['lock-new']);
    appWith(acme).synth();
    expect(codes()).toEqual(['lock-new']);
  });

  describe('where the program was run from another folder', () => {
    const relative = 'rustfs-tenant.lock.yaml';
    const app = (spec: TenantSpec) => {
      const made = new App({ outdir: join(folder, 'dist') });
      new RustfsTenant(new Chart(made, `chart-of-${spec.name}`), 'tenant', { ...spec, lockFile: relative });
      return made;
    };
    const sub = () => join(folder, 'sub');
    const [, program = ''] = process.argv;
    beforeEach(() => {
      mkdirSync(sub());
      appWith(acme).synth();
    });
    afterEach(() => (process.argv[1] = program));

    test.each([
      ['below that of the lock', () => sub(), () => program],
      ['while the lock lies beside the program', () => tmpdir(), () => join(folder, 'main.ts')],
    ])('%s is refused for a tenant that the other lock knows', (_, cwd, main) => {
      jest.spyOn(process, 'cwd').mockReturnValue(cwd());
      process.argv[1] = main();
      expect(() => app(acme)).toThrow(`and ${lockFile} knows storage/acme.`);
    });

    test('is made for a tenant that no other lock knows, or by its whole path', () => {
      const new1 = join(sub(), 'other.lock.yaml');
      const made = new App({ outdir: join(folder, 'dist') });
      new RustfsTenant(new Chart(made, 'chart'), 'tenant', { ...acme, lockFile: new1 });
      made.synth();
      expect(existsSync(new1)).toBe(true);
      jest.spyOn(process, 'cwd').mockReturnValue(sub());
      expect(() => app({ ...acme, name: 'other' })).not.toThrow();
    });
  });
});

describe('The lock file of a construct', () => {
  test('keeps where the keys of encrypted data are, from one app to the next', () => {
    const inRegion = (value: string): TenantSpec => ({
      ...acme,
      encryption: { enabled: true, backend: 'aws' },
      env: [{ name: 'AWS_REGION', value }],
    });
    appWith(inRegion('eu-central-1')).synth();
    expect(locked().lock.tenants[0]?.pools[0]?.encryption).toMatchObject({
      RUSTFS_KMS_BACKEND: 'aws',
      RUSTFS_KMS_AWS_REGION: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(() => appWith(inRegion('eu-west-1'))).toThrow('encryption-changed');
    expect(() => appWith(acme)).toThrow('Encryption would be turned off');
  });

  test('keeps a tenant that was forgotten from being declared again', () => {
    appWith(acme, { ...acme, name: 'other' }).synth();
    const why = ['--reason', 'moved', '--date', '2026-11-28', '--lock', lockFile];
    expect(runCli(['forget', 'storage/acme', ...why]).code).toBe(0);
    expect(() => appWith(acme)).toThrow('tenant-forgotten');
    appWith({ ...acme, name: 'other' }).synth();
    expect(locked().lock).toMatchObject({ tenants: [{ name: 'other' }], forgotten: [{ name: 'acme' }] });
  });

  test('is written at synthesis, and not before', () => {
    const app = appWith(acme, { ...acme, name: 'other' });
    expect(existsSync(lockFile)).toBe(false);
    app.synth();
    expect(locked().lock.tenants.map(({ name, declaredIn }) => `${name} ${declaredIn}`)).toEqual([
      'acme chart-of-acme/tenant',
      'other chart-of-other/tenant',
    ]);
    expect(locked().problems).toEqual([]);
  });

  test('is the one that the command line keeps, but for the place of the declaration', () => {
    appWith(acme).synth();
    const declaration = join(folder, 'acme.json');
    writeFileSync(declaration, JSON.stringify(acme));
    const constructs = readFileSync(lockFile, 'utf8');
    rmSync(lockFile);
    runCli(['render', declaration, '--out', join(folder, 'deploy')]);
    expect(readFileSync(lockFile, 'utf8').replace('acme.json', 'chart-of-acme/tenant')).toBe(constructs);
  });

  test('grows with a pool, and holds the tenant to what it knows', () => {
    appWith(twoPools).synth();
    const before = readFileSync(lockFile, 'utf8');
    expect(() => appWith({ ...twoPools, pools: [...twoPools.pools].reverse() })).toThrow('[pool-reordered]');
    expect(() => appWith(acme)).toThrow('[pool-removed]');
    expect(readFileSync(lockFile, 'utf8')).toBe(before);
  });

  test('knows a construct that got another name for its tenant', () => {
    const app = (name: string) => {
      const chart = new Chart(new App({ outdir: folder }), 'chart');
      new RustfsTenant(chart, 'tenant', { ...acme, name, lockFile });
      return chart;
    };
    Testing.synth(app('acme'));
    expect(() => app('emca')).toThrow('[tenant-renamed]');
  });

  test('warns of a change that takes a procedure', () => {
    const claim = (storage: string): RustfsTenantProps => ({
      ...acme,
      lockFile,
      pools: acme.pools.map((pool) => ({
        ...pool,
        persistence: {
          volumesPerServer: 4,
          volumeClaimTemplate: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
        },
      })),
    });
    const tenant = (storage: string) => new RustfsTenant(Testing.chart(), 'tenant', claim(storage));
    Testing.synth(Chart.of(tenant('10Gi')));
    expect(tenant('20Gi').warnings.map(({ code }) => code)).toEqual(['claim-grown']);
  });

  test('keeps the tenants of two apps that were both begun before either was synthesized', () => {
    const apps = [appWith(acme), appWith({ ...acme, name: 'other' })];
    for (const app of apps) app.synth();
    expect(locked().lock.tenants.map(({ name }) => name)).toEqual(['acme', 'other']);
  });

  test('holds to what another app has written in between', () => {
    const apps = [twoPools, { ...twoPools, pools: [...twoPools.pools].reverse() }].map((spec) =>
      appWith(spec),
    );
    apps[0]?.synth();
    const before = readFileSync(lockFile, 'utf8');
    expect(() => apps[1]?.synth()).toThrow('[pool-reordered]');
    expect(readFileSync(lockFile, 'utf8')).toBe(before);
  });

  test.each<[string, (set: ApiObject) => void]>([
    ['a Service', (set) => set.addJsonPatch(JsonPatch.replace('/spec/serviceName', 'another'))],
    [
      'a claim template',
      (set) =>
        set.addJsonPatch(JsonPatch.replace('/spec/volumeClaimTemplates/0/spec/storageClassName', 'another')),
    ],
    ['no addresses', (set) => set.addJsonPatch(JsonPatch.remove('/spec/template/spec/containers/0/env'))],
    ['another name', (set) => set.addJsonPatch(JsonPatch.replace('/metadata/name', 'another'))],
  ])('holds a patched tenant to what it knows: %s', (_, patch) => {
    const patched = appWith(pinned);
    patch(statefulSetIn(patched));
    appWith(pinned).synth();
    const before = readFileSync(lockFile, 'utf8');
    expect(() => patched.synth()).toThrow(/\[chart-of-acme\/tenant\] error .*\[[a-z-]+\]/);
    expect(readFileSync(lockFile, 'utf8')).toBe(before);
  });

  test.each<[string, JsonPatch]>([
    ['behind a Service of another name', JsonPatch.replace('/spec/serviceName', 'another')],
    ['without addresses', JsonPatch.remove('/spec/template/spec/containers/0/env')],
    [
      'on larger claims',
      JsonPatch.replace('/spec/volumeClaimTemplates/0/spec/resources/requests/storage', '20Gi'),
    ],
  ])('takes in no new tenant that patches have put %s', (_, patch) => {
    const app = appWith(pinned);
    statefulSetIn(app).addJsonPatch(patch);
    expect(() => app.synth()).toThrow('A patch changes what the lock keeps.');
    expect(existsSync(lockFile)).toBe(false);
  });

  describe('takes in no tenant that patches', () => {
    const container = '/spec/template/spec/containers/0';
    const foreign = {
      name: 'RUSTFS_VOLUMES',
      value: 'http://other-{0...3}.other.storage.svc:9000/data/rustfs{0...3}',
    };
    const { add, replace, remove } = JsonPatch;
    const encrypted: TenantSpec = {
      ...acme,
      encryption: { enabled: true, backend: 'static', static: { secret: { name: 'kms', key: 'key' } } },
    };
    test.each<[string, RegExp, ...JsonPatch[]]>([
      ['leave without servers', /servers-unlike-address/, replace('/spec/replicas', 2)],
      ['stop', /servers-unlike-address/, replace('/spec/replicas', 0)],
      ['number otherwise', /servers-unlike-address/, add('/spec/ordinals', { start: 1 })],
      [
        'move to another namespace',
        /pool-removed|tenant-removed|namespace/,
        replace('/metadata/namespace', 'other'),
      ],
      ['give a second RUSTFS_VOLUMES', /server-ambiguous|address/, add(`${container}/env/-`, foreign)],
      ['start with other drives', /start-command-changed/, add(`${container}/args`, ['/elsewhere'])],
      [
        'start otherwise',
        /start-command-changed/,
        replace(`${container}/command`, ['sh', '-c', 'rustfs /tmp']),
      ],
      ['mount elsewhere', /drive-place-changed/, add(`${container}/volumeMounts/0/subPath`, 'below')],
      [
        'select otherwise',
        /immutable-field/,
        add('/spec/selector/matchExpressions', [{ key: 'a', operator: 'Exists' }]),
      ],
      ['rename', /pool-removed|tenant-renamed|pool-renamed/, replace('/metadata/name', 'another')],
    ])('%s', (_, code, ...patches) => {
      const app = appWith(acme);
      statefulSetIn(app).addJsonPatch(...patches);
      expect(() => app.synth()).toThrow(code);
      expect(existsSync(lockFile)).toBe(false);
    });

    test('take the keys from', () => {
      const app = appWith(encrypted);
      const env = `${container}/env`;
      const set = statefulSetIn(app);
      const at: number = set
        .toJson()
        .spec.template.spec.containers[0].env.findIndex(
          ({ name }: { name: string }) => name === 'RUSTFS_KMS_ENABLE',
        );
      set.addJsonPatch(remove(`${env}/${at}`));
      expect(() => app.synth()).toThrow('[encryption-changed]');
      expect(existsSync(lockFile)).toBe(false);
    });

    test('take a pool from', () => {
      const app = appWith(twoPools);
      const tenant = app.node.findChild('chart-of-acme').node.findChild('tenant');
      tenant.node.tryRemoveChild('StatefulSet-acme-pool-1');
      expect(() => app.synth()).toThrow('[pool-removed]');
      expect(existsSync(lockFile)).toBe(false);
    });
  });

  test('lets other patches be', () => {
    const app = appWith(acme);
    statefulSetIn(app).addJsonPatch(
      JsonPatch.add('/spec/minReadySeconds', 5),
      JsonPatch.remove('/metadata/labels'),
    );
    app.synth();
    expect(locked().lock.tenants.map(({ name }) => name)).toEqual(['acme']);
  });

  test('is checked anew in every synthesis of an app', () => {
    const app = appWith(acme);
    app.synth();
    statefulSetIn(app).addJsonPatch(JsonPatch.replace('/spec/serviceName', 'another'));
    expect(() => app.synth()).toThrow('another');
  });

  test('that is nonsense refuses the tenant and stays as it is', () => {
    writeFileSync(lockFile, 'nonsense');
    expect(() => appWith(acme)).toThrow('[lock]');
    expect(readFileSync(lockFile, 'utf8')).toBe('nonsense');
  });

  test('takes no tenant that has left the tree', () => {
    const app = appWith(acme, { ...acme, name: 'other' });
    app.node.tryRemoveChild('chart-of-other');
    app.synth();
    expect(locked().lock.tenants.map(({ name }) => name)).toEqual(['acme']);
  });

  test('is no part of the declaration', () => {
    const chart = appWith(acme).node.findChild('chart-of-acme');
    expect(Testing.synth(Chart.of(chart))).toEqual(composeTenant(acme));
  });

  test('that cannot be written stops the synthesis', () => {
    lockFile = join(folder, 'dist/file/rustfs-tenant.lock.yaml');
    const app = appWith(acme);
    writeFileSync(join(folder, 'dist'), 'a file');
    expect(() => Testing.synth(Chart.of(app.node.findChild('chart-of-acme')))).toThrow(
      'Cannot write the lock',
    );
  });
});
