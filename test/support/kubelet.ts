import type { ProbeTimings } from 'rustfs-constructs';

/** How a server answers a probe that is sent at a moment: after how many seconds, and whether it says yes. */
export type Answers = (sentAt: number) => { readonly after: number; readonly yes: boolean };

/** From when until when a server is out of the Services. */
export interface Absence {
  readonly from: number;
  readonly to: number;
}

/**
 * When a kubelet takes a ready server out of the Services, and back (kubernetes pkg/kubelet/prober/worker.go): one probe at
 * a time; a period that ends meanwhile has the next probe follow at once, and further ones are lost; a failure counts
 * when the time to answer is over; one success is enough to come back. Times are seconds; the first probe is at `first`.
 */
export function absences(
  { periodSeconds: period = 10, timeoutSeconds: timeout = 1, failureThreshold = 3 }: ProbeTimings,
  answers: Answers,
  first: number,
  until: number,
): Absence[] {
  const out: Absence[] = [];
  let left: number | undefined;
  let failures = 0;
  let tick = first;
  for (let sentAt = first; sentAt < until;) {
    const { after, yes } = answers(sentAt);
    const end = sentAt + Math.min(after, timeout);
    const isReady = yes && after < timeout;
    failures = isReady ? 0 : failures + 1;
    if (failures >= failureThreshold) left ??= end;
    if (isReady && left !== undefined) {
      out.push({ from: left, to: end });
      left = undefined;
    }
    while (tick <= sentAt) tick += period;
    sentAt = Math.max(tick, end);
    // Those that came during the probe are one.
    while (tick + period <= sentAt) tick += period;
  }
  return left === undefined ? out : [...out, { from: left, to: until }];
}
