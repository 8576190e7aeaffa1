import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../declared';
import { big } from '../objects';
import type { RealTenant } from '../pods/tenant';
import { clientOf } from '../s3/client';
import { forEach, goesOn, outcome, type Answers, type MeasuredState, type Request } from './state';

/** What servers say in a state. */
export type Observed = Pick<MeasuredState, 'answers' | 'ready' | 'cluster'>;

let rounds = 0;

/** Asks the first running server everything, once; `object` is the end of the names of what is read. */
export async function observe(tenant: RealTenant, object: string): Promise<Observed> {
  const running = tenant.pods.filter((pod) => tenant.isRunning(pod));
  const [first] = running;
  if (first === undefined) throw new Error('No server is running.');
  const { get, put, list, admin } = clientOf(tenant.address(first), root);
  const n = ++rounds;
  const user = '{"secretKey":"secret-of-a-user","status":"enabled"}';
  const asked: Record<Request, Answers[Request]> = forEach(() => 0);
  asked.get = (await get(`/bucket/small-${object}`)).status;
  asked.getBig = (await get(`/bucket/big-${object}`)).status;
  asked.list = (await list('/bucket')).status;
  asked.put = (await put(`/bucket/new-${n}`, 'hello')).status;
  asked.putBig = (await put(`/bucket/new-big-${n}`, big)).status;
  asked.makeBucket = (await put(`/bucket-${n}`)).status;
  asked.addUser = (await admin('PUT', 'add-user', { accessKey: `user-${n}` }, user)).status;
  const ready = await Promise.all(running.slice(0, 2).map((pod) => tenant.health(pod, '/health/ready')));
  return { answers: asked, ready, cluster: await tenant.health(first, '/minio/health/cluster') };
}

/** What the servers say once it stays so for five seconds, with requests as expected; or after a minute. */
export async function settled(
  ask: () => Promise<Observed>,
  expected: Readonly<Record<Request, boolean>>,
): Promise<Observed> {
  const end = Date.now() + 60_000;
  for (let former = '', since = Date.now(); ;) {
    const start = Date.now();
    const observed = await ask();
    const now = JSON.stringify(outcome(observed));
    const isExpected = JSON.stringify(goesOn(observed.answers)) === JSON.stringify(expected);
    if (now !== former || !isExpected) since = start;
    former = now;
    if (start - since >= 5000 || Date.now() > end) return observed;
    await sleep(1500);
  }
}
