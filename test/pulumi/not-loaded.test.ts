import { buildSync } from 'esbuild';
import { join } from 'node:path';

const root = join(__dirname, '../..');

/** The packages of engines that an entry point imports, itself or through its files, whether it uses them or not. */
function enginesOf(entry: string): string[] {
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
  const external = imports.filter((each) => each.external && /^(@pulumi|cdk8s|constructs)\b/.test(each.path));
  return [...new Set(external.map(({ path }) => path))].sort();
}

describe('Whoever has no use for an engine does not load it', () => {
  test.each([
    ['lib/index.ts', []],
    ['lib/cdk8s/index.ts', ['cdk8s', 'constructs']],
    ['lib/cli/main.ts', []],
    ['lib/pulumi/policies/index.ts', []],
  ])('%s', (entry, engines) => {
    expect(enginesOf(entry)).toEqual(engines);
  });

  test('the component loads Pulumi, and nothing of cdk8s', () => {
    expect(enginesOf('lib/pulumi/index.ts')).toEqual([
      '@pulumi/kubernetes/apiextensions',
      '@pulumi/kubernetes/apps/v1',
      '@pulumi/kubernetes/core/v1',
      '@pulumi/kubernetes/policy/v1',
      '@pulumi/pulumi',
    ]);
  });
});
