import { setTimeout as sleep } from 'node:timers/promises';
import type { RealTenant } from './pods/tenant';
import { clientOf } from './s3/client';
import { answerText } from './s3/request';
import type { Credentials } from './s3/signature';

/** What clients noticed. */
export interface Noticed {
  readonly requests: number;
  /** Answers that a client tried again after, such as `PUT by media-a-0: 503 SlowDown`. */
  readonly retried: readonly string[];
  /** Requests that failed five times in a row: what a user notices. */
  readonly failed: readonly string[];
  /** Of the slowest request that went well, its tries included. */
  readonly mostSeconds: number;
}

export interface Traffic {
  /** Objects that were written and read. */
  readonly written: () => number;
  readonly end: () => Promise<Noticed>;
}

/** Writes objects and reads them again until it is told to end; a client that tries again, as every library does. */
export function traffic(
  tenant: RealTenant,
  credentials: Credentials,
  /** The pods that a client may meet: those behind the Service. */
  inService: () => readonly string[],
): Traffic {
  const run = `traffic-${Date.now()}`;
  const retried: string[] = [];
  const failed: string[] = [];
  let isEnding = false;
  let requests = 0;
  let written = 0;
  let mostSeconds = 0;

  const insisted = async (method: 'PUT' | 'GET', path: string) => {
    const start = Date.now();
    for (let attempt = 1; ; attempt++) {
      const pods = inService();
      const pod = pods[++requests % Math.max(pods.length, 1)];
      if (pod !== undefined) {
        const { get, put } = clientOf(tenant.address(pod), credentials);
        const answer = await (method === 'PUT' ? put(path, 'written under way') : get(path));
        mostSeconds = Math.max(mostSeconds, (Date.now() - start) / 1000);
        if (answer.status === 200) return;
        retried.push(`${method} by ${pod}: ${answerText(answer)}`);
      }
      if (attempt === 5) return void failed.push(`${method} ${path}`);
      // As the libraries of AWS do: a little longer each time.
      await sleep(200 * 2 ** attempt);
    }
  };

  const running = (async () => {
    for (let i = 0; !isEnding; i = ++written) {
      await insisted('PUT', `/bucket/${run}-${i}`);
      await insisted('GET', `/bucket/${run}-${i}`);
      await sleep(100);
    }
  })();

  return {
    written: () => written,
    end: async () => {
      isEnding = true;
      await running;
      return { requests, retried, failed, mostSeconds };
    },
  };
}

/** What was noticed, in one line. */
export function noticedText({ requests, retried, failed, mostSeconds }: Noticed): string {
  const again = retried.length === 0 ? 'none again' : `${retried.length} again (${retried.join(', ')})`;
  return `${requests} requests, ${again}, ${failed.length} failed, the slowest took ${mostSeconds.toFixed(1)} s`;
}
