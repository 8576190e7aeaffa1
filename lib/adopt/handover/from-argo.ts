import type { LiveTenant } from '../live-tenant';
import type { Owner } from './owner';
import { stillThere } from './rolled-out';
import type { HandoverStep } from './step';

/**
 * Argo CD syncs by itself where `syncPolicy.automated` stands, takes changes back with its selfHeal, and deletes with its
 * prune what has left git; with an Application go its objects if it has the finalizer (argo-cd.readthedocs.io, "Automated
 * Sync Policy" and "App Deletion").
 */
export function fromApplication(
  { namespace, pools }: LiveTenant,
  { application, namespace: home }: Owner & { readonly kind: 'argo' },
): HandoverStep[] {
  const sets = pools.map(({ set }) => set.name);
  const app = `applications.argoproj.io ${application} -n ${home}`;
  const isManual = `test -z "$(kubectl get ${app} -o jsonpath='{.spec.syncPolicy.automated}')"`;
  const isLeaf = `test -z "$(kubectl get ${app} -o jsonpath='{.metadata.finalizers}')"`;
  return [
    {
      text:
        `Switch off automated sync of the Application ${application}, and self-heal and prune with it. Where the Application itself comes ` +
        'from git or from an ApplicationSet, take syncPolicy.automated out there: what only the cluster says is taken back.',
      commands: [`kubectl patch ${app} --type merge -p '{"spec":{"syncPolicy":{"automated":null}}}'`],
      check: 'it syncs by hand only.',
      checkCommands: [isManual],
    },
    {
      text:
        'Take the objects out of it without deleting any. If it has nothing else, delete the Application without its finalizers, and so ' +
        'without its objects. If it has more, leave it: give these manifests in git the annotation ' +
        'argocd.argoproj.io/sync-options: Prune=false, sync, take them out of git, sync without prune, and go on with the next step.',
      commands: [
        `kubectl patch ${app} --type merge -p '{"metadata":{"finalizers":null}}'`,
        `if ${isManual} && ${isLeaf}; then kubectl delete ${app}; else echo 'Not yet: it would take its objects along.'; false; fi`,
      ],
      check: 'the StatefulSets are as before.',
      checkCommands: [stillThere(namespace, sets)],
    },
  ];
}
