import { Provider } from '@pulumi/kubernetes';
import { Namespace, Secret, ServiceAccount } from '@pulumi/kubernetes/core/v1';
import * as pulumi from '@pulumi/pulumi';
import { composeTenant, layoutOf, toYaml } from 'rustfs-constructs';
import { RustfsTenant, type RustfsTenantArgs } from 'rustfs-constructs/pulumi';
import {
  revealed,
  runProgram,
  secretPaths,
  unknown,
  unknownPaths,
  valueOf,
  type Registered,
  type Run,
} from '../support/pulumi-monitor';
import { acme, pool0, pool1, twoPools } from '../support/specs';

/** `acme` as args; the component is called so too. */
const { name: _, ...args } = acme;

function run(changes: Partial<RustfsTenantArgs> = {}, opts?: pulumi.ComponentResourceOptions): Promise<Run> {
  return runProgram(() => new RustfsTenant('acme', { ...args, ...changes }, opts));
}

function resource({ resources }: Run, kind: string, name: string): Registered {
  const found = resources.find((each) => each.type.endsWith(`:${kind}`) && each.name === name);
  if (found === undefined) throw new Error(`There is no ${kind} ${name}.`);
  return found;
}

function hints({ inputs }: Registered): unknown {
  return JSON.parse(JSON.stringify(inputs)).metadata.annotations;
}

/** What the program was refused for. */
async function refusal(changes: object): Promise<string> {
  // Whatever a program without types might say.
  const wrong: RustfsTenantArgs = Object.assign({ ...args }, changes);
  let message = '';
  const { resources } = await runProgram(() => {
    try {
      new RustfsTenant('acme', wrong);
    } catch (thrown) {
      if (!pulumi.ResourceError.isInstance(thrown)) throw thrown;
      message = thrown.message;
    }
  });
  expect(resources.filter(({ custom }) => custom)).toEqual([]);
  return message;
}

