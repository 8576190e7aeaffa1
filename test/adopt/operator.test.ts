import fc from 'fast-check';
import { parseTenants, type TenantSpec } from 'rustfs-constructs';
import { isRecord } from '../../lib/is-record';
import { resolve } from '../../lib/tenant/resolve';
import { adopt, declared } from '../support/adoptions';
import { operatorSpecs } from '../support/arbitrary';
import { liveObjects, operatorsObjects } from '../support/live';
import { withSets } from '../support/live-changes';
import { acme, acmeWithDrives, asOperator, managed, singleDrive, twoPools } from '../support/specs';
import { upstreamManifests } from '../support/upstream';

function isNamed(object: object, name: string): boolean {
  return 'metadata' in object && isRecord(object.metadata) && object.metadata.name === name;
}

/**
 * A declaration with every default applied, as far as objects show it. What is taken out leaves no trace in them: words
 * about the Tenant itself, fields that nobody reads, a pull policy that Kubernetes would choose anyway, and the way in
 * which a certificate's names were said.
 */
function traced(spec: TenantSpec): unknown {
  const { labels, annotations, mountPath, createServiceAccountRbac, imagePullPolicy, ...seen } = spec;
  const tenant = resolve(seen);
  return {
    ...tenant,
    certificates: tenant.certificates.map(({ declared: _words, ...certificate }) => certificate),
  };
}

const ownCertificate: NonNullable<TenantSpec['tls']> = {
  mode: 'certManager',
  enableInternodeHttps: true,
  certManager: { secretName: 'server-tls' },
  caInCertificateSecret: true,
};

const managedCertificate: NonNullable<TenantSpec['tls']> = {
  ...ownCertificate,
  certManager: {
    manageCertificate: true,
    secretName: 'server-tls',
    issuerRef: { name: 'company-ca', kind: 'ClusterIssuer' },
    dnsNames: ['s3.example.com'],
    duration: '2160h',
  },
};

function withUserInFirst(spec: TenantSpec): TenantSpec {
  const pools = spec.pools.map((pool, i) =>
    i === 0 ? { ...pool, securityContext: { runAsUser: 1000 } } : pool,
  );
  return { ...spec, pools };
}

function at(path: string, spec: TenantSpec): TenantSpec {
  const pools = spec.pools.map((pool) => ({ ...pool, persistence: { ...pool.persistence, path } }));
  return { ...spec, pools };
}

