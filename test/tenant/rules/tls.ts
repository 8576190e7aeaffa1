import type { CertManagerSpec, TenantSpec, TlsCertificateSpec, TlsSpec } from 'rustfs-constructs';
import { refused, warned, type Breaches } from '../../support/breaches';
import { acme, acmeTls, asOperator, managed, singleDrive, tlsHash } from '../../support/specs';

function acmeWithTls(changes: Partial<TlsSpec>): TenantSpec {
  return { ...acmeTls, tls: { ...acmeTls.tls, ...changes } };
}

function acmeWithCertificate(changes: Partial<CertManagerSpec>): TenantSpec {
  return acmeWithTls({ certManager: { ...managed, ...changes } });
}

function acmeWithCertificates(...certificates: TlsCertificateSpec[]): TenantSpec {
  const { certManager: _one, ...tls } = { certManager: managed, ...acmeTls.tls };
  return { ...acme, tls: { ...tls, certificates } };
}

const internal: TlsCertificateSpec = { name: 'internal', default: true, certManager: managed };
const open: TlsCertificateSpec = {
  name: 'public',
  hosts: ['s3.example.com'],
  certManager: { secretName: 'acme-public' },
};
const mutual = { clientCaSecretRef: { name: 'client-ca' } };
const { issuerRef: _issuer, ...withoutIssuer } = managed;
const headless = 'acme-hl.storage.svc.cluster.local';
const servers = `*.${headless}`;

/** As the operator runs it, with what only the cluster knows. */
const asRun = ({ tls, ...spec }: TenantSpec): TenantSpec =>
  asOperator({ ...spec, tls: { caInCertificateSecret: true, ...tls }, pod: { annotations: tlsHash } });

