// Strips types with esbuild: fast, and the type check is `npm run typecheck`'s own business.
const { transformSync } = require('esbuild');

module.exports = {
  process: (source, file) =>
    transformSync(source, {
      loader: 'ts',
      format: 'cjs',
      target: 'node20',
      sourcemap: 'both',
      sourcefile: file,
      // Jest cannot run a native import() without flags; require() serves as well here.
      supported: { 'dynamic-import': false },
    }),
};
