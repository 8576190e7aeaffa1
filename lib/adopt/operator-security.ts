import { operatorProfile } from '../tenant/profile';
import { effectiveSecurity, podSecurityDefaults, type SecurityScope } from '../tenant/security-context';
import type { LivePool } from './live-tenant';
import { fieldsAt, isSame, saying, type Fields } from './value';

/** What the tenant and each of its pools say of security contexts. */
export interface DeclaredSecurity {
  readonly tenant: Fields;
  readonly pools: readonly Fields[];
}

interface LiveSecurity {
  readonly pod: Fields;
  readonly container: Fields;
}

/** The fewest overrides from which the operator makes these contexts (contract 2.7). */
export function operatorSecurity(pools: readonly LivePool[]): DeclaredSecurity {
  const live = pools.map(({ pod, container }) => ({
    pod: fieldsAt(pod, 'securityContext'),
    container: fieldsAt(container, 'securityContext'),
  }));
  const overrides = live.map(overrideOf);
  const known = overrides.filter((override) => override !== undefined);
  const [first] = known;
  if (first !== undefined && known.length === live.length) {
    const isCommon = known.every((override) => isSame(override, first));
    return isCommon ? { tenant: first, pools: live.map(() => ({})) } : { tenant: {}, pools: known };
  }
  // Left to the platform by the tenant, every pool says all that it has.
  return { tenant: { securityContext: {}, containerSecurityContext: {} }, pools: live.map(written) };
}

/** The smallest override that gives these contexts; undefined when only a tenant that leaves them to the platform does. */
function overrideOf(live: LiveSecurity): Fields | undefined {
  const { pod, container } = live;
  const { runAsNonRoot: _derived, ...podChanges } = changed(pod, { ...podSecurityDefaults });
  const { fsGroupChangePolicy: _fixed, ...overridable } = podChanges;
  const { runAsNonRoot: _own, ...containerChanges } = changed(container, {
    ...operatorProfile.security.container,
  });
  const podNonRoot = { runAsNonRoot: pod.runAsNonRoot };
  const containerNonRoot = { runAsNonRoot: container.runAsNonRoot };
  const attempts: [Fields, Fields][] = [
    [overridable, containerChanges],
    [overridable, { ...containerChanges, ...containerNonRoot }],
    [{ ...overridable, ...podNonRoot }, containerChanges],
    [
      { ...overridable, ...podNonRoot },
      { ...containerChanges, ...containerNonRoot },
    ],
  ];
  for (const [securityContext, containerSecurityContext] of attempts) {
    const override = saying({
      securityContext: saying(securityContext),
      containerSecurityContext: saying(containerSecurityContext),
    });
    if (gives(override, live)) return override;
  }
  const delegated = { securityContext: {}, containerSecurityContext: {} };
  return gives(delegated, live) ? delegated : undefined;
}

function gives(override: Fields, { pod, container }: LiveSecurity): boolean {
  if (!isScope(override)) return false;
  const effective = effectiveSecurity(operatorProfile.security, [override]);
  return isSame(effective.pod, pod) && isSame(effective.container, container);
}

/** Sound because contexts that a cluster has stored are of Kubernetes' types; the declaration is checked all the same. */
function isScope(value: Fields): value is Fields & SecurityScope {
  return Object.keys(value).every((key) => key === 'securityContext' || key === 'containerSecurityContext');
}

/** All that a pool's contexts say. */
function written({ pod, container }: LiveSecurity): Fields {
  const { fsGroupChangePolicy: _fixed, ...securityContext } = pod;
  return saying({ securityContext, containerSecurityContext: container });
}

/** The fields that the base does not have just so; of capabilities, the lists. */
function changed(fields: Fields, base: Fields): Fields {
  const entries = Object.entries(fields).flatMap(([key, value]): [string, unknown][] => {
    if (isSame(value, base[key])) return [];
    if (key !== 'capabilities') return [[key, value]];
    return [[key, changed(fieldsAt(fields, key), fieldsAt(base, key))]];
  });
  return Object.fromEntries(entries);
}
