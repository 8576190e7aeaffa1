import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { lockText, readLock, type Lock, type TenantSpec } from 'rustfs-constructs';
import { FleetApp, RustfsTenant } from 'rustfs-constructs/cdk8s';
import { withForgotten } from '../../lib/change/forget';
import { courses, outcomeOf, type Declared } from '../support/declarations';
import { singleDrive, twoPools } from '../support/specs';
import { versionOneText } from '../support/version-one';
import { silenceWarnings } from '../support/warnings';

const warned = silenceWarnings();

let folder: string;
let lockFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'place-'));
  lockFile = join(folder, 'rustfs-tenant.lock.yaml');
});
afterEach(() => rmSync(folder, { recursive: true }));

const locked = (): Lock => readLock(readFileSync(lockFile, 'utf8')).lock;
const titles = () => locked().tenants.map(({ namespace, name }) => `${namespace}/${name}`);

/** A tenant whose name is the construct's id, as it is without a name. */
const { name: _one, ...one } = twoPools;
const { name: _solo, ...solo } = singleDrive;
/** Another, no pool of which is called as one of the first. */
const other: Omit<TenantSpec, 'name'> = {
  ...solo,
  pools: solo.pools.map((pool) => ({ ...pool, name: 'main' })),
};

type Tenants = Readonly<Record<string, Omit<TenantSpec, 'name'> & { readonly name?: string }>>;

/** Synthesizes an app with these tenants, by the paths of their constructs. */
function synth(tenants: Tenants, app = new App({ outdir: folder })): void {
  const charts = new Map<string, Chart>();
  for (const [path, props] of Object.entries(tenants)) {
    const [chartId = '', ...ids] = path.split('/');
    const chart = charts.get(chartId) ?? new Chart(app, chartId);
    charts.set(chartId, chart);
    const id = ids.pop() ?? '';
    const scope = ids.reduce<Construct>(
      (parent, each) =>
        parent.node.tryFindChild(each) instanceof Construct ? parent : new Construct(parent, each),
      chart,
    );
    new RustfsTenant(scope, id, { ...props, lockFile });
  }
  app.synthYaml();
}

describe('A tenant that takes the place of another in a chart is refused, whatever its pools are called', () => {
  test.each<[string, Tenants, Tenants, code: string]>([
    ['by another id, which is its name', { 'storage/m': one }, { 'storage/m2': one }, 'tenant-renamed'],
    ['by another id and other pools', { 'storage/m': one }, { 'storage/m2': other }, 'tenant-renamed'],
    [
      'by another name and other pools',
      { 'storage/m': { ...one, name: 'media' } },
      { 'storage/m': { ...other, name: 'logs' } },
      'tenant-renamed',
    ],
    [
      'by another namespace and other pools',
      { 'storage/m': one },
      { 'storage/m': { ...other, namespace: 'elsewhere' } },
      'namespace-changed',
    ],
    [
      'beside tenants that stay',
      { 'storage/m': one, 'storage/kept': other },
      { 'storage/kept': other, 'storage/m2': one },
      'tenant-renamed',
    ],
    [
      'further down in the chart',
      { 'storage/group/m': one },
      { 'storage/another/m2': other },
      'tenant-renamed',
    ],
  ])('%s', (_, before, after, code) => {
    synth(before);
    const text = readFileSync(lockFile, 'utf8');
    expect(() => synth(after)).toThrow(`[${code}]`);
    expect(readFileSync(lockFile, 'utf8')).toBe(text);
    expect(() => synth(after, new FleetApp({ outdir: folder }))).toThrow(`[${code}]`);
  });

  test('as a lock of the first version tells', () => {
    synth({ 'storage/m': one });
    writeFileSync(lockFile, versionOneText(locked()));
    expect(() => synth({ 'storage/m2': other })).toThrow('[tenant-renamed]');
  });
});

describe('No alarm is raised', () => {
  test.each<[string, Tenants, Tenants, titles: string[]]>([
    ['when a tenant joins a chart', { 'a/m': one }, { 'a/m': one, 'a/n': other }, ['m', 'n']],
    ['when another comes before it', { 'a/m': one }, { 'a/n': other, 'a/m': one }, ['m', 'n']],
    [
      'when a tenant gets another id and keeps its name, and a new one has its id',
      { 'a/m': one },
      { 'a/m2': { ...one, name: 'm' }, 'a/m': { ...other, name: 'n' } },
      ['m', 'n'],
    ],
    ['when a tenant moves to another chart', { 'a/m': one }, { 'b/m': one, 'a/n': other }, ['m', 'n']],
    ['when another app or another stage has other charts', { 'a/m': one }, { 'b/n': other }, ['m', 'n']],
    ['when charts are called alike', { 'a/m': one }, { 'ab/n': other }, ['m', 'n']],
    ['when a chart loses a tenant', { 'a/m': one, 'a/n': other }, { 'a/n': other }, ['m', 'n']],
  ])('%s', (_, before, after, names) => {
    synth(before);
    synth(after);
    expect(titles()).toEqual(names.map((name) => `storage/${name}`));
  });

  test('for what a chart within the chart has', () => {
    const app = (name: string, props: Tenants[string]) => {
      const outer = new Chart(new App({ outdir: folder }), 'outer');
      const inner = new Chart(outer, 'inner');
      const scope = name === 'm' ? inner : outer;
      new RustfsTenant(scope, name, { ...props, lockFile });
      return App.of(outer);
    };
    app('m', one).synthYaml();
    app('n', other).synthYaml();
    expect(titles()).toEqual(['storage/m', 'storage/n']);
  });
});

