import type { LifecycleHandler } from 'kubernetes-types/core/v1';
import type { TenantDraft } from '../draft';
import { error, type Problem } from '../problem';
import { profileOf } from '../profile';

/** What Kubernetes takes when a pod does not say. */
const defaultGraceSeconds = 30;

/** Hooks that Kubernetes refuses. */
export function* lifecycleRules(spec: TenantDraft): Iterable<Problem> {
  yield* handler('lifecycle.postStart', spec.lifecycle?.postStart);
  yield* handler('lifecycle.preStop', spec.lifecycle?.preStop);
  yield* sleepWithinGrace(spec);
}

function* handler(path: string, hook: LifecycleHandler | undefined): Iterable<Problem> {
  if (hook === undefined || Object.keys(hook).length === 1) return;
  const message = 'A hook does exactly one thing; Kubernetes refuses any other.';
  yield error(path, 'lifecycle', message, 'Keep one of exec, httpGet and sleep.');
}

/** Kubernetes refuses a pod that sleeps longer than it may take to stop. */
function* sleepWithinGrace(spec: TenantDraft): Iterable<Problem> {
  const own = spec.pod?.terminationGracePeriodSeconds;
  const grace = own ?? profileOf(spec).terminationGracePeriodSeconds ?? defaultGraceSeconds;
  const sleep = spec.lifecycle?.preStop?.sleep?.seconds;
  if (sleep === undefined || (sleep > 0 && sleep <= grace)) return;
  const message = `The server sleeps ${sleep} s before it stops and has ${grace} s to stop; Kubernetes makes no such pod.`;
  const fix = `Let it sleep for 1 to ${grace} s, or raise pod.terminationGracePeriodSeconds.`;
  yield error('lifecycle.preStop.sleep.seconds', 'lifecycle', message, fix);
}
