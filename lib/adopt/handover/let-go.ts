import type { LiveTenant } from '../live-tenant';
import { fromApplication } from './from-argo';
import { fromHelmRelease, fromKustomization } from './from-flux';
import { fromRelease } from './from-release';
import type { Owner } from './owner';
import { stillThere } from './rolled-out';
import type { HandoverStep } from './step';

/** Has whoever applies the objects let go of them, without deleting any. */
export function letGo(tenant: LiveTenant, owner: Owner): HandoverStep[] {
  switch (owner.kind) {
    case 'helm':
      return fromRelease(tenant, owner);
    case 'flux-release':
      return fromHelmRelease(tenant, owner);
    case 'flux-kustomization':
      return fromKustomization(tenant, owner);
    case 'argo':
      return fromApplication(tenant, owner);
    case 'terraform':
      return [fromTerraform(tenant)];
    case 'unknown':
      return [fromSomebody(tenant, owner.isRendered)];
  }
}

/** Terraform forgets what is taken out of its state (developer.hashicorp.com/terraform/language/state/remove). */
function fromTerraform({ namespace, pools }: LiveTenant): HandoverStep {
  const sets = pools.map(({ set }) => set.name);
  return {
    text:
      'Have Terraform forget the objects: take their resources out of the configuration, and put for each a removed block with ' +
      '"destroy = false" in its place, or take them out of the state before anybody plans again. Taken out of the configuration alone, ' +
      'the next apply DELETES the StatefulSets. ADDRESS is each of their addresses, which terraform state list prints.',
    commands: ['terraform state rm ADDRESS'],
    check: 'terraform plan destroys nothing, and the StatefulSets are as before.',
    checkCommands: [stillThere(namespace, sets)],
  };
}

/** Nothing of the objects says who applies them. */
function fromSomebody({ namespace, pools }: LiveTenant, isRendered: boolean): HandoverStep {
  const sets = pools.map(({ set }) => set.name);
  const rendered =
    'The objects are made by the templates of a chart, but Helm has not noted a release in them: something else renders it, such as ' +
    'Argo CD, or helm template in a pipeline. ';
  return {
    text:
      `${isRendered ? rendered : ''}Have whoever applies the objects let go of them without deleting any: a pipeline, a controller or a ` +
      'tool with a record of them would take back what you take over, or delete it. Their names as field managers say who that may be.',
    commands: sets.map(
      (set) =>
        `kubectl get statefulset ${set} -n ${namespace} --show-managed-fields -o jsonpath='{.metadata.managedFields[*].manager}'`,
    ),
    check: 'it is off, and the StatefulSets are as before.',
    checkCommands: [stillThere(namespace, sets)],
  };
}
