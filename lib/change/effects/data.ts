import { error } from '../../tenant/problem';
import { textAt, type Fields } from '../fields';
import { maybeSame, nameOf, objectTitle } from '../objects';
import type { ComparedObject } from '../object-change';
import { comparedName, note, told, type Effect, type EffectContext } from './effect';
import { hasClaim, mayBind } from './users';

/** Namespaces, claims and volumes: what the data lie in. */
export function* dataEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { kind } = comparedName(object);
  const { before, after, key } = object;
  if (before === undefined) return;
  if (after === undefined) {
    if (kind === 'Namespace') yield* namespaceRemoval(key, before, context);
    if (kind === 'PersistentVolumeClaim') yield* claimRemoval(key, before, context);
    if (kind === 'PersistentVolume') yield* volumeRemoval(key, before, context);
    if (kind === 'CustomResourceDefinition') {
      yield note(key, 'Kubernetes deletes every object of its kind with it.', 'procedure');
    }
    return;
  }
  // Recycle, which Kubernetes still has, deletes what is in it.
  const isKept = (side: Fields) =>
    (textAt(side, 'spec', 'persistentVolumeReclaimPolicy') ?? 'Retain') === 'Retain';
  if (kind === 'PersistentVolume' && isKept(before) && !isKept(after)) {
    yield note(key, 'From now on, deleting its claim deletes the volume and the data.');
  }
}

function* namespaceRemoval(key: string, object: Fields, context: EffectContext): Iterable<Effect> {
  const { name } = nameOf(object);
  const staying = context.staying.filter(({ tenant }) => maybeSame(tenant.namespace, name));
  for (const tenant of staying) {
    yield told(
      key,
      tenant,
      error(
        '',
        'data-removed',
        `The Namespace ${name} is gone, and Kubernetes deletes everything in it: the claims of ${tenant.title}, and with them the data.`,
        `Put it back. ${elsewhere}`,
      ),
    );
  }
  if (staying.length > 0) return;
  const gone = context.leaving.filter(({ namespace }) => namespace === name).map((tenant) => tenant.name);
  const whose = gone.length === 0 ? 'claims and data' : `the claims of ${gone.join(', ')} and the data`;
  yield note(key, `Kubernetes deletes everything in it, ${whose} among it.`, 'procedure');
}

function* claimRemoval(key: string, object: Fields, context: EffectContext): Iterable<Effect> {
  const name = nameOf(object);
  const owner = context.staying.find((staying) => hasClaim(staying, name.namespace, name.name));
  if (owner === undefined) {
    yield note(
      key,
      'The claim is deleted, and with it the volume and its data, unless the volume is retained.',
      'procedure',
    );
    return;
  }
  yield told(
    key,
    owner,
    error(
      '',
      'data-removed',
      `The ${objectTitle(name)} is gone, which servers of ${owner.title} mount: it is deleted as soon as its pod stops, and with it the data, unless the volume is retained.`,
      `Put it back. ${elsewhere}`,
    ),
  );
}

function* volumeRemoval(key: string, object: Fields, context: EffectContext): Iterable<Effect> {
  const name = nameOf(object);
  const owner = context.staying.find((staying) => mayBind(staying, object, context.now));
  if (owner === undefined) {
    yield note(key, 'Whoever has a claim on this volume loses it, and with it the data.', 'procedure');
    return;
  }
  yield told(
    key,
    owner,
    error(
      '',
      'data-removed',
      `The ${objectTitle(name)} is gone, to which claims of ${owner.title} are bound or may be: a claim whose volume is gone is lost, and the server with it.`,
      `Put it back. ${elsewhere}`,
    ),
  );
}

const elsewhere =
  'If it is kept elsewhere from now on, first keep what prunes from deleting it (argocd.argoproj.io/sync-options: Prune=false, ' +
  'kustomize.toolkit.fluxcd.io/prune: disabled), in a change of its own.';
