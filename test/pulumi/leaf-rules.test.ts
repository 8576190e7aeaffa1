import type { ProgramRun } from '../../scripts/pulumi-engine';
import { runPulumi } from '../support/run-pulumi';

let run: ProgramRun | undefined;

beforeAll(async () => {
  run = await runPulumi('test/pulumi/programs/mistakes.ts');
});

/** What the program is told of one of its tenants, and which kinds of resources it has registered for it. */
function outcome(tenant: string) {
  if (run === undefined) throw new Error('The program has not run.');
  const { messages, resources } = run;
  const children = resources.filter(({ parent }) => parent === tenant);
  return {
    errors: messages.flatMap(({ text }) => (text.includes(`storage/${tenant} is refused`) ? [text] : [])),
    kinds: children.map(({ type }) => type.split(':').at(-1)),
    text: JSON.stringify(children),
  };
}

test('The program fails', () => {
  expect(run?.exitCode).not.toBe(0);
});

describe('A rule about a leaf is heard when the leaf is known', () => {
  test('and what needs the leaf is not made', () => {
    const { errors, kinds } = outcome('image');
    expect(errors).toMatchSnapshot();
    expect(kinds).not.toContain('StatefulSet');
  });

  test('for each leaf that breaks one', () => {
    const { errors } = outcome('two');
    expect(errors).toHaveLength(2);
    expect(errors.join()).toContain('error image [image]');
    expect(errors.join()).toContain('error priorityClassName [object-name]');
  });

  test('also when it is about two of them', () => {
    const { errors } = outcome('pair');
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain('error pools[0].resources.requests.memory [resources]');
  });

  test('and a leaf that changes more than its text is refused', () => {
    const { errors } = outcome('shape');
    expect(errors.join()).toContain('error image [plain-value]');
  });

  test('and a warning is told', () => {
    expect(outcome('floating')).toMatchObject({ errors: [], kinds: expect.arrayContaining(['StatefulSet']) });
    const warnings = run?.messages.filter(({ severity }) => severity === 2).map(({ text }) => text);
    expect(warnings).toEqual([expect.stringContaining('warning image [image-floating]')]);
  });
});

describe('A leaf that breaks no rule', () => {
  test('stands in the objects, secret where it is secret', () => {
    const { errors, kinds, text } = outcome('normal');
    expect({ errors, kinds }).toEqual({ errors: [], kinds: expect.arrayContaining(['StatefulSet']) });
    expect(text).toContain('"image":"rustfs/rustfs:1.0.0"');
    expect(text).toContain('hunter-2');
    expect(text).not.toMatch(/leaf-\d+-of-/);
  });
});

describe('Of a secret', () => {
  test('nothing is told but the rule that it breaks', () => {
    const { errors } = outcome('secret');
    expect(errors.join()).toContain('error managedBy [label]\n  The value is a secret');
    expect(JSON.stringify(run)).not.toContain('hunter 2');
  });

  test.each([
    ['key', 'credsSecret.accessKey', 'has fewer than 8 bytes'],
    ['published', 'credsSecret.secretKey', 'is the published default'],
    ['rpc', 'rpcSecret.value', 'is empty'],
  ])('that is a credential: %s', (name, path, finding) => {
    const { errors, kinds } = outcome(name);
    expect(errors.join()).toContain(`error ${path} [credentials-value]\n  "${path}" ${finding}`);
    expect(kinds).not.toContain('StatefulSet');
  });
});
