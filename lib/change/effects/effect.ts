import { warning, type Problem } from '../../tenant/problem';
import type { Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { nameOf, type ObjectName } from '../objects';
import type { ObservedTenant } from '../observed';
import type { ObservedPool } from '../observed-pool';
import type { Procedure, Verdict } from '../plan';
import type { Led } from './led';

/** What a change of one object does to the data, to servers and to clients. */
export type Effect = Note | TenantProblem | TenantProcedure;

/** A line about the object. */
export interface Note {
  readonly kind: 'note';
  readonly key: string;
  readonly text: string;
  /** What the change takes at least. */
  readonly verdict: Verdict;
}

/** A refusal or a warning, told of a tenant. */
export interface TenantProblem {
  readonly kind: 'problem';
  readonly key: string;
  readonly tenant: string;
  readonly problem: Problem;
  /** What the change takes at least. */
  readonly verdict: Verdict;
}

/** Something to do step by step, told of a tenant. */
export interface TenantProcedure {
  readonly kind: 'procedure';
  readonly key: string;
  readonly tenant: string;
  readonly procedure: Procedure & { readonly isTogether: boolean };
}

/** A tenant of the new side, and the objects of its pools. */
export interface StayingTenant {
  readonly tenant: ObservedTenant;
  readonly title: string;
  readonly sets: readonly ServerSet[];
}

/** A StatefulSet of servers, or what else runs them, as a StatefulSet has it. */
export interface ServerSet {
  readonly pool: ObservedPool;
  readonly object: Fields;
}

/** What the rules about objects go by. */
export interface EffectContext {
  /** The tenants that the new side has: what they need must stay. */
  readonly staying: readonly StayingTenant[];
  /** The tenants that the old side has, as they were. */
  readonly former: readonly StayingTenant[];
  /** The tenants that only the old side has. */
  readonly leaving: readonly ObservedTenant[];
  /** The StatefulSets of servers that only the old side has. */
  readonly leavingSets: readonly Fields[];
  /** The StatefulSets of servers that the old side has. */
  readonly formerSets: readonly Fields[];
  /** The keys of the objects of servers that are no pools of a plan: their data counts, and no layout of theirs is told. */
  readonly others: ReadonlySet<string>;
  /** What a Service may lead to, before and from now on: in a cluster whatever goes on running as well. */
  readonly ledBefore: readonly Led[];
  readonly ledNow: readonly Led[];
  /** All objects of the old side. */
  readonly before: readonly Fields[];
  /** All objects of the new side. */
  readonly now: readonly Fields[];
  /** The keys of those of them that stand there twice. */
  readonly twice: ReadonlySet<string>;
}

/** Servers, and the tenant that has them. */
export interface PlacedServers extends ServerSet {
  readonly of: StayingTenant;
}

/** The servers that are an object, by its key; undefined where no tenant has it. */
export function serversAt(key: string, tenants: readonly StayingTenant[]): PlacedServers | undefined {
  for (const of of tenants) {
    const set = of.sets.find(({ pool }) => pool.key === key);
    if (set !== undefined) return { of, ...set };
  }
  return undefined;
}

/** What a rule finds about an object. */
export type EffectRule = (object: ComparedObject, context: EffectContext) => Iterable<Effect>;

export function note(key: string, text: string, verdict: Verdict = 'in-place'): Note {
  return { kind: 'note', key, text, verdict };
}

/** A problem of a tenant; an error refuses the change, a warning takes what is said. */
export function told(
  key: string,
  { title }: Pick<StayingTenant, 'title'>,
  problem: Problem,
  verdict: Verdict = 'refused',
): TenantProblem {
  return { kind: 'problem', key, tenant: title, problem, verdict };
}

/** Clients that no longer reach a tenant: nothing is lost, and somebody has to move them first. */
export function clientsCutOff(
  key: string,
  staying: Pick<StayingTenant, 'title'>,
  message: string,
): TenantProblem {
  return told(
    key,
    staying,
    warning(
      '',
      'clients-cut-off',
      message,
      'First move the clients to another address. Where none comes this way any more, apply it.',
    ),
    'procedure',
  );
}

/** What becomes of servers that are told of something which is gone. */
export const noneStartsAgain = 'those that run go on, and none that stops starts again';

/** Whose name it is, on whichever side the object is. */
export function comparedName({ before, after }: ComparedObject): ObjectName {
  return nameOf(after ?? before ?? {});
}