/** Breaches of the rules about TLS. */
export const tlsBreaches: Breaches = {
  'tls-certificate': [
    ...['ACME-hl.storage.svc.cluster.local', '*.Acme-HL.storage.svc.cluster.local'].map((name, i) =>
      warned(
        `${name}, which is good for the server where the operator runs it`,
        `tls.certManager.dnsNames[${i}]`,
        asRun(
          acmeWithCertificate({
            includeGeneratedDnsNames: false,
            dnsNames: i === 0 ? [name, servers] : [headless, name],
          }),
        ),
      ),
    ),
    refused('none at all', 'tls', { ...acme, tls: { mode: 'certManager', enableInternodeHttps: true } }),
    refused('65 of them', 'tls.certificates', acmeWithCertificates(internal, ...many(64))),
    refused('no default', 'tls.certificates', acmeWithCertificates(open)),
    refused(
      'two defaults',
      'tls.certificates',
      acmeWithCertificates(internal, { ...open, name: 'second', default: true }),
    ),
    refused(
      'a name with a dot',
      'tls.certificates[1].name',
      acmeWithCertificates(internal, { ...open, name: 'a.b' }),
    ),
    refused(
      'a name twice',
      'tls.certificates[1].name',
      acmeWithCertificates(internal, { ...open, name: 'internal' }),
    ),
    refused('no host', 'tls.certificates[1].hosts', acmeWithCertificates(internal, { ...open, hosts: [] })),
    ...[
      '*.example.com',
      '.example.com',
      'a/b',
      'a\\b',
      'S3.example.com',
      '',
      '10.0.0.1',
      'default',
      'ca.crt',
      `${'a'.repeat(64)}.example.com`,
    ].map((host) =>
      refused(
        `the host ${JSON.stringify(host)}`,
        'tls.certificates[1].hosts[0]',
        acmeWithCertificates(internal, { ...open, hosts: [host] }),
      ),
    ),
    warned(
      'a host in upper case where the operator runs it',
      'tls.certificates[1].hosts[0]',
      asRun(acmeWithCertificates(internal, { ...open, hosts: ['S3.example.com'] })),
    ),
    refused(
      'a host that is a server',
      'tls.certificates[1].hosts[0]',
      acmeWithCertificates(internal, { ...open, hosts: ['acme-pool-0-0.acme-hl.storage.svc.cluster.local'] }),
    ),
    refused(
      'a host twice',
      'tls.certificates[2].hosts[0]',
      acmeWithCertificates(internal, open, { ...open, name: 'second' }),
    ),
    refused(
      'a managed one without an issuer',
      'tls.certManager.issuerRef',
      acmeWithTls({ certManager: withoutIssuer }),
    ),
    refused(
      'a managed one that is external',
      'tls.certManager.manageCertificate',
      acmeWithTls({ mode: 'external' }),
    ),
    refused(
      'a usage that there is not',
      'tls.certManager.usages[1]',
      acmeWithCertificate({ usages: ['server auth', 'serverAuth'] }),
    ),
    refused('clients only', 'tls.certManager.usages', acmeWithCertificate({ usages: ['client auth'] })),
    warned(
      'the same where the operator runs it',
      'tls.certManager.usages',
      asRun(acmeWithCertificate({ usages: ['client auth'] })),
    ),
    refused('no name at all', 'tls.certManager.dnsNames', {
      ...singleDrive,
      tls: { mode: 'certManager', certManager: { ...managed, includeGeneratedDnsNames: false } },
    }),
    refused(
      'the Secret of the root credentials',
      'tls.certManager.secretName',
      acmeWithCertificate({ secretName: 'acme-root' }),
    ),
    refused(
      'a long common name',
      'tls.certManager.commonName',
      acmeWithCertificate({ commonName: 'a'.repeat(65) }),
    ),
    refused(
      'a name that is none',
      'tls.certManager.dnsNames[1]',
      acmeWithCertificate({ dnsNames: ['*.example.com', 'a.*.example.com'] }),
    ),
    refused(
      'a size that RSA keys do not have',
      'tls.certManager.privateKey.size',
      acmeWithCertificate({ privateKey: { size: 1024 } }),
    ),
    refused(
      'a size that ECDSA keys do not have',
      'tls.certManager.privateKey.size',
      acmeWithCertificate({ privateKey: { algorithm: 'ECDSA', size: 2048 } }),
    ),
    refused('days', 'tls.certManager.duration', acmeWithCertificate({ duration: '90d' })),
    refused('half an hour', 'tls.certManager.duration', acmeWithCertificate({ duration: '30m' })),
    refused(
      'a renewal that is no time',
      'tls.certManager.renewBefore',
      acmeWithCertificate({ renewBefore: 'soon' }),
    ),
    refused(
      'a renewal at the last minute',
      'tls.certManager.renewBefore',
      acmeWithCertificate({ renewBefore: '1m' }),
    ),
    refused(
      'a renewal before the beginning',
      'tls.certManager.renewBefore',
      acmeWithCertificate({ duration: '24h', renewBefore: '24h' }),
    ),
    refused(
      'a Certificate twice',
      'tls.certificates[1].certManager.certificateName',
      acmeWithCertificates(internal, {
        ...open,
        certManager: { ...managed, certificateName: 'acme-internal-tls', secretName: 'other' },
      }),
    ),
    refused(
      'a Secret with two keepers',
      'tls.certificates[1].certManager.secretName',
      acmeWithCertificates(internal, { ...open, certManager: managed }),
    ),
  ],
  'tls-names': [
    refused(
      "no name of the operator's own",
      'tls.certManager.dnsNames',
      asRun(
        acmeWithCertificate({
          includeGeneratedDnsNames: false,
          dnsNames: ['*.acme-hl.storage.svc.cluster.local'],
        }),
      ),
    ),
    refused(
      "no name of the operator's own on a lone drive either",
      'tls.certManager.dnsNames',
      asRun({
        ...singleDrive,
        tls: {
          mode: 'certManager',
          enableInternodeHttps: true,
          certManager: { ...managed, includeGeneratedDnsNames: false, dnsNames: ['s3.example.com'] },
        },
      }),
    ),
    refused(
      'servers without a name',
      'tls.certManager.dnsNames',
      acmeWithCertificate({ includeGeneratedDnsNames: false, dnsNames: ['s3.example.com'] }),
    ),
    refused('more names than fit', 'tls.certManager', {
      ...acmeTls,
      pools: Array.from({ length: 9 }, (_, i) => ({
        name: `p${i}`,
        servers: 1000,
        persistence: { volumesPerServer: 1 },
      })),
    }),
  ],
  'tls-trust': [
    refused(
      'nobody, where the operator runs it',
      'tls.caInCertificateSecret',
      asRun(acmeWithTls({ caInCertificateSecret: false })),
    ),
    refused(
      'a Secret without its name',
      'tls.caTrust.caSecretRef',
      acmeWithTls({ caTrust: { source: 'SecretRef' } }),
    ),
    refused(
      'said by a certificate that is not the default',
      'tls.certificates[1].certManager.caTrust',
      acmeWithCertificates(internal, { ...open, certManager: { secretName: 'x', caTrust: {} } }),
    ),
  ],
  'tls-internode': [
    refused(
      'https on the port, http among the servers',
      'tls.enableInternodeHttps',
      acmeWithTls({ enableInternodeHttps: false }),
    ),
    warned(
      'the same where the operator runs it',
      'tls.enableInternodeHttps',
      asRun(acmeWithTls({ enableInternodeHttps: false })),
    ),
  ],
  'tls-client-certificate': [
    refused('nothing to show', 'tls.caTrust.clientCaSecretRef', acmeWithTls({ caTrust: mutual })),
    refused(
      'nothing to show, said with the certificate',
      'tls.certManager.caTrust.clientCaSecretRef',
      acmeWithCertificate({ caTrust: mutual }),
    ),
    warned(
      'the same where the operator runs it',
      'tls.caTrust.clientCaSecretRef',
      asRun(acmeWithTls({ caTrust: mutual })),
    ),
    refused(
      "a server's certificate to show as a client",
      'tls.certManager.usages',
      acmeWithTls({ caTrust: mutual, clientCertificateSecretRef: { name: managed.secretName } }),
    ),
  ],
  'no-effect': [
    warned('settings of TLS that is off', 'tls', { ...acme, tls: { mountPath: '/tls' } }),
    warned(
      'one certificate beside several',
      'tls.certManager',
      acmeWithTls({ certificates: [internal, open] }),
    ),
    warned(
      "cert-manager's settings of your own Secret",
      'tls.certManager',
      acmeWithCertificate({ manageCertificate: false }),
    ),
    warned(
      'a Secret that is not asked',
      'tls.caTrust.caSecretRef',
      acmeWithTls({ caTrust: { caSecretRef: { name: 'ca' } } }),
    ),
    warned('names that nobody looks for', 'tls.requireSanMatch', acmeWithTls({ requireSanMatch: false })),
    warned(
      'a trust beside another',
      'tls.certManager.caTrust',
      acmeWithTls({ caTrust: {}, certManager: { ...managed, caTrust: {} } }),
    ),
    warned(
      'a certificate that nobody asks for',
      'tls.clientCertificateSecretRef',
      acmeWithTls({ clientCertificateSecretRef: { name: 'client' } }),
    ),
    warned(
      'whether there is a ca.crt',
      'tls.caInCertificateSecret',
      acmeWithTls({ caInCertificateSecret: true }),
    ),
  ],
  compatibility: [
    refused(
      'an external mode',
      'tls.mode',
      asRun(acmeWithTls({ mode: 'external', certManager: { secretName: 'mine' } })),
    ),
    refused('a hot reload', 'tls.rotationStrategy', asRun(acmeWithTls({ rotationStrategy: 'HotReload' }))),
    refused('a wildcard', 'tls.wildcardDnsName', asRun(acmeWithTls({ wildcardDnsName: true }))),
    refused(
      'a client certificate',
      'tls.clientCertificateSecretRef',
      asRun(acmeWithTls({ caTrust: mutual, clientCertificateSecretRef: { name: 'client' } })),
    ),
    refused('labels of pods', 'pod.labels', asOperator({ ...acme, pod: { labels: { team: 'media' } } })),
    refused(
      'annotations of pods',
      'pod.annotations["example.com/note"]',
      asOperator({ ...acme, pod: { annotations: { 'example.com/note': 'x' } } }),
    ),
  ],
  'env-owned': [
    ...[
      'RUSTFS_TLS_PATH',
      'RUSTFS_SERVER_MTLS_ENABLE',
      'RUSTFS_TRUST_SYSTEM_CA',
      'RUSTFS_TLS_RELOAD_ENABLE',
    ].map((name) =>
      refused(`${name} beside tls`, 'env[0].name', { ...acmeTls, env: [{ name, value: 'true' }] }),
    ),
  ],
  'mount-path': [
    refused('certificates that are not absolute', 'tls.mountPath', acmeWithTls({ mountPath: 'tls' })),
    warned(
      'a path that only the operator takes',
      'tls.mountPath',
      asRun(acmeWithTls({ mountPath: '/run//tls' })),
    ),
  ],
  'mount-overlap': [
    refused('certificates among the drives', 'tls.mountPath', acmeWithTls({ mountPath: '/data/tls' })),
    refused('certificates among the logs', 'tls.mountPath', {
      ...acmeWithTls({ mountPath: '/logs/tls' }),
      logging: { mode: 'emptydir' },
    }),
  ],
  'object-name': [
    refused(
      'a Secret of a certificate',
      'tls.certManager.secretName',
      acmeWithTls({ certManager: { secretName: 'A B' } }),
    ),
    refused('an issuer', 'tls.certManager.issuerRef.name', acmeWithCertificate({ issuerRef: { name: '' } })),
    refused(
      'a key of an authority',
      'tls.caTrust.caSecretRef.key',
      acmeWithTls({ caTrust: { source: 'SecretRef', caSecretRef: { name: 'ca', key: 'a b' } } }),
    ),
  ],
  label: [
    refused('the tenant label of pods', 'pod.labels["rustfs.tenant"]', {
      ...acme,
      pod: { labels: { 'rustfs.tenant': 'other' } },
    }),
  ],
  annotation: [
    refused('of pods', 'pod.annotations["a b"]', { ...acme, pod: { annotations: { 'a b': '' } } }),
  ],
  'tls-rolls-once': [
    warned(
      "without the hash of the operator's pods",
      'tls',
      asOperator(acmeWithTls({ caInCertificateSecret: true })),
    ),
    warned(
      'without a word about ca.crt',
      'tls.caInCertificateSecret',
      asOperator({ ...acmeTls, pod: { annotations: tlsHash } }),
    ),
  ],
};

