import type { LiveTenant } from '../live-tenant';
import type { Owner } from './owner';
import { stillThere } from './rolled-out';
import type { HandoverStep } from './step';

/**
 * The helm-controller uninstalls the release of a HelmRelease that is deleted, unless it is suspended (fluxcd/helm-controller
 * internal/controller/helmrelease_controller.go, reconcileDelete). Helm's own record of the release stays then.
 */
export function fromHelmRelease(
  { namespace, pools }: LiveTenant,
  { name, namespace: home, release }: Owner & { readonly kind: 'flux-release' },
): HandoverStep[] {
  const sets = pools.map(({ set }) => set.name);
  const isSuspended = `kubectl get helmrelease ${name} -n ${home} -o jsonpath='{.spec.suspend}' | grep -qx true`;
  const records = `-n ${home} -l owner=helm,name=${release}`;
  return [
    {
      text:
        'Suspend the HelmRelease. Where it comes from git, say "suspend: true" in its spec there and have that applied: what only the ' +
        'cluster says, Flux takes back.',
      commands: [`kubectl patch helmrelease ${name} -n ${home} --type merge -p '{"spec":{"suspend":true}}'`],
      check: 'it is suspended.',
      checkCommands: [isSuspended],
    },
    {
      text:
        'Take the HelmRelease away: out of git, where it comes from there, otherwise by this command. Of a suspended one Flux uninstalls ' +
        'nothing. Without the step before, this would DELETE the StatefulSets, their pods and the Services.',
      commands: [
        `if ${isSuspended}; then kubectl delete helmrelease ${name} -n ${home}; else echo 'Not yet: it is not suspended.'; false; fi`,
      ],
      check: 'it is gone, and the StatefulSets are as before.',
      checkCommands: [stillThere(namespace, sets)],
    },
    {
      text:
        "Have Helm forget the release, which nobody keeps any more. This deletes Helm's records and nothing else. (They are in the " +
        'storageNamespace of the HelmRelease, where it says one.)',
      commands: [`kubectl delete secret ${records}`],
      check: 'none is left, and the StatefulSets are as before.',
      checkCommands: [stillThere(namespace, sets), `! kubectl get secret ${records} -o name | grep .`],
    },
  ];
}

/** The kustomize-controller prunes what has left git, unless the object says otherwise (fluxcd.io, "Kustomization", prune). */
export function fromKustomization(
  { namespace, pools }: LiveTenant,
  { name, namespace: home }: Owner & { readonly kind: 'flux-kustomization' },
): HandoverStep[] {
  const sets = pools.map(({ set }) => set.name);
  return [
    {
      text:
        `Have Flux prune none of the objects: give each of their manifests in git the annotation ` +
        `${pruneAnnotation}: disabled, and have the Kustomization ${home}/${name} apply it.`,
      commands: [`kubectl get kustomizations.kustomize.toolkit.fluxcd.io ${name} -n ${home}`],
      check: 'every StatefulSet and Service says it.',
      checkCommands: [saysNoPrune(namespace, name, home)],
    },
    {
      text:
        'Take the manifests out of git, and have that applied. Without the step before, this would DELETE the StatefulSets, their pods and ' +
        'the Services. What the declaration does not make, such as the Secret with the credentials, may stay there.',
      commands: [saysNoPrune(namespace, name, home)],
      check: 'the Kustomization is ready at the last revision, and the StatefulSets are as before.',
      checkCommands: [stillThere(namespace, sets)],
    },
  ];
}

const pruneAnnotation = 'kustomize.toolkit.fluxcd.io/prune';

/** Lists what the Kustomization would prune, and fails if there is anything. */
function saysNoPrune(namespace: string, name: string, home: string): string {
  const labels = `kustomize.toolkit.fluxcd.io/name=${name},kustomize.toolkit.fluxcd.io/namespace=${home}`;
  const says = `{.kind} {.metadata.name}: {.metadata.annotations.${pruneAnnotation.replaceAll('.', '\\.')}}{"\\n"}`;
  return (
    `! kubectl get statefulset,service -n ${namespace} -l ${labels} ` +
    `-o jsonpath='{range .items[*]}${says}{end}' | grep -v ': disabled$'`
  );
}
