import { JsonPatch } from 'cdk8s';
import { composeTenant, planChange, planText } from 'rustfs-constructs';
import { objects as all, outcome } from '../support/beside';
import { acme, acmeTls } from '../support/specs';

const { add, replace } = JsonPatch;
const container = '/spec/template/spec/containers/0';

interface Variable {
  readonly name: string;
  readonly [field: string]: unknown;
}

/** The tenant with other variables, and patches of its StatefulSet. */
function objects(edit: (env: readonly Variable[]) => readonly object[], ...patches: JsonPatch[]): object[] {
  return all(acme).map((object): object => {
    if (Object(object).kind !== 'StatefulSet') return object;
    const env: readonly Variable[] = Object(object).spec.template.spec.containers[0].env;
    return JsonPatch.apply(structuredClone(object), replace(`${container}/env`, edit(env)), ...patches);
  });
}

const asIs = (env: readonly Variable[]) => env;
const from = (name: string, secret: string, key = 'secret') => ({
  name,
  valueFrom: { secretKeyRef: { name: secret, key } },
});
/** The list, with another way to say one variable. */
const saying =
  (name: string, ...said: object[]) =>
  (env: readonly Variable[]) => [...said, ...env.filter((variable) => variable.name !== name)];

const rpc = 'RUSTFS_RPC_SECRET';
const rpcBy = (...said: object[]) => saying(rpc, ...said);

describe('The RPC secret is another one by what servers are told', () => {
  const one = from(rpc, 'acme-rpc');
  const two = from(rpc, 'other-rpc');
  const annotated = (value: string) =>
    objects(
      rpcBy({ name: rpc, valueFrom: { fieldRef: { fieldPath: "metadata.annotations['rpc']" } } }),
      add('/spec/template/metadata/annotations', { rpc: value }),
    );

  test.each<[how: string, from: object[], to: object[]]>([
    ['by another reference', objects(rpcBy(one)), objects(rpcBy(two))],
    [
      'by what it refers to',
      objects(rpcBy(from('X', 'acme-rpc'), { name: rpc, value: '$(X)' })),
      objects(rpcBy(from('X', 'other-rpc'), { name: rpc, value: '$(X)' })),
    ],
    ['by a second one', objects(rpcBy(one)), objects(rpcBy(one, two))],
    [
      'beside any other variable that stands twice',
      objects((env) => [...rpcBy(one)(env), { name: 'A', value: '1' }, { name: 'A', value: '2' }]),
      objects((env) => [...rpcBy(two)(env), { name: 'A', value: '1' }, { name: 'A', value: '2' }]),
    ],
    ['by an annotation', annotated('a'), annotated('b')],
    [
      'in a container of another name',
      objects(rpcBy(one)),
      objects(rpcBy(two), replace(`${container}/name`, 'server')),
    ],
  ])('%s', (_, before, after) => {
    expect(outcome(before, after)).toContain('rotate-rpc');
    expect(outcome(after, after)).not.toContain('rotate-rpc');
  });

  test('and is none by where it stands', () => {
    expect(outcome(objects(asIs), objects(rpcBy(one)))).not.toContain('rotate-rpc');
    const named = objects(rpcBy(one), replace(`${container}/name`, 'server'));
    expect(outcome(objects(rpcBy(one)), named)).not.toContain('rotate-rpc');
  });

  test('and does not wait behind a partition', () => {
    const strategy = add('/spec/updateStrategy', { type: 'RollingUpdate', rollingUpdate: { partition: 2 } });
    expect(outcome(objects(rpcBy(one), strategy), objects(rpcBy(one, two), strategy))).toContain(
      'update-partition',
    );
  });
});

describe('Root credentials are others by what servers are told', () => {
  const user = 'RUSTFS_ACCESS_KEY';
  const afterwards = (before: object[], after: object[]) =>
    planChange(before, after).tenants.flatMap((tenant) => tenant.afterwards.join(' '));

  test('in a container of another name, and beside what stands twice', () => {
    const other = saying(user, from(user, 'other', 'accesskey'));
    for (const before of [
      objects(asIs),
      objects((env) => [...env, { name: 'A', value: '1' }, { name: 'A', value: '1' }]),
    ]) {
      expect(afterwards(before, objects(other, replace(`${container}/name`, 'server')))[0]).toContain(
        'Log in again',
      );
    }
  });

  test('and root is one that everybody knows where nothing tells them', () => {
    const without = objects((env) => env.filter(({ name }) => !/^RUSTFS_(ACCESS|SECRET)_KEY$/.test(name)));
    expect(outcome(objects(asIs), without)).toContain('procedure credentials-missing');
    expect(planText(planChange(objects(asIs), without))).toContain('rustfsadmin');
    expect(outcome(without, without)).toBe('none');
    expect(outcome(without, objects(asIs))).not.toContain('credentials-missing');
  });
});

describe('A server that would not start as it is told is refused', () => {
  test.each<[what: string, variables: object[], outcome: string]>([
    [
      'the console at the port of S3',
      [{ name: 'RUSTFS_CONSOLE_ADDRESS', value: ':9000' }],
      'servers-cut-off',
    ],
    [
      'that, with the console off',
      [
        { name: 'RUSTFS_CONSOLE_ADDRESS', value: ':9000' },
        { name: 'RUSTFS_CONSOLE_ENABLE', value: 'false' },
      ],
      'rolls',
    ],
    ['the console elsewhere', [{ name: 'RUSTFS_CONSOLE_ADDRESS', value: '127.0.0.1:9002' }], 'rolls'],
  ])('%s', (_, variables, expected) => {
    const names = variables.map((variable) => String(Object(variable).name));
    const after = objects((env) => [...env.filter(({ name }) => !names.includes(name)), ...variables]);
    expect(outcome(objects(asIs), after)).toContain(expected);
  });

  test('without its certificate and key where it looks for them', () => {
    const before: object[] = JSON.parse(JSON.stringify(composeTenant(acmeTls)));
    const text = JSON.stringify(before);
    expect(text).toContain('"path":"rustfs_cert.pem"');
    const after: object[] = JSON.parse(text.replace('"path":"rustfs_cert.pem"', '"path":"tls.crt"'));
    expect(outcome(before, after)).toContain('refused servers-cut-off');
    expect(outcome(before, before)).toBe('none');
  });

  test('off the network of the nodes by whose names it is addressed', () => {
    const onNodes = (hostNetwork: boolean) =>
      objects(
        saying('RUSTFS_VOLUMES', { name: 'RUSTFS_VOLUMES', value: 'http://node{1...4}:9000/data/rustfs0' }),
        add('/spec/template/spec/hostNetwork', hostNetwork),
      );
    expect(outcome(onNodes(true), onNodes(false))).toContain('servers-cut-off');
    expect(outcome(onNodes(true), onNodes(true))).toBe('none');
  });
});
