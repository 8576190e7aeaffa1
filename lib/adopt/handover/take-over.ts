import type { KubernetesObject } from '../../objects/object';
import type { LiveObject } from '../live-objects';
import type { LivePool, LiveTenant } from '../live-tenant';
import { at, contains, isEmpty, listAt, pairsAt, textAt } from '../value';
import { fieldManagers, giveOverCommand, ownedAloneCommand } from './field-managers';
import type { Owner } from './owner';
import { rolledOut } from './rolled-out';
import type { HandoverStep } from './step';

/**
 * A server-side apply would only add to the pod template, whose old parts belong to whoever made it; a replace leaves
 * nothing of them, and the pods restart once. The other objects are applied: a replace would take away what controllers
 * have written there, such as the finalizer of a load balancer.
 */
export function takeOver(
  tenant: LiveTenant,
  owners: readonly Owner[],
  composed: readonly KubernetesObject[],
): HandoverStep[] {
  const { name, namespace, pools } = tenant;
  const folder = `deploy/${namespace}/${name}`;
  const sets = pools.map(({ set }) => set.name);
  const configs = configMaps(pools[0]);
  const budgets = budgetsInTheWay(tenant, composed);
  return [
    {
      text:
        'Check the declaration, compose its objects, and apply those beside the StatefulSets.' +
        (budgets.length === 0
          ? ''
          : ` The PodDisruptionBudget that is there goes first: ${reasonOf(budgets)}`),
      commands: [
        `rustfs-tenant check ${name}.yaml`,
        `rustfs-tenant render ${name}.yaml --out deploy`,
        ...budgets.map((budget) => `kubectl delete poddisruptionbudget ${budget.name} -n ${namespace}`),
        `for f in ${folder}/[1-5]*.yaml; do kubectl apply --server-side --force-conflicts -f "$f"; done`,
      ],
      check:
        'every server is listed, as before, and each StatefulSet with several servers has one budget, which says maxUnavailable.',
      checkCommands: [`kubectl get endpointslices,poddisruptionbudgets -n ${namespace}`],
    },
    {
      text:
        'Replace the StatefulSets. A replace leaves nothing of the old pod template, which an apply would only add to. This restarts ' +
        'the pods, one at a time.',
      commands: sets.map((set) => `kubectl replace -f ${folder}/60-statefulset-${set}.yaml`),
      check: 'all pods are ready, and clients read and write.',
      checkCommands: rolledOut(namespace, sets),
    },
    fieldsGivenOver(tenant, owners, composed),
    ...(configs.length === 0
      ? []
      : [
          {
            text:
              'Delete the ConfigMap of the chart, which nothing reads any more. What else is left stays as long as it is used: the ' +
              'Secret with the credentials, the ServiceAccount, an Ingress.',
            commands: configs.map((config) => `kubectl delete configmap ${config} -n ${namespace}`),
            check: 'no object of the declaration reads it.',
            checkCommands: [`! grep -r configMapRef ${folder}`],
          },
        ]),
  ];
}

/** What is applied once more is equal, so that no pod restarts: it says that the fields are kubectl's too. */
function fieldsGivenOver(
  { name, namespace, pools, objects }: LiveTenant,
  owners: readonly Owner[],
  composed: readonly KubernetesObject[],
): HandoverStep {
  const source = `-k deploy/${namespace}/${name}`;
  const seen = fieldManagers(objects.filter((live) => isTaken(live, pools, composed)));
  const managers = [...(seen.length > 0 ? seen : owners.map(managerOf)), 'kubectl-replace'];
  const isAsked = managers.includes(unknownManager);
  return {
    text:
      'Apply everything once more, and have whoever wrote the objects before give the fields over. Otherwise whatever you take out of ' +
      'the declaration later would stay in the objects, although every apply succeeds.' +
      (isAsked ? ` ${unknownManager} is each name beside kubectl that the check prints.` : ''),
    commands: [
      `kubectl apply --server-side --force-conflicts ${source}`,
      giveOverCommand({ source, namespace, managers: [...new Set(managers)], haveUpdated: true }),
    ],
    check:
      'kubectl owns the fields alone, and no pod has restarted. Of whom it prints beside kubectl, give the fields over in the same way.',
    checkCommands: [
      ...rolledOut(
        namespace,
        pools.map(({ set }) => set.name),
      ),
      ownedAloneCommand(source),
    ],
  };
}

const unknownManager = 'MANAGER';

/**
 * The names under which they write: Flux and Argo CD by their sources (ArgoCDSSAManager in argo-cd common/common.go), Helm by
 * its own (pkg/kube/client.go). Any other is asked for.
 */
function managerOf({ kind }: Owner): string {
  const names: Partial<Record<Owner['kind'], string>> = {
    helm: 'helm',
    'flux-release': 'helm-controller',
    'flux-kustomization': 'kustomize-controller',
    argo: 'argocd-controller',
  };
  return names[kind] ?? unknownManager;
}

/** The live objects that the declaration's take the place of. */
export function objectsTaken(
  { pools, objects }: LiveTenant,
  composed: readonly KubernetesObject[],
): LiveObject[] {
  return objects.filter((live) => isTaken(live, pools, composed));
}

function isTaken(
  live: LiveObject,
  pools: readonly LivePool[],
  composed: readonly KubernetesObject[],
): boolean {
  return (
    pools.some(({ set }) => set === live) ||
    composed.some(({ kind, metadata }) => kind === live.kind && metadata.name === live.name)
  );
}

/**
 * Budgets that cannot stay beside the declaration's: `minAvailable` is refused next to the `maxUnavailable` of one of the
 * same name, and a pod with two budgets cannot be evicted at all (k8s.io/kubernetes registry/core/pod/storage/eviction.go).
 */
function budgetsInTheWay(
  { objects, pools }: LiveTenant,
  composed: readonly KubernetesObject[],
): readonly LiveObject[] {
  const ours = composed
    .filter(({ kind }) => kind === 'PodDisruptionBudget')
    .map(({ metadata }) => metadata.name);
  return objects.filter(({ kind, name, value }) => {
    if (kind !== 'PodDisruptionBudget' || ours.length === 0) return false;
    const selector = pairsAt(value, 'spec', 'selector', 'matchLabels');
    const isForServers =
      !isEmpty(selector) &&
      pools.some(({ template }) => contains(pairsAt(template, 'metadata', 'labels'), selector));
    if (ours.includes(name)) return at(value, 'spec', 'minAvailable') !== undefined;
    return isForServers;
  });
}

function reasonOf(budgets: readonly LiveObject[]): string {
  return budgets.some(({ value }) => at(value, 'spec', 'minAvailable') !== undefined)
    ? 'its minAvailable cannot stand beside our maxUnavailable.'
    : 'a pod with two budgets cannot be evicted.';
}

/** The ConfigMaps that only the server's `envFrom` names. */
function configMaps(pool: LivePool | undefined): string[] {
  if (pool === undefined) return [];
  const { pod, container } = pool;
  const { envFrom, ...own } = container;
  const others = listAt(pod, 'containers').filter((one) => textAt(one, 'name') !== textAt(container, 'name'));
  const rest = JSON.stringify({ ...pod, containers: [own, ...others] });
  return listAt({ envFrom }, 'envFrom')
    .flatMap((source) => textAt(source, 'configMapRef', 'name') ?? [])
    .filter((config) => !rest.includes(`"name":${JSON.stringify(config)}`));
}
