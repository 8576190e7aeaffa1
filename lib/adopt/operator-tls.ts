import { defined } from '../defined';
import { operatorProfile } from '../tenant/profile';
import { generatedDnsNames } from '../tenant/tls/dns-names';
import { defaultCertificateName } from '../tenant/tls/managed';
import { defaultTlsPath, tlsVariables, tlsVolumeName } from '../tenant/tls/wiring';
import type { VolumeTopology } from '../tenant/volumes';
import type { LiveObject } from './live-objects';
import type { LivePool, LiveTenant } from './live-tenant';
import { fieldsAt, isSame, listAt, named, saying, textAt, type Fields } from './value';

/** A certificate as the pod mounts it. */
interface MountedCertificate {
  readonly secretName: string;
  readonly isDefault: boolean;
  readonly hosts: readonly string[];
  readonly hasCa: boolean;
}

/** The `tls` from which the operator made this pod and these Certificates; empty where it serves HTTP. */
export function operatorTls(tenant: LiveTenant, { pod, container }: LivePool, clusterDomain: string): Fields {
  const volume = named(listAt(pod, 'volumes'), tlsVolumeName);
  if (volume === undefined) return {};
  const sources = listAt(volume, 'projected', 'sources').map((source) => fieldsAt(source, 'secret'));
  const certificates = sources.map(mounted).filter(({ isDefault, hosts }) => isDefault || hosts.length > 0);
  const mountPath = textAt(named(listAt(container, 'volumeMounts'), tlsVolumeName), 'mountPath');
  const hasOwnCa = certificates.some(({ hasCa }) => hasCa);
  const trust = trustOf(sources, container, hasOwnCa);
  const takesOwnCa = trust.source === undefined;
  return {
    mode: 'certManager',
    ...saying({ mountPath: mountPath === defaultTlsPath ? undefined : mountPath }),
    ...(schemeOf(tenant) === 'https' && { enableInternodeHttps: true }),
    ...certificatesOf(tenant, certificates, clusterDomain),
    ...saying({ caTrust: trust }),
    ...(takesOwnCa && { caInCertificateSecret: hasOwnCa }),
  };
}

/** The variables that `tls` sets. */
export function isTlsVariable(name: string): boolean {
  return Object.values(tlsVariables).some((variable) => variable === name);
}

/** The cluster domain that the names of managed certificates end in. */
export function certifiedDomain({ name, namespace, objects }: LiveTenant): string | undefined {
  const prefix = `${name}-hl.${namespace}.svc.`;
  const names = objects
    .filter(({ kind }) => kind === 'Certificate')
    .flatMap(({ value }) => listAt(value, 'spec', 'dnsNames'))
    .filter((one) => typeof one === 'string');
  return names.find((one) => one.startsWith(prefix))?.slice(prefix.length);
}

function schemeOf({ expressions }: LiveTenant): 'http' | 'https' {
  return expressions.kind === 'pools' && expressions.pools.some(({ scheme }) => scheme === 'https')
    ? 'https'
    : 'http';
}

function mounted(secret: Fields): MountedCertificate {
  const paths = listAt(secret, 'items').map((item) => textAt(item, 'path') ?? '');
  return {
    secretName: textAt(secret, 'name') ?? '',
    isDefault: paths.includes('rustfs_cert.pem'),
    hosts: paths.flatMap((path) => /^(.+)\/rustfs_cert\.pem$/.exec(path)?.[1] ?? []),
    hasCa: paths.includes('ca.crt') && paths.length > 1,
  };
}

function trustOf(sources: readonly Fields[], container: Fields, hasOwnCa: boolean): Fields {
  const isOn = (name: string) => textAt(named(listAt(container, 'env'), name), 'value') === 'true';
  const authority = (path: string) => {
    const secret = sources.find(
      ({ items }) => Array.isArray(items) && items.length === 1 && textAt(items, 0, 'path') === path,
    );
    const key = textAt(secret, 'items', 0, 'key');
    return secret && { name: secret.name, ...saying({ key: key === 'ca.crt' ? undefined : key }) };
  };
  const caSecretRef = authority('ca.crt');
  const isSystem = isOn(tlsVariables.trustSystem);
  const isSystemAlone = isSystem && caSecretRef === undefined && !hasOwnCa;
  return saying({
    source: caSecretRef === undefined ? (isSystemAlone ? 'SystemCa' : undefined) : 'SecretRef',
    caSecretRef,
    clientCaSecretRef: authority('client_ca.crt'),
    trustSystemCa: (isSystem && !isSystemAlone) || undefined,
    trustLeafCertificateAsCa: isOn(tlsVariables.trustLeaf) || undefined,
  });
}

