import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TenantSpec } from 'rustfs-constructs';
import { stringify } from 'yaml';
import type { ControlPlane } from '../control-plane/start';
import { makeNamespace, startCluster } from '../harness/cluster';
import { manifestsOf, podsIn, settled } from '../harness/objects';
import { openTerminal, type Terminal } from '../harness/terminal';
import { bare } from './tenants';
import { write } from './written';

let plane: ControlPlane;
let terminal: Terminal;

beforeAll(async () => {
  plane = await startCluster();
  terminal = openTerminal(plane);
});

afterAll(async () => {
  terminal.close();
  await plane.stop();
});

const page = readFileSync(join(__dirname, '../../../docs/field-owners.md'), 'utf8');
const [block = ''] = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text = '']) => text);
/** As many commands as there are points that they belong to: a line that ends with a pipe goes on. */
const commands = block.trimEnd().split(/(?<!\|)\n/);

describe('The page about the owners of fields', () => {
  const media: TenantSpec = { ...bare('storage'), pod: { minReadySeconds: 0 } };
  const former: TenantSpec = { ...media, env: [{ name: 'RUSTFS_REGION', value: 'eu-west-1' }] };
  const pods = async () => (await podsIn(plane.api, 'storage')).map(({ metadata }) => metadata?.uid).sort();
  const plan = () =>
    terminal.attempt(
      'kubectl get statefulset,service,serviceaccount,poddisruptionbudget -n storage -o yaml --show-managed-fields | rustfs-tenant plan --live - media.yaml',
    );

  test('has the commands that take fields over, and no pod restarts before they are gone', async () => {
    await makeNamespace(plane.api, 'storage');
    terminal.write('before.yaml', stringify(former));
    terminal.write('media.yaml', stringify(media));
    for (const object of manifestsOf(former)) {
      await write(plane.api, object, { manager: 'rustfs-operator', operation: 'Apply' });
    }
    await settled(plane.api, 'storage');
    const before = await pods();
    const [first = '', second = '', third = '', ...more] = commands;
    expect(more).toEqual([]);

    await terminal.run(first);
    const told = await plan();
    expect(told.output).toContain('env[RUSTFS_REGION], and it stays: rustfs-operator owns it.');
    expect(told.output).toContain('Verdict: nothing changes');

    await terminal.run(second);
    expect((await plan()).output).toContain('Verdict: restarts servers');
    const owners = await terminal.run(
      `kubectl get statefulset media-pool-0 -n storage -o json --show-managed-fields | jq -c '[.metadata.managedFields[] | select(.subresource == null) | .manager]'`,
    );
    expect(owners.trim()).toBe('["kubectl"]');
    expect(await pods()).toEqual(before);

    await terminal.run(third);
    await settled(plane.api, 'storage');
    expect((await plan()).output).toContain('Verdict: nothing changes');
    expect(await terminal.run('kubectl get statefulset media-pool-0 -n storage -o yaml')).not.toContain(
      'RUSTFS_REGION',
    );
  });
});
