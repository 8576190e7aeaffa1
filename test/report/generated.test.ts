import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pageModuleText } from '../../scripts/page';

describe('generated files', () => {
  test('lib/report/page.generated.ts is what scripts/page says; otherwise run "npm run page"', () => {
    const file = join(__dirname, '../../lib/report/page.generated.ts');
    expect(readFileSync(file, 'utf8')).toBe(pageModuleText());
  });
});