describe('The component', () => {
  test('makes typed resources below itself, each after what it needs', async () => {
    const { resources } = await run({ pools: [pool0, pool1] });
    expect(
      resources.map(({ type, name, parent, dependencies }) =>
        `${type} ${name} in ${parent}, after ${dependencies.join(' ')}`.replace(/, after $/, ''),
      ),
    ).toMatchSnapshot();
  });

  test('asks Pulumi to leave pods running, and to wait for servers only', async () => {
    const all = await run();
    const custom = all.resources.filter((each) => each.custom);
    const kinds = custom.map((each) => [`${each.type.split(':')[2] ?? ''} ${each.name}`, hints(each)]);
    expect(Object.fromEntries(kinds)).toMatchSnapshot();
    expect(resource(all, 'StatefulSet', 'acme-pool-0').customTimeouts).toMatchObject({
      create: '30m',
      update: '70m',
    });
  });

  test('lets an annotation of the declaration win over such a hint', async () => {
    const all = await run({ services: { io: { annotations: { 'pulumi.com/skipAwait': 'false' } } } });
    expect(hints(resource(all, 'Service', 'acme-io'))).toEqual({ 'pulumi.com/skipAwait': 'false' });
  });

  test('deletes pods first where it is told so, and waits for nothing where it is told so', async () => {
    const all = await run({ onReplace: 'foreground', skipAwait: true });
    expect(hints(resource(all, 'StatefulSet', 'acme-pool-0'))).toEqual({ 'pulumi.com/skipAwait': 'true' });
  });

  test('deletes no pods first where the claims would go with them', async () => {
    const claimRetention = { whenDeleted: 'Delete' } as const;
    const message = await refusal({ onReplace: 'foreground', claimRetention });
    expect(message).toContain('error onReplace [claim-retention]');
    expect(message).toContain('Kubernetes deletes its claims then, and the objects on them');
    await run({ claimRetention });
    await run({ onReplace: 'foreground', claimRetention: { whenScaled: 'Delete' } });
  });

  test('ignores claim sizes in all pools, or in those that are named', async () => {
    const size = (drive: number) => `spec.volumeClaimTemplates[${drive}].spec.resources.requests.storage`;
    const ignored = async (ignoreClaimSizes: boolean | string[]) => {
      const all = await run({ pools: [pool0, pool1], ignoreClaimSizes });
      const paths = ['pool-0', 'pool-1'].map(
        (pool) => resource(all, 'StatefulSet', `acme-${pool}`).ignoreChanges,
      );
      return { paths, warnings: all.warnings };
    };
    const sizes = [0, 1, 2, 3].map(size);
    expect(await ignored(true)).toEqual({ paths: [sizes, sizes], warnings: [] });
    expect(await ignored(['pool-1'])).toEqual({ paths: [[], sizes], warnings: [] });
    expect(await ignored(['pool-7'])).toEqual({
      paths: [[], []],
      warnings: [expect.stringContaining('No pool is called "pool-7".')],
    });
  });

  test('makes no namespace unless asked, and then a protected one before everything else', async () => {
    expect((await run()).resources.map(({ type }) => type)).not.toContain('kubernetes:core/v1:Namespace');
    const all = await run({ createNamespace: true });
    const namespace = resource(all, 'Namespace', 'acme-namespace');
    expect(namespace).toMatchObject({ protect: true, inputs: { metadata: { name: 'storage' } } });
    const others = all.resources.filter((each) => each.custom && each !== namespace);
    expect(others.filter(({ dependencies }) => !dependencies.includes('acme-namespace'))).toEqual([]);
  });

  test('takes its resources’ names from the component, and the objects’ names from the tenant', async () => {
    const { resources } = await runProgram(() => {
      new RustfsTenant('east', { ...args, name: 'media' });
      new RustfsTenant('west', { ...args, name: 'media' });
    });
    const sets = resources.filter(({ type }) => type.endsWith(':StatefulSet'));
    expect(sets.map(({ name, inputs }) => [name, JSON.parse(JSON.stringify(inputs)).metadata.name])).toEqual([
      ['east-pool-0', 'media-pool-0'],
      ['west-pool-0', 'media-pool-0'],
    ]);
  });

  test('hands provider, protection and transformations down, and leaves its aliases to the engine', async () => {
    const all = await runProgram(() => {
      const provider = new Provider('cluster', { kubeconfig: '{}' });
      new RustfsTenant('acme', args, {
        provider,
        protect: true,
        aliases: [{ name: 'before' }],
        transformations: [
          ({ type, props, opts }) =>
            type === 'kubernetes:core/v1:Service' ? { props: { ...props, extra: 'yes' }, opts } : undefined,
        ],
      });
    });
    const io = resource(all, 'Service', 'acme-io');
    expect(io.provider).toContain('pulumi:providers:kubernetes::cluster');
    expect(io).toMatchObject({ protect: true, inputs: { extra: 'yes' } });
    expect(resource(all, 'RustfsTenant', 'acme').aliases).toBe(1);
    expect(resource(all, 'StatefulSet', 'acme-pool-0').inputs).not.toHaveProperty('extra');
  });

  test('tells warnings, and composes', async () => {
    const { warnings } = await run({ image: 'rustfs/rustfs:latest' });
    expect(warnings).toEqual([expect.stringContaining('warning image [image-floating]')]);
  });
});

