import { warning } from '../../tenant/problem';
import type { ComparedObject } from '../object-change';
import { maybeSame, objectTitle, type ObjectName } from '../objects';
import {
  comparedName,
  note,
  serversAt,
  told,
  type Effect,
  type EffectContext,
  type StayingTenant,
} from './effect';
import { isNarrowed, isOverSome, isPolicy, networkSide, shutFrom } from './network-rules';

/**
 * What lets servers through, or others to them: a NetworkPolicy that comes, changes or goes, and labels of pods and of the
 * Namespace by which policies that stay select. Once one takes a pod, what no policy lets through is cut off, and policies only add to
 * each other (k8s.io/api networking/v1): so all of both sides count.
 */
export function* networkEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { key, before, after, differences } = object;
  if (before !== undefined && after !== undefined && differences.length === 0) return;
  const name = comparedName(object);
  const of = isPolicy(after ?? before ?? {});
  for (const staying of context.staying) {
    const former = context.former.find(({ title }) => title === staying.title);
    if (of && !maybeSame(staying.tenant.namespace, name.namespace)) continue;
    if (!of && (former === undefined || !isSelected(object, staying, context))) continue;
    const [old, now] = [former && networkSide(former, context.before), networkSide(staying, context.now)];
    const formerly = old === undefined ? [] : shutFrom(old);
    const lost = shutFrom(now).filter((each) => !formerly.includes(each));
    const isTouched = of && (isOverSome(before, former ?? staying) || isOverSome(after, staying));
    if (lost.length > 0 && !isLone(staying) && (isTouched || !of)) {
      yield cutOff(key, staying, name, lost.join(' and '));
    } else if (former !== undefined && (isTouched || !of) && isNarrowed(old, now)) {
      yield note(
        key,
        `Of ${staying.title}, policies let through only what they name: whether clients, metrics and other systems are among that as before is not judged here.`,
        'procedure',
      );
    } else if (of && isOverSome(after, staying)) {
      yield note(
        key,
        `Of ${staying.title}, it lets through only what it names: clients, metrics, and other systems as well.`,
      );
    }
  }
}

/** Whether it bears labels by which policies select servers of a tenant: it is these, or their Namespace. */
function isSelected(
  { key, before, after }: ComparedObject,
  { tenant, title }: StayingTenant,
  context: EffectContext,
) {
  if (before === undefined || after === undefined) return false;
  const { kind, name } = comparedName({ key, before, after, differences: [] });
  return (
    (kind === 'Namespace' && name === tenant.namespace) || serversAt(key, context.staying)?.of.title === title
  );
}

function cutOff(key: string, staying: StayingTenant, name: ObjectName, what: string): Effect {
  return told(
    key,
    staying,
    warning(
      '',
      'servers-cut-off',
      `By the change of the ${objectTitle(name)}, no policy that is seen here lets servers of ${staying.title} reach ${what}: unless another one in the cluster does, the tenant stops at once.`,
      'Let servers reach each other, in both directions, and reach the name servers (port 53).',
    ),
    'procedure',
  );
}

function isLone({ tenant: { pools } }: StayingTenant): boolean {
  return pools.reduce((sum, { servers }) => sum + servers, 0) === 1;
}
