import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as library from '../lib';

/**
 * `export type *` takes a constant along into the declarations that users compile against, and leaves it out of the
 * JavaScript that they run: the compiler would know it and the program would find undefined.
 */
describe('What a program can import by name', () => {
  const lib = join(__dirname, '../lib');
  const typesOf = [
    ...readFileSync(join(lib, 'index.ts'), 'utf8').matchAll(/^export type \* from '(.+)';$/gm),
  ];

  it.each(typesOf.map(([, path = '']) => path))('is there when it runs: %s', (path) => {
    const values = Object.keys(jest.requireActual<object>(join(lib, path)));
    expect(values.filter((name) => !(name in library))).toEqual([]);
  });
});
