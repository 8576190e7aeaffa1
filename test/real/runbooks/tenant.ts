import { composeTenant, type PoolSpec, type TenantSpec } from 'rustfs-constructs';
import type { StatefulSet } from 'kubernetes-types/apps/v1';
import type { ControlPlane } from '../control-plane/start';
import { claimsIn, podsIn, statefulSetsIn } from '../harness/objects';
import type { Drive, Known } from './rustfs';

/** A pool of four servers with a drive each. */
export function pool(name: string, storage = '1Gi'): PoolSpec {
  const volumeClaimTemplate = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } };
  return { name, servers: 4, persistence: { volumesPerServer: 1, volumeClaimTemplate } };
}

/** A tenant `media` in a namespace of its own, whose servers need not prove themselves for seconds. */
export function media(namespace: string, more: Partial<TenantSpec> = {}): TenantSpec {
  return {
    name: 'media',
    namespace,
    credsSecret: { name: 'media-root' },
    rpcSecret: { name: 'media-rpc', key: 'secret' },
    pod: { minReadySeconds: 0 },
    pools: [pool('pool-0')],
    ...more,
  };
}

/** The UIDs of the claims in a namespace, by their names. */
export async function claimsOf(
  plane: ControlPlane,
  namespace: string,
): Promise<Readonly<Record<string, string>>> {
  const claims = await claimsIn(plane.api, namespace);
  return Object.fromEntries(claims.map(({ metadata }) => [metadata?.name ?? '', metadata?.uid ?? '']));
}

export async function podUids(plane: ControlPlane, namespace: string): Promise<string[]> {
  return (await podsIn(plane.api, namespace)).map(({ metadata }) => metadata?.uid ?? '').sort();
}

/** What servers would tell that run as the cluster says; of the drives of some claims, that they are dead. */
export async function known(
  plane: ControlPlane,
  namespace: string,
  dead: ReadonlySet<string>,
): Promise<Known> {
  const sets = await statefulSetsIn(plane.api, namespace);
  const claims = await claimsOf(plane, namespace);
  const drives: Drive[] = [];
  const volumes = variable(sets[0], 'RUSTFS_VOLUMES').split(' ');
  for (const { metadata, spec } of sets) {
    const name = metadata?.name ?? '';
    for (let server = 0; server < (spec?.replicas ?? 0); server++) {
      (spec?.volumeClaimTemplates ?? []).forEach((template, drive) => {
        const pod = `${name}-${server}`;
        drives.push({
          endpoint: `http://${pod}.media-hl.${namespace}.svc.cluster.local:9000/data/rustfs${drive}`,
          state: dead.has(claims[`${template.metadata?.name}-${pod}`] ?? '') ? 'offline' : 'ok',
          pool_index: volumes.findIndex((expression) => expression.includes(`//${name}-{`)),
          set_index: 0,
        });
      });
    }
  }
  return { pools: volumes, drives, roots: await roots(plane, namespace) };
}

/** Root's access keys, of all servers: while a change of it rolls there are two. */
async function roots(plane: ControlPlane, namespace: string): Promise<string[]> {
  const pods = await podsIn(plane.api, namespace);
  const names = pods.map(({ spec }) => {
    const variables = spec?.containers.find(({ name }) => name === 'rustfs')?.env ?? [];
    return variables.find(({ name }) => name === 'RUSTFS_ACCESS_KEY')?.valueFrom?.secretKeyRef?.name ?? '';
  });
  return Promise.all(
    [...new Set(names)].map(async (name) => {
      const { body } = await plane.api.request('GET', `/api/v1/namespaces/${namespace}/secrets/${name}`);
      const { data }: { data?: { accesskey?: string } } = body;
      return Buffer.from(data?.accesskey ?? '', 'base64').toString();
    }),
  );
}

function variable(set: StatefulSet | undefined, name: string): string {
  const variables =
    set?.spec?.template.spec?.containers.find((container) => container.name === 'rustfs')?.env ?? [];
  return variables.find((each) => each.name === name)?.value ?? '';
}

/** The objects of a declaration, as `kubectl apply` of the README has them. */
export function documents(spec: TenantSpec): string {
  return composeTenant(spec)
    .map((object) => JSON.stringify(object))
    .join('\n---\n');
}
