import { transformSync } from 'esbuild';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as media from '../../examples/media';
import { help } from '../../lib/cli/help';
import { problemCodes } from '../../lib/tenant/problem';
import { runCli } from '../support/run-cli';

const root = join(__dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** The README and the pages that it links to, by their path. */
const pages = new Map(
  ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)]
    .filter((path) => path.endsWith('.md'))
    .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
);
const everything = [...pages.values()].join('\n');

/** A fenced block, with the comment that stands above it: what its text is. */
interface Block {
  readonly language: string;
  readonly source: string | undefined;
  readonly text: string;
}

const blocks: Block[] = [
  ...everything.matchAll(/(?:^<!-- (.+) -->\n\n)?^( *)```(\w+)\n([\s\S]*?)^\2```$/gm),
].map(([, source, indent = '', language = '', text = '']) => ({
  language,
  source,
  text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
}));

function blockOf(source: string): string {
  const block = blocks.find((each) => each.source === source);
  if (block === undefined) throw new Error(`No page has a block <!-- ${source} -->.`);
  return block.text;
}

/** Runs something with a folder that is gone afterwards. */
function withFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'readme-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Every command as the README shows it is called in the checkout. */
const cliCall = /^\$ npm run -s rustfs-tenant -- (.+)\n/;

describe('what the pages show', () => {
  beforeAll(() => process.chdir(root));

  const files = blocks.flatMap(({ source = '' }) => (source.startsWith('examples/') ? [source] : []));

  test.each(files)('is the text of %s', (file) => {
    expect(blockOf(file)).toBe(readFileSync(join(root, file), 'utf8'));
  });

  test('has no TypeScript that is not run', () => {
    const sources = blocks.filter(({ language }) => language === 'ts').map(({ source }) => source);
    expect([...sources].sort()).toEqual([
      'examples/fleet.ts',
      'examples/library.ts',
      'examples/media.ts',
      'examples/plan.ts',
      'examples/pulumi-production/index.ts',
      'examples/pulumi-quickstart/index.ts',
      'main.ts',
    ]);
  });

  test('main.ts writes the example', () => {
    withFolder((folder) => {
      const { code } = transformSync(blockOf('main.ts'), { loader: 'ts', format: 'cjs' });
      const load = (id: string): unknown => (id === './media' ? media : jest.requireActual(id));
      process.env.CDK8S_OUTDIR = folder;
      try {
        new Function('require', code)(load);
      } finally {
        delete process.env.CDK8S_OUTDIR;
      }
      const written = readFileSync(join(folder, 'media.k8s.yaml'), 'utf8');
      expect(written).toBe(runCli(['render', 'examples/media.yaml']).output);
    });
  });

  const calls = blocks.flatMap(({ text }) => {
    const [call = '', args] = cliCall.exec(text) ?? [];
    return args === undefined ? [] : [{ args, expected: text.slice(call.length) }];
  });

  test.each(calls)('is what rustfs-tenant $args prints', ({ args, expected }) => {
    withFolder((folder) => {
      const given = args.split(' ').map((arg) => (/^deploy\b/.test(arg) ? join(folder, arg) : arg));
      expect(runCli(given).output.replaceAll(`${folder}/`, '')).toBe(expected);
    });
  });

  test('has such calls', () => {
    expect(calls.map(({ args }) => args)).toEqual(
      expect.arrayContaining([
        'check examples/media.yaml',
        'render examples/media.yaml --out deploy --lock deploy/rustfs-tenant.lock.yaml',
      ]),
    );
  });

  test('are the files that render --out writes', () => {
    withFolder((folder) => {
      runCli(['render', 'examples/media.yaml', '--out', folder, '--lock', join(folder, 'lock.yaml')]);
      const written = readdirSync(join(folder, 'storage/media')).sort();
      expect(blockOf('deploy')).toBe(written.map((name) => `deploy/storage/media/${name}\n`).join(''));
    });
  });

  test('is the help text', () => {
    expect(blockOf('rustfs-tenant --help')).toBe(help);
  });

  test('are the files that npm run synth writes', () => {
    const app = readFileSync(join(root, 'examples/app.ts'), 'utf8');
    const charts = [...app.matchAll(/new \w+\(app, '(.+)'\)/g)].map(([, id]) => `  - dist/${id}.k8s.yaml`);
    expect(readme).toContain(`Synthesizing application\n${charts.join('\n')}\n`);
  });
});

describe('the tables of the pages', () => {
  /** The first cells of all rows, as far as they are code. */
  const firstCells = [...everything.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, cell = '']) => cell);

  test('have every problem code', () => {
    const rows = (pages.get('docs/problems.md') ?? '').split('\n').filter((line) => line.startsWith('| '));
    const codes = rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, code]) => code));
    expect(codes).toEqual([...problemCodes]);
  });

  test('have every key of check --json', () => {
    const { problems } = JSON.parse(runCli(['check', join(root, 'examples/mistakes.yaml'), '--json']).output);
    const start = firstCells.indexOf('file');
    const keys = Object.keys(problems[0]);
    expect(firstCells.slice(start, start + keys.length)).toEqual(keys);
  });
});

describe('the pages', () => {
  test.each([...pages])('%s links to files and headings that are there', (path, text) => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, link = '']) => link);
    const broken = links.filter((link) => {
      const [file = '', heading] = link.split('#');
      const target = file === '' ? path : join(dirname(path), file);
      if (!existsSync(join(root, target))) return true;
      return heading !== undefined && !headingsOf(pages.get(target) ?? '').includes(heading);
    });
    expect(broken).toEqual([]);
  });

  test('are all linked from the README', () => {
    const linked = [...readme.matchAll(/\]\((docs\/[^)#]+)/g)].map(([, link]) => link);
    expect([...pages.keys()].filter((path) => path !== 'README.md' && !linked.includes(path))).toEqual([]);
  });

  test('names every folder of lib, and nothing that is not there', () => {
    const named = blockOf('folders')
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[0] ?? '');
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    const folders = readdirSync(join(root, 'lib')).filter((name) =>
      statSync(join(root, 'lib', name)).isDirectory(),
    );
    expect(folders.filter((name) => !named.includes(`lib/${name}/`))).toEqual([]);
  });
});

function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchor(heading));
}

/** The anchor that a heading gets. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
}
