import type { TenantDraft } from '../draft';
import { warning, type Problem } from '../problem';
import { profileOf } from '../profile';

/** RustFS may wait this long for its peers before it opens its listener (server contract 1.2 and 8.2). */
const longestWaitSeconds = 180;

/** Timings that restart or hide servers that are well. */
export function* probeRules({ compatibility, probes }: TenantDraft): Iterable<Problem> {
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
  const timeout = probes.readiness?.timeoutSeconds;
  if (timeout !== undefined && timeout <= 3) {
    yield warning(
      'probes.readiness.timeoutSeconds',
      'probe-timings',
      `Readiness may take more than 3 s while a node is down; with ${timeout} s every server would leave the Services.`,
      'Give 5 s or more.',
    );
  }
}
