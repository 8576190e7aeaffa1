import { defaultClaim } from '../tenant/claim';
import { classifyImage, imageAcknowledgement, parseImage } from '../tenant/image';
import { operatorManagedBy, poolLabels } from '../tenant/labels';
import { logVolumeName } from '../tenant/names';
import { liveDrives, type LiveDrives } from './drives';
import { problemAt, type LiveProblem } from './live-objects';
import { common, type LivePool, type LiveTenant } from './live-tenant';
import { operatorEncryption } from './operator-encryption';
import { operatorEnvironment } from './operator-environment';
import { operatorSecurity } from './operator-security';
import { imageOf, podAnnotations, podOf, schedulingOf } from './pod-parts';
import { unsaidParts } from './unsaid';
import { additionalVolumes } from './volumes';
import { writtenSecrets } from './secret-variables';
import { operatorTls, certifiedDomain } from './operator-tls';
import { at, fieldsAt, isEmpty, isSame, listAt, named, saying, textAt, type Fields } from './value';

/** The declaration from which the operator made this tenant, as far as it can be seen. */
export function operatorDeclaration(tenant: LiveTenant, problems: LiveProblem[]): Fields {
  const drives = tenant.pools.map((pool, i) => liveDrives(tenant, i, pool));
  problems.push(...drives.flatMap((found) => ('code' in found ? [found] : [])));
  const known = drives.flatMap((found) => ('code' in found ? [] : [found]));
  problems.push(...tenant.pools.flatMap((pool) => unsaidParts(pool, 'operator')));
  const [pool] = tenant.pools;
  if (pool === undefined || known.length < drives.length) return {};
  problems.push(...writtenSecrets(pool.set, listAt(pool.container, 'env')));
  const security = operatorSecurity(tenant.pools);
  const priority = tenant.pools.map((one) => textAt(one.pod, 'priorityClassName'));
  const isCommonPriority = priority.every((name) => name === priority[0]);
  const read = (what: string, part: (pool: LivePool) => unknown) => common(tenant, what, part, problems);
  const drivesAt = { path: known[0]?.path ?? '' };
  const image = fieldsAt([read('image', imageOf)], 0);
  const domain = clusterDomain(tenant, pool, problems);
  const tls = fieldsAt([read('TLS', (one) => operatorTls(tenant, one, domain))], 0);
  return {
    name: tenant.name,
    namespace: tenant.namespace,
    compatibility: 'operator',
    ...saying({ clusterDomain: domain === 'cluster.local' ? undefined : domain }),
    ...saying({ annotations: acknowledgement(image) }),
    ...image,
    ...fieldsAt(
      [read('environment', (one) => operatorEnvironment(listAt(one.container, 'env'), !isEmpty(tls)))],
      0,
    ),
    ...saying({
      tls,
      encryption: read('encryption', (one) => operatorEncryption(listAt(one.container, 'env'), drivesAt)),
    }),
    ...fieldsAt([read('volumes', (one) => additionalVolumes(one))], 0),
    ...serviceAccount(fieldsAt([read('ServiceAccount', accountOf)], 0), tenant.name),
    ...fieldsAt([read('pod', podOf)], 0),
    ...saying({ pod: saying({ annotations: read('annotations', podAnnotations) }) }),
    ...(isCommonPriority && saying({ priorityClassName: priority[0] })),
    ...startPolicy(
      read('podManagementPolicy', (one) => textAt(one.set.value, 'spec', 'podManagementPolicy')),
    ),
    ...security.tenant,
    ...saying({ logging: logging(pool, known[0]) }),
    pools: tenant.pools.map((one, i) => ({
      ...poolIdentity(tenant, one, known[i]),
      ...(!isCommonPriority && saying({ priorityClassName: priority[i] })),
      ...security.pools[i],
      ...schedulingOf(one),
    })),
  };
}

function poolIdentity({ name: tenant }: LiveTenant, pool: LivePool, drives: LiveDrives | undefined): Fields {
  const name = pool.selector['rustfs.pool'] ?? '';
  if (drives === undefined) return { name };
  const own = poolLabels(tenant, name, operatorManagedBy);
  const labels = Object.entries(drives.claim.labels).filter(([key, value]) => own[key] !== value);
  return {
    name,
    servers: pool.servers,
    persistence: {
      volumesPerServer: drives.claimNames.length,
      ...(drives.path !== '/data' && { path: drives.path || '/' }),
      ...(!isSame(drives.claim.spec, defaultClaim) && { volumeClaimTemplate: drives.claim.spec }),
      ...saying({ labels: Object.fromEntries(labels), annotations: drives.claim.annotations }),
    },
  };
}

/** The domain stands in the addresses; of a lone drive, which has none, at most in the names of a certificate. */
function clusterDomain(tenant: LiveTenant, { set }: LivePool, problems: LiveProblem[]): string {
  const { expressions, namespace, name } = tenant;
  if (expressions.kind === 'path') return certifiedDomain(tenant) ?? 'cluster.local';
  const [domain = '', ...others] = new Set(expressions.pools.map((pool) => pool.domain));
  const prefix = `${name}-hl.${namespace}.svc.`;
  if (domain.startsWith(prefix) && others.length === 0) return domain.slice(prefix.length);
  const message = `RUSTFS_VOLUMES leads to "${domain}", and the operator makes "${prefix}DOMAIN".`;
  problems.push(
    problemAt(set, 'live-identity', message, 'Only addresses that the operator made can be adopted from it.'),
  );
  return 'cluster.local';
}

/** The operator runs an image that it cannot verify only if the Tenant's author vouches for it. */
function acknowledgement({ image }: Fields): Fields {
  const text = typeof image === 'string' ? image : '';
  const reference = parseImage(text);
  return reference === undefined || classifyImage(reference) === 'compatible'
    ? {}
    : { [imageAcknowledgement]: text };
}

/** Only an account that the operator made is without a token by the pod's own word. */
function accountOf({ pod }: LivePool): Fields {
  const { serviceAccountName: name, automountServiceAccountToken: mounts } = pod;
  return { name, isOwn: mounts === false };
}

/** A Tenant that says an empty name has none in its pods, and no account of its own. */
function serviceAccount({ name = '', isOwn }: Fields, tenant: string): Fields {
  return isOwn === true && name === `${tenant}-sa` ? {} : { serviceAccountName: name };
}

function startPolicy(policy: unknown): Fields {
  // The server's own default is OrderedReady; the operator always says which.
  return policy === 'Parallel' ? {} : { podManagementPolicy: policy ?? 'OrderedReady' };
}

function logging({ pod, container }: LivePool, drives: LiveDrives | undefined): Fields {
  const mount = named(listAt(container, 'volumeMounts'), logVolumeName);
  const mountPath = textAt(mount, 'mountPath');
  if (mountPath === undefined) return {};
  const path = mountPath === '/logs' ? {} : { mountPath };
  if (drives?.log === undefined) {
    return named(listAt(pod, 'volumes'), logVolumeName) === undefined ? {} : { mode: 'emptydir', ...path };
  }
  const { spec } = drives.log;
  const storageSize = at(spec, 'resources', 'requests', 'storage');
  return {
    mode: 'persistent',
    ...(storageSize !== '5Gi' && saying({ storageSize })),
    ...saying({ storageClass: spec.storageClassName }),
    ...path,
  };
}
