import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { layoutHtml, layoutOf, layoutSvg, layoutText } from 'rustfs-constructs';
import { present } from '../support/composed';
import { runCli } from '../support/run-cli';
import { acme, acmeWithPool } from '../support/specs';

const json = JSON.stringify(acme);
const layout = present(layoutOf(acme));

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'layout-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('layout of a file', () => {
  test('prints the report', () => {
    expect(runCli(['layout', '-'], json)).toEqual({ code: 0, output: layoutText(layout), errors: '' });
  });

  test('prints the documented JSON, with the problems of the tenant', () => {
    const { code, output } = runCli(['layout', '--json', '-'], JSON.stringify(acmeWithPool({ servers: 2 })));
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchSnapshot();
  });

  test('writes the picture and the page beside it', () => {
    const [svg, html] = [join(folder, 'a.svg'), join(folder, 'a.html')];
    expect(runCli(['layout', '--svg', svg, '--html', html, '-'], json)).toMatchObject({ code: 0 });
    expect(readFileSync(svg, 'utf8')).toBe(layoutSvg(layout));
    expect(readFileSync(html, 'utf8')).toBe(layoutHtml(layout));
  });

  test('of an impossible pool is its problem, and exit code 1', () => {
    const impossible = JSON.stringify(acmeWithPool({ servers: 17 }));
    const { code, output, errors } = runCli(['layout', '-'], impossible);
    expect([code, output]).toEqual([1, '']);
    expect(errors).toContain('[erasure-set]');
    const asJson = runCli(['layout', '--json', '-'], impossible);
    expect(asJson.code).toBe(1);
    expect(JSON.parse(asJson.output)).toMatchObject({ pools: [], problems: [{ code: 'erasure-set' }] });
  });

  test('of a tenant whose name is no text is its problem', () => {
    const { code, errors } = runCli(['layout', '-'], JSON.stringify({ ...acme, namespace: 5 }));
    expect(code).toBe(1);
    expect(errors).toContain('[wrong-type]');
  });

  test('of one tenant among several is chosen by name', () => {
    const both = `${json}\n---\n${JSON.stringify({ ...acme, name: 'other', pools: [] })}`;
    expect(runCli(['layout', '-'], both)).toMatchObject({ code: 2 });
    expect(runCli(['layout', '-'], both).errors).toContain('Say --tenant, of storage/acme, storage/other.');
    expect(runCli(['layout', '--tenant', 'storage/acme', '-'], both).output).toBe(layoutText(layout));
    expect(runCli(['layout', '--tenant', 'storage/other', '-'], both)).toMatchObject({ code: 1 });
    expect(runCli(['layout', '--tenant', 'storage/none', '-'], both)).toMatchObject({ code: 2 });
  });

  test('that only the cluster knows cannot be shown', () => {
    const env = [
      { name: 'RUSTFS_STORAGE_CLASS_STANDARD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    ];
    const { code, errors } = runCli(['layout', '-'], JSON.stringify({ ...acme, env }));
    expect(code).toBe(1);
    expect(errors).toContain('[layout-unknown]');
  });
});

describe('layout --pools', () => {
  test('shows pools that nobody has declared', () => {
    const { code, output } = runCli(['layout', '--pools', '4x4,4x4', '--drive', '1Ti', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({
      pools: [{ name: 'pool-0', setSize: 16, usableBytes: String(12n << 40n) }, { name: 'pool-1' }],
      usableBytes: String(24n << 40n),
      problems: [],
    });
  });

  test('takes parity and set size', () => {
    const { output } = runCli(['layout', '--pools', '4x4', '--parity', '3', '--set-drives', '8', '--json']);
    expect(JSON.parse(output)).toMatchObject({ pools: [{ sets: 2, setSize: 8, parity: 3 }] });
  });

  test('refuses what RustFS would, with the nearest that works', () => {
    const { code, errors } = runCli(['layout', '--pools', '17x1']);
    expect(code).toBe(1);
    expect(errors).toContain('16 x 1, 18 x 1');
  });

  test.each([
    [['--pools', '4by4'], 'SERVERSxDRIVES'],
    [['--pools', '4x4', '--parity', 'two'], '--parity takes a whole number'],
    [['--pools', '4x4', '--set-drives', '1'], '--set-drives takes a whole number from 2'],
    [['--pools', '4x4', '--drive', '1TB'], '--drive takes an amount of bytes'],
    [['--pools', '4x4', 'file.yaml'], 'reads no file'],
    [['--pools', '4x4', '--out', 'x'], '--out does not go with layout --pools'],
    [['--svg', 'x.svg'], 'Which file?'],
  ])('%j is wrong usage', (args, reason) => {
    const { code, errors } = runCli(['layout', ...args]);
    expect(code).toBe(2);
    expect(errors).toContain(reason);
  });
});

describe('layout --suggest', () => {
  const wish = [
    '--usable',
    '100Ti',
    '--survive',
    'servers=2',
    '--nodes',
    '12',
    '--drives-per-node',
    '8',
    '--drive',
    '4Ti',
  ];

  test('finds the layouts that are good for it, the most efficient first', () => {
    const { code, output } = runCli(['layout', '--suggest', ...wish]);
    expect(code).toBe(0);
    expect(output).toMatchSnapshot();
  });

  test('prints them as JSON', () => {
    const { suggestions } = JSON.parse(runCli(['layout', '--suggest', '--json', ...wish]).output);
    for (const { usableBytes, serverTolerance } of suggestions) {
      expect(BigInt(usableBytes)).toBeGreaterThanOrEqual(100n << 40n);
      expect(serverTolerance.write).toBeGreaterThanOrEqual(2);
    }
    const shares = suggestions.map(
      ({ dataDrives, setSize }: Record<string, number>) => (dataDrives ?? 0) / (setSize ?? 1),
    );
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
  });

  test('says why there is none', () => {
    const few = [
      '--usable',
      '1Pi',
      '--survive',
      'servers=1',
      '--nodes',
      '4',
      '--drives-per-node',
      '4',
      '--drive',
      '1Ti',
    ];
    const { code, output, errors } = runCli(['layout', '--suggest', ...few]);
    expect([code, output]).toEqual([1, '']);
    expect(errors).toContain('The most that survives it has room for 12 TiB');
  });

  test('stays within what a pool can be, however much there is', () => {
    const much = ['--usable', '100Ti', '--nodes', '999', '--drives-per-node', '999', '--drive', '1Gi'];
    const { suggestions } = JSON.parse(runCli(['layout', '--suggest', '--json', ...much]).output);
    for (const { servers, drivesPerServer } of suggestions) {
      expect(drivesPerServer).toBeLessThanOrEqual(256);
      expect(servers * drivesPerServer).toBeLessThanOrEqual(10_000);
    }
  });

  test.each(['servers=1,servers=2', 'zones=1', 'servers=1,,drives=1', 'servers=x'])(
    '--survive %s is wrong usage',
    (survive) => {
      const rest = ['--usable', '1Ti', '--nodes', '4', '--drives-per-node', '4', '--drive', '1Ti'];
      expect(runCli(['layout', '--suggest', '--survive', survive, ...rest])).toMatchObject({ code: 2 });
    },
  );

  test('asks for what is missing', () => {
    const { code, errors } = runCli(['layout', '--suggest', '--usable', '1Ti', '--survive', 'zones=1']);
    expect(code).toBe(2);
    expect(errors).toContain('--suggest needs --nodes, --drives-per-node, --drive as well.');
  });
});
