import { transformSync } from 'esbuild';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as media from '../../examples/media';
import { help } from '../../lib/cli/help';
import { problemCodes } from '../../lib/tenant/problem';
import { runCli } from '../support/run-cli';

const root = join(__dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** A fenced block, with the comment that stands above it: what its text is. */
interface Block {
  readonly language: string;
  readonly source: string | undefined;
  readonly text: string;
}

const blocks: Block[] = [...readme.matchAll(/(?:^<!-- (.+) -->\n\n)?^( *)```(\w+)\n([\s\S]*?)^\2```$/gm)].map(
  ([, source, indent = '', language = '', text = '']) => ({
    language,
    source,
    text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }),
);

function blockOf(source: string): string {
  const block = blocks.find((each) => each.source === source);
  if (block === undefined) throw new Error(`The README has no block <!-- ${source} -->.`);
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

describe('what the README shows', () => {
  beforeAll(() => process.chdir(root));

  const files = blocks.flatMap(({ source = '' }) => (source.startsWith('examples/') ? [source] : []));

  test.each(files)('is the text of %s', (file) => {
    expect(blockOf(file)).toBe(readFileSync(join(root, file), 'utf8'));
  });

  test('has no TypeScript that is not run', () => {
    const sources = blocks.filter(({ language }) => language === 'ts').map(({ source }) => source);
    expect(sources).toEqual(['examples/media.ts', 'main.ts', 'examples/library.ts']);
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
      const given = args.split(' ').map((arg) => (arg === 'deploy' ? join(folder, arg) : arg));
      expect(runCli(given).output.replaceAll(`${folder}/`, '')).toBe(expected);
    });
  });

  test('has such calls', () => {
    expect(calls.map(({ args }) => args)).toEqual([
      'check examples/media.yaml',
      'check examples/mistakes.yaml',
      'layout examples/media.yaml',
      'layout --suggest --usable 100Ti --survive servers=2 --nodes 12 --drives-per-node 8 --drive 4Ti',
      'render examples/media.yaml --out deploy',
    ]);
  });

  test('are the files that render --out writes', () => {
    withFolder((folder) => {
      runCli(['render', 'examples/media.yaml', '--out', folder]);
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

describe('the tables of the README', () => {
  /** The first cells of all rows, as far as they are code. */
  const firstCells = [...readme.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, cell = '']) => cell);

  test('have every field of the declaration, and no other', () => {
    const start = firstCells.indexOf('name');
    const end = firstCells.indexOf('pools[].updatePartition');
    expect(new Set(firstCells.slice(start, end + 1))).toEqual(new Set(fieldsOf('TenantSpec')));
  });

  test('have every problem code', () => {
    const section = /^## Problem codes$([\s\S]*?)^## /m.exec(readme)?.[1] ?? '';
    const rows = section.split('\n').filter((line) => line.startsWith('| '));
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

describe('the README', () => {
  test('links to files and headings that are there', () => {
    const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);
    const headings = [...readme.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => `#${anchor(heading)}`);
    const broken = links.filter((link) =>
      link.startsWith('#') ? !headings.includes(link) : !existsSync(join(root, link)),
    );
    expect(broken).toEqual([]);
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

/** The anchor that a heading gets. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
}

interface Schema {
  readonly $ref?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** The definitions whose fields are told one by one; those of Kubernetes are told by Kubernetes. */
function isTold(definition: string): boolean {
  return /^(Pool|Persistence|Placement|FailureDomain|StorageClass|Requirements|Survives|DisruptionBudget|Probes|Services|Logging|ClaimRetention)Spec$/.test(
    definition,
  )
    ? true
    : ['ProbeTimings', 'ServiceSettings', 'PodSettings'].includes(definition);
}

/** Every field below a definition of schema.json, as the README writes its path. */
function fieldsOf(definition: string): string[] {
  const { definitions } = JSON.parse(readFileSync(join(root, 'schema.json'), 'utf8'));
  const fields: Readonly<Record<string, Schema>> = definitions[definition].properties;
  return Object.entries(fields).flatMap(([field, schema]) => {
    const reference = (schema.$ref ?? schema.items?.$ref ?? '').replace('#/definitions/', '');
    if (!isTold(reference)) return [field];
    const parent = schema.items === undefined ? field : `${field}[]`;
    const star = ['ProbeTimings', 'ServiceSettings'].includes(reference) ? '*' : parent;
    return [field, ...fieldsOf(reference).map((below) => `${star}.${below}`)];
  });
}
