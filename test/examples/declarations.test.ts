import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeTenant, parseTenants } from 'rustfs-constructs';
import { kubernetesErrors, kubernetesTest } from '../support/kubernetes-schema';

const folder = join(__dirname, '../../examples');

/** Examples that are there to be refused or warned about; their page shows what is said. */
const withProblems: readonly string[] = ['mistakes.yaml', 'provisioning.yaml'];

const files = readdirSync(folder).filter((name) => name.endsWith('.yaml') && !withProblems.includes(name));

describe.each(files)('examples/%s', (file) => {
  const { tenants, problems } = parseTenants(readFileSync(join(folder, file), 'utf8'));

  test('has nothing to be said about', () => {
    expect(tenants.length).toBeGreaterThan(0);
    expect(problems).toEqual([]);
  });

  kubernetesTest("passes Kubernetes' own schema", () => {
    const objects = tenants.flatMap(({ spec }) => composeTenant(spec));
    expect(objects.flatMap(kubernetesErrors)).toEqual([]);
  });
});
