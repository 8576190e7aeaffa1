import type { KubernetesObject } from '../../objects/object';
import type { Change } from '../changes';
import type { LiveTenant } from '../live-tenant';
import { fromOperator } from './from-operator';
import { letGo } from './let-go';
import { ownersOf } from './owner';
import type { HandoverStep } from './step';
import { objectsTaken, takeOver } from './take-over';

/**
 * The way from whoever runs the tenant now to its declaration, in the order in which nothing is lost. In the end kubectl
 * owns every field that the declaration says, and nobody else does: what is left out of it later goes.
 */
export function handover(
  tenant: LiveTenant,
  changes: readonly Change[],
  composed: readonly KubernetesObject[],
): HandoverStep[] {
  if (tenant.origin === 'operator') return fromOperator(tenant, changes);
  const owners = ownersOf(objectsTaken(tenant, composed));
  return [...owners.flatMap((owner) => letGo(tenant, owner)), ...takeOver(tenant, owners, composed)];
}
