import type { TenantDraft } from '../draft';
import type { ProbeTimings } from '../probes';
import { warning, type Problem } from '../problem';
import { profileOf } from '../profile';

/** RustFS may wait this long for its peers before it opens its listener (server contract 1.2 and 8.2). */
const longestWaitSeconds = 180;

/**
 * How long readiness is silent on all servers when the host of another one is cut off, and what an answer takes then
 * (measured on 1.0.0-rc.3; rustfs/rustfs issue 6286).
 */
const longestSilence = { seconds: 25, answerSeconds: 3 };

/** Timings that restart or hide servers that are well. */
export function* probeRules({ compatibility, probes, pools = [] }: TenantDraft): Iterable<Problem> {
  if (probes === undefined) return;
  const defaults = profileOf(compatibility === undefined ? {} : { compatibility }).probes;
  const startup = { ...defaults.startup, ...probes.startup };
  const budget = (startup.periodSeconds ?? 10) * (startup.failureThreshold ?? 3);
  if (probes.startup !== undefined && budget < longestWaitSeconds) {
    yield warning(
      'probes.startup',
      'probe-timings',
      `A server gets ${budget} s to start; it may wait ${longestWaitSeconds} s for its peers before it answers at all.`,
      'Raise failureThreshold until periodSeconds times failureThreshold is 600.',
    );
  }
  if (probes.readiness !== undefined) {
    const hasOthers = pools.length > 1 || pools.some(({ servers }) => servers !== 1);
    yield* readiness({ ...defaults.readiness, ...probes.readiness }, hasOthers);
  }
}

function* readiness(timings: ProbeTimings, hasOthers: boolean): Iterable<Problem> {
  const { timeoutSeconds: timeout = 1 } = timings;
  const borne = silenceBorne(timings);
  if (timeout <= longestSilence.answerSeconds) {
    yield warning(
      'probes.readiness.timeoutSeconds',
      'probe-timings',
      `Readiness may take more than ${longestSilence.answerSeconds} s while a node is down; with ${timeout} s every server would leave the Services.`,
      'Give 5 s or more.',
    );
  } else if (hasOthers && borne <= longestSilence.seconds) {
    yield warning(
      'probes.readiness',
      'probe-timings',
      `A server stays in the Services for ${borne} s without an answer. When the node of another one is cut off, readiness ` +
        `is silent for up to ${longestSilence.seconds} s on all servers, and the Services would be empty.`,
      'Raise failureThreshold: 6 with the other timings as they are by default.',
    );
  }
}

/**
 * The longest silence that keeps a server in the Services, whenever the probes come: the kubelet asks again when the time
 * to answer is over, or later at the next period (kubelet prober/worker.go), and the last failure must not be reached.
 */
export function silenceBorne({
  periodSeconds = 10,
  timeoutSeconds = 1,
  failureThreshold = 3,
}: ProbeTimings): number {
  return timeoutSeconds + (failureThreshold - 1) * Math.max(periodSeconds, timeoutSeconds);
}
