import fc from 'fast-check';
import { comparePaths, pathTo, stepsOf, type Step } from '../../lib/tenant/path';

function pathOf(steps: readonly Step[]): string {
  return steps.reduce<string>(pathTo, '');
}

describe('A path', () => {
  test.each<[steps: Step[], path: string]>([
    [[], ''],
    [['name'], 'name'],
    [['pools', 1, 'servers'], 'pools[1].servers'],
    [['pools', 0, 'persistence', 'labels', 'rustfs.tenant'], 'pools[0].persistence.labels["rustfs.tenant"]'],
    [['labels', 'a-b'], 'labels.a-b'],
    [['labels', ''], 'labels[""]'],
    [['labels', '7'], 'labels["7"]'],
    [['labels', 'a"]b'], 'labels["a\\"]b"]'],
    [['__proto__'], '__proto__'],
  ])('of %j is %j', (steps, path) => {
    expect(pathOf(steps)).toBe(path);
  });

  test('gives back its steps, whatever they are called', () => {
    const step = fc.oneof(
      fc.nat(),
      fc.string(),
      fc.array(fc.nat({ max: 0xffff })).map((codes) => String.fromCharCode(...codes)),
      fc.constantFrom('a"]["b', '\\', '[0]', 'x.y'),
    );
    fc.assert(fc.property(fc.array(step), (steps) => expect(stepsOf(pathOf(steps))).toEqual(steps)));
  });
});

describe('Paths in order', () => {
  test('have parents first, fields by name and items by position', () => {
    const ordered = [
      '',
      'env',
      'env[2]',
      'env[2].name',
      'env[10].name',
      'pools',
      'pools[0]',
      'pools[0].name',
      'pools[1]',
    ];
    expect([...ordered].reverse().sort(comparePaths)).toEqual(ordered);
  });

  test('do not depend on a locale', () => {
    expect(['b', 'a', 'B', 'é'].map((key) => pathTo('', key)).sort(comparePaths)).toEqual([
      'B',
      'a',
      'b',
      '["é"]',
    ]);
  });

  test('turn around with the arguments, and only equal paths stand level', () => {
    // At one place of a declaration there are fields or items, never both.
    const path = fc
      .array(fc.tuple(fc.constantFrom('a', 'b', 'c.d'), fc.nat({ max: 12 })))
      .map((pairs) => pathOf(pairs.flat()));
    fc.assert(
      fc.property(path, path, (left, right) => {
        const order = Math.sign(comparePaths(left, right));
        expect(Math.sign(comparePaths(right, left)) + order).toBe(0);
        expect(order === 0).toBe(left === right);
      }),
    );
  });
});
