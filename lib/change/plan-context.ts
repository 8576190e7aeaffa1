import type { Difference } from './difference';
import type { Effect } from './effects';
import { identityTitle } from './identity';
import type { ForgottenTenant, Lock, LockedTenant } from './lock';
import type { LockLoss } from './lock-losses';
import type { DoubledChoice } from './managed-fields';
import type { ObjectChange } from './object-change';
import type { ObservedTenant } from './observed';
import type { Place } from './place';

/** A tenant before and after; one side may not have it. */
export interface TenantSides {
  readonly before: ObservedTenant | undefined;
  readonly now: ObservedTenant | undefined;
}

/** What is known of the objects of all tenants, by their keys. */
export interface PlanContext {
  readonly changes: ReadonlyMap<string, ObjectChange>;
  readonly differences: ReadonlyMap<string, readonly Difference[]>;
  /** Where what is declared would stand beside what somebody else keeps. */
  readonly doubled: ReadonlyMap<string, readonly DoubledChoice[]>;
  readonly lock: Lock;
  /** The tenants of the new side as a lock has them, by their titles: what comes by a reference is that reference. */
  readonly asLocked: ReadonlyMap<string, ObservedTenant>;
  /** What the lock of the old side knows and `lock` does not. */
  readonly losses: readonly LockLoss[];
  /** The tenants that the lock of the old side has as forgotten. */
  readonly formerlyForgotten: readonly ForgottenTenant[];
  /** What declares each tenant of the new side, by its title. */
  readonly declaredIn: ReadonlyMap<string, string>;
  /** Where the new side is declared as a whole. */
  readonly place: Place;
  /** The tenants that the lock knows from the place of the new side, and that it has no more. */
  readonly missing: readonly LockedTenant[];
  /** What the changes of other objects do. */
  readonly effects: readonly Effect[];
  /** How many servers of each StatefulSet are away, by its key. */
  readonly away: ReadonlyMap<string, number>;
}

/** `namespace/name` of the tenant on the side that has it. */
export function titleOf({ before, now }: TenantSides): string {
  return identityTitle(now ?? before ?? { namespace: '?', name: '?' });
}
