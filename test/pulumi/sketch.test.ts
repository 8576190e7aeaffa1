import * as pulumi from '@pulumi/pulumi';
import fc from 'fast-check';
import { composeTenant, type TenantSpec } from 'rustfs-constructs';
import { declarationWith, sketchOf, type Sketch } from '../../lib/pulumi/sketch';
import { withStandIns } from '../../lib/pulumi/stand-ins';
import { tenantSpecs } from '../support/arbitrary';
import { withLeaves } from '../support/leaves';

/** A sketch of a declaration with every leaf unknown, and what the leaves are, in the sketch's order. */
function unknownLeaves(spec: TenantSpec): { sketch: Sketch; texts: string[] } {
  const texts: string[] = [];
  // An empty text often means none, which is a matter of shape.
  const args = withLeaves(spec, (text) => (text === '' ? text : pulumi.output(String(texts.push(text)))));
  return { sketch: sketchOf(withStandIns(args)), texts };
}

describe('A tenant of which no leaf is known', () => {
  test('is accepted, and becomes the same tenant when all of them are', () => {
    fc.assert(
      fc.property(tenantSpecs, (spec) => {
        const { sketch, texts } = unknownLeaves(spec);
        const known = new Map(sketch.leaves.map((leaf, i) => [leaf, texts[i]]));
        expect(composeTenant(declarationWith(sketch, known).declaration)).toEqual(composeTenant(spec));
      }),
      { numRuns: 25 },
    );
  });

  test('breaks no rule by any of them alone', () => {
    fc.assert(
      fc.property(tenantSpecs, fc.nat(), (spec, choice) => {
        const { sketch, texts } = unknownLeaves(spec);
        if (sketch.leaves.length === 0) return;
        const i = choice % sketch.leaves.length;
        const known = new Map(sketch.leaves.slice(i, i + 1).map((leaf) => [leaf, texts[i]]));
        expect(() => declarationWith(sketch, known)).not.toThrow();
      }),
      { numRuns: 25 },
    );
  });
});

describe('A stand-in', () => {
  test('is never taken for a text of the user', () => {
    const { leaves } = withStandIns({ a: pulumi.output('x'), 'leaf-0-of-pulumi': 'leaf-1-of-pulumix' });
    expect(leaves.map(({ standIn }) => standIn)).toEqual(['leaf-0-of-pulumixx']);
  });

  test('is one for each value, however often it stands', () => {
    const value = pulumi.output('x');
    const { leaves } = withStandIns({ a: value, b: [value, pulumi.output('x')] });
    expect(leaves.map(({ paths }) => paths)).toEqual([['a', 'b[0]'], ['b[1]']]);
  });
});