describe('Outputs', () => {
  test('are addresses, the Secret, the layout and typed resources', async () => {
    let tenant: RustfsTenant | undefined;
    const { outputs } = await runProgram(() => (tenant = new RustfsTenant('acme', args)));
    if (tenant === undefined) throw new Error('expected a tenant');
    expect(outputs.acme).toEqual({
      endpoint: 'http://acme-io.storage.svc:9000',
      consoleEndpoint: 'http://acme-console.storage.svc:9001',
      secretName: 'acme-root',
    });
    expect(await valueOf(tenant.layout)).toEqual(layoutOf(acme));
    expect(await valueOf(tenant.statefulSets['pool-0']?.spec.replicas ?? pulumi.output(0))).toBe(4);
    const { headless, io, console } = tenant.services;
    const names = [headless, io, console].map(({ metadata }) => valueOf(metadata.name));
    expect(await Promise.all(names)).toEqual(['acme-hl', 'acme-io', 'acme-console']);
    expect(await valueOf(tenant.toYaml())).toBe(toYaml(composeTenant(acme)));
  });

  test('know the layout although the image is not known, and not without the size of drives', async () => {
    const layouts: pulumi.Output<unknown>[] = [];
    await runProgram(() => {
      const template = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: unknown() } } };
      const persistence = { volumesPerServer: 4, volumeClaimTemplate: template };
      layouts.push(new RustfsTenant('a', { ...args, image: unknown() }).layout);
      layouts.push(new RustfsTenant('b', { ...args, pools: [{ ...pool0, persistence }] }).layout);
    }, true);
    expect(await Promise.all(layouts.map(valueOf))).toEqual([layoutOf({ ...acme, name: 'a' }), undefined]);
  });

  test('name no Secret where the environment brings the credentials', async () => {
    const { credsSecret: _, ...rest } = args;
    const env = [
      { name: 'RUSTFS_ACCESS_KEY', value: 'admin-of-storage' },
      { name: 'RUSTFS_SECRET_KEY', valueFrom: { secretKeyRef: { name: 'root', key: 'secret' } } },
    ];
    let secretName: pulumi.Output<string | undefined> | undefined;
    await runProgram(() => ({ secretName } = new RustfsTenant('acme', { ...rest, env })));
    expect(secretName && (await valueOf(secretName))).toBeUndefined();
  });
});

describe('Credentials by value', () => {
  const values = {
    credsSecret: { accessKey: 'access-key-1', secretKey: 'secret-key-1' },
    rpcSecret: { value: 'between-servers' },
  };

  test('become Secrets that the pods refer to, and are secret nowhere else', async () => {
    const all = await run(values);
    const secrets = all.resources.filter(({ type }) => type === 'kubernetes:core/v1:Secret');
    expect(secrets.map(({ inputs }) => revealed(inputs))).toMatchSnapshot();
    for (const each of secrets) {
      expect(secretPaths(each.inputs)).toEqual(['stringData']);
      expect(each.additionalSecretOutputs).toEqual(['data', 'stringData']);
    }
    const others = all.resources.filter((each) => !secrets.includes(each));
    expect(others.flatMap(({ inputs }) => secretPaths(inputs))).toEqual([]);
    expect(JSON.stringify([others, all.outputs, all.warnings])).not.toMatch(
      /access-key-1|secret-key-1|between-servers/,
    );
    expect(resource(all, 'StatefulSet', 'acme-pool-0').dependencies).toEqual(
      expect.arrayContaining(['acme-credentials', 'acme-rpc']),
    );
  });

  test('of a new version get a Secret of their own, at the same place in the program', async () => {
    const all = await run({ credsSecret: { ...values.credsSecret, version: '2026-11' } });
    const { inputs } = resource(all, 'Secret', 'acme-credentials');
    expect(inputs.metadata).toMatchObject({ name: 'acme-credentials-2026-11' });
    expect(all.outputs.acme).toMatchObject({ secretName: 'acme-credentials-2026-11' });
  });

  test('are left out of the YAML', async () => {
    let yaml: pulumi.Output<string> | undefined;
    await runProgram(() => (yaml = new RustfsTenant('acme', { ...args, ...values }).toYaml()));
    const text = yaml && (await valueOf(yaml));
    expect(text).toContain('name: acme-credentials');
    expect(text).not.toMatch(/kind: Secret|access-key-1|secret-key-1|between-servers/);
  });
});

