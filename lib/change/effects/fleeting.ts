import { error, warning, type Problem } from '../../tenant/problem';
import { objectChange, type ComparedObject } from '../object-change';
import { nameOf } from '../objects';
import type { ObservedPool } from '../observed-pool';
import { serversAt, told, type Effect, type EffectContext } from './effect';

/** Drives and keys that go with their pod: a restart, one server after the other, loses them all. */
export function* fleetingEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { key, before, after } = object;
  if (before === undefined || after === undefined) return;
  const [former, now] = [serversAt(key, context.former), serversAt(key, context.staying)];
  if (former === undefined || now === undefined || !isRestarted(object, former.pool, now.pool)) return;
  const path = context.others.has(key) ? '' : `pools[${now.of.tenant.pools.indexOf(now.pool)}].persistence`;
  for (const problem of problemsOf(former.pool, path)) {
    yield told(key, now.of, problem, problem.severity === 'error' ? 'refused' : 'procedure');
  }
}

/** Whether pods go: another template, or fewer of a kind that is not numbered. A Pod itself stays until it is made anew. */
function isRestarted(object: ComparedObject, { running: old }: ObservedPool, { running }: ObservedPool) {
  const { change } = objectChange(object);
  const isTemplate = object.differences.some(({ path }) => path.startsWith('spec.template'));
  switch (nameOf(object.after ?? {}).kind) {
    case 'StatefulSet':
      return change === 'rolls' || isTemplate;
    case 'Pod':
      return change === 'recreated';
    default:
      return change === 'recreated' || isTemplate || running.count < old.count;
  }
}

function* problemsOf({ name, written, keysElsewhere }: ObservedPool, path: string): Iterable<Problem> {
  const fleeting = written.filter(({ lifetime }) => lifetime === 'of its pod');
  const placesOf = (of: 'drive' | 'keys') =>
    [...new Set(fleeting.filter((each) => each.of === of).map(({ place }) => place))].join(', ');
  const [drives, keys] = [placesOf('drive'), placesOf('keys')];
  if (drives !== '') {
    yield error(
      path,
      'drive-fleeting',
      `Drives of "${name}" lie on what goes with a pod (${drives}), and every server would restart: each ` +
        'starts empty, and when the last has, all objects are gone.',
      'Copy the objects to a tenant on claims first (rustfs-tenant render makes them); then let this one go.',
    );
  }
  if (keys !== '') {
    yield error(
      path,
      'encryption-directory',
      `The keys of encrypted objects of "${name}" lie on what goes with a pod (${keys}), and every server would restart: ` +
        'without the keys no encrypted object can be read again.',
      'Before any pod restarts, copy them with kubectl cp to a directory on a drive, of every server, and to a safe place.',
    );
  }
  if (keysElsewhere) {
    yield warning(
      path,
      'encryption-directory',
      `Where "${name}" keeps the keys of encrypted objects comes from somewhere else than its environment, and every server would ` +
        'restart: whether the keys outlive a pod is not known.',
      'See that they lie on a drive before it is applied; or say the directory as a value, in a change of its own.',
    );
  }
}
