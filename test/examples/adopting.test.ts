import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkTenant, parseTenants } from 'rustfs-constructs';
import { runCli } from '../support/run-cli';

const root = join(__dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const page = read('docs/adopting.md');

interface Definition {
  readonly properties?: Readonly<Record<string, { readonly $ref?: string }>>;
}

/** The fields below a definition of schema.json that lie in this project's types. */
function fieldsOf(definition: string, parent: string): string[] {
  const { definitions } = JSON.parse(read('schema.json')) as { definitions: Record<string, Definition> };
  return Object.entries(definitions[definition]?.properties ?? {}).flatMap(([field, { $ref = '' }]) => {
    const below = $ref.replace('#/definitions/', '');
    const isOwn = /^(Adopted|CredentialKeys)/.test(below);
    return isOwn ? fieldsOf(below, `${parent}.${field}`) : [`${parent}.${field}`];
  });
}

describe('the example of a release of the chart', () => {
  beforeAll(() => process.chdir(root));

  const adopt = () => runCli(['adopt', 'examples/adopting/live-objects.yaml']);

  test('is adopted as the declaration beside it', () => {
    expect(adopt()).toMatchObject({ code: 0, output: read('examples/adopting/files-rustfs.yaml') });
  });

  test('is handed over as the page shows', () => {
    const shown = /<!-- rustfs-tenant adopt, standard error -->\n\n```text\n([\s\S]*?)```/.exec(page)?.[1];
    expect(adopt().errors).toBe(shown);
  });

  test('is declared without errors', () => {
    const { tenants } = parseTenants(read('examples/adopting/files-rustfs.yaml'));
    const problems = tenants.flatMap(({ spec }) => checkTenant(spec));
    expect(tenants).toHaveLength(1);
    expect(problems.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      'warning rpc-secret-missing',
    ]);
  });
});

describe('the page about adopting', () => {
  test('has every field of adopted names, and no other', () => {
    const cells = [...page.matchAll(/^\| `((?:pools\[\]\.)?adopted\.[^`]+)` +\|/gm)].map(([, cell]) => cell);
    expect(new Set(cells)).toEqual(
      new Set([...fieldsOf('AdoptedSpec', 'adopted'), ...fieldsOf('AdoptedPoolSpec', 'pools[].adopted')]),
    );
  });
});
