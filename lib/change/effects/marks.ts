import { textsAt, valueAt, type Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { maybeSame, nameOf, objectKey } from '../objects';
import { comparedName, note, type Effect, type EffectContext, type StayingTenant } from './effect';
import { isUsedBy } from './users';

/**
 * Labels and annotations by which no tool is known to stop, delete or rewrite what bears them, or of which another rule tells:
 * those without a prefix, and those of Kubernetes, of tools that apply, and of tools that only look. Those of all others are
 * told: what they do nobody here knows.
 */
const known =
  /^((app\.)?kubernetes\.io|kubectl\.kubernetes\.io|node\.kubernetes\.io|topology\.kubernetes\.io|pod-security\.kubernetes\.io|(internal\.)?config\.(kubernetes\.io|k8s\.io)|(meta\.)?helm\.sh|argocd\.argoproj\.io|kustomize\.toolkit\.fluxcd\.io|helm\.toolkit\.fluxcd\.io|prometheus\.io|checksum|reflector\.v1\.k8s\.emberstack\.com|replicator\.v1\.mittwald\.de)\/|^(?!istio-injection$)[^/]+$/;

/** Those of the known ones that do something nevertheless. */
const acting =
  /^(kubernetes\.io\/(?!metadata\.name$|description$|change-cause$)|pod-security\.kubernetes\.io\/enforce)/;

/** Whether a label or an annotation only says what something is. */
export function isPlainMark(mark: string): boolean {
  return known.test(mark) && !acting.test(mark);
}

/** Kinds that a tool may stop, delete or rewrite by what they bear, at the cost of data or keys. */
const bearers = new Set([
  'Namespace',
  'PersistentVolumeClaim',
  'PersistentVolume',
  'Secret',
  'ConfigMap',
  'ServiceAccount',
]);

/** Labels, annotations and finalizers that something in the cluster goes by, on what a tenant has or needs. */
export function* markEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { key, before, after } = object;
  const { kind } = comparedName(object);
  if (after === undefined) return;
  // What begins together with its tenant bears what it was given.
  const there = context.staying.filter(({ title }) => context.former.some((each) => each.title === title));
  const bearing = there.some((staying) => isBorneBy(staying, after, kind, context));
  if (!bearing) return;
  const marks = changedMarks(before, after).filter((mark) => !isPlainMark(mark));
  if (marks.length > 0) {
    yield note(
      key,
      `What goes by ${marks.join(', ')} is not known here, and may stop, delete or rewrite it: see what that does before it is applied.`,
      'procedure',
    );
  }
  if (before !== undefined && finalizersOf(before) !== finalizersOf(after)) {
    yield note(
      key,
      'metadata.finalizers would be others: by these Kubernetes and others keep it until nothing uses it any more.',
      'procedure',
    );
  }
}

function isBorneBy(staying: StayingTenant, object: Fields, kind: string, { now }: EffectContext): boolean {
  if (kind === 'Namespace') return maybeSame(staying.tenant.namespace, nameOf(object).name);
  if (staying.sets.some(({ pool }) => pool.key === objectKey(object))) return true;
  return bearers.has(kind) && isUsedBy(staying, object, now);
}

/** The labels and annotations that are new, gone or others. */
function changedMarks(before: Fields | undefined, after: Fields): string[] {
  const marks = ['labels', 'annotations'].flatMap((field) => {
    const [old, now] = [before, after].map((side) => textsAt(side, 'metadata', field));
    return Object.keys({ ...old, ...now }).filter((mark) => old?.[mark] !== now?.[mark]);
  });
  return [...new Set(marks)].sort();
}

function finalizersOf(object: Fields): string {
  return JSON.stringify(valueAt(object, 'metadata', 'finalizers') ?? []);
}
