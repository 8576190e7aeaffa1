import { defaultClaim } from '../tenant/claim';
import { logVolumeName } from '../tenant/names';
import { s3Port } from '../tenant/volumes';
import { chartEnvironment } from './chart-environment';
import { chartPlacement } from './chart-placement';
import { podSettings } from './chart-pod';
import { chartSecurity } from './chart-security';
import { chartServices, type ChartServices } from './chart-services';
import { liveDrives, type LiveDrives } from './drives';
import { doubledReferences, missingSources, variablesOf } from './environment';
import { problemAt, type LiveProblem } from './live-objects';
import { common, type LivePool, type LiveTenant } from './live-tenant';
import { lostKeys } from './lost-keys';
import { imageOf, podOf, schedulingOf } from './pod-parts';
import { unsaidParts } from './unsaid';
import { chartVolumes, logMount } from './volumes';
import { writtenSecrets } from './secret-variables';
import { at, fieldsAt, isSame, listAt, named, pairsAt, saying, textAt, without, type Fields } from './value';

/** The declaration that keeps the identity of a chart's tenant, in the default profile. */
export function chartDeclaration(tenant: LiveTenant, problems: LiveProblem[]): Fields {
  const drives = tenant.pools.map((pool, i) => liveDrives(tenant, i, pool));
  problems.push(...drives.flatMap((found) => ('code' in found ? [found] : [])));
  const known = drives.flatMap((found) => ('code' in found ? [] : [found]));
  problems.push(
    ...tenant.pools.flatMap((pool) => [
      ...missingSources(pool, tenant.objects),
      ...doubledReferences(pool, tenant.objects),
      ...unsaidParts(pool, 'chart'),
    ]),
  );
  const [pool] = tenant.pools;
  if (pool === undefined || known.length < drives.length) return {};
  const services = chartServices(tenant, problems);
  const addresses = addressesOf(tenant, pool, problems);
  const read = (what: string, part: (pool: LivePool) => unknown) => common(tenant, what, part, problems);
  const variables = listAt([read('environment', (one) => variablesOf(one, tenant.objects))], 0);
  problems.push(
    ...writtenSecrets(pool.set, variables),
    ...lostKeys(
      pool,
      variables.map((one) => fieldsAt([one], 0)),
    ),
  );
  const log = logOf(pool, known[0]);
  const own = variables.map((one) => fieldsAt([one], 0));
  const environment = chartEnvironment(
    pool,
    own,
    { ...addresses, logPath: textAt(log, 'mountPath') },
    problems,
  );
  const placement = chartPlacement(tenant.pools);
  const security = chartSecurity(tenant.pools);
  const priority = tenant.pools.map((one) => textAt(one.pod, 'priorityClassName'));
  return {
    name: tenant.name,
    namespace: tenant.namespace,
    ...saying({ clusterDomain: addresses.clusterDomain }),
    ...fieldsAt([read('image', imageOf)], 0),
    ...environment.fields,
    ...account(read('ServiceAccount', (one) => textAt(one.pod, 'serviceAccountName'))),
    ...fieldsAt([read('pod', podOf)], 0),
    ...fieldsAt([read('volumes', chartVolumes)], 0),
    ...security.tenant,
    ...startPolicy(read('podManagementPolicy', (one) => at(one.set.value, 'spec', 'podManagementPolicy'))),
    ...saying({
      logging: log,
      pod: saying({
        ...fieldsAt([read('pod', podSettings)], 0),
        ...(environment.hasOwnAnchor && { endpointAnchor: false }),
      }),
      services: saying({ io: services.settings }),
    }),
    ...placement.tenant,
    adopted: {
      headlessService: tenant.headlessService,
      selector: services.selector,
      ...saying({
        serverDomain: addresses.isShort ? addresses.serverDomain : undefined,
        clientService: services.clientService,
        credentialKeys: environment.credentialKeys,
      }),
    },
    pools: tenant.pools.map((one, i) => {
      const { affinity: _told, ...scheduling } = schedulingOf(one);
      return {
        ...poolIdentity(one, i, known[i], services),
        ...saying({ priorityClassName: priority[i] }),
        ...placement.pools[i],
        ...security.pools[i],
        ...scheduling,
        ...updatePartition(one),
      };
    }),
  };
}

