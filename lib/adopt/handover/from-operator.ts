import type { Change } from '../changes';
import type { LiveTenant } from '../live-tenant';
import { giveOverCommand, ownedAloneCommand, ownersCommand } from './field-managers';
import { rolledOut } from './rolled-out';
import type { HandoverStep } from './step';

/** The names under which the operator applies objects, and hardens them (src/context.rs of 276ff67). */
export const operatorManagers = ['rustfs-operator', 'rustfs-operator-security'];

/**
 * The operator's objects belong to its Tenant, and Kubernetes deletes with an owner what it owns. The operator would put
 * the owner back, so it stands still meanwhile. Its fields are given over where the objects stand: to delete them without
 * their pods and apply them anew would do for StatefulSets, but a Service has another address then.
 */
export function fromOperator(
  { name, namespace, pools }: LiveTenant,
  changes: readonly Change[],
): HandoverStep[] {
  const restarts = changes.some(({ rolls }) => rolls);
  const source = '-f objects.yaml';
  const sets = pools.map(({ set }) => set.name);
  return [
    {
      text:
        'Where Argo CD or Flux applies the Tenant from git, let go of it first: give its manifest the annotation ' +
        'argocd.argoproj.io/sync-options: Prune=false or kustomize.toolkit.fluxcd.io/prune: disabled, have that applied, and only then ' +
        'take the manifest out of git. Taken out at once, the Tenant is pruned without --cascade=orphan, which DELETES the StatefulSets, ' +
        'their pods and the Services; left there, it is made anew when you remove it.',
      commands: [`kubectl get tenant ${name} -n ${namespace} -o jsonpath='{.metadata.annotations}'`],
      check: 'it prints the annotation, and the Tenant is still there after the manifest has left git.',
      checkCommands: [`kubectl get tenant ${name} -n ${namespace}`],
    },
    {
      text: 'Stop the operator. It would take back what you take over. (Its names may differ in your cluster.)',
      commands: ['kubectl scale deployment rustfs-operator -n rustfs-system --replicas=0'],
      check: 'none of its pods is left.',
      checkCommands: ['kubectl rollout status deployment/rustfs-operator -n rustfs-system'],
    },
    {
      text:
        'Check the declaration, compose its objects, and look at what would change. Leave the declaration as it is until the fields are ' +
        'given over: of a choice, such as value or valueFrom of a variable, or how a probe asks, the server would have both until then, ' +
        'and refuse the apply.',
      commands: [
        `rustfs-tenant check ${name}.yaml`,
        `rustfs-tenant render ${name}.yaml > objects.yaml`,
        `kubectl diff --server-side --force-conflicts ${source}`,
      ],
      check: restarts
        ? 'below spec.template, nothing differs but what is listed above.'
        : 'nothing differs below spec.template, so no pod restarts.',
      checkCommands: [],
    },
    {
      text:
        'Apply them. Conflicts are forced because claim templates are one list to the server, in which it has filled in defaults; ' +
        'equal templates are no change.',
      commands: [`kubectl apply --server-side --force-conflicts ${source}`],
      check: 'all pods are ready, and every object has two owners of its fields, the operator and kubectl.',
      checkCommands: [...rolledOut(namespace, sets), ownersCommand(source)],
    },
    {
      text:
        'Have the operator give its fields over, under each of its names. Otherwise whatever you take out of the declaration later would ' +
        'stay in the objects, although every apply succeeds. It must have been applied before: alone, this takes away what nobody else says.',
      commands: [giveOverCommand({ source, namespace, managers: operatorManagers, haveUpdated: false })],
      check: 'kubectl owns the fields alone, and no pod has restarted.',
      checkCommands: [...rolledOut(namespace, sets), ownedAloneCommand(source)],
    },
    {
      text:
        `Remove the Tenant, and only the Tenant. Without --cascade=orphan this DELETES the StatefulSets, their pods and the ` +
        'Services, which belong to it; only the claims would stay.',
      commands: [`kubectl delete tenant ${name} -n ${namespace} --cascade=orphan`],
      check: 'no owner is left, and every object is still there.',
      checkCommands: [
        `! kubectl get ${source} -o jsonpath='{.items[*].metadata.ownerReferences[*].kind}' | grep Tenant`,
      ],
    },
    {
      text: 'Let the operator run again, if it has other tenants.',
      commands: ['kubectl scale deployment rustfs-operator -n rustfs-system --replicas=1'],
      check: 'the pods are the same as before.',
      checkCommands: [`kubectl get pods -n ${namespace}`],
    },
  ];
}
