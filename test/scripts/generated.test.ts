import { ApiObject, App, Chart } from 'cdk8s';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toTenantManifest } from 'rustfs-constructs';
import { Tenant } from '../../imports/rustfs.com';
import { crdText } from '../../scripts/crd';
import { pageWithStates } from '../../scripts/measured';
import { generatedTexts } from '../../scripts/schema';
import { acme, asOperator } from '../support/specs';

const root = join(__dirname, '../..');

describe('generated files', () => {
  test('schema.json and the page of fields are what the types say; otherwise run "npm run schema"', () => {
    const { schema, fields } = generatedTexts();
    expect(readFileSync(join(root, 'schema.json'), 'utf8')).toBe(schema);
    expect(readFileSync(join(root, 'docs/fields.md'), 'utf8')).toBe(fields);
  });

  test('the page of survival shows every state that was measured; otherwise run "npm run measured"', () => {
    const page = readFileSync(join(root, 'docs/erasure.md'), 'utf8');
    expect(page).toBe(pageWithStates(page));
  });

  test('the custom resource definition is what the schema says; otherwise run "npm run import"', () => {
    expect(readFileSync(join(root, 'crds/tenants.rustfs.com.yaml'), 'utf8')).toBe(crdText());
  });

  test('the typed L1 renders a Tenant as the library writes it', () => {
    const { manifest } = toTenantManifest(asOperator(acme));
    const chart = new Chart(new App(), 'chart');
    new Tenant(chart, 'typed', {
      metadata: { name: 'acme', namespace: 'storage' },
      spec: {
        pools: [{ name: 'pool-0', servers: 4, persistence: { volumesPerServer: 4 } }],
        credsSecret: { name: 'acme-root' },
        rpcSecret: { name: 'acme-rpc', key: 'secret' },
      },
    });
    new ApiObject(chart, 'plain', { ...manifest, spec: manifest.spec });
    const [typed, plain] = chart.toJson() as unknown[];
    expect(typed).toEqual(plain);
  });
});
