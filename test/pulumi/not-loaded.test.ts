import { buildSync } from 'esbuild';
import { join } from 'node:path';

const root = join(__dirname, '../..');

/** The packages that an entry point imports, itself or through its files, whether a program uses them or not. */
function packagesOf(entry: string): string[] {
  const { metafile } = buildSync({
    entryPoints: [join(root, entry)],
    bundle: true,
    write: false,
    metafile: true,
    treeShaking: false,
    platform: 'node',
    packages: 'external',
    outdir: 'unused',
  });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
  const external = imports.filter((each) => each.external && !each.path.startsWith('node:'));
  return [...new Set(external.map(({ path }) => path))].sort();
}

describe('Whoever has no use for an engine does not load it', () => {
  test.each([
    ['lib/index.ts', ['yaml']],
    ['lib/cdk8s/index.ts', ['cdk8s', 'constructs']],
    ['lib/cli/main.ts', ['yaml']],
    ['lib/pulumi/policies/index.ts', []],
  ])('%s', (entry, packages) => {
    expect(packagesOf(entry)).toEqual(packages);
  });

  test('the component loads Pulumi, and nothing of cdk8s', () => {
    expect(packagesOf('lib/pulumi/index.ts')).toEqual([
      '@pulumi/kubernetes/apiextensions',
      '@pulumi/kubernetes/apps/v1',
      '@pulumi/kubernetes/core/v1',
      '@pulumi/kubernetes/policy/v1',
      '@pulumi/pulumi',
      'yaml',
    ]);
  });
});
