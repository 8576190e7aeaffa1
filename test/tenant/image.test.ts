import { classifyImage, isFloating, parseImage, type ImageClass } from '../../lib/tenant/image';
import { present } from '../support/composed';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('An image reference', () => {
  test.each([
    ['rustfs/rustfs:1.0.0', { repository: 'rustfs/rustfs', tag: '1.0.0' }],
    ['rustfs', { repository: 'rustfs' }],
    ['localhost:5000/rustfs', { repository: 'localhost:5000/rustfs' }],
    ['localhost:5000/rustfs:dev', { repository: 'localhost:5000/rustfs', tag: 'dev' }],
    [`rustfs/rustfs@${digest}`, { repository: 'rustfs/rustfs', digest }],
    [`quay.io/rustfs/rustfs:1.0.0@${digest}`, { repository: 'quay.io/rustfs/rustfs', tag: '1.0.0', digest }],
    [
      'registry.example.com/a_b/c--d:V1_2.3-x',
      { repository: 'registry.example.com/a_b/c--d', tag: 'V1_2.3-x' },
    ],
  ])('%s is taken apart', (image, reference) => {
    expect(parseImage(image)).toEqual(reference);
  });

  test.each([
    '',
    ':1.0.0',
    'rustfs/rustfs:',
    'rustfs/ rustfs',
    ' rustfs',
    'rustfs//rustfs',
    '/rustfs',
    'rustfs/',
    'rustfs@sha256:12',
    'rustfs:a:b',
    'rustfs/rustfs:1.0.0:2',
    'rustfs/RustFS:1.0.0',
    `rustfs@${digest}:1`,
  ])('%j is none', (image) => {
    expect(parseImage(image)).toBeUndefined();
  });
});

describe('What is known of an image', () => {
  test.each<[image: string, known: ImageClass]>([
    ['rustfs/rustfs:1.0.0-alpha.1', 'known-incompatible'],
    ['rustfs/rustfs:1.0.0-alpha.99-glibc', 'known-incompatible'],
    ['rustfs/rustfs:v1.0.0-alpha.1', 'known-incompatible'],
    ['rustfs/rustfs:1.0.0-beta.1', 'known-incompatible'],
    ['rustfs/rustfs:1.0.0-beta.8', 'known-incompatible'],
    ['rustfs/rustfs:1.0.0-beta.8-preview.5', 'known-incompatible'],
    ['ghcr.io/rustfs/rustfs:v1.0.0-beta.8', 'known-incompatible'],
    ['rustfs/rustfs:1.0.0-beta.9', 'compatible'],
    ['rustfs/rustfs:1.0.0-beta.10', 'compatible'],
    ['rustfs/rustfs:1.0.0-beta.10-glibc', 'compatible'],
    ['rustfs/rustfs:1.0.0', 'compatible'],
    ['rustfs/rustfs:1.0.0-glibc', 'compatible'],
    ['rustfs/rustfs:2.31.4', 'compatible'],
    ['rustfs/rustfs:v1.0.0', 'compatible'],
    ['rustfs/rustfs:v1.0.0-glibc', 'compatible'],
    ['rustfs/rustfs:v1.0.0-beta.10', 'compatible'],
    ['rustfs/rustfs:1.0.4294967295', 'compatible'],
    ['rustfs/rustfs:1.0.0-beta.09', 'unverifiable'],
    ['rustfs/rustfs:1.0.0-beta.9-preview.5', 'unverifiable'],
    ['rustfs/rustfs:1.0.0-rc.3', 'unverifiable'],
    ['rustfs/rustfs:01.0.0', 'unverifiable'],
    ['rustfs/rustfs:0.9.9', 'unverifiable'],
    ['rustfs/rustfs:vv1.0.0', 'unverifiable'],
    ['rustfs/rustfs:V1.0.0', 'unverifiable'],
    ['rustfs/rustfs:1.0.4294967296', 'unverifiable'],
    ['rustfs/rustfs:1.0.0-beta.4294967296', 'unverifiable'],
    ['rustfs/rustfs:1.0.0-beta.8.1', 'unverifiable'],
    ['rustfs/rustfs:1.0.0-beta.10-', 'unverifiable'],
    ['rustfs/rustfs:1.0.0-GLIBC', 'unverifiable'],
    ['rustfs/rustfs:latest', 'unverifiable'],
    ['rustfs/rustfs:nightly', 'unverifiable'],
    ['rustfs/rustfs', 'unverifiable'],
    [`rustfs/rustfs@${digest}`, 'unverifiable'],
    [`rustfs/rustfs:1.0.0@${digest}`, 'unverifiable'],
    [`rustfs/rustfs:1.0.0-beta.8@${digest}`, 'unverifiable'],
    [`rustfs/rustfs:1.0.0-alpha.1@${digest}`, 'unverifiable'],
    [`rustfs/rustfs:1.0.0-beta.10@${digest}`, 'unverifiable'],
    ['registry.example.com/rustfs/rustfs:1.0.0', 'custom-repository'],
    ['rustfs/rustfs-debug:1.0.0', 'custom-repository'],
  ])('%s is %s', (image, known) => {
    expect(classifyImage(present(parseImage(image)))).toBe(known);
  });

  test.each([
    'rustfs/rustfs',
    'docker.io/rustfs/rustfs',
    'index.docker.io/rustfs/rustfs',
    'registry-1.docker.io/rustfs/rustfs',
    'ghcr.io/rustfs/rustfs',
    'quay.io/rustfs/rustfs',
  ])('%s is an official repository', (repository) => {
    expect(classifyImage({ repository, tag: '1.0.0' })).toBe('compatible');
  });
});

describe('A floating image', () => {
  test.each([
    ['rustfs/rustfs', true],
    ['rustfs/rustfs:latest', true],
    ['rustfs/rustfs:nightly', true],
    ['rustfs/rustfs:1.0.0', false],
    ['rustfs/rustfs:1.0.0-rc.3', false],
    [`rustfs/rustfs:latest@${digest}`, false],
  ])('%s: %s', (image, floating) => {
    expect(isFloating(present(parseImage(image)))).toBe(floating);
  });
});