describe('Other objects of the program', () => {
  test('stand where their names are asked for, and come first', async () => {
    const all = await runProgram(() => {
      const named = (name: string) => ({ metadata: { name: `${name}-object` } });
      new RustfsTenant('acme', {
        ...args,
        namespace: new Namespace('namespace', named('namespace')),
        credsSecret: new Secret('root', named('root')),
        rpcSecret: { name: new Secret('rpc', named('rpc')), key: 'key' },
        imagePullSecret: new Secret('pull', named('pull')),
        serviceAccountName: new ServiceAccount('account', named('account')),
      });
    });
    const set = resource(all, 'StatefulSet', 'acme-pool-0');
    expect(set.dependencies).toEqual(expect.arrayContaining(['namespace', 'root', 'rpc', 'pull', 'account']));
    expect(set.propertyDependencies).toMatchObject({ metadata: ['namespace'] });
    const text = JSON.stringify(set.inputs);
    for (const name of ['root', 'rpc', 'pull', 'account']) expect(text).toContain(`"${name}-object"`);
    expect(text).toContain('.acme-hl.namespace-object.svc.cluster.local');
    expect(resource(all, 'Service', 'acme-io').dependencies).toEqual(['namespace']);
  });
});

describe('A resource where no object is asked for', () => {
  test('is refused as such', async () => {
    await runProgram(() => {
      const wrong: RustfsTenantArgs = Object.assign({ ...args }, { image: new Namespace('namespace') });
      expect(() => new RustfsTenant('acme', wrong)).toThrow('error image [wrong-type]');
    });
  });
});

describe('A preview', () => {
  test('shows the same resources, with what is not known at exactly its places', async () => {
    const { resources } = await runProgram(
      () =>
        new RustfsTenant('acme', {
          ...args,
          namespace: unknown(),
          image: unknown(),
          credsSecret: { name: unknown() },
        }),
      true,
    );
    const custom = resources.filter((each) => each.custom);
    expect(
      Object.fromEntries(
        custom.map(({ name, type, inputs }) => [`${type.split(':')[2] ?? ''} ${name}`, unknownPaths(inputs)]),
      ),
    ).toMatchSnapshot();
  });
});

describe('A declaration with mistakes', () => {
  test('is refused at once for all of them, and nothing is made', async () => {
    expect(
      await refusal({ namespace: undefined, parity: 9, pools: [{ ...pool0, resource: {} }, pool0] }),
    ).toMatchSnapshot();
  });

  test.each([
    ['a name', { pools: [{ ...pool0, name: pulumi.output('pool-0') }] }, 'pools[0].name'],
    ['a list', { pools: pulumi.output([pool0]) }, 'pools'],
    ['a number', { pools: [{ ...pool0, servers: pulumi.output(4) }] }, 'pools[0].servers'],
    ['a choice of words', { imagePullPolicy: Promise.resolve('Always') }, 'imagePullPolicy'],
    [
      'a node label',
      { pools: [{ ...pool0, nodeSelector: { disk: pulumi.output('nvme') } }] },
      'pools[0].nodeSelector.disk',
    ],
    ['an annotation that the checks read', { annotations: { note: pulumi.output('x') } }, 'annotations.note'],
  ])('is refused when %s is an Output', async (_, changes, path) => {
    const message = await refusal(changes);
    expect(message).toContain(`error ${path} [plain-value]\n  "${path}" decides which objects there are`);
    expect(message).toContain('refused: 1 error\n');
  });

  test('is refused for an unknown field, also when its value is not known', async () => {
    expect(await refusal({ imgae: pulumi.output('x') })).toContain('error imgae [unknown-field]');
  });

  test('does not name what is not known', async () => {
    const message = await refusal({ namespace: pulumi.output('storage'), credsSecret: undefined });
    expect(message).toMatch(/^RustFS tenant \(known later\)\/acme is refused: 1 error\n/);
  });
});

test('two pools are told apart by the pool, never by one another', async () => {
  const alone = await run();
  const together = await run({ pools: twoPools.pools });
  const first = (all: Run) => {
    const { metadata, spec } = JSON.parse(JSON.stringify(resource(all, 'StatefulSet', 'acme-pool-0').inputs));
    return { metadata, claims: spec.volumeClaimTemplates, selector: spec.selector };
  };
  expect(first(together)).toEqual(first(alone));
});
