import * as pulumi from '@pulumi/pulumi';
import fc from 'fast-check';
import { composeTenant, type TenantSpec } from 'rustfs-constructs';
import { RustfsTenant, type RustfsTenantArgs } from 'rustfs-constructs/pulumi';
import { tenantSpecs } from '../support/arbitrary';
import { withLeaves } from '../support/leaves';
import { runProgram, unknown, type Run } from '../support/pulumi-monitor';
import { composedObjects, registeredObjects } from '../support/pulumi-objects';

function run(spec: TenantSpec, args: RustfsTenantArgs, isPreview = false): Promise<Run> {
  return runProgram(() => new RustfsTenant(spec.name, args), isPreview);
}

describe('A tenant in Pulumi', () => {
  test('registers the objects that composeTenant gives', async () => {
    await fc.assert(
      fc.asyncProperty(tenantSpecs, async (spec) => {
        const { resources } = await run(spec, spec);
        expect(registeredObjects(resources)).toEqual(composedObjects(composeTenant(spec)));
      }),
      { numRuns: 8 },
    );
  });

  test('registers them also when every leaf is an Output', async () => {
    await fc.assert(
      fc.asyncProperty(tenantSpecs, async (spec) => {
        const args = withLeaves(spec, (text) => (text === '' ? text : pulumi.output(Promise.resolve(text))));
        const { resources } = await run(spec, args);
        expect(registeredObjects(resources)).toEqual(composedObjects(composeTenant(spec)));
      }),
      { numRuns: 8 },
    );
  });

  test('previews the same resources when no leaf is known', async () => {
    await fc.assert(
      fc.asyncProperty(tenantSpecs, async (spec) => {
        const args = withLeaves(spec, (text) => (text === '' ? text : unknown()));
        const titles = ({ resources }: Run) => resources.map(({ type, name }) => `${type} ${name}`);
        expect(titles(await run(spec, args, true))).toEqual(titles(await run(spec, spec, true)));
      }),
      { numRuns: 8 },
    );
  });
});