describe('A tenant that the operator runs', () => {
  test.each<[string, TenantSpec]>([
    ['a tenant', acme],
    ['a single drive', singleDrive],
    ['two pools', twoPools],
    ['another cluster domain', { ...acme, clusterDomain: 'k8s.example.com' }],
    ['a log on claims', { ...acme, logging: { mode: 'persistent', storageClass: 'slow' } }],
    ['a log in the pod', { ...acme, logging: { mode: 'emptydir', mountPath: '/var/log/rustfs' } }],
    ['an account of its own', { ...acme, serviceAccountName: 'robot' }],
    ['security left to the platform', { ...acme, securityContext: {}, containerSecurityContext: {} }],
    ['another user in one pool', withUserInFirst(twoPools)],
    ['capabilities', { ...acme, containerSecurityContext: { capabilities: { add: ['NET_BIND_SERVICE'] } } }],
    ['HTTPS with a Secret of its own', { ...acme, tls: ownCertificate }],
    [
      'HTTPS with a Secret that has no ca.crt',
      {
        ...singleDrive,
        tls: { mode: 'certManager', certManager: { secretName: 'server-tls' }, caInCertificateSecret: false },
      },
    ],
    ['HTTPS with a certificate that cert-manager keeps', { ...acme, tls: managedCertificate }],
    [
      'several certificates, and an authority of its own',
      {
        ...acme,
        tls: {
          mode: 'certManager',
          enableInternodeHttps: true,
          caTrust: {
            source: 'SecretRef',
            caSecretRef: { name: 'root-ca', key: 'root.pem' },
            trustSystemCa: true,
          },

          certificates: [
            { name: 'internal-tls', default: true, certManager: { secretName: 'internal-tls' } },
            { name: 'public-tls', hosts: ['s3.example.com'], certManager: { secretName: 'public-tls' } },
          ],
        },
      },
    ],
    [
      'stamps on its pods',
      {
        ...acme,
        tls: ownCertificate,
        pod: {
          annotations: {
            'kubectl.kubernetes.io/restartedAt': '2026-11-02T08:15:30Z',
            'operator.rustfs.com/tls-hash': `sha256:${'5d'.repeat(32)}`,
          },
        },
      },
    ],
    [
      'keys in Vault',
      {
        ...acme,
        encryption: {
          enabled: true,
          backend: 'vault',
          vault: { endpoint: 'https://vault.example.com' },
          kmsSecret: { name: 'vault' },
          defaultKeyId: 'objects',
        },
      },
    ],
    [
      'keys on the drive',
      {
        ...singleDrive,
        encryption: { enabled: true, local: { masterKeySecretRef: { name: 'kms', key: 'master' } } },
      },
    ],
    [
      'further volumes',
      {
        ...acme,
        additionalVolumes: [{ name: 'themes', configMap: { name: 'themes' } }],
        additionalVolumeMounts: [{ name: 'themes', mountPath: '/srv/themes', readOnly: true }],
      },
    ],
    ['OrderedReady', { ...singleDrive, podManagementPolicy: 'OrderedReady' }],
    ['drives below the root', acmeWithDrives({ path: '/' })],
    ['a lone drive below the root', at('/', singleDrive)],
    ['drives below a doubled slash', acmeWithDrives({ path: '//x' })],
    ['registry credentials without a name', { ...acme, imagePullSecret: { name: '' } }],
    ['an account without a name', { ...acme, serviceAccountName: '' }],
    [
      'a private key of which nothing is said',
      { ...acme, tls: { ...ownCertificate, certManager: { ...managed, privateKey: {} } } },
    ],
  ])('is declared as it was: %s', (_, spec) => {
    // What the placement says beside its own fields is for the checks alone.
    const { placement: _unseen, ...seen } = asOperator(spec);
    const adoption = adopt(operatorsObjects(seen));
    expect(declared(adoption)).toEqual({ image: 'rustfs/rustfs:1.0.0-beta.10', ...seen });
    expect(adoption.changes).toEqual([]);
  });

  test('is adopted with the same objects, whatever it says', () => {
    fc.assert(
      fc.property(operatorSpecs, (spec) => {
        const adoption = adopt(operatorsObjects(spec));
        expect(adoption.changes).toEqual([]);
        expect(liveObjects(declared(adoption))).toEqual(liveObjects(spec));
      }),
      { numRuns: 50 },
    );
  });

  test('says that a certificate may be kept by something that was not among the objects', () => {
    const live = liveObjects(asOperator({ ...acme, tls: managedCertificate }));
    const seen = live.filter((object) => 'kind' in object && object.kind !== 'Certificate');
    const adoption = adopt(JSON.stringify({ kind: 'List', items: seen }));
    expect(declared(adoption).tls?.certManager).toEqual({ secretName: 'server-tls' });
    expect(adoption.notes).toEqual([
      'Secret server-tls is declared as one that you keep; if cert-manager keeps it, give its Certificate too.',
    ]);
  });

  test('whose pool is drained has to leave it first, and then is adopted without it', () => {
    const drained = liveObjects(asOperator(twoPools)).filter((object) => !isNamed(object, 'acme-pool-1'));
    const [problem, ...others] = adopt(JSON.stringify({ kind: 'List', items: drained })).problems;
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ path: 'StatefulSet acme-pool-1', code: 'live-objects' });
    expect(problem?.fix).toContain('decommissioned the pool');
    const adoption = adopt(operatorsObjects(asOperator(acme)));
    expect(adoption.changes).toEqual([]);
    expect(declared(adoption).pools.map(({ name }) => name)).toEqual(['pool-0']);
  });

  test('is the same on Kubernetes 1.37, which fills in how many pods an update may take', () => {
    const rollingUpdate = { partition: 0, maxUnavailable: 1 };
    const live = withSets(
      liveObjects(asOperator(acme)),
      ['spec', 'updateStrategy', 'rollingUpdate'],
      rollingUpdate,
    );
    expect(adopt(live)).toMatchObject({ changes: [], problems: [] });
  });

  test('says the same without its Services, whose names follow from its own', () => {
    const sets = liveObjects(asOperator(acme)).filter((object) => 'spec' in object && 'status' in object);
    expect(declared(adopt(JSON.stringify({ kind: 'List', items: sets }))).name).toBe('acme');
  });
});

if (upstreamManifests.length > 0) {
  describe.each(upstreamManifests)("the operator project's %s", (_, text) => {
    const { tenants, problems } = parseTenants(text, { compatibility: 'operator' });
    const refused = new Set(
      problems.filter(({ severity }) => severity === 'error').map(({ tenant }) => tenant),
    );

    test('is adopted as it is, if it can be declared', () => {
      for (const { spec } of tenants.filter(({ title }) => !refused.has(title))) {
        const adoption = adopt(operatorsObjects(spec));
        const adopted = declared(adoption);
        expect(adoption.changes).toEqual([]);
        expect(liveObjects(adopted)).toEqual(liveObjects(spec));
        expect(traced(adopted)).toEqual(traced(spec));
      }
      expect(tenants.length).toBeGreaterThan(0);
    });
  });
} else {
  test.skip("the operator project's manifests (skipped: RUSTFS_TEST_DATA names no folder that has them)", () =>
    undefined);
}
