/**
 * The script and the style of the page that `layoutHtml` writes: `npm run page` bundles scripts/page into
 * lib/report/page.generated.ts, with the hashes by which the page's policy lets them in.
 */
import { buildSync, type BuildOptions } from 'esbuild';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setColours } from '../lib/report/set-look';

const root = join(__dirname, '..');

/** The generated module as text, ready to be written or compared. */
export function pageModuleText(): string {
  const script = bundledScript();
  const style = bundledStyle();
  return `// Made by "npm run page" from scripts/page.
export const pageScript = ${JSON.stringify(script)};
export const pageScriptHash = ${JSON.stringify(policyHash(script))};
export const pageStyle = ${JSON.stringify(style)};
export const pageStyleHash = ${JSON.stringify(policyHash(style))};
`;
}

/** As a content security policy names an inline script or style. */
export function policyHash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function bundledScript(): string {
  return bundled({ entryPoints: ['scripts/page/main.ts'], format: 'iife', target: 'es2022' });
}

/** The colours of the sets are the picture's own. */
function bundledStyle(): string {
  const colours = setColours.map((colour, i) => `.colour-${i} { background-color: ${colour} }`);
  const contents = ["@import './style.css';", ...colours].join('\n');
  return bundled({ stdin: { contents, loader: 'css', resolveDir: join(root, 'scripts/page') } });
}

function bundled(options: BuildOptions): string {
  const { outputFiles } = buildSync({
    ...options,
    absWorkingDir: root,
    bundle: true,
    minify: true,
    charset: 'ascii',
    write: false,
  });
  return outputFiles.map(({ text }) => text.trim()).join('');
}

if (require.main === module) writeFileSync(join(root, 'lib/report/page.generated.ts'), pageModuleText());
