import type { SecurityContext } from 'kubernetes-types/core/v1';
import fc from 'fast-check';
import type { PodSecurityOverride, TlsSpec } from 'rustfs-constructs';

/** Labels that no tenant has as its own. */
export const labelMap: fc.Arbitrary<Record<string, string>> = fc.dictionary(
  fc.constantFrom('team', 'example.com/tier', 'cost_center', 'a.b-c'),
  fc.stringMatching(/^([A-Za-z0-9]([A-Za-z0-9._-]{0,8}[A-Za-z0-9])?)?$/),
);

/** Annotations, whose values may be any text. */
export const annotationMap: fc.Arbitrary<Record<string, string>> = fc.dictionary(
  fc.constantFrom('example.com/owner', 'note', 'backup.example.com/schedule'),
  fc.string(),
);

const id = fc.integer({ min: 1, max: 2_147_483_647 });

/** Overrides of the pod's security context; without the user 0, which another scope may forbid. */
export const podSecurity: fc.Arbitrary<PodSecurityOverride> = fc.record(
  {
    runAsUser: id,
    runAsGroup: id,
    fsGroup: id,
    runAsNonRoot: fc.boolean(),
    seccompProfile: fc.constantFrom(
      { type: 'RuntimeDefault' },
      { type: 'Unconfined' },
      { type: 'Localhost', localhostProfile: 'profiles/rustfs.json' },
    ),
  },
  { requiredKeys: [] },
);

/** Overrides of the container's security context. */
export const containerSecurity: fc.Arbitrary<SecurityContext> = fc.record(
  {
    runAsUser: id,
    readOnlyRootFilesystem: fc.boolean(),
    capabilities: fc.constantFrom({ add: ['NET_BIND_SERVICE'] }, { drop: ['NET_RAW'] }, {}),
    seLinuxOptions: fc.constant({ level: 's0:c1,c2' }),
    appArmorProfile: fc.constant({ type: 'RuntimeDefault' }),
  },
  { requiredKeys: [] },
);

const issuerRef = fc.constantFrom(
  { name: 'internal-ca' },
  { name: 'company-ca', kind: 'ClusterIssuer', group: 'cert-manager.io' },
);

/** A certificate that cert-manager keeps, with the names of all servers. */
const managedCertificate = fc.record(
  {
    manageCertificate: fc.constant(true),
    secretName: fc.constant('server-tls'),
    issuerRef,
    certificateName: fc.constant('own-name'),
    commonName: fc.constantFrom('', 'storage'),
    dnsNames: fc.subarray(['s3.example.com', '*.cdn.example.com']),
    duration: fc.constantFrom('2160h', '1h30m'),
    privateKey: fc.constantFrom(
      { algorithm: 'Ed25519' } as const,
      { size: 4096, rotationPolicy: 'Always' } as const,
    ),
    usages: fc.constantFrom([], ['server auth', 'client auth']),
  },
  { requiredKeys: ['manageCertificate', 'secretName', 'issuerRef'] },
);

const ownCertificate = fc.constant({ secretName: 'server-tls' });

/** TLS as both profiles compose it. */
export const transportSecurity: fc.Arbitrary<TlsSpec> = fc
  .tuple(
    fc.record(
      {
        mountPath: fc.constant('/etc-tls'),
        rotationStrategy: fc.constant('Rollout'),
        caTrust: fc.constantFrom<NonNullable<TlsSpec['caTrust']>[]>(
          {},
          { source: 'SystemCa' },
          { source: 'SecretRef', caSecretRef: { name: 'root-ca' }, trustLeafCertificateAsCa: true },
        ),
      },
      { requiredKeys: [] },
    ),
    fc.oneof(
      fc.record({ certManager: fc.oneof(managedCertificate, ownCertificate) }),
      fc
        .tuple(managedCertificate, fc.subarray(['s3.example.com', 'cdn.example.com'], { minLength: 1 }))
        .map(([certManager, hosts]) => ({
          certificates: [
            { name: 'internal', default: true, certManager },
            { name: 'public', hosts, certManager: { secretName: 'public-tls' } },
          ],
        })),
    ),
  )
  .map(([options, certificates]) => ({
    mode: 'certManager',
    enableInternodeHttps: true,
    ...options,
    ...certificates,
  }));