/** One default certificate without hosts is said by `certManager`, anything else by `certificates`. */
function certificatesOf(
  tenant: LiveTenant,
  mounts: readonly MountedCertificate[],
  clusterDomain: string,
): Fields {
  const generated = generatedDnsNames(topologyOf(tenant, clusterDomain), operatorProfile, false);
  const managedOf = ({ secretName }: MountedCertificate) =>
    tenant.objects.find(
      ({ kind, value }) => kind === 'Certificate' && textAt(value, 'spec', 'secretName') === secretName,
    );
  const [only, ...others] = mounts;
  if (only !== undefined && others.length === 0 && only.isDefault && only.hosts.length === 0) {
    return { certManager: sourceOf(tenant, only, managedOf(only), 'server', generated) };
  }
  const names = new Set<string>();
  const certificates = mounts.map((mount) => {
    const managed = managedOf(mount);
    const name = unusedName(entryName(tenant, mount, managed), names);
    return {
      name,
      ...(mount.isDefault && { default: true }),
      ...saying({ hosts: mount.hosts }),
      certManager: sourceOf(tenant, mount, managed, name, generated),
    };
  });
  return { certificates };
}

/** The name by which the operator called the Certificate; of a Secret that somebody brings, any name will do. */
function entryName(
  { name }: LiveTenant,
  { secretName }: MountedCertificate,
  managed: LiveObject | undefined,
): string {
  const own = managed?.name ?? '';
  const isDerived = own.startsWith(`${name}-`) && own.endsWith('-tls') && own.length > name.length + 5;
  return isDerived ? own.slice(name.length + 1, -4) : secretName.replaceAll('.', '-');
}

function unusedName(name: string, names: Set<string>): string {
  const free = names.has(name) ? `${name}-${names.size}` : name;
  names.add(free);
  return free;
}

function sourceOf(
  { name: tenant }: LiveTenant,
  { secretName, isDefault, hosts }: MountedCertificate,
  managed: LiveObject | undefined,
  entry: string,
  generated: readonly string[],
): Fields {
  if (managed === undefined) return { secretName };
  const { usages, commonName, duration, renewBefore, privateKey } = fieldsAt(managed.value, 'spec');
  const { name, kind, group } = fieldsAt(managed.value, 'spec', 'issuerRef');
  const listed = listAt(managed.value, 'spec', 'dnsNames').filter((one) => typeof one === 'string');
  const hasGenerated = isDefault && generated.every((one) => listed.includes(one));
  const told = [...hosts, ...(hasGenerated ? generated : [])];
  return {
    manageCertificate: true,
    secretName,
    ...(managed.name !== defaultCertificateName(tenant, entry) && { certificateName: managed.name }),
    issuerRef: saying({
      name,
      kind: kind === 'Issuer' ? undefined : kind,
      group: group === 'cert-manager.io' ? undefined : group,
    }),
    ...saying({
      commonName,
      dnsNames: listed.filter((one) => !told.includes(one)),
      includeGeneratedDnsNames: isDefault && !hasGenerated ? false : undefined,
      duration,
      renewBefore,
      usages: isSame(usages, ['server auth']) ? undefined : usages,
    }),
    // An empty one is stored as such.
    ...defined({ privateKey }),
  };
}

function topologyOf(
  { name, namespace, pools, expressions }: LiveTenant,
  clusterDomain: string,
): VolumeTopology {
  return {
    name,
    namespace,
    clusterDomain,
    scheme: 'https',
    pools: pools.map(({ servers, selector }, i) => {
      const drives = expressions.kind === 'pools' ? expressions.pools[i]?.drives : 1;
      return { name: selector['rustfs.pool'] ?? '', servers, drivesPerServer: drives ?? 1, path: '/data' };
    }),
  };
}

/** Whether a Secret with a certificate is kept by a Certificate that is not among the objects, as far as one can tell. */
export function unseenCertificates({ objects, pools: [pool] }: LiveTenant): string[] {
  const volume = named(listAt(pool?.pod, 'volumes'), tlsVolumeName);
  if (volume === undefined || objects.some(({ kind }) => kind === 'Certificate')) return [];
  return listAt(volume, 'projected', 'sources')
    .map((source) => mounted(fieldsAt(source, 'secret')))
    .filter(({ isDefault, hosts }) => isDefault || hosts.length > 0)
    .map(({ secretName }) => secretName);
}
