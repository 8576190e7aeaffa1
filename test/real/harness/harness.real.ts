import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTenants } from 'rustfs-constructs';
import type { ControlPlane } from '../control-plane/start';
import { makeNamespace, startCluster } from './cluster';
import { cordon, evict, failPod } from './faults';
import { applyAll, claimsIn, isReady, manifestsOf, podsIn, readyPod, settled } from './objects';
import { openTerminal, type Terminal } from './terminal';

const examples = join(__dirname, '../../../examples');

let plane: ControlPlane;
let terminal: Terminal;

beforeAll(async () => {
  plane = await startCluster();
  terminal = openTerminal(plane);
  await makeNamespace(plane.api, 'storage', { isRestricted: true });
});

afterAll(async () => {
  terminal.close();
  await plane.stop();
});

/** What a part takes for granted, and how it says it. */
describe('The harness', () => {
  test('runs the objects of a declaration until their servers are ready and their claims bound', async () => {
    const { tenants } = parseTenants(readFileSync(join(examples, 'media.yaml'), 'utf8'));
    await applyAll(
      plane.api,
      tenants.flatMap(({ spec }) => manifestsOf(spec)),
    );
    const [pool] = await settled(plane.api, 'storage');
    expect(pool?.metadata?.name).toBe('media-pool-0');
    const claims = await claimsIn(plane.api, 'storage');
    expect(claims.map(({ status }) => status?.phase)).toEqual(Array(4).fill('Bound'));
  });

  test('runs commands as the docs print them', async () => {
    terminal.write('media.yaml', readFileSync(join(examples, 'media.yaml'), 'utf8'));
    expect(await terminal.run('npm run -s rustfs-tenant -- check media.yaml')).toContain('1 tenant checked');
    const live = 'kubectl get statefulset,service,serviceaccount,poddisruptionbudget -n storage -o yaml';
    const { code, output } = await terminal.attempt(
      `${live} |\n  npx rustfs-tenant plan --live - media.yaml`,
    );
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('Verdict') });
    await expect(terminal.run('kubectl get tenant media')).rejects.toThrow('Exit code 1 of:');
  });

  test('fails a pod, which is ready again once it has been deleted', async () => {
    const { metadata } = await readyPod(plane.api, 'storage', 'media-pool-0-3');
    await failPod(plane.api, 'storage', 'media-pool-0-3');
    const failed = (await podsIn(plane.api, 'storage')).filter((pod) => !isReady(pod));
    expect(failed.map(({ metadata }) => metadata?.name)).toEqual(['media-pool-0-3']);
    await terminal.run('kubectl delete pod media-pool-0-3 -n storage');
    await readyPod(plane.api, 'storage', 'media-pool-0-3', metadata?.uid);
  });

  test('evicts pods, as far as their budget lets it', async () => {
    await cordon(plane.api, 'node-0');
    const pods = await podsIn(plane.api, 'storage');
    const onNode = (node: string) =>
      pods.find(({ spec }) => spec?.nodeName === node)?.metadata?.name ?? 'nothing';
    expect((await evict(plane.api, 'storage', onNode('node-0'))).status).toBe(201);
    expect((await evict(plane.api, 'storage', onNode('node-1'))).status).toBe(429);
    await cordon(plane.api, 'node-0', false);
    await settled(plane.api, 'storage');
  });
});
