const { jest } = require('../../package.json');

/** As the other tests; with time for what real servers take on a loaded machine. */
module.exports = {
  ...jest,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/rustfs/**/*.rustfs.ts'],
  testTimeout: 600_000,
};
