// Strips types with esbuild: fast, and the type check is `npm run typecheck`'s own business.
const { transformSync } = require('esbuild');
const { loadingOnUse } = require('./scripts/loading-on-use.cjs');

module.exports = {
  process: (source, file) => {
    const { code, map } = transformSync(source, {
      loader: 'ts',
      format: 'cjs',
      target: 'node20',
      sourcemap: 'both',
      sourcesContent: false,
      sourcefile: file,
      // Jest cannot run a native import() without flags; require() serves as well here.
      supported: { 'dynamic-import': false },
    });
    // As in the built package, and most tests need a small part of it.
    return { code: isEntryPoint(file) ? loadingOnUse(code) : code, map };
  },
};

function isEntryPoint(file) {
  return /\/lib\/((cdk8s|pulumi)\/)?index\.ts$/.test(file);
}