describe('Charts of stages, of which an app has only some, that share a lock', () => {
  beforeEach(() => {
    synth({ 'dev/m-dev': one });
    synth({ 'prod/m': one });
  });

  test('are told when one declares the tenant of another in place of its own', () => {
    const text = readFileSync(lockFile, 'utf8');
    expect(() => synth({ 'dev/m': one })).toThrow(
      'The tenant storage/m-dev, which the lock knows from here (dev/m-dev), is declared no longer, and storage/m, which it knows from prod/m, is.',
    );
    expect(readFileSync(lockFile, 'utf8')).toBe(text);
  });

  test('may have tenants of the same names, and give each other one', () => {
    synth({ 'dev/m-dev': one, 'dev/m': one });
    synth({ 'prod/m': one, 'prod/n': other });
    synth({ 'dev/m-dev': one, 'dev/m': one, 'prod/n': other });
    synth({ 'dev/m': one, 'prod/m-dev': one, 'prod/n': other });
    expect(titles()).toEqual(['storage/m', 'storage/m-dev', 'storage/n']);
  });

  test('are told when each has the tenant of the other', () => {
    const text = readFileSync(lockFile, 'utf8');
    expect(() => synth({ 'dev/m': one, 'prod/m-dev': one })).toThrow(
      'The tenant storage/m, which the lock knows from prod, is declared in dev, and storage/m-dev, which it knows from there, in prod.',
    );
    expect(readFileSync(lockFile, 'utf8')).toBe(text);
  });
});

test('A tenant that leaves a chart of the app is told at synthesis, once, and what others have is not', () => {
  synth({ 'storage/m': one, 'storage/n': other });
  synth({ 'elsewhere/o': other });
  warned.mockClear();
  const app = new App({ outdir: folder });
  synth({ 'storage/n': other }, app);
  app.synthYaml();
  expect(warned.mock.calls).toEqual([
    [
      expect.stringContaining(
        'The tenant storage/m, which the lock knows from here (storage/m), is declared no longer.',
      ),
      { type: 'RustfsTenantWarning', code: 'tenant-removed' },
    ],
  ]);
  warned.mockClear();
  forget({ ...one, name: 'm' });
  synth({ 'storage/n': other });
  expect(warned).not.toHaveBeenCalled();
});

test('A chart takes no StatefulSet that another chart of the app has in the same lock', () => {
  const named = (pool: string) => ({ ...other, pools: other.pools.map((each) => ({ ...each, name: pool })) });
  expect(() => synth({ 'one/a': named('b-c'), 'two/a-b': named('c') })).toThrow('[object-taken]');
});

test('Whatever is done to charts, no tenant ever takes the place of another, and nothing ordinary is refused', () => {
  fc.assert(
    fc.property(courses, (course) => {
      rmSync(lockFile, { force: true });
      let tenants: readonly Declared[] = [];
      for (const [number, step] of course.entries()) {
        // A chart is a place, while files of one folder are not: what was in another one is not taken for the same.
        const stays = { ...step, renames: { ...step.renames, file: false } };
        const outcome = outcomeOf(tenants, stays, number);
        if (outcome === undefined) continue;
        if (outcome.forgotten !== undefined) forget(outcome.forgotten);
        const isRefused = refuses(() => synth(chartsOf(outcome.tenants)));
        expect({ number, isRefused }).toEqual({ number, isRefused: outcome.isRenaming });
        if (!outcome.isRenaming) tenants = outcome.tenants;
        const expected = tenants.map(({ spec }) => `${spec.namespace}/${spec.name}`).sort();
        if (number > 0 || tenants.length > 0) expect(titles()).toEqual(expected);
      }
    }),
    { numRuns: 25 },
  );
});

/** Each file of a course is a chart, in which a tenant's construct has the tenant's name. */
function chartsOf(tenants: readonly Declared[]): Tenants {
  return Object.fromEntries(
    tenants.map(({ spec, file }) => [
      `chart-${file.replace('.yaml', '')}/${spec.namespace}-${spec.name}`,
      spec,
    ]),
  );
}

function refuses(work: () => void): boolean {
  try {
    work();
    return false;
  } catch (cause) {
    expect(String(cause)).toMatch(/\[(tenant-renamed|namespace-changed)\]/);
    return true;
  }
}

function forget(spec: TenantSpec): void {
  const why = { reason: 'nobody needs it', date: '2026-11-25' };
  writeFileSync(lockFile, lockText(withForgotten(locked(), spec, why)));
}
