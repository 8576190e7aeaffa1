import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkTenant, composeTenant, parseTenants, type TenantSpec } from 'rustfs-constructs';
import { parse } from 'yaml';
import { present } from '../support/composed';

const root = join(__dirname, '../..');
const page = readFileSync(join(root, 'docs/tls.md'), 'utf8');
const { tenants } = parseTenants(readFileSync(join(root, 'examples/tls.yaml'), 'utf8'));
const { spec } = present(tenants[0]);

describe('the page about HTTPS', () => {
  test('shows the Certificate of the example', () => {
    const shown = /<!-- certificate -->\n\n```yaml\n([\s\S]*?)```/.exec(page)?.[1];
    expect([parse(shown ?? '')]).toEqual(composeTenant(spec).filter(({ kind }) => kind === 'Certificate'));
  });

  const fragments = [...page.matchAll(/^( *)```yaml\n\1(tls:\n[\s\S]*?)```/gm)]
    .map(([, , text = '']) => text)
    // The one of compatibility mode is about another tenant.
    .filter((text) => !text.includes('caInCertificateSecret'));

  test.each(fragments)('shows settings that the checks accept:\n%s', (text) => {
    const { tls } = parse(text) as Pick<TenantSpec, 'tls'>;
    const { certManager, ...common } = { ...spec.tls };
    const merged = { ...common, ...(tls?.certificates === undefined && { certManager }), ...tls };
    expect(checkTenant({ ...spec, tls: merged })).toEqual([]);
  });

  test('shows such settings', () => expect(fragments.length).toBeGreaterThan(1));
});
