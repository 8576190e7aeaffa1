import { error } from '../../tenant/problem';
import { isRecord } from '../../is-record';
import { textAt, valueAt, type Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { nameOf, objectTitle } from '../objects';
import { comparedName, note, told, type Effect, type EffectContext, type StayingTenant } from './effect';
import { hasClaim, mayBind } from './users';

/** Volumes of drives that change, and volumes and claims that come for drives that are there. */
export function* volumeEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { key, before, after, differences } = object;
  const { kind } = comparedName(object);
  if (after === undefined || (before !== undefined && differences.length === 0)) return;
  if (kind === 'PersistentVolumeClaim') yield* claimEffects(key, before, after, context);
  if (kind !== 'PersistentVolume') return;
  if (before === undefined) {
    yield* newVolume(key, after, context);
    yield* sameDisk(key, after, context);
    return;
  }
  const owner = context.staying.find((staying) =>
    [before, after].some((side) => mayBind(staying, side, context.now)),
  );
  if (owner === undefined) return;
  for (const fault of faultsOf(before, after, owner, context)) {
    yield told(
      key,
      owner,
      error('', 'volume-changed', `The ${objectTitle(nameOf(after))} ${fault}`, 'Put it back as it was.'),
    );
  }
  yield* linesOf(key, before, after, owner);
}

/** By which the claim of a drive would get other bytes than it has, or could not be written. */
function* faultsOf(
  before: Fields,
  after: Fields,
  owner: StayingTenant,
  { now }: EffectContext,
): Iterable<string> {
  const [from, to] = [claimOf(before), claimOf(after)];
  const isAskedFor = now.some(
    (object) =>
      nameOf(object).kind === 'PersistentVolumeClaim' &&
      textAt(object, 'spec', 'volumeName') === nameOf(after).name &&
      hasClaim(owner, nameOf(object).namespace, nameOf(object).name),
  );
  const isMoved = from !== undefined ? from !== to : isAskedFor && to !== undefined && !isDrive(owner, after);
  if (isMoved) {
    yield `was for the claim ${from ?? 'that asks for it'} and would be for ${to ?? 'any'}: a server of ${owner.title} that is bound anew finds the bytes of another drive, or none.`;
  }
  const [oldId, newId] = [before, after].map((side) => textAt(side, 'spec', 'claimRef', 'uid'));
  if (!isMoved && oldId !== undefined && newId !== undefined && oldId !== newId) {
    yield `would be for another claim of the name ${String(to)} than the one that is there: Kubernetes takes that for deleted, and releases the volume.`;
  }
  if (!isReadOnly(before) && isReadOnly(after)) {
    yield `would be mounted read-only: servers of ${owner.title} that start anew could not write to it.`;
  }
  if (isWritable(before) && !isWritable(after)) {
    yield `would let nobody write to it (accessModes): no claim of a drive of ${owner.title} is bound to it again.`;
  }
}

function* linesOf(key: string, before: Fields, after: Fields, owner: StayingTenant): Iterable<Effect> {
  const isOther = (field: string) =>
    JSON.stringify(valueAt(before, 'spec', field)) !== JSON.stringify(valueAt(after, 'spec', field));
  if (claimOf(before) === undefined && isDrive(owner, after)) {
    yield note(
      key,
      `It is for the claim ${String(claimOf(after))} alone from now on: see that no other is bound to it already, which would be lost.`,
      'procedure',
    );
  }
  if (valueAt(before, 'spec', 'nodeAffinity') === undefined && isOther('nodeAffinity')) {
    yield note(
      key,
      `A server of ${owner.title} that has it starts only on these nodes from now on, and nowhere if they are not those that reach it.`,
      'procedure',
    );
  }
  if (isOther('mountOptions')) yield note(key, 'Other mount options count when a pod mounts it anew.');
  if (isOther('accessModes') || isOther('storageClassName') || isOther('capacity')) {
    yield note(
      key,
      'A claim that is bound to it stays; one that is bound anew has to ask for what it says now.',
    );
  }
}

