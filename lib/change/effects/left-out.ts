import { error } from '../../tenant/problem';
import { textsAt, type Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { maybeSame, nameOf, objectKey, objectTitle } from '../objects';
import { secretsOf } from '../secret-makers';
import {
  comparedName,
  note,
  serversAt,
  told,
  type Effect,
  type EffectContext,
  type StayingTenant,
} from './effect';
import { isUsedBy, usersOf } from './users';

/** What data lie in, or hang on: deleted and made anew it is not the same, and one that is new must not go again. */
const holders = new Set(['StatefulSet', 'PersistentVolumeClaim', 'PersistentVolume', 'Namespace']);

/** An annotation by which a tool does not simply apply an object. */
interface Handling {
  readonly annotation: string;
  /** What the tool does by a value; undefined where it applies the object as any other. */
  readonly does: (value: string) => string | undefined;
  /** Whether it only matters for what holds data. */
  readonly isAnew: boolean;
}

/** By the documentation of each, and as kustomize 5.7 does it. */
const handlings: readonly Handling[] = [
  {
    annotation: 'config.kubernetes.io/local-config',
    does: (value) =>
      value === 'false' ? undefined : 'kustomize leaves it out of what it makes, and what prunes deletes it',
    isAnew: false,
  },
  {
    annotation: 'argocd.argoproj.io/hook',
    does: (value) =>
      value === 'Skip'
        ? 'Argo CD leaves it out of the application, and deletes it where it prunes'
        : 'Argo CD takes it for a hook, no longer for a part of the application: it deletes it where it prunes, and before every sync that makes it anew',
    isAnew: false,
  },
  {
    annotation: 'helm.sh/hook',
    does: () =>
      'Helm and Argo CD take it for a hook, no longer for a part of the release: they delete it, and again before every run that makes it anew',
    isAnew: false,
  },
  {
    annotation: 'internal.config.kubernetes.io/needsHashSuffix',
    does: (value) =>
      value === 'enabled'
        ? 'kustomize gives it another name, with a hash behind it, and what prunes deletes the one that is there'
        : undefined,
    isAnew: false,
  },
  {
    annotation: 'argocd.argoproj.io/sync-options',
    does: (value) =>
      optionsIn(value).includes('Force=true')
        ? 'Argo CD deletes it and makes it anew, rather than changing it'
        : undefined,
    isAnew: true,
  },
  {
    annotation: 'kustomize.toolkit.fluxcd.io/force',
    does: (value) =>
      /^(enabled|true)$/i.test(value)
        ? 'Flux deletes it and makes it anew whenever Kubernetes refuses a change of it'
        : undefined,
    isAnew: true,
  },
];

function optionsIn(value: string): string[] {
  return value.split(',').map((option) => option.trim());
}

/** Objects that a tool leaves out, or deletes, by an annotation that they bear from now on. */
export function* leftOutEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { key, before, after } = object;
  const name = comparedName(object);
  const isHolder = holders.has(name.kind) || serversAt(key, context.staying) !== undefined;
  if (after === undefined || (before === undefined && !isHolder)) return;
  const [old, now] = [annotationsOf(before), annotationsOf(after)];
  for (const { annotation, does, isAnew } of handlings) {
    const value = now[annotation];
    const what = value === undefined ? undefined : does(value);
    const former = old[annotation];
    if (what === undefined || (former !== undefined && does(former) === what)) continue;
    if (isAnew && !isHolder) continue;
    const needing = context.staying.filter((staying) => isNeededBy(staying, after, context));
    for (const staying of needing) {
      yield told(
        key,
        staying,
        error(
          '',
          'object-left-out',
          `The ${objectTitle(name)} gets the annotation ${annotation}: ${String(value)}. By that, ${what}. ${staying.title} needs it where it is.`,
          'Take the annotation off.',
        ),
      );
    }
    if (needing.length === 0 && !isAnew) yield note(key, `By ${annotation}, ${what}.`);
  }
  const isReplaced = (annotations: Readonly<Record<string, string>>) =>
    optionsIn(annotations['argocd.argoproj.io/sync-options'] ?? '').includes('Replace=true');
  if (isHolder && isReplaced(now) && !isReplaced(old)) {
    yield note(
      key,
      'Argo CD replaces it as a whole from now on: what others have written in it is lost, and a sync that is forced deletes it first.',
    );
  }
}

function annotationsOf(object: Fields | undefined): Readonly<Record<string, string>> {
  return textsAt(object, 'metadata', 'annotations');
}

/** Whether a tenant loses something when an object goes: also the Namespace, its StatefulSets, and what makes its Secrets. */
function isNeededBy(staying: StayingTenant, object: Fields, context: EffectContext): boolean {
  const { kind, namespace, name } = nameOf(object);
  if (kind === 'Namespace') return maybeSame(staying.tenant.namespace, name);
  return (
    staying.sets.some(({ pool }) => pool.key === objectKey(object)) ||
    isUsedBy(staying, object, context.now) ||
    secretsOf(object).some((secret) =>
      usersOf({ ...context, staying: [staying] }, 'Secret', namespace, secret).some(
        ({ reference }) => !reference.isOptional,
      ),
    )
  );
}
