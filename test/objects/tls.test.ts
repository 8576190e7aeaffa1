import type { SecretProjection } from 'kubernetes-types/core/v1';
import { composeTenant, toYaml, type Certificate, type TenantSpec, type TlsSpec } from 'rustfs-constructs';
import {
  container,
  environment,
  objectOf,
  podSpec,
  podTemplate,
  service,
  variable,
} from '../support/composed';
import { kubernetesErrors, kubernetesTest } from '../support/kubernetes-schema';
import { acme, acmeTls, asOperator, managed, pool1, singleDrive, tlsHash } from '../support/specs';

const domain = 'storage.svc.cluster.local';
const servers = [0, 1, 2, 3].map((ordinal) => `acme-pool-0-${ordinal}.acme-hl.${domain}`);

function withTls(changes: Partial<TlsSpec>): TenantSpec {
  return { ...acmeTls, tls: { ...acmeTls.tls, ...changes } };
}

/** The Secrets of the certificates' directory, in order. */
function sources(spec: TenantSpec): SecretProjection[] {
  const volume = podSpec(spec).volumes?.find(({ name }) => name === 'rustfs-tls-server');
  return (volume?.projected?.sources ?? []).flatMap(({ secret }) => secret ?? []);
}

const pair = (folder = '') => [
  { key: 'tls.crt', path: `${folder}rustfs_cert.pem` },
  { key: 'tls.key', path: `${folder}rustfs_key.pem` },
];

const authority = { key: 'ca.crt', path: 'ca.crt' };

/** An internal certificate for the servers, and one that the public sees. */
const several: TlsSpec = {
  mode: 'certManager',
  enableInternodeHttps: true,
  certificates: [
    { name: 'internal', default: true, hosts: ['rustfs.internal.example'], certManager: managed },
    {
      name: 'public',
      hosts: ['s3.example.com', 'cdn.example.com'],
      certManager: { secretName: 'acme-public' },
    },
  ],
};

describe('With TLS', () => {
  test('drives are addressed by https, in both profiles', () => {
    const volumes = `https://acme-pool-0-{0...3}.acme-hl.${domain}:9000/data/rustfs{0...3}`;
    for (const spec of [acmeTls, asOperator(acmeTls)]) {
      expect(variable(spec, 'RUSTFS_VOLUMES')?.value).toBe(volumes);
    }
  });

  test('a lone drive keeps its path', () => {
    const spec: TenantSpec = { ...singleDrive, tls: { mode: 'certManager', certManager: managed } };
    expect(variable(spec, 'RUSTFS_VOLUMES')?.value).toBe('/data/rustfs0');
  });

  test('probes speak https', () => {
    const { livenessProbe, readinessProbe, startupProbe } = container(acmeTls);
    for (const probe of [livenessProbe, readinessProbe, startupProbe]) {
      expect(probe?.httpGet?.scheme).toBe('HTTPS');
    }
  });

  test('ports are named after it, but for that of the console, as the operator has it', () => {
    const portName = (name: string) => service(acmeTls, name).spec?.ports?.map((port) => port.name);
    expect(portName('acme-io')).toEqual(['https-rustfs']);
    expect(portName('acme-hl')).toEqual(['https-rustfs']);
    expect(portName('acme-console')).toEqual(['http-console']);
  });

  test('that is off, nothing is different', () => {
    expect(composeTenant({ ...acme, tls: { mode: 'disabled' } })).toEqual(composeTenant(acme));
    expect(composeTenant({ ...acme, tls: {} })).toEqual(composeTenant(acme));
  });
});

describe('A renewed certificate', () => {
  test('reaches RustFS without a restart: it lies in a directory that the kubelet refreshes and RustFS reads again', () => {
    const mount = container(acmeTls).volumeMounts?.find(({ name }) => name === 'rustfs-tls-server');
    expect(mount).toEqual({ name: 'rustfs-tls-server', mountPath: '/var/run/rustfs/tls', readOnly: true });
    expect(variable(acmeTls, 'RUSTFS_TLS_PATH')?.value).toBe('/var/run/rustfs/tls');
    expect(variable(acmeTls, 'RUSTFS_TLS_RELOAD_ENABLE')?.value).toBe('true');
  });

  test('is a matter of the Secret alone: no object depends on what is in it, and no pod bears a hash of it', () => {
    expect(podTemplate(acmeTls).metadata?.annotations).toBeUndefined();
    const mounts = container(acmeTls).volumeMounts ?? [];
    expect(mounts.filter(({ subPath }) => subPath !== undefined)).toEqual([]);
  });

  test('waits for a restart where the declaration or the operator says so', () => {
    expect(variable(withTls({ rotationStrategy: 'Rollout' }), 'RUSTFS_TLS_RELOAD_ENABLE')).toBeUndefined();
    expect(variable(asOperator(acmeTls), 'RUSTFS_TLS_RELOAD_ENABLE')).toBeUndefined();
  });
});

