import { profileOf } from '../../lib/tenant/profile';
import {
  effectiveSecurity,
  effectiveUser,
  podSecurityDefaults,
  refusesRoot,
  usesRuntimeDefaultSeccomp,
  type SecurityScope,
} from '../../lib/tenant/security-context';

const operator = profileOf({ compatibility: 'operator' }).security;
const production = profileOf({}).security;

const operatorContainer = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
const delegated: SecurityScope = { securityContext: {}, containerSecurityContext: {} };

function podOf(...scopes: SecurityScope[]) {
  return effectiveSecurity(operator, scopes).pod;
}

function containerOf(...scopes: SecurityScope[]) {
  return effectiveSecurity(operator, scopes).container;
}

describe('Security contexts, when nothing is said', () => {
  test('the pod runs as the image user under RuntimeDefault', () => {
    expect(podOf({}, {})).toEqual({
      runAsUser: 10001,
      runAsGroup: 10001,
      fsGroup: 10001,
      fsGroupChangePolicy: 'OnRootMismatch',
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
  });

  test("the operator's container has no capabilities and no more to it", () => {
    expect(containerOf({}, {})).toEqual(operatorContainer);
  });

  test("the default profile's container also has a read-only root file system", () => {
    const { container } = effectiveSecurity(production, [{}, {}]);
    expect(container).toEqual({ ...operatorContainer, readOnlyRootFilesystem: true });
  });

  test.each<[given: string, scope: SecurityScope]>([
    ['an empty pod context', { securityContext: {} }],
    ['an empty container context', { containerSecurityContext: {} }],
  ])('%s alone changes nothing', (_, scope) => {
    expect(effectiveSecurity(operator, [scope])).toEqual(effectiveSecurity(operator, [{}]));
  });
});

describe('Overrides', () => {
  test('are merged field by field into the pod, the pool over the tenant', () => {
    const tenant = { securityContext: { runAsUser: 2000, fsGroup: 2000 } };
    const pool = { securityContext: { fsGroup: 3000 } };
    expect(podOf(tenant, pool)).toEqual({ ...podSecurityDefaults, runAsUser: 2000, fsGroup: 3000 });
  });

  test('replace the seccomp profile whole, in pod and container', () => {
    const localhost = { type: 'Localhost', localhostProfile: 'a.json' };
    const tenant = {
      securityContext: { seccompProfile: localhost },
      containerSecurityContext: { seccompProfile: localhost },
    };
    const unconfined = { seccompProfile: { type: 'Unconfined' } };
    const pool = { securityContext: unconfined, containerSecurityContext: unconfined };
    expect(podOf(tenant, pool).seccompProfile).toEqual({ type: 'Unconfined' });
    expect(containerOf(tenant, pool).seccompProfile).toEqual({ type: 'Unconfined' });
  });

  test('replace the AppArmor profile whole', () => {
    const tenant = {
      containerSecurityContext: { appArmorProfile: { type: 'Localhost', localhostProfile: 'a' } },
    };
    const pool = { containerSecurityContext: { appArmorProfile: { type: 'RuntimeDefault' } } };
    expect(containerOf(tenant, pool).appArmorProfile).toEqual({ type: 'RuntimeDefault' });
  });

  test('replace the lists of capabilities one by one', () => {
    const tenant = { containerSecurityContext: { capabilities: { add: ['SYS_TIME'] } } };
    const pool = { containerSecurityContext: { capabilities: { drop: ['NET_RAW'] } } };
    expect(containerOf(tenant).capabilities).toEqual({ add: ['SYS_TIME'], drop: ['ALL'] });
    expect(containerOf(tenant, pool).capabilities).toEqual({ add: ['SYS_TIME'], drop: ['NET_RAW'] });
  });

  test('merge SELinux options key by key', () => {
    const tenant = { containerSecurityContext: { seLinuxOptions: { user: 'u', level: 's0' } } };
    const pool = { containerSecurityContext: { seLinuxOptions: { level: 's1' } } };
    expect(containerOf(tenant, pool).seLinuxOptions).toEqual({ user: 'u', level: 's1' });
  });
});

describe('runAsNonRoot', () => {
  test.each<[said: string, scopes: SecurityScope[], pod: boolean]>([
    ['a user says nothing else', [{ securityContext: { runAsUser: 1000 } }], true],
    ['the user is 0', [{ securityContext: { runAsUser: 0 } }], false],
    ['the tenant says false', [{ securityContext: { runAsNonRoot: false } }], false],
    ['the user is 0 and true is said', [{ securityContext: { runAsUser: 0, runAsNonRoot: true } }], true],
    [
      'the tenant says false, the pool gives a user',
      [{ securityContext: { runAsNonRoot: false } }, { securityContext: { runAsUser: 5 } }],
      false,
    ],
    [
      'the pool says otherwise than the tenant',
      [{ securityContext: { runAsNonRoot: false } }, { securityContext: { runAsNonRoot: true } }],
      true,
    ],
  ])('of the pod follows what is said, or the user: %s', (_, scopes, expected) => {
    expect(podOf(...scopes).runAsNonRoot).toBe(expected);
  });

  test.each<[said: string, scope: SecurityScope, container: boolean | undefined]>([
    ['no user', {}, undefined],
    ['a user', { containerSecurityContext: { runAsUser: 5 } }, true],
    ['user 0', { containerSecurityContext: { runAsUser: 0 } }, false],
    ['user 0 and true', { containerSecurityContext: { runAsUser: 0, runAsNonRoot: true } }, true],
    [
      'user 0, while the pod says true',
      { securityContext: { runAsNonRoot: true }, containerSecurityContext: { runAsUser: 0 } },
      undefined,
    ],
  ])("of the container follows the container's user: %s", (_, scope, expected) => {
    expect(containerOf(scope).runAsNonRoot).toBe(expected);
  });

  test.each<[said: string, scope: SecurityScope, isRefused: boolean]>([
    ['user 0 alone', { securityContext: { runAsUser: 0 } }, false],
    ['user 0 forbidden by the pod', { securityContext: { runAsUser: 0, runAsNonRoot: true } }, true],
    [
      'user 0 of the container, forbidden by the pod',
      { securityContext: { runAsNonRoot: true }, containerSecurityContext: { runAsUser: 0 } },
      true,
    ],
    ['user 0 of the container alone', { containerSecurityContext: { runAsUser: 0 } }, false],
  ])('and user 0 contradict each other: %s', (_, scope, isRefused) => {
    const security = effectiveSecurity(operator, [scope]);
    expect(effectiveUser(security)).toBe(0);
    expect(refusesRoot(security)).toBe(isRefused);
  });
});

describe('Leaving security to the platform', () => {
  test.each<[level: string, scopes: SecurityScope[]]>([
    ['the tenant', [delegated, {}]],
    ['the pool', [{ securityContext: { runAsUser: 5, runAsNonRoot: true } }, delegated]],
  ])('by two empty contexts of %s resets the contexts', (_, scopes) => {
    const { pod, container, isDelegated } = effectiveSecurity(operator, scopes);
    expect(isDelegated).toBe(true);
    expect(pod).toEqual({ fsGroupChangePolicy: 'OnRootMismatch' });
    expect(container).toEqual({});
  });

  test('lets a pool override what the tenant left open', () => {
    const pool = { securityContext: { runAsUser: 7 } };
    expect(podOf(delegated, pool)).toEqual({
      fsGroupChangePolicy: 'OnRootMismatch',
      runAsUser: 7,
      runAsNonRoot: true,
    });
  });

  test('keeps, in the default profile, what Pod Security asks for', () => {
    const { pod, container } = effectiveSecurity(production, [delegated]);
    expect(pod).toEqual({ fsGroupChangePolicy: 'OnRootMismatch' });
    expect(container).toEqual({
      ...operatorContainer,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
  });

  test('still admits, in the default profile, a root user that the pool asks for', () => {
    const { container } = effectiveSecurity(production, [
      delegated,
      { containerSecurityContext: { runAsUser: 0 } },
    ]);
    expect(container.runAsNonRoot).toBe(false);
  });
});

describe('RuntimeDefault seccomp is in force', () => {
  test.each<[when: string, scope: SecurityScope, expected: boolean]>([
    ['by default', {}, true],
    ['when security is left to the platform', delegated, true],
    [
      'not when the pod is unconfined',
      { securityContext: { seccompProfile: { type: 'Unconfined' } } },
      false,
    ],
    [
      'not when the container says otherwise',
      { containerSecurityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'a' } } },
      false,
    ],
  ])('%s', (_, scope, expected) => {
    expect(usesRuntimeDefaultSeccomp(effectiveSecurity(operator, [scope]))).toBe(expected);
  });
});
