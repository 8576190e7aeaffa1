import { setTimeout as sleep } from 'node:timers/promises';
import type { RealTenant } from './pods/tenant';
import { request } from './s3/request';

/** What a probe found. */
export interface Probed {
  /** The seconds that each answer took, or the time-out. */
  readonly seconds: readonly number[];
  readonly failures: number;
  /** Seconds for which it had failed so often in a row that a kubelet acts. */
  readonly secondsOut: number;
}

export interface PlayedProbe {
  /** Whether a kubelet takes it for passed. */
  readonly passes: () => boolean;
  readonly end: () => Promise<Probed>;
}

/** Asks a pod as a kubelet does by the probe of its spec: its path, period, time-out and threshold. */
export function playProbe(
  tenant: RealTenant,
  pod: string,
  kind: 'readinessProbe' | 'livenessProbe',
): PlayedProbe {
  const { httpGet, periodSeconds = 10, timeoutSeconds = 1, failureThreshold = 3 } = tenant.probe(pod, kind);
  const seconds: number[] = [];
  let failures = 0;
  let inARow = 0;
  let outSince: number | undefined;
  let secondsOut = 0;
  let isEnding = false;
  const passes = () => outSince === undefined;
  const running = (async () => {
    while (!isEnding) {
      const start = Date.now();
      const asked = { method: 'GET', path: httpGet?.path ?? '/', seconds: timeoutSeconds };
      const { status } = await request(tenant.address(pod), asked);
      seconds.push((Date.now() - start) / 1000);
      const isWell = status >= 200 && status < 400;
      inARow = isWell ? 0 : inARow + 1;
      if (!isWell) failures++;
      if (isWell && outSince !== undefined) {
        secondsOut += (Date.now() - outSince) / 1000;
        outSince = undefined;
      }
      if (inARow >= failureThreshold) outSince ??= Date.now();
      await sleep(Math.max(start + periodSeconds * 1000 - Date.now(), 0));
    }
  })();
  return {
    passes,
    end: async () => {
      isEnding = true;
      await running;
      const open = outSince === undefined ? 0 : (Date.now() - outSince) / 1000;
      return { seconds, failures, secondsOut: secondsOut + open };
    },
  };
}

/** In one line, with the slowest answers. */
export function probeText({ seconds, failures, secondsOut }: Probed): string {
  const slow = seconds.filter((each) => each > 1).map((each) => each.toFixed(1));
  return `${failures} of ${seconds.length} probes failed, out for ${secondsOut.toFixed(0)} s, slow answers: ${slow.join(', ') || 'none'}`;
}
