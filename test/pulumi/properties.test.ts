import * as pulumi from '@pulumi/pulumi';
import fc from 'fast-check';
import { composeTenant, type TenantSpec } from 'rustfs-constructs';
import { RustfsTenant, type RustfsTenantArgs } from 'rustfs-constructs/pulumi';
import { tenantSpecs } from '../support/arbitrary';
import { withLeaves } from '../support/leaves';
import { isFields, revealed, runProgram, unknown, type Run } from '../support/pulumi-monitor';

/** What a run registers as Kubernetes objects, without what only Pulumi asks for. */
function objectsOf({ resources }: Run): unknown[] {
  return resources.filter(({ custom }) => custom).map(({ inputs }) => withoutHints(revealed(inputs)));
}

function withoutHints(object: unknown): unknown {
  if (!isFields(object) || !isFields(object.metadata)) throw new Error('expected an object');
  const { annotations = {}, ...metadata } = object.metadata;
  const kept = Object.entries(annotations ?? {}).filter(([key]) => !key.startsWith('pulumi.com/'));
  return {
    ...object,
    metadata: kept.length === 0 ? metadata : { ...metadata, annotations: Object.fromEntries(kept) },
  };
}

/** The same objects of the same declaration, in the order in which a run tells them. */
function composed(spec: TenantSpec): unknown[] {
  const group: Readonly<Record<string, string>> = {
    'apps/v1': 'apps/v1',
    'policy/v1': 'policy/v1',
    v1: 'core/v1',
  };
  const title = ({ apiVersion, kind, metadata }: ReturnType<typeof composeTenant>[number]) =>
    `kubernetes:${group[apiVersion] ?? ''}:${kind} ${metadata.name}`;
  // An empty list of annotations is none.
  return composeTenant(spec)
    .sort((a, b) => (title(a) < title(b) ? -1 : 1))
    .map(withoutHints);
}

function run(spec: TenantSpec, args: RustfsTenantArgs, isPreview = false): Promise<Run> {
  return runProgram(() => new RustfsTenant(spec.name, args), isPreview);
}

describe('A tenant in Pulumi', () => {
  test('registers the objects that composeTenant gives', async () => {
    await fc.assert(
      fc.asyncProperty(tenantSpecs, async (spec) => {
        expect(objectsOf(await run(spec, spec))).toEqual(composed(spec));
      }),
      { numRuns: 30 },
    );
  });

  test('registers them also when every leaf is an Output', async () => {
    await fc.assert(
      fc.asyncProperty(tenantSpecs, async (spec) => {
        const args = withLeaves(spec, (text) => (text === '' ? text : pulumi.output(Promise.resolve(text))));
        expect(objectsOf(await run(spec, args))).toEqual(composed(spec));
      }),
      { numRuns: 30 },
    );
  });

  test('previews the same resources when no leaf is known', async () => {
    await fc.assert(
      fc.asyncProperty(tenantSpecs, async (spec) => {
        const args = withLeaves(spec, (text) => (text === '' ? text : unknown()));
        const titles = ({ resources }: Run) => resources.map(({ type, name }) => `${type} ${name}`);
        expect(titles(await run(spec, args, true))).toEqual(titles(await run(spec, spec, true)));
      }),
      { numRuns: 30 },
    );
  });
});
