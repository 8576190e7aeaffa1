import type { AppArmorProfile, SeccompProfile } from 'kubernetes-types/core/v1';
import type { TenantDraft } from '../draft';
import { error, type Problem } from '../problem';
import { profileOf } from '../profile';
import { effectiveSecurity, effectiveUser, refusesRoot, type SecurityScope } from '../security-context';

/** Security contexts of the tenant and its pools (operator contract 2.7). */
export function* securityRules(spec: TenantDraft): Iterable<Problem> {
  yield* scope('', spec);
  for (const [i, pool] of (spec.pools ?? []).entries()) {
    yield* scope(`pools[${i}].`, pool);
    const security = effectiveSecurity(profileOf(spec).security, [spec, pool]);
    if (effectiveUser(security) !== 0 || !refusesRoot(security)) continue;
    yield error(
      `pools[${i}]`,
      'security-root',
      'The server would run as user 0 while runAsNonRoot forbids it; the kubelet starts no such container.',
      'Give another runAsUser, or say runAsNonRoot: false at the same place.',
    );
  }
}

function* scope(
  prefix: string,
  { securityContext, containerSecurityContext }: SecurityScope,
): Iterable<Problem> {
  const pod = `${prefix}securityContext`;
  const container = `${prefix}containerSecurityContext`;
  yield* ids(pod, securityContext ?? {}, ['runAsUser', 'runAsGroup', 'fsGroup']);
  yield* ids(container, containerSecurityContext ?? {}, ['runAsUser', 'runAsGroup']);
  yield* seccomp(`${pod}.seccompProfile`, securityContext?.seccompProfile);
  yield* seccomp(`${container}.seccompProfile`, containerSecurityContext?.seccompProfile);
  yield* appArmor(`${container}.appArmorProfile`, containerSecurityContext?.appArmorProfile);
}

type Ids = Readonly<Partial<Record<'runAsUser' | 'runAsGroup' | 'fsGroup', number>>>;

function* ids(path: string, context: Ids, fields: readonly (keyof Ids)[]): Iterable<Problem> {
  for (const field of fields) {
    const id = context[field];
    if (id === undefined || (id >= 0 && id <= 2_147_483_647)) continue;
    yield error(
      `${path}.${field}`,
      'security-id',
      `${id} is not a user or group id.`,
      'Use 0 to 2147483647.',
    );
  }
}

function* seccomp(path: string, profile: SeccompProfile | undefined): Iterable<Problem> {
  if (profile === undefined) return;
  yield* profileType(path, profile);
  const file = profile.localhostProfile;
  if (file === undefined || profile.type !== 'Localhost') return;
  if (file.trim() !== '' && !file.startsWith('/') && !file.split('/').includes('..')) return;
  const message = `${JSON.stringify(file)} does not lie below the kubelet's directory of profiles.`;
  yield error(`${path}.localhostProfile`, 'security-profile', message, 'Give a relative path without "..".');
}

function* appArmor(path: string, profile: AppArmorProfile | undefined): Iterable<Problem> {
  if (profile === undefined) return;
  yield* profileType(path, profile);
  const name = profile.localhostProfile;
  if (name === undefined || profile.type !== 'Localhost') return;
  if (name !== '' && name.trim() === name && new TextEncoder().encode(name).length <= 4095) return;
  const message = 'The AppArmor profile name is empty, too long, or has spaces around it.';
  yield error(
    `${path}.localhostProfile`,
    'security-profile',
    message,
    'Give the name of a profile loaded on the nodes.',
  );
}

function* profileType(path: string, { type, localhostProfile }: SeccompProfile): Iterable<Problem> {
  if (!['RuntimeDefault', 'Localhost', 'Unconfined'].includes(type)) {
    const message = `"${type}" is not a profile type.`;
    yield error(`${path}.type`, 'security-profile', message, 'Use RuntimeDefault, Localhost or Unconfined.');
  } else if (type === 'Localhost' && localhostProfile === undefined) {
    const message = 'Type Localhost needs the profile it means.';
    yield error(path, 'security-profile', message, 'Add localhostProfile.');
  } else if (type !== 'Localhost' && localhostProfile !== undefined) {
    const message = `localhostProfile goes with type Localhost only, not with ${type}.`;
    yield error(
      `${path}.localhostProfile`,
      'security-profile',
      message,
      'Leave it out, or say type: Localhost.',
    );
  }
}
