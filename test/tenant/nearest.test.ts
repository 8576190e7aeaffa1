import { nearest } from '../../lib/tenant/nearest';

const fields = ['name', 'namespace', 'pools', 'image', 'credsSecret', 'persistence'];

describe('The nearest word', () => {
  test.each([
    ['nmae', 'name', 'two letters swapped'],
    ['pool', 'pools', 'one letter missing'],
    ['imagee', 'image', 'one letter too many'],
    ['credSecrets', 'credsSecret', 'one letter at another place'],
    ['NAMESPACE', 'namespace', 'another case'],
    ['persistance', 'persistence', 'one letter replaced'],
  ])('to %s is %s: %s', (word, expected) => {
    expect(nearest(word, fields)).toBe(expected);
  });

  test.each(['xyz', 'volumes', ''])('to %j is none', (word) => {
    expect(nearest(word, fields)).toBeUndefined();
  });

  test('is the first of those that are equally near', () => {
    expect(nearest('cat', ['bat', 'hat'])).toBe('bat');
  });

  test('is none without candidates', () => {
    expect(nearest('name', [])).toBeUndefined();
  });

  test.each(fields)('to %s is itself', (word) => {
    expect(nearest(word, fields)).toBe(word);
  });
});