describe('The directory of the certificates', () => {
  test("has the Secret's pair, and its authority if there is one", () => {
    expect(sources(acmeTls)).toEqual([
      { name: 'acme-tls', optional: false, items: pair() },
      { name: 'acme-tls', optional: true, items: [authority] },
    ]);
  });

  test('has all in one source, as the operator composes it', () => {
    expect(sources(asOperator(acmeTls))).toEqual([
      { name: 'acme-tls', optional: false, items: [...pair(), authority] },
    ]);
    const trust = { caInCertificateSecret: false, caTrust: { trustSystemCa: true } };
    expect(sources(asOperator(withTls(trust)))).toEqual([
      { name: 'acme-tls', optional: false, items: pair() },
    ]);
  });

  test('has a folder for every host', () => {
    expect(sources(asOperator({ ...acme, tls: several }))).toEqual([
      {
        name: 'acme-tls',
        optional: false,
        items: [...pair(), ...pair('rustfs.internal.example/'), authority],
      },
      {
        name: 'acme-public',
        optional: false,
        items: [...pair('s3.example.com/'), ...pair('cdn.example.com/')],
      },
    ]);
  });

  test('has the authorities that come from Secrets of their own', () => {
    const spec = withTls({
      caTrust: {
        source: 'SecretRef',
        caSecretRef: { name: 'root', key: 'root.pem' },
        clientCaSecretRef: { name: 'clients' },
      },
      clientCertificateSecretRef: { name: 'acme-client' },
    });
    expect(sources(spec)).toEqual([
      { name: 'acme-tls', optional: false, items: pair() },
      { name: 'root', optional: false, items: [{ key: 'root.pem', path: 'ca.crt' }] },
      { name: 'clients', optional: false, items: [{ key: 'ca.crt', path: 'client_ca.crt' }] },
      {
        name: 'acme-client',
        optional: false,
        items: [
          { key: 'tls.crt', path: 'client_cert.pem' },
          { key: 'tls.key', path: 'client_key.pem' },
        ],
      },
    ]);
  });

  test('of the older form takes the trust from beside the certificate', () => {
    const spec = withTls({ certManager: { ...managed, caTrust: { source: 'SystemCa' } } });
    expect(sources(spec)).toEqual([{ name: 'acme-tls', optional: false, items: pair() }]);
    expect(variable(spec, 'RUSTFS_TRUST_SYSTEM_CA')?.value).toBe('true');
  });
});

describe("The environment of TLS, in the operator's order", () => {
  test('comes after the volumes', () => {
    const caTrust = {
      trustSystemCa: true,
      trustLeafCertificateAsCa: true,
      clientCaSecretRef: { name: 'clients' },
    };
    const names = environment(asOperator(withTls({ caTrust }))).map(({ name }) => name);
    expect(names.slice(0, 6)).toEqual([
      'RUSTFS_VOLUMES',
      'RUSTFS_TLS_PATH',
      'RUSTFS_TRUST_SYSTEM_CA',
      'RUSTFS_TRUST_LEAF_CERT_AS_CA',
      'RUSTFS_SERVER_MTLS_ENABLE',
      'RUSTFS_ADDRESS',
    ]);
  });

  test('is not to be replaced by variables, which the operator drops without a word', () => {
    const env = ['RUSTFS_VOLUMES', 'RUSTFS_TLS_PATH'].map((name) => ({ name, value: '/elsewhere' }));
    expect(environment(asOperator({ ...acmeTls, env }))).toEqual(environment(asOperator(acmeTls)));
  });

  test('never has the switch that writes keys to a file', () => {
    expect(toYaml(composeTenant(acmeTls))).not.toContain('KEYLOG');
  });
});

describe('Where every client needs a certificate', () => {
  const spec = withTls({
    caTrust: { clientCaSecretRef: { name: 'clients' } },
    clientCertificateSecretRef: { name: 'acme-client' },
  });

  test('probes that show none connect only, and readiness shows that of the servers', () => {
    const { livenessProbe, readinessProbe, startupProbe } = container(spec);
    expect(startupProbe).toEqual({
      tcpSocket: { port: 9000 },
      periodSeconds: 5,
      timeoutSeconds: 5,
      failureThreshold: 120,
    });
    expect(livenessProbe).toEqual({
      tcpSocket: { port: 9000 },
      periodSeconds: 10,
      timeoutSeconds: 5,
      failureThreshold: 6,
    });
    expect(readinessProbe?.exec?.command).toEqual([
      'curl',
      '--silent',
      '--fail',
      '--insecure',
      '--cert',
      '/var/run/rustfs/tls/client_cert.pem',
      '--key',
      '/var/run/rustfs/tls/client_key.pem',
      'https://127.0.0.1:9000/health/ready',
    ]);
  });

  test("the operator's probes show none, and fail", () => {
    const operators = asOperator(withTls({ caTrust: { clientCaSecretRef: { name: 'clients' } } }));
    expect(container(operators).readinessProbe).toEqual({
      httpGet: { path: '/health/ready', port: 9000, scheme: 'HTTPS' },
    });
  });
});

