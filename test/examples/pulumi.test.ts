import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeTenant, parseTenants } from 'rustfs-constructs';
import { revealed } from '../support/pulumi-monitor';
import { composedObjects, registeredObjects } from '../support/pulumi-objects';
import { runPulumi } from '../support/run-pulumi';
import type { ProgramRun } from '../../scripts/pulumi-engine';

/** What the example's random passwords would be; providers do not run here. */
const passwords: Readonly<Record<string, string>> = {
  'access-key': 'random-access-key',
  'secret-key': 'random-secret-key',
  rpc: 'random-rpc-secret',
};

function run(example: string, preview: boolean): Promise<ProgramRun> {
  return runPulumi(`examples/${example}/index.ts`, {
    preview,
    computed: (type, name) => (type.startsWith('random:') ? { result: passwords[name] ?? '' } : {}),
  });
}

function graph({ resources }: ProgramRun): string[] {
  return resources.map(
    ({ type, name, parent, dependencies }) => `${type} ${name} in ${parent}, after ${dependencies.join(' ')}`,
  );
}

describe.each(['pulumi-quickstart', 'pulumi-production'])('the example %s', (example) => {
  test('runs to the end, and shows in a preview what it makes', async () => {
    const [preview, up] = [await run(example, true), await run(example, false)];
    for (const each of [preview, up]) expect(each).toMatchObject({ exitCode: 0, messages: [] });
    expect(graph(up)).toMatchSnapshot();
    expect(graph(preview)).toEqual(graph(up));
    expect(up.outputs['pulumi:pulumi:Stack']).toMatchSnapshot();
  });
});

describe('the quickstart', () => {
  test('makes the objects of media.yaml', async () => {
    const { resources } = await run('pulumi-quickstart', false);
    const media = readFileSync(join(__dirname, '../../examples/media.yaml'), 'utf8');
    const objects = parseTenants(media).tenants.flatMap(({ spec }) => composeTenant(spec));
    expect(registeredObjects(resources)).toEqual(composedObjects(objects));
  });
});

describe('the production example', () => {
  test('tells its passwords to nobody but its Secrets', async () => {
    const { resources, outputs, printed } = await run('pulumi-production', false);
    const others = resources.filter(({ type }) => type !== 'kubernetes:core/v1:Secret');
    expect(JSON.stringify([others, outputs, printed])).not.toMatch(/random-(access|secret|rpc)/);
    const secrets = resources
      .filter((each) => !others.includes(each))
      .map(({ inputs }) => revealed(inputs.stringData));
    expect(secrets).toEqual([
      { accesskey: 'random-access-key', secretkey: 'random-secret-key' },
      { secret: 'random-rpc-secret' },
    ]);
  });
});
