import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../real/control-plane/eventually';
import { declared, root, secretsOf } from './declared';
import { formed, serves } from './formed';
import { playProbe, probeText } from './probe';
import { RealTenant } from './pods/tenant';
import { clientOf } from './s3/client';
import { answerText } from './s3/request';
import { noticedText, traffic } from './traffic';

const tenant = new RealTenant(declared('4x1'), secretsOf());
const client = (pod: string) => clientOf(tenant.address(pod), root);
const others = ['media-a-0', 'media-a-1', 'media-a-2'];

beforeAll(async () => {
  await formed(tenant);
  await client('media-a-0').put('/bucket');
});

afterAll(() => tenant.end());

describe('A server of four whose link is down: others are not told that it is gone', () => {
  test('the others stay alive and in the Services, and reads and writes go on when they have noticed', async () => {
    const readiness = others.map((pod) => playProbe(tenant, pod, 'readinessProbe'));
    const liveness = others.map((pod) => playProbe(tenant, pod, 'livenessProbe'));
    const clients = traffic(tenant, root, () => others.filter((_, i) => readiness[i]?.passes()));
    await sleep(5000);
    tenant.link('media-a-3', false);
    await sleep(75_000);
    const noticed = await clients.end();
    const probes = await Promise.all(readiness.map((probe) => probe.end()));
    const lives = await Promise.all(liveness.map((probe) => probe.end()));
    console.log(
      [
        `A partition, seen by clients: ${noticedText(noticed)}`,
        ...probes.map((probe, i) => `${others[i]} ready: ${probeText(probe)}`),
        ...lives.map((probe, i) => `${others[i]} alive: ${probeText(probe)}`),
      ].join('\n'),
    );
    expect(noticed.failed).toEqual([]);
    // The probes bear the silence: no server is restarted, and none leaves the Services.
    expect([...lives, ...probes].map(({ secondsOut }) => secondsOut)).toEqual([0, 0, 0, 0, 0, 0]);
    // It is over: the next requests are served as before.
    for (const pod of others) {
      expect(await tenant.health(pod, '/health/ready')).toBe(200);
      expect(await client(pod).put(`/bucket/by-${pod}`, 'hello')).toMatchObject({ status: 200 });
    }
  });

  test('it comes back with its link, and has what was written without it', async () => {
    tenant.link('media-a-3', true);
    await tenant.ready();
    await serves(tenant);
    const seen: string[] = [];
    await eventually(
      'What was written without it is read through it',
      async () => {
        const answer = await client('media-a-3').get('/bucket/by-media-a-0');
        if (answer.status !== 200) seen.push(answerText(answer));
        return answer.status === 200 ? true : undefined;
      },
      120,
      1000,
    );
    const wrong = [...new Set(seen)].join(', ') || 'nothing else';
    console.log(
      `A server that came back answered ${wrong} for ${seen.length} s, though it was ready, before 200.`,
    );
  });
});
