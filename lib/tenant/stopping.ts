import type { Lifecycle } from 'kubernetes-types/core/v1';
import type { TenantDraft } from './draft';
import { profileOf, type Profile } from './profile';
import { said } from './said';

/** What Kubernetes takes when a pod does not say. */
const defaultGraceSeconds = 30;

/**
 * What RustFS takes to stop at most, once it is asked: its connections have 10 s to end (rustfs/src/server/http.rs, "HTTP
 * connection drain", at 1.0.0-rc.3), then queues are flushed.
 */
export const drainSeconds = 10;

/** Seconds from the request to stop until the kill. The pre-stop hook runs within them. */
export function graceSeconds(spec: TenantDraft): number {
  return (
    spec.pod?.terminationGracePeriodSeconds ??
    profileOf(spec).terminationGracePeriodSeconds ??
    defaultGraceSeconds
  );
}

/** The hooks of the servers: those declared, or the profile's, unless there is too little time for their sleep. */
export function lifecycleOf(
  { lifecycle, pod }: Pick<TenantDraft, 'lifecycle' | 'pod'>,
  profile: Profile,
): Lifecycle | undefined {
  if (lifecycle !== undefined) return profile.keepsEmpty ? lifecycle : said(lifecycle);
  const grace = pod?.terminationGracePeriodSeconds ?? Number.POSITIVE_INFINITY;
  return grace < (profile.lifecycle?.preStop?.sleep?.seconds ?? 0) ? undefined : profile.lifecycle;
}

/** How long the pre-stop hook sleeps, as far as it can be read: by its own word, or by a shell's. */
export function preStopSeconds({ preStop }: Lifecycle): number {
  if (preStop?.sleep !== undefined) return preStop.sleep.seconds;
  const command = (preStop?.exec?.command ?? []).join(' ');
  return [...command.matchAll(/(?:^|[\s;&|(/])sleep\s+(\d+(?:\.\d+)?)([smh]?)(?=$|[\s;&|)])/g)]
    .map(([, amount, unit = '']) => Number(amount) * (unitSeconds[unit] ?? 1))
    .reduce((sum, seconds) => sum + seconds, 0);
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
