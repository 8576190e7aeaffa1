import { compareQuantities } from '../../tenant/quantity';
import type { PoolSpec } from '../../tenant/pool';
import type { TenantSpec } from '../../tenant/spec';
import { defaultClaim } from '../../tenant/claim';
import { counted } from '../../counted';
import { applyCommand } from '../apply-command';
import type { ObservedPool } from '../observed-pool';
import { pause, readyFirst, resume, settled } from './commands';
import { refuse, type RunbookResult } from './refuse';
import type { Step } from './runbook';
import { statefulSetsOf, subjectOf, tenantSelector, type Subject, type SubjectOptions } from './subject';

/** Which claims grow, and to what; by default as the declaration says already. */
export interface SizeUpOptions {
  readonly pool?: string;
  readonly size?: string;
}

/** Larger data claims: one server after the other, then each StatefulSet made anew around its running pods. */
export function sizeUpRunbook(
  spec: TenantSpec,
  options: SubjectOptions,
  { pool: only, size }: SizeUpOptions,
): RunbookResult {
  const grown = {
    ...spec,
    pools: spec.pools.map((pool) => (only === undefined || pool.name === only ? withSize(pool, size) : pool)),
  };
  const before = subjectOf(spec, options);
  const subject = subjectOf(grown, options);
  const changed = subject.pools.flatMap((pool) => {
    if (only !== undefined && pool.name !== only) return [];
    const known = options.locked?.pools.find(({ statefulSet }) => statefulSet === pool.statefulSet);
    const former = known ?? before.pools.find(({ statefulSet }) => statefulSet === pool.statefulSet);
    const claims = changedSizes(former, pool);
    return claims.length === 0 ? [] : [{ pool, claims }];
  });
  const shrinking = changed
    .flatMap(({ claims }) => claims)
    .find(({ from, to }) => (compareQuantities(to, from) ?? 0) < 0);
  if (shrinking !== undefined) {
    return refuse(
      'pools',
      `The claims ${shrinking.template} have ${shrinking.from}, and no volume shrinks to ${shrinking.to}.`,
      'Append a pool with smaller claims and retire this one: runbook append-pool, runbook retire-pool.',
    );
  }
  if (changed.length === 0) {
    return refuse(
      'pools',
      'No claim would grow.',
      'Say --size, or write the larger size into the declaration.',
    );
  }
  if (spec.claimRetention?.whenDeleted === 'Delete') {
    return refuse(
      'claimRetention.whenDeleted',
      'The StatefulSet has to be deleted for a moment, and with whenDeleted: Delete its claims, and the data, may go with it.',
      'Set it to Retain, apply that, and ask again.',
    );
  }
  const what = changed.map(({ pool, claims }) => `${pool.name} ${sizesText(claims)}`).join(', ');
  return {
    title: `Grow the claims of ${spec.namespace}/${spec.name}: ${what}`,
    summary: [
      'Volumes grow in place, server by server. Kubernetes lets no claim template change, so each StatefulSet is deleted without its pods and made anew around them: no pod restarts, unless its storage driver wants that. Reads and writes go on.',
      'It is also what helps a full tenant, which answers PUT and DELETE with 500 and whose servers do not start again: writing and deleting go on as soon as as many drives of each set have room as a write needs, without a restart. Restart none before its own volumes have grown. One that is down already (log: Disk full) comes first, whatever the first step says of it: it starts by itself once they have.',
      'A volume that has grown never shrinks again.',
    ],
    requirements: [
      {
        text: 'The StorageClass allows expansion.',
        commands: changed.map(
          ({ pool }) =>
            `kubectl get storageclass "$(kubectl get pvc ${claimsOf(pool, 0)[0] ?? ''} -n ${spec.namespace} -o jsonpath='{.spec.storageClassName}')" -o jsonpath='{.allowVolumeExpansion}{"\\n"}'   # true`,
        ),
      },
      {
        text: `The larger size is all that changes: the declaration has the new size, and rustfs-tenant plan names size-up and restarts nothing. Merge it when the automation is paused.`,
      },
    ],
    tables: [],
    steps: [
      readyFirst(subject),
      pause(subject),
      ...changed.map(({ pool, claims }) => growServers(subject, pool, claims)),
      recreate(
        subject,
        changed.map(({ pool }) => pool),
      ),
      resume(subject),
    ],
  };
}

/** Claims of one template, and how they grow. */
interface ChangedSize {
  readonly template: string;
  readonly from: string;
  readonly to: string;
}

