import { Ajv } from 'ajv';
import fc from 'fast-check';
import schema from '../../schema.json';
import { definition, discriminatorOf } from '../../lib/tenant/schema';
import { isRecord } from '../../lib/is-record';
import { readShape } from '../../lib/tenant/shape';
import { tenantSpecs } from '../support/arbitrary';
import { quickToCompile } from '../support/kubernetes-schema';

const accepts = new Ajv({ strict: false, ...quickToCompile }).compile(schema);

describe('Reading a declaration', () => {
  test('accepts and refuses the same declarations as schema.json', () => {
    const severalChanges = fc.array(fc.array(change, { maxLength: 3 }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(tenantSpecs, severalChanges, (spec, variants) => {
        const declarations = variants.map((changes) =>
          changes.reduce<unknown>(changed, structuredClone(spec)),
        );
        expect(declarations.map((declaration) => readShape(declaration).problems.length === 0)).toEqual(
          declarations.map((declaration) => accepts(withoutAbsent(declaration))),
        );
      }),
      { numRuns: 200 },
    );
  });

  test('can tell the branches of every union apart', () => {
    const unions = Object.entries(schema.definitions).filter(([, definition]) => 'anyOf' in definition);
    expect(unions.map(([name]) => name)).toContain('EncryptionSpec');
    for (const [name] of unions) {
      const { branches = [] } = discriminatorOf(definition(name).anyOf ?? []) ?? {};
      const choices = branches.flatMap((branch) => branch.choices);
      expect(branches.length).toBeGreaterThan(1);
      expect(new Set(choices).size).toBe(choices.length);
      expect(branches.filter(({ isDefault }) => isDefault).length).toBeLessThanOrEqual(1);
    }
  });

  test('gives back what it accepts', () => {
    fc.assert(fc.property(tenantSpecs, (spec) => expect(readShape(spec).draft).toEqual(spec)));
  });
});

interface Change {
  /** Which part of the declaration; counted around as often as it takes. */
  readonly place: number;
  /** `replace` puts the value in the place of what is there; `add` puts it beside, under this name. */
  readonly kind: 'replace' | 'remove' | 'add';
  readonly name: string;
  readonly value: unknown;
}

const change: fc.Arbitrary<Change> = fc.record({
  place: fc.nat(),
  kind: fc.constantFrom('replace', 'remove', 'add'),
  name: fc.constantFrom(
    'name',
    'servers',
    'type',
    'path',
    'value',
    'key',
    'pools',
    '__proto__',
    'constructor',
    'backend',
    'method',
    'vault',
    'local',
    'other',
  ),
  value: fc.oneof(
    fc.constantFrom<unknown[]>(
      null,
      undefined,
      '',
      'Retain',
      'operator',
      'local',
      'vault',
      'aws',
      'token',
      0,
      1,
      -1,
      1.5,
      true,
      [],
      {},
      [null],
      [{}],
      { name: 'a' },
    ),
    fc.anything({
      maxDepth: 2,
      // Whole numbers beyond 2^53 are the one difference: nobody can tell what their author wrote.
      values: [fc.string(), fc.boolean(), fc.integer(), fc.double({ min: -9, max: 9 }), fc.constant(null)],
    }),
  ),
});

/** The declaration after a change of one of its parts. */
function changed(declaration: unknown, { place, kind, name, value }: Change): unknown {
  const places = placesIn(declaration);
  const chosen = places[place % (places.length + 1)];
  if (chosen === undefined) {
    return kind === 'add' && isRecord(declaration) ? added(declaration, name, value) : declaration;
  }
  const { parent, key } = chosen;
  if (kind === 'add' && isRecord(parent)) added(parent, name, structuredClone(value));
  else if (kind !== 'remove') added(parent, key, structuredClone(value));
  // Otherwise an item would leave a hole, which no JSON has.
  else if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
  return declaration;
}

function added(parent: object, key: string, value: unknown): object {
  return Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}

interface Place {
  readonly parent: object;
  readonly key: string;
}

/** Where the parts of a value stand, at any depth. */
function placesIn(parent: unknown, places: Place[] = []): Place[] {
  if (!Array.isArray(parent) && !isRecord(parent)) return places;
  for (const [key, part] of Object.entries(parent)) {
    places.push({ parent, key });
    placesIn(part, places);
  }
  return places;
}

/** To the Kubernetes API, null says that a field is absent. */
function withoutAbsent(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutAbsent);
  if (!isRecord(value)) return value;
  const said = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(said.map(([key, item]) => [key, withoutAbsent(item)]));
}
