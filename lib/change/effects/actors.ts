import type { Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { maybeSame } from '../objects';
import { comparedName, note, type Effect, type EffectContext } from './effect';

/**
 * Objects that act on others of their namespace, or of the whole cluster, without naming them: they refuse, change, stop or
 * delete what they find. By API group, as each has several kinds: of Kubernetes' admission, Kyverno, Gatekeeper and kube-green.
 */
const groups =
  /^(admissionregistration\.k8s\.io|kyverno\.io|policies\.kyverno\.io|(constraints|mutations|templates|config)\.gatekeeper\.sh|kube-green\.com)\//;
const kinds = new Set(['ResourceQuota', 'LimitRange']);

/** What comes or changes and may keep servers from starting, or take them or their data away. */
export function* actorEffects(object: ComparedObject, { staying, former }: EffectContext): Iterable<Effect> {
  const { key, before, after, differences } = object;
  const { kind, namespace } = comparedName(object);
  if (after === undefined || !(kinds.has(kind) || isOf(after))) return;
  if (before !== undefined && differences.every(({ path }) => path.startsWith('metadata'))) return;
  const touched = staying.filter(
    ({ tenant, title }) =>
      maybeSame(tenant.namespace, namespace) && former.some((each) => each.title === title),
  );
  for (const { title } of touched) {
    yield note(
      key,
      `It may refuse, change, stop or delete servers of ${title} and what they need, and is not judged here: see what it does to them before it is applied.`,
      'procedure',
    );
  }
}

function isOf({ apiVersion }: Fields): boolean {
  return groups.test(String(apiVersion));
}