/** A volume for a claim that a drive has already: whether it counts depends on the cluster. */
function* newVolume(key: string, volume: Fields, context: EffectContext): Iterable<Effect> {
  const owner = context.former.find((former) => isDrive(former, volume));
  if (owner === undefined) return;
  yield note(
    key,
    `It is for the claim ${String(claimOf(volume))} of ${owner.title}, which has a volume: a claim that is made anew is bound to this one, and its server finds what is on it.`,
    'procedure',
  );
}

/** A second volume on the disk of a drive: whoever is bound to it writes on what servers have. */
function* sameDisk(key: string, volume: Fields, context: EffectContext): Iterable<Effect> {
  const disk = diskOf(volume);
  const isSame = (other: Fields) =>
    nameOf(other).kind === 'PersistentVolume' &&
    nameOf(other).name !== nameOf(volume).name &&
    diskOf(other) === disk;
  const twin = disk === undefined ? undefined : context.now.find(isSame);
  const owner = twin && context.staying.find((staying) => mayBind(staying, twin, context.now));
  if (twin === undefined || owner === undefined) return;
  yield told(
    key,
    owner,
    error(
      '',
      'volume-changed',
      `The ${objectTitle(nameOf(volume))} is the same disk as the ${objectTitle(nameOf(twin))}, on which a server of ${owner.title} is or may be: two would write to it.`,
      'Take it out, or name another disk.',
    ),
  );
}

/** The disk that a volume is, as far as that is known: a path of one node, or the handle of a driver. */
function diskOf(volume: Fields): string | undefined {
  const [local, csi] = ['local', 'csi'].map((source) => valueAt(volume, 'spec', source));
  const nodes = JSON.stringify(valueAt(volume, 'spec', 'nodeAffinity') ?? '');
  if (textAt(local, 'path') !== undefined) return `${String(textAt(local, 'path'))} ${nodes}`;
  const handle = textAt(csi, 'volumeHandle');
  return handle === undefined ? undefined : `${textAt(csi, 'driver') ?? ''} ${handle}`;
}

/** A claim of a drive that is there already, and that says by itself on what it starts. */
function* claimEffects(
  key: string,
  before: Fields | undefined,
  after: Fields,
  { former }: EffectContext,
): Iterable<Effect> {
  const { namespace, name } = nameOf(after);
  const owner = former.find((tenant) => hasClaim(tenant, namespace, name));
  const said = ['volumeName', 'dataSource', 'dataSourceRef'].filter(
    (field) => valueAt(before, 'spec', field) === undefined && isSaid(valueAt(after, 'spec', field)),
  );
  if (owner === undefined || said.length === 0) return;
  yield note(
    key,
    `A server of ${owner.title} has this claim: if it is bound, Kubernetes refuses ${said.join(', ')}; if it is made anew, the server starts on what that has.`,
    'procedure',
  );
}

function isSaid(value: unknown): boolean {
  return isRecord(value) || (typeof value === 'string' && value !== '');
}

function claimOf(volume: Fields): string | undefined {
  const name = textAt(volume, 'spec', 'claimRef', 'name');
  return name === undefined ? undefined : `${textAt(volume, 'spec', 'claimRef', 'namespace') ?? ''}/${name}`;
}

function isDrive(tenant: StayingTenant, volume: Fields): boolean {
  const name = textAt(volume, 'spec', 'claimRef', 'name');
  const namespace = textAt(volume, 'spec', 'claimRef', 'namespace') ?? '';
  return name !== undefined && hasClaim(tenant, namespace, name);
}

function isReadOnly(volume: Fields): boolean {
  const options = valueAt(volume, 'spec', 'mountOptions');
  const all = Array.isArray(options) ? options.flatMap((option) => String(option).split(',')) : [];
  return all.includes('ro');
}

function isWritable(volume: Fields): boolean {
  const modes = valueAt(volume, 'spec', 'accessModes');
  return (
    !Array.isArray(modes) || modes.length === 0 || modes.some((mode) => String(mode).startsWith('ReadWrite'))
  );
}
