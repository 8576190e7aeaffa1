import * as pulumi from '@pulumi/pulumi';
import { ComponentProvider } from '@pulumi/pulumi/provider/experimental/provider';
import { join } from 'node:path';
import { layoutOf, layoutText, composeTenant, toYaml } from 'rustfs-constructs';
import { RustfsTenant } from 'rustfs-constructs/pulumi';
import { RustfsTenant as PluginTenant } from '../../pulumi-plugin/rustfs-tenant';
import type { RustfsTenantArgs } from '../../pulumi-plugin/args';
import { runProgram, secretPaths, unknown, unknownPaths, valueOf } from '../support/pulumi-monitor';

const folder = join(__dirname, '../../pulumi-plugin');

function provider(): ComponentProvider {
  return new ComponentProvider({ name: 'rustfs-constructs', components: [PluginTenant], dirname: folder });
}

const args: RustfsTenantArgs = {
  namespace: 'storage',
  existingSecret: 'media-root',
  existingRpcSecret: 'media-rpc',
  drives: 'distinct',
  pools: [{ name: 'pool-0', servers: 4, volumesPerServer: 4, storage: '1Ti', storageClassName: 'fast' }],
  env: [{ name: 'REGION', secretName: 'region', secretKey: 'name' }],
  further: { services: { io: { type: 'LoadBalancer' } } },
};

/** The same tenant in the words of the library. */
const same = {
  name: 'media',
  namespace: 'storage',
  credsSecret: { name: 'media-root' },
  rpcSecret: { name: 'media-rpc', key: 'secret' },
  placement: { drives: 'distinct' },
  pools: [
    {
      name: 'pool-0',
      servers: 4,
      persistence: {
        volumesPerServer: 4,
        volumeClaimTemplate: {
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: '1Ti' } },
          storageClassName: 'fast',
        },
      },
    },
  ],
  env: [{ name: 'REGION', valueFrom: { secretKeyRef: { name: 'region', key: 'name' } } }],
  services: { io: { type: 'LoadBalancer' } },
} as const;

describe('The component for every language', () => {
  test('has this schema, from which Pulumi makes the SDKs', async () => {
    expect(JSON.parse(await provider().getSchema())).toMatchSnapshot();
  });

  test('is made as Pulumi makes it, and has the outputs of its schema', async () => {
    let state: Record<string, pulumi.Output<string>> = {};
    await runProgram(async () => {
      const made = await provider().construct('media', RustfsTenant.type, { ...args }, {});
      state = made.state;
    });
    const outputs = Object.entries(state).map(async ([key, value]) => [key, await valueOf(value)]);
    const { pools, ...rest } = same;
    const spec = { ...rest, pools: pools.map((pool) => ({ ...pool })) };
    const complete = JSON.parse(JSON.stringify(spec));
    const layout = layoutOf(complete);
    expect(Object.fromEntries(await Promise.all(outputs))).toEqual({
      endpoint: 'http://media-io.storage.svc:9000',
      consoleEndpoint: 'http://media-console.storage.svc:9001',
      secretName: 'media-root',
      layout: layout && layoutText(layout),
      yaml: toYaml(composeTenant(complete)),
    });
  });

  test('registers what the component for TypeScript registers', async () => {
    const plugin = await runProgram(() => new PluginTenant('media', args));
    const library = await runProgram(() => new RustfsTenant('media', JSON.parse(JSON.stringify(same))));
    expect(plugin).toEqual(library);
  });

  test('keeps values secret, and previews what is not known', async () => {
    const { existingSecret: _, existingRpcSecret: __, ...others } = args;
    const { resources } = await runProgram(
      () =>
        new PluginTenant('media', {
          ...others,
          image: unknown(),
          accessKey: 'access-key',
          secretKey: 'secret-key',
          credentialsVersion: '2',
          rpcSecret: 'rpc',
        }),
      true,
    );
    const paths = resources.flatMap(({ name, inputs }) =>
      secretPaths(inputs).map((path) => `${name} ${path}`),
    );
    expect(paths).toEqual(['media-credentials stringData', 'media-rpc stringData']);
    const set = resources.find(({ type }) => type.endsWith(':StatefulSet'));
    expect(unknownPaths(set?.inputs)).toEqual(['spec.template.spec.containers[0].image']);
  });

  test.each([
    [{ accessKey: 'access-key' }, 'existingSecret'],
    [{ rpcSecret: 'rpc' }, 'existingRpcSecret'],
  ])('refuses credentials that are given twice: %j', async (more, path) => {
    let thrown: unknown;
    await runProgram(() => {
      try {
        new PluginTenant('media', { ...args, ...more });
      } catch (error) {
        thrown = error;
      }
    });
    expect(pulumi.InputPropertyError.isInstance(thrown) && thrown.propertyPath).toBe(path);
  });
});