function poolIdentity(
  { set, servers, selector, template }: LivePool,
  index: number,
  drives: LiveDrives | undefined,
  services: ChartServices,
): Fields {
  const name = `pool-${index}`;
  if (drives === undefined) return { name };
  const { claim, log } = drives;
  return {
    name,
    servers,
    persistence: {
      volumesPerServer: drives.claimNames.length,
      ...(drives.path !== '/data' && { path: drives.path || '/' }),
      ...(!isSame(claim.spec, defaultClaim) && { volumeClaimTemplate: claim.spec }),
      ...saying({ annotations: claim.annotations }),
    },
    adopted: {
      statefulSet: set.name,
      selector,
      ...saying({
        podLabels: without(pairsAt(template, 'metadata', 'labels'), selector, services.selector, ownLabels),
      }),
      claimNames: drives.claimNames,
      ...saying({ claimLabels: claim.labels }),
      ...saying({
        logClaim: log && {
          ...saying({ position: log.position === 'first' ? 'first' : undefined }),
          ...saying({ labels: log.labels, annotations: log.annotations }),
          spec: log.spec,
        },
      }),
      ...(drives.isExact && { drivePath: 'exact' }),
    },
  };
}

/** By which budgets and placement tell the pods of a pool: another value there would be told of none. */
const ownLabels = { 'rustfs.pool': '' };

interface Addresses {
  readonly serverDomain: string;
  readonly isShort: boolean;
  readonly clusterDomain: string | undefined;
}

/** What follows the pods' names in the addresses, and the cluster domain where it stands there. */
function addressesOf(
  { expressions, headlessService, namespace }: LiveTenant,
  pool: LivePool,
  problems: LiveProblem[],
): Addresses {
  if (expressions.kind === 'path') return { serverDomain: '', isShort: false, clusterDomain: undefined };
  const [domain = '', ...others] = new Set(expressions.pools.map((one) => one.domain));
  const prefix = `${headlessService}.${namespace}.svc.`;
  const refuse = (message: string, fix: string) =>
    problems.push(problemAt(pool.set, 'live-unknown', message, fix));
  if (others.length > 0) {
    refuse(
      `The pools in RUSTFS_VOLUMES have different domains (${[domain, ...others].join(', ')}), and a declaration has one.`,
      'Such a tenant can only go on as it is.',
    );
  }
  if (expressions.pools.some(({ scheme }) => scheme === 'https')) {
    refuse(
      'The addresses of the drives are https. Adopting cannot tell yet how its certificates reach the servers, and a tenant whose ' +
        'servers do not trust each other is down.',
      'Leave it as it is; RustFS keeps the text of every address, so it cannot go on with http either.',
    );
  }
  const port = expressions.pools.find((one) => one.port !== s3Port)?.port;
  if (port !== undefined) {
    refuse(
      `The addresses of the drives have the port ${port}, and a declared tenant has ${s3Port}.`,
      'RustFS keeps the text of every address: leave the tenant as it is.',
    );
  }
  const isFull = domain.startsWith(prefix);
  const clusterDomain = isFull ? domain.slice(prefix.length) : undefined;
  return {
    serverDomain: domain,
    isShort: !isFull,
    clusterDomain: clusterDomain === 'cluster.local' ? undefined : clusterDomain,
  };
}

/** An account by name stays; the namespace's own default gives way to one without a token. */
function account(name: unknown): Fields {
  return name === 'default' ? {} : saying({ serviceAccountName: name });
}

function startPolicy(policy: unknown): Fields {
  return policy === 'Parallel' ? {} : { podManagementPolicy: policy ?? 'OrderedReady' };
}

function updatePartition({ set }: LivePool): Fields {
  const partition = at(set.value, 'spec', 'updateStrategy', 'rollingUpdate', 'partition');
  return partition === 0 ? {} : saying({ updatePartition: partition });
}

/** The log files on a claim of their own, or in the pod. */
function logOf(pool: LivePool, drives: LiveDrives | undefined): Fields {
  const mountPath = textAt(named(listAt(pool.container, 'volumeMounts'), logVolumeName), 'mountPath');
  if (mountPath === undefined) return {};
  if (drives?.log !== undefined) return { mode: 'persistent', mountPath };
  return logMount(pool) === undefined ? {} : { mode: 'emptydir', mountPath };
}
