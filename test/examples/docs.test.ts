import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkTenant, composeTenant, type TenantSpec } from 'rustfs-constructs';
import { parse } from 'yaml';
import { finding } from '../support/breaches';
import { acme, singleDrive } from '../support/specs';
import { undeclared } from '../support/undeclared';

/** The pages whose YAML is part of a declaration. */
const pages = ['docs/encryption.md', 'docs/integrations.md'];

const root = join(__dirname, '../..');

describe.each(pages)('the page %s', (page) => {
  const text = readFileSync(join(root, page), 'utf8');
  const blocks = [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);

  test.each(blocks.map((block) => [block.trim().split('\n').slice(0, 4).join(' '), block]))(
    'shows what composes: %s',
    (_, block) => {
      const part: Partial<TenantSpec> = undeclared(parse(block));
      const isLocal = part.encryption !== undefined && part.encryption.backend === undefined;
      const spec: TenantSpec = { ...(isLocal ? singleDrive : acme), ...part };
      expect(checkTenant(spec).map(finding)).toEqual([]);
      expect(composeTenant(spec)).not.toEqual(composeTenant(isLocal ? singleDrive : acme));
    },
  );
});
