import type { Problem, ProblemCode } from '../tenant/problem';
import type { PoolLayout } from '../erasure';
import type { ObjectChange } from './object-change';
import type { Rollout } from './rollout';

/** What a change takes, from nothing to what must not be applied. */
export const verdicts = ['none', 'in-place', 'rolls', 'procedure', 'refused'] as const;
export type Verdict = (typeof verdicts)[number];

/** What a change would do: to every object, to the data, and to those who read and write it. */
export interface ChangePlan {
  readonly verdict: Verdict;
  readonly objects: readonly ObjectChange[];
  readonly refusals: readonly Refusal[];
  /** The tenants of either side, by name. */
  readonly tenants: readonly TenantPlan[];
}

/** Why something must not be applied, and the way there. */
export interface Refusal {
  /** The tenant as `namespace/name`. */
  readonly tenant: string;
  /** Where in its declaration. */
  readonly path: string;
  readonly code: ProblemCode;
  readonly message: string;
  readonly fix: string;
}

/** What becomes of a tenant. */
export interface TenantPlan {
  /** `namespace/name` */
  readonly tenant: string;
  readonly verdict: Verdict;
  readonly change: 'unchanged' | 'changed' | 'created' | 'removed';
  /** The pools of either side, in order. */
  readonly pools: readonly PoolChange[];
  readonly rollout: Rollout;
  /** What has to be done step by step, and the command that says how. */
  readonly procedures: readonly Procedure[];
  /** Warnings and refusals about this tenant. */
  readonly problems: readonly Problem[];
  /** What to run when the change is applied. */
  readonly afterwards: readonly string[];
  /** What no further change takes back. */
  readonly irreversible: readonly string[];
}

/** A pool and what becomes of it. */
export interface PoolChange {
  readonly name: string;
  readonly change: 'stays' | 'joins' | 'leaves';
  /** How RustFS lays it out on each side; undefined when there is none, or only the cluster knows. */
  readonly before: PoolLayout | undefined;
  readonly after: PoolLayout | undefined;
}

/** A procedure that a change takes. */
export interface Procedure {
  readonly runbook: string;
  readonly why: string;
}

/** The gravest of some verdicts. */
export function gravest(found: readonly Verdict[]): Verdict {
  return verdicts.findLast((verdict) => found.includes(verdict)) ?? 'none';
}
