const { jest } = require('../../package.json');

/** As the other tests; with time for what a real server takes. */
module.exports = {
  ...jest,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/real/**/*.real.ts'],
  testTimeout: 120_000,
};
