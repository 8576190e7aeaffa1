import fc from 'fast-check';
import type { Container, SecurityContext } from 'kubernetes-types/core/v1';
import { checkTenant, type TenantSpec } from 'rustfs-constructs';
import { acme } from '../../support/specs';
import { manifestsOf } from '../harness/objects';
import { podSecurity, templatesAmong } from './verdicts';

const securityContexts = fc.record<SecurityContext>(
  {
    allowPrivilegeEscalation: mostly(false, true),
    capabilities: fc.record(
      {
        drop: mostly(['ALL'], ['NET_RAW'], []),
        add: mostly([], ['NET_BIND_SERVICE'], ['NET_ADMIN'], ['NET_BIND_SERVICE', 'SYS_TIME']),
      },
      { requiredKeys: ['drop'] },
    ),
    runAsNonRoot: mostly(true, false),
    runAsUser: mostly(1000, 0),
    seccompProfile: mostly<NonNullable<SecurityContext['seccompProfile']>>(
      { type: 'RuntimeDefault' },
      { type: 'Localhost', localhostProfile: 'own.json' },
      { type: 'Unconfined' },
    ),
    privileged: mostly(false, true),
    procMount: mostly('Default', 'Unmasked'),
    appArmorProfile: mostly({ type: 'RuntimeDefault' }, { type: 'Unconfined' }),
    seLinuxOptions: mostly(
      { type: 'container_t' },
      { type: 'spc_t' },
      { user: 'u' },
      { role: 'r' },
      { level: 's0' },
    ),
    windowsOptions: mostly({ hostProcess: false }, { hostProcess: true }),
  },
  { requiredKeys: ['allowPrivilegeEscalation', 'capabilities'] },
);

const containers = fc.record<Omit<Container, 'name' | 'image'>>(
  {
    securityContext: securityContexts,
    ports: mostly([{ containerPort: 8080 }], [{ containerPort: 8080, hostPort: 8080 }]),
    livenessProbe: mostly({ httpGet: { port: 8080 } }, { tcpSocket: { port: 8080, host: 'example.com' } }),
    lifecycle: mostly({}, { preStop: { httpGet: { port: 8080, host: 'example.com' } } }),
  },
  { requiredKeys: [] },
);

/** The first five times as often as the others together, so that many containers are in order and none is always. */
function mostly<T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 5, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
}

const specs = fc
  .sample(fc.tuple(containers, fc.boolean()), { numRuns: 400, seed: 20_261_129 })
  .map(([fields, isInit]): TenantSpec => {
    const own = [{ ...fields, name: 'own', image: 'example.com/own:1' }];
    return { ...acme, pod: isInit ? { initContainers: own } : { containers: own } };
  });

describe('A further container, by the evaluator of Pod Security,', () => {
  test('is refused in a restricted namespace just where check warns of it', () => {
    const isWarnedOf = specs.map((spec) => checkTenant(spec).some(({ code }) => code === 'pod-security'));
    const said = podSecurity(specs.flatMap((spec) => templatesAmong(manifestsOf(spec))));
    expect(said.map((reasons) => reasons.length > 0)).toEqual(isWarnedOf);
    expect(isWarnedOf.filter(Boolean).length).toBeGreaterThan(100);
    expect(isWarnedOf.filter((isWarned) => !isWarned).length).toBeGreaterThan(20);
  });
});
