import type { Program } from './control-plane/programs';
import { buildParts } from './built-parts';
import { parts, type Part } from './parts';

const needed: Part = { folder: 'needed', programs: ['etcd'], isRequired: true };
const quick: Part = { folder: 'quick', programs: ['etcd', 'kubectl'] };
const long: Part = { folder: 'long', programs: ['kubectl', 'kwok'] };

/** Builds that take a minute each, and what became of the parts. */
function built(chosen: readonly Part[], limit: number) {
  let minute = 0;
  const order: Program[] = [];
  const there = new Set<Program>();
  const outcome = buildParts(
    chosen,
    (program, left = Infinity) => {
      if (there.has(program)) return true;
      if (left < 1) return false;
      minute += 1;
      order.push(program);
      there.add(program);
      return true;
    },
    () => limit - minute,
  );
  const folders = (of: readonly Part[]) => of.map(({ folder }) => folder);
  return { order, run: folders(outcome.run), leftOut: folders(outcome.leftOut) };
}

describe('The parts of the real suite', () => {
  test('run all where there is time, in the order of the list', () => {
    expect(built([long, needed, quick], 3)).toEqual({
      order: ['etcd', 'kubectl', 'kwok'],
      run: ['long', 'needed', 'quick'],
      leftOut: [],
    });
  });

  test('are left out where what they run is not built in time', () => {
    expect(built([long, needed, quick], 2)).toMatchObject({ run: ['needed', 'quick'], leftOut: ['long'] });
  });

  test('are never left out where they are required, whatever the time', () => {
    expect(built([long, needed, quick], 0)).toEqual({
      order: ['etcd'],
      run: ['needed'],
      leftOut: ['long', 'quick'],
    });
  });

  test('that are required are the control plane and the tables of changes', () => {
    const required = parts.filter(({ isRequired }) => isRequired).map(({ folder }) => folder);
    expect(required).toEqual(['control-plane', 'immutable-fields', 'plan-is-true']);
  });
});
