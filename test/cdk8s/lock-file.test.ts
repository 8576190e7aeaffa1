import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart, Testing } from 'cdk8s';
import { composeTenant, readLock, type TenantSpec } from 'rustfs-constructs';
import { RustfsTenant, type RustfsTenantProps } from 'rustfs-constructs/cdk8s';
import { runCli } from '../support/run-cli';
import { acme, twoPools } from '../support/specs';

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

function locked() {
  return readLock(readFileSync(lockFile, 'utf8'));
}

describe('The lock file of a construct', () => {
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
