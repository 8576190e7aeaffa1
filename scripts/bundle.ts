import { build, transform, type BuildOptions, type Metafile, type Plugin } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync, chmodSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { codeCacheFile } from '../lib/cli/code-cache';
import { loadingOnUse } from './loading-on-use.cjs';

/**
 * Writes the JavaScript of the package: its entry points in a few files instead of a hundred, as each file costs time
 * to find and to open, and the command line with all that it needs in one.
 */
const root = join(__dirname, '..');
const output = join(root, 'build');
const folder = join(output, 'lib/cli');

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  outbase: root,
  outdir: output,
  logLevel: 'warning',
} as const satisfies BuildOptions;

/** The checks read the schema's types; its descriptions are for editors. A text is read faster than a literal. */
const schemaWithoutTexts: Plugin = {
  name: 'schema-without-texts',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]schema\.json$/ }, ({ path }) => {
      const schema: unknown = JSON.parse(readFileSync(path, 'utf8'), (key, value: unknown) =>
        key === 'description' && typeof value === 'string' ? undefined : value,
      );
      const text = JSON.stringify(JSON.stringify(schema));
      return { loader: 'js', contents: `export default JSON.parse(${text});` };
    });
  },
};

const entries = ['lib/index.ts', 'lib/cdk8s/index.ts', 'lib/pulumi/index.ts', 'lib/pulumi/policies/index.ts'];

const library = {
  ...common,
  packages: 'external',
  // esbuild splits modules only; they become CommonJS one by one below.
  format: 'esm',
  chunkNames: 'lib/shared-[hash]',
  plugins: [schemaWithoutTexts],
  metafile: true,
  write: false,
} as const satisfies BuildOptions;

/**
 * The entry points, in which each export is loaded when it is first used: who composes a tenant never reads the code
 * of a plan. What they share is in files of its own, so that a TenantError is the same class in all.
 */
async function bundleLibrary(): Promise<void> {
  const parts = await reExported(entries);
  const { outputFiles, metafile } = await build({
    ...library,
    entryPoints: [...entries, ...parts],
    splitting: true,
  });
  const needed = new Set(entries.flatMap((entry) => reachable(metafile, entry)));
  for (const { path, text } of outputFiles) {
    if (!needed.has(relative(root, path))) continue;
    const entry = relative(output, path).replace(/\.js$/, '.ts');
    const isEntry = entries.includes(entry);
    const { code } = await transform(text, {
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      // Shorter to read for Node; names stay as they are, for stack traces.
      minifyWhitespace: !isEntry,
      minifySyntax: !isEntry,
    });
    write(
      path,
      isEntry ? requiring(packagesOf(metafile, entry)) + loadingOnUse(code) : exportingValues(code),
    );
  }
  await build({ ...common, entryPoints: [join(root, 'imports/rustfs.com.ts')], packages: 'external' });
}

/** The modules that entry points re-export values of. */
async function reExported(entryPoints: readonly string[]): Promise<string[]> {
  const { metafile } = await build({ ...library, entryPoints: [...entryPoints] });
  const imported = entryPoints.flatMap((entry) => metafile.inputs[entry]?.imports ?? []);
  return [...new Set(imported.filter(({ external }) => external !== true).map(({ path }) => path))];
}

/** The files that an entry point leads to: not those that split the code and are nobody's entry. */
function reachable({ outputs }: Metafile, entry: string): string[] {
  const found = new Set(Object.keys(outputs).filter((file) => outputs[file]?.entryPoint === entry));
  // A set goes on with what is added to it on the way.
  for (const file of found) for (const { path } of outputs[file]?.imports ?? []) found.add(path);
  return [...found];
}

/** The packages that an entry point stands on, Node's own left out. */
function packagesOf(metafile: Metafile, entry: string): string[] {
  const imports = reachable(metafile, entry).flatMap((file) => metafile.outputs[file]?.imports ?? []);
  // What a function requires is its own business.
  const packages = imports.filter(
    ({ path, external, kind }) =>
      external === true && kind === 'import-statement' && !path.startsWith('node:'),
  );
  return [...new Set(packages.map(({ path }) => path))].sort();
}

/**
 * Packages are required at once, so that one that is not there is missed by the import: of an export that fails later
 * an ES module would only hear that it is undefined.
 */
function requiring(packages: readonly string[]): string {
  return packages.map((name) => `require(${JSON.stringify(name)});\n`).join('');
}

/** CommonJS by esbuild that exports values: its getters, asked again at every call, are a tenth of composing. */
function exportingValues(code: string): string {
  const [, getters] = /__export\(stdin_exports,\{([^}]*)\}\)/.exec(code) ?? [];
  if (getters === undefined) throw new Error('esbuild exports in a way that is not known here.');
  return `${code};module.exports={${getters.replaceAll(':()=>', ':')}};\n`;
}

/** The command line, as a function of `require` and its folder that main.js calls. */
async function bundleProgram(): Promise<void> {
  await build({
    ...common,
    entryPoints: [join(root, 'lib/cli/program.ts')],
    minify: true,
    // The build of `yaml` for browsers is made of modules, of which the unused parts can be left out.
    alias: { yaml: join(root, 'node_modules/yaml/browser/index.js') },
    plugins: [schemaWithoutTexts],
    banner: { js: `/* With yaml:\n${licenceOf('yaml')}*/\n(function (require, __dirname) {` },
    footer: { js: '})' },
  });
}

/** The executable, and the program's compiled form beside it. */
async function bundleExecutable(): Promise<void> {
  await build({ ...common, entryPoints: [join(root, 'lib/cli/main.ts')] });
  chmodSync(join(folder, 'main.js'), 0o755);
  const files = [join(folder, 'program.js'), join(folder, codeCacheFile)];
  // A process of its own, because what is compiled depends on how Node was started.
  execFileSync(
    process.execPath,
    [join(__dirname, 'code-cache.cjs'), ...files, join(root, 'examples/media.yaml')],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
}

function licenceOf(name: string): string {
  return readFileSync(join(root, 'node_modules', name, 'LICENSE'), 'utf8');
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

void bundleLibrary().then(bundleProgram).then(bundleExecutable);
