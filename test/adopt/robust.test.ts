import fc from 'fast-check';
import { parse } from 'yaml';
import { adopt } from '../support/adoptions';
import { chartObjects } from '../support/chart';
import { operatorsObjects } from '../support/live';
import { acme, asOperator } from '../support/specs';

const operators: unknown = parse(operatorsObjects(asOperator(acme)));
const charts: unknown = { kind: 'List', items: chartObjects() };

/** Every place inside a value. */
function placesIn(value: unknown, steps: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [steps];
  return [steps, ...Object.entries(value).flatMap(([key, item]) => placesIn(item, [...steps, key]))];
}

/** A copy with another value at one place. */
function changed(value: unknown, [step, ...rest]: readonly string[], other: unknown): unknown {
  if (step === undefined) return other;
  if (Array.isArray(value))
    return value.map((item, i) => (String(i) === step ? changed(item, rest, other) : item));
  return Object.fromEntries(
    Object.entries(value ?? {}).map(([key, item]) => [key, key === step ? changed(item, rest, other) : item]),
  );
}

const anything = fc.constantFrom<unknown>(null, '', 'text', 0, -1, 1.5, true, [], {}, [null], [{}], {
  name: 'a',
});

describe('Whatever live objects look like', () => {
  test.each([
    ["the operator's", operators],
    ["the chart's", charts],
  ])('%s are adopted or refused with a reason', (_, objects) => {
    const places = placesIn(objects);
    fc.assert(
      fc.property(fc.constantFrom(...places), anything, (place, other) => {
        const { declaration, problems } = adopt(JSON.stringify(changed(objects, place, other)));
        expect(declaration === undefined).toBe(problems.length > 0);
      }),
      { numRuns: 50 },
    );
  });
});
