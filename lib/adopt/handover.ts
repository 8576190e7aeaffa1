import type { Change } from './changes';
import type { LivePool, LiveTenant } from './live-tenant';
import { at, listAt, pairsAt, textAt } from './value';

/** One step of the hand-over, with a check that it did what it should. */
export interface HandoverStep {
  /** What is done, and why. */
  readonly text: string;
  /** What to run. */
  readonly commands: readonly string[];
  /** How to see that it went well; the next step is for afterwards. */
  readonly check: string;
}

/** The way from whoever runs the tenant now to its declaration, in the order in which nothing is lost. */
export function handover(tenant: LiveTenant, changes: readonly Change[]): HandoverStep[] {
  return tenant.origin === 'operator' ? fromOperator(tenant, changes) : fromChart(tenant);
}

/** Steps as lines for a terminal. */
export function handoverText(steps: readonly HandoverStep[]): string {
  return steps
    .map(({ text, commands, check }, i) =>
      [
        ...wrapped(`${i + 1}. ${text}`),
        ...commands.map((command) => `     ${command}`),
        ...wrapped(`   Check: ${check}`),
        '',
      ].join('\n'),
    )
    .join('');
}

/** Lines of at most 100 characters, further ones indented. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || (last.trim() !== '' && last.length + word.length >= 100)) {
      lines.push(last === undefined ? word : `   ${word}`);
    } else {
      lines[lines.length - 1] = `${last} ${word}`;
    }
  }
  return lines;
}

/**
 * The operator's objects belong to its Tenant, and Kubernetes deletes with an owner what it owns. The operator would put
 * the owner back, so it stands still meanwhile.
 */
function fromOperator({ name, namespace, pools }: LiveTenant, changes: readonly Change[]): HandoverStep[] {
  const restarts = changes.some(({ rolls }) => rolls);
  return [
    {
      text:
        'Where Argo CD or Flux applies the Tenant from git, let go of it first: give its manifest the annotation ' +
        'argocd.argoproj.io/sync-options: Prune=false or kustomize.toolkit.fluxcd.io/prune: disabled, have that applied, and only then ' +
        'take the manifest out of git. Taken out at once, the Tenant is pruned without --cascade=orphan, which DELETES the StatefulSets, ' +
        'their pods and the Services; left there, it is made anew when you remove it.',
      commands: [`kubectl get tenant ${name} -n ${namespace} -o jsonpath='{.metadata.annotations}'`],
      check: 'it prints the annotation, and the Tenant is still there after the manifest has left git.',
    },
    {
      text: 'Stop the operator. It would take back what you take over. (Its names may differ in your cluster.)',
      commands: ['kubectl scale deployment rustfs-operator -n rustfs-system --replicas=0'],
      check: 'kubectl get pods -n rustfs-system shows no pod of the operator.',
    },
    {
      text: 'Check the declaration, compose its objects, and look at what would change.',
      commands: [
        `rustfs-tenant check ${name}.yaml`,
        `rustfs-tenant render ${name}.yaml > objects.yaml`,
        'kubectl diff --server-side --force-conflicts -f objects.yaml',
      ],
      check: restarts
        ? 'below spec.template, nothing differs but what is listed above.'
        : 'nothing differs below spec.template, so no pod restarts.',
    },
    {
      text:
        'Apply them. Conflicts are forced because claim templates are one list to the server, in which it has filled in defaults; ' +
        'equal templates are no change.',
      commands: ['kubectl apply --server-side --force-conflicts -f objects.yaml'],
      check: `${rolledOut(
        namespace,
        pools.map(({ set }) => set.name),
      )} says that all pods are ready.`,
    },
    {
      text:
        `Remove the Tenant, and only the Tenant. Without --cascade=orphan this DELETES the StatefulSets, their pods and the ` +
        'Services, which belong to it; only the claims would stay.',
      commands: [`kubectl delete tenant ${name} -n ${namespace} --cascade=orphan`],
      check: `kubectl get statefulset -n ${namespace} -o jsonpath='{.items[*].metadata.ownerReferences}' prints nothing for them.`,
    },
    {
      text: 'Let the operator run again, if it has other tenants.',
      commands: ['kubectl scale deployment rustfs-operator -n rustfs-system --replicas=1'],
      check: `kubectl get pods -n ${namespace} shows the same pods as before.`,
    },
  ];
}

