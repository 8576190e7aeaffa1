import type { LifecycleHandler } from 'kubernetes-types/core/v1';
import type { TenantDraft } from '../draft';
import { error, warning, type Problem } from '../problem';
import { profileOf } from '../profile';
import { drainSeconds, graceSeconds, lifecycleOf, preStopSeconds } from '../stopping';

/** Hooks that Kubernetes refuses, and those that leave the server no time to stop. */
export function* lifecycleRules(spec: TenantDraft): Iterable<Problem> {
  yield* handler('lifecycle.postStart', spec.lifecycle?.postStart);
  yield* handler('lifecycle.preStop', spec.lifecycle?.preStop);
  const refused = sleepBeyondGrace(spec);
  if (refused === undefined) yield* timeToStop(spec);
  else yield refused;
}

function* handler(path: string, hook: LifecycleHandler | undefined): Iterable<Problem> {
  if (hook === undefined || Object.keys(hook).length === 1) return;
  const message = 'A hook does exactly one thing; Kubernetes refuses any other.';
  yield error(path, 'lifecycle', message, 'Keep one of exec, httpGet and sleep.');
}

/** Kubernetes refuses a pod that sleeps longer than it may take to stop. */
function sleepBeyondGrace(spec: TenantDraft): Problem | undefined {
  const grace = graceSeconds(spec);
  const sleep = spec.lifecycle?.preStop?.sleep?.seconds;
  if (sleep === undefined || (sleep > 0 && sleep <= grace)) return undefined;
  const message = `The server sleeps ${sleep} s before it stops and has ${grace} s to stop; Kubernetes makes no such pod.`;
  const fix = `Let it sleep for 1 to ${grace} s, or raise pod.terminationGracePeriodSeconds.`;
  return error('lifecycle.preStop.sleep.seconds', 'lifecycle', message, fix);
}

/** The pre-stop hook is part of the time to stop: what it leaves is all that RustFS gets. */
function* timeToStop(spec: TenantDraft): Iterable<Problem> {
  const grace = graceSeconds(spec);
  const sleep = preStopSeconds(lifecycleOf(spec, profileOf(spec)) ?? {});
  const left = grace - sleep;
  if (left >= drainSeconds) return;
  const before = sleep === 0 ? '' : `, and the pre-stop hook takes ${sleep} s of them`;
  yield warning(
    spec.lifecycle?.preStop === undefined ? 'pod.terminationGracePeriodSeconds' : 'lifecycle.preStop',
    'grace-period',
    `A server has ${grace} s to stop${before}: ${left > 0 ? `${left} s are left` : 'nothing is left'}. RustFS gives the ` +
      `requests in flight ${drainSeconds} s and then writes what it has queued; it is killed in the middle of that.`,
    `Give pod.terminationGracePeriodSeconds ${Math.ceil(sleep) + 3 * drainSeconds} or more${sleep === 0 ? '' : ', or let the hook sleep less'}.`,
  );
}