/** Declarations about TLS of which there is nothing to say. */
export const harmless: [title: string, spec: TenantSpec][] = [
  ['64 certificates', acmeWithCertificates(internal, ...many(63))],
  [
    'a certificate of an hour, renewed five minutes before its end',
    acmeWithCertificate({ duration: '1h', renewBefore: '5m' }),
  ],
  [
    'empty texts, which are none to the operator',
    asRun(
      acmeWithCertificate({
        certificateName: '',
        commonName: '',
        dnsNames: [''],
        duration: '',
        renewBefore: '',
        issuerRef: { name: 'ca', kind: '', group: '' },
      }),
    ),
  ],
  ['TLS that env turns off', { ...acme, env: [{ name: 'RUSTFS_TLS_PATH', value: '' }] }],
  ['TLS from cert-manager', acmeTls],
  ['TLS as the operator runs it', asRun(acmeTls)],
  ['TLS that is off', { ...acme, tls: { mode: 'disabled' } }],
  ['certificates of your own', acmeWithTls({ certManager: { secretName: 'mine' } })],
  [
    'certificates that something else keeps',
    acmeWithTls({ mode: 'external', certManager: { secretName: 'mine' } }),
  ],
  ['several certificates', acmeWithCertificates(internal, open)],
  [
    'a lone drive, which no server calls',
    { ...singleDrive, tls: { mode: 'certManager', certManager: managed } },
  ],
  [
    'servers that are named by a wildcard',
    acmeWithCertificate({
      includeGeneratedDnsNames: false,
      dnsNames: ['*.acme-hl.storage.svc.cluster.local'],
    }),
  ],
  [
    'certificates of clients, and one of the servers',
    acmeWithTls({ caTrust: mutual, clientCertificateSecretRef: { name: 'acme-client' } }),
  ],
  [
    'one certificate for both ends',
    acmeWithTls({
      certManager: { ...managed, usages: ['server auth', 'client auth'] },
      caTrust: mutual,
      clientCertificateSecretRef: { name: managed.secretName },
    }),
  ],
];

function many(count: number): TlsCertificateSpec[] {
  return Array.from({ length: count }, (_, i) => ({ ...open, name: `c${i}`, hosts: [`h${i}.example.com`] }));
}