/**
 * Helm deletes what its release has made, unless the release itself says to keep it: it reads the policy from its own
 * record, not from the live object (helm/helm issue 8132). And a server-side apply would only add to the pod template,
 * whose old parts belong to Helm's field manager; a replace leaves nothing of them.
 */
function fromChart({ name, namespace, pools }: LiveTenant): HandoverStep[] {
  const folder = `deploy/${namespace}/${name}`;
  const sets = pools.map(({ set }) => set.name);
  const configs = configMaps(pools[0]);
  return [
    ...(pools.some(({ set }) => isReleased(set.value))
      ? fromRelease(namespace, pools[0])
      : [letGo(namespace)]),
    {
      text: 'Check the declaration, compose its objects, and apply those beside the StatefulSets.',
      commands: [
        `rustfs-tenant check ${name}.yaml`,
        `rustfs-tenant render ${name}.yaml --out deploy`,
        `for f in ${folder}/[1-5]*.yaml; do kubectl apply --server-side --force-conflicts -f "$f"; done`,
      ],
      check: `kubectl get endpointslices -n ${namespace} lists every server, as before.`,
    },
    {
      text:
        'Replace the StatefulSets. A replace leaves nothing of the old pod template, which an apply would only add to. This restarts ' +
        'the pods, one at a time.',
      commands: sets.map((set) => `kubectl replace -f ${folder}/60-statefulset-${set}.yaml`),
      check: `${rolledOut(namespace, sets)} says that all pods are ready, and clients read and write.`,
    },
    ...(configs.length === 0
      ? []
      : [
          {
            text:
              'Delete the ConfigMap of the chart, which nothing reads any more. What else is left stays as long as it is used: the ' +
              'Secret with the credentials, the ServiceAccount, an Ingress.',
            commands: configs.map((config) => `kubectl delete configmap ${config} -n ${namespace}`),
            check: `grep -r configMapRef ${folder} prints nothing.`,
          },
        ]),
  ];
}

function fromRelease(namespace: string, pool: LivePool | undefined): HandoverStep[] {
  const release = releaseOf(pool?.set.value) ?? 'RELEASE';
  return [
    {
      text:
        'Have the release keep every object. Helm reads helm.sh/resource-policy: keep from the release, not from live objects, so ' +
        'it goes in with an upgrade to the same chart, version and values, through a post-renderer that annotates every object.',
      commands: [
        `printf '#!/bin/sh\\nkubectl annotate --local -f - helm.sh/resource-policy=keep -o yaml\\n' > keep.sh && chmod +x keep.sh`,
        `helm upgrade ${release} CHART --version VERSION --reuse-values -n ${namespace} --post-renderer ./keep.sh`,
      ],
      check: `helm get manifest ${release} -n ${namespace} has "helm.sh/resource-policy: keep" as often as "kind:", and no pod restarted.`,
    },
    {
      text: 'Uninstall the release. Without the step before, this DELETES the StatefulSets, their pods and the Services.',
      commands: [`helm uninstall ${release} -n ${namespace}`],
      check: `it lists every object as kept, and kubectl get statefulset,pods -n ${namespace} shows them as before.`,
    },
  ];
}

/** Nothing of the objects says who applies them. */
function letGo(namespace: string): HandoverStep {
  return {
    text:
      'Have whoever applies the objects let go of them without deleting any: a pipeline, a controller or a tool with a record of ' +
      'them would take back what you take over, or delete it.',
    commands: [],
    check: `it is off, and kubectl get statefulset,pods,pvc -n ${namespace} shows them as before.`,
  };
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

function rolledOut(namespace: string, sets: readonly string[]): string {
  return sets.map((set) => `kubectl rollout status statefulset/${set} -n ${namespace}`).join(', ');
}

/** Whether Helm has made an object, by what Helm writes into it. */
export function isReleased(set: unknown): boolean {
  return (
    pairsAt(set, 'metadata', 'annotations')['meta.helm.sh/release-name'] !== undefined ||
    pairsAt(set, 'metadata', 'labels')['app.kubernetes.io/managed-by'] === 'Helm'
  );
}

/** The release that made an object: Helm notes it there. */
function releaseOf(set: unknown): string | undefined {
  const noted = pairsAt(set, 'metadata', 'annotations')['meta.helm.sh/release-name'];
  const label = at(set, 'metadata', 'labels', 'app.kubernetes.io/instance');
  return noted ?? (typeof label === 'string' ? label : undefined);
}
