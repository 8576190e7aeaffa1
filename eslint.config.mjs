import tseslint from 'typescript-eslint';

/** The ways out of the pure part. Nothing pure may import them, so that no engine is ever loaded by accident. */
const engines = [
  'cdk8s',
  'cdk8s-plus-*',
  'constructs',
  '@pulumi/*',
  '**/cdk8s',
  '**/cdk8s/**',
  '**/pulumi',
  '**/pulumi/**',
  '**/cli',
  '**/cli/**',
  '**/files',
  '**/files/**',
];

/** The pure part has no file system, no clock, no environment. */
const hostModules = ['fs', 'path', 'os', 'child_process', 'process'];

export default tseslint.config(
  { ignores: ['build/', 'dist/', 'coverage/', 'imports/', 'lib/report/page.generated.ts', 'node_modules/'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strict, ...tseslint.configs.stylistic],
    rules: { '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }] },
  },
  {
    files: ['lib/**/*.ts'],
    rules: {
      // A type assertion silences the compiler; each one left needs a comment that says why it is sound.
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    files: ['lib/**/*.ts'],
    ignores: ['lib/cdk8s/**', 'lib/pulumi/**', 'lib/cli/**', 'lib/files/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: hostModules, patterns: [{ group: [...engines, 'node:*'] }] },
      ],
    },
  },
  {
    files: ['lib/cdk8s/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['@pulumi/*', '**/pulumi/**', '**/cli/**', 'cdk8s-plus-*'] }] },
      ],
    },
  },
  {
    // The files that the ways out share; no way out itself.
    files: ['lib/files/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: engines.filter((name) => !/files/.test(name)) }] },
      ],
    },
  },
  {
    files: ['lib/pulumi/**/*.ts'],
    ignores: ['lib/pulumi/policies/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['cdk8s', 'cdk8s-plus-*', 'constructs', '**/cdk8s/**', '**/cli/**'] }] },
      ],
    },
  },
  {
    // Policies are plain functions, for whatever runs them; what they judge, the plan judges in the same way.
    files: ['lib/pulumi/policies/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: [...engines, 'node:*'] }, { regex: '^\\.\\./(?!\\.\\./change/)' }] },
      ],
    },
  },
  {
    files: ['lib/cli/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['cdk8s', 'constructs', '@pulumi/*', '**/cdk8s/**', '**/pulumi/**'] }] },
      ],
    },
  },
  {
    // No outcome of `npm test` depends on the clock.
    files: ['test/**/*.ts'],
    ignores: ['test/real/**', 'test/rustfs/**'],
    rules: {
      'no-restricted-properties': ['error', { object: 'Date', property: 'now' }, { object: 'performance' }],
      'no-restricted-syntax': ['error', 'NewExpression[callee.name="Date"][arguments.length=0]'],
    },
  },
);