function growServers(subject: Subject, pool: ObservedPool, claims: readonly ChangedSize[]): Step {
  const { namespace } = subject.spec;
  const ordinals = Array.from({ length: pool.servers }, (_, ordinal) => ordinal);
  const ofServer = (ordinal: number) =>
    claims.map(({ template, to }) => ({ name: `${template}-${pool.statefulSet}-${ordinal}`, to }));
  const patch = (to: string) => `{"spec":{"resources":{"requests":{"storage":"${to}"}}}}`;
  const names = (ordinal: number) => ofServer(ordinal).map(({ name }) => name);
  return {
    title: `Grow the claims of ${pool.name}, one server after the other`,
    text: `Of each server, ${counted(claims.length, 'claim')}; wait after each server, so that never more than one is touched. A claim that shows FileSystemResizePending wants its pod restarted: kubectl delete pod, and wait until it is ready.`,
    commands: ordinals.flatMap((ordinal) => [
      `# ${pool.statefulSet}-${ordinal}`,
      ...ofServer(ordinal).map(
        ({ name, to }) => `kubectl patch pvc ${name} -n ${namespace} --type merge -p '${patch(to)}'`,
      ),
      `kubectl get pvc ${names(ordinal).join(' ')} -n ${namespace} -o custom-columns='NAME:.metadata.name,WANTED:.spec.resources.requests.storage,CAPACITY:.status.capacity.storage,CONDITIONS:.status.conditions[*].type' --watch   # until CAPACITY is WANTED`,
      'all_ready && healthy   # 200 before the next server',
    ]),
    objects: ordinals.flatMap(ofServer).map(({ name, to }) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name, namespace },
      spec: { resources: { requests: { storage: to } } },
    })),
    check: {
      commands: [`kubectl get pvc ${ordinals.flatMap(names).join(' ')} -n ${namespace}`],
      expect: `every one of these claims has a capacity of ${[...new Set(claims.map(({ to }) => to))].join(' or ')}, or more.`,
    },
    // Recovering from an expansion that failed is in every version since 1.34 (RecoverVolumeExpansionFailure).
    back: 'There is no harm in stopping here: larger volumes behind the old template work. A volume that has grown never shrinks. One that has not yet, as its CAPACITY says, may be asked for less again since Kubernetes 1.34, by the same patch: for anything larger than its CAPACITY, so not for its former size.',
  };
}

function recreate(subject: Subject, pools: readonly ObservedPool[]): Step {
  const { app, file, spec } = subject;
  const sets = pools.map(({ statefulSet }) => `statefulset/${statefulSet}`).join(' ');
  const names = pools.map(({ name }) => name).join(', ');
  const list = `kubectl get pods -n ${spec.namespace} -l ${tenantSelector(subject)} -o custom-columns='NAME:.metadata.name,UID:.metadata.uid'`;
  return {
    title: `Make the ${pools.length === 1 ? 'StatefulSet' : 'StatefulSets'} of ${names} anew around the pods`,
    text: 'While there is no StatefulSet nothing replaces a pod that fails, so apply right after the deletion. With Argo CD and label tracking, see first that claims are not pruned: their label app.kubernetes.io/instance is the tenant.',
    commands: [`${list} > before.txt`, `kubectl delete ${sets} -n ${spec.namespace} --cascade=orphan`],
    by: {
      kubectl: [`rustfs-tenant render ${file} | ${applyCommand} -f -`],
      argocd: [
        `argocd app sync ${app}${pools.map(({ statefulSet }) => ` --resource apps:StatefulSet:${statefulSet}`).join('')}`,
      ],
      flux: [`flux resume kustomization ${app}`, `flux reconcile kustomization ${app} --with-source`],
    },
    objects: statefulSetsOf(subject, pools),
    check: {
      commands: [`${list} | diff before.txt -`, ...settled(subject, pools).commands],
      expect:
        'diff finds nothing, so the pods are the same; every rollout is complete, and the last line is 200.',
    },
    back: 'Delete the StatefulSets with --cascade=orphan again and apply the old manifests: the pods stay, the volumes stay large.',
  };
}

/** The claims of all servers of a pool. */
export function allClaimsOf(pool: ObservedPool): string[] {
  return Array.from({ length: pool.servers }, (_, ordinal) => claimsOf(pool, ordinal)).flat();
}

/** The names that Kubernetes gives the claims of a server's drives. */
export function claimsOf({ statefulSet, dataClaims }: ObservedPool, ordinal: number): string[] {
  return dataClaims.map((template) => `${template}-${statefulSet}-${ordinal}`);
}

/** The templates of the pool whose size is another than before. */
function changedSizes(former: Pick<ObservedPool, 'claims'> | undefined, pool: ObservedPool): ChangedSize[] {
  const before = templateSizes(former?.claims ?? []);
  return [...templateSizes(pool.claims)].flatMap(([template, to]) => {
    const from = before.get(template);
    return from === undefined || compareQuantities(to, from) === 0 ? [] : [{ template, from, to }];
  });
}

function templateSizes(claims: ObservedPool['claims']): ReadonlyMap<string, string> {
  return new Map(claims.flatMap(({ templates, size }) => templates.map((name) => [name, size] as const)));
}

function sizesText(claims: readonly ChangedSize[]): string {
  return [...new Set(claims.map(({ from, to }) => `from ${from} to ${to}`))].join(' and ');
}

function withSize(pool: PoolSpec, size: string | undefined): PoolSpec {
  if (size === undefined) return pool;
  const template = pool.persistence.volumeClaimTemplate ?? defaultClaim;
  const resources = { ...template.resources, requests: { ...template.resources?.requests, storage: size } };
  return { ...pool, persistence: { ...pool.persistence, volumeClaimTemplate: { ...template, resources } } };
}