describe('A managed certificate', () => {
  test("is the operator's, to the letter", () => {
    const certManager = {
      ...managed,
      commonName: 'acme',
      dnsNames: ['s3.example.com', `acme-io.${domain}`],
      duration: '2160h',
      renewBefore: '360h',
      privateKey: { algorithm: 'ECDSA', size: 256 },
    } as const;
    expect(objectOf(asOperator(withTls({ certManager })), 'Certificate', 'acme-server-tls')).toStrictEqual({
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: {
        name: 'acme-server-tls',
        namespace: 'storage',
        labels: {
          'app.kubernetes.io/name': 'rustfs',
          'app.kubernetes.io/instance': 'acme',
          'app.kubernetes.io/managed-by': 'rustfs-operator',
          'rustfs.tenant': 'acme',
        },
      },
      spec: {
        secretName: 'acme-tls',
        issuerRef: { group: 'cert-manager.io', kind: 'Issuer', name: 'internal-ca' },
        commonName: 'acme',
        dnsNames: [
          'acme-hl.storage.svc',
          `acme-hl.${domain}`,
          'acme-io.storage.svc',
          `acme-io.${domain}`,
          ...servers,
          's3.example.com',
        ],
        usages: ['server auth'],
        duration: '2160h',
        renewBefore: '360h',
        privateKey: { algorithm: 'ECDSA', size: 256 },
        secretTemplate: {
          labels: {
            'app.kubernetes.io/name': 'rustfs',
            'app.kubernetes.io/instance': 'acme',
            'app.kubernetes.io/managed-by': 'rustfs-operator',
          },
        },
      },
    });
  });

  const namesOf = (spec: TenantSpec, name = 'acme-server-tls') => {
    const { spec: certificate } = objectOf(spec, 'Certificate', name) as Certificate;
    return { dnsNames: [...(certificate?.dnsNames ?? [])] };
  };

  test('has the console and short names as well', () => {
    expect(namesOf(acmeTls).dnsNames).toEqual([
      'acme-console',
      'acme-console.storage',
      'acme-console.storage.svc',
      `acme-console.${domain}`,
      'acme-hl',
      'acme-hl.storage',
      'acme-hl.storage.svc',
      `acme-hl.${domain}`,
      'acme-io',
      'acme-io.storage',
      'acme-io.storage.svc',
      `acme-io.${domain}`,
      ...servers,
    ]);
  });

  test('with a wildcard stays as it is when a pool is added', () => {
    const before = withTls({ wildcardDnsName: true });
    const after = { ...before, pools: [...before.pools, pool1] };
    expect(namesOf(before).dnsNames).toContain(`*.acme-hl.${domain}`);
    expect(namesOf(before).dnsNames).not.toContain(servers[0]);
    expect(namesOf(after)).toEqual(namesOf(before));
  });

  test('among several is called after its entry, and only the default has the names of servers', () => {
    const own = { manageCertificate: true, secretName: 'acme-public', issuerRef: { name: 'public-ca' } };
    const [internal, open] = several.certificates ?? [];
    const certificates = [internal, open && { ...open, certManager: own }].flatMap((entry) => entry ?? []);
    const spec: TenantSpec = { ...acme, tls: { ...several, certificates } };
    expect(namesOf(spec, 'acme-internal-tls').dnsNames).toEqual(expect.arrayContaining(servers));
    expect(namesOf(spec, 'acme-public-tls').dnsNames).toEqual(['cdn.example.com', 's3.example.com']);
  });

  test('is not composed for a Secret that is yours', () => {
    const spec = withTls({ certManager: { secretName: 'mine' } });
    expect(composeTenant(spec).filter(({ kind }) => kind === 'Certificate')).toEqual([]);
  });

  kubernetesTest("passes cert-manager's own schema", () => {
    const privateKey = { algorithm: 'RSA', encoding: 'PKCS8', size: 4096, rotationPolicy: 'Always' } as const;
    const spec = withTls({ certManager: { ...managed, commonName: 'acme', duration: '24h', privateKey } });
    expect(kubernetesErrors(objectOf(spec, 'Certificate', 'acme-server-tls'))).toEqual([]);
  });
});

describe('The annotations of pods', () => {
  test("carry the operator's hash of the certificates, so that no pod restarts", () => {
    expect(
      podTemplate(asOperator({ ...acmeTls, pod: { annotations: tlsHash } })).metadata?.annotations,
    ).toEqual(tlsHash);
  });
});
