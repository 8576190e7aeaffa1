import { error, type Problem } from '../../tenant/problem';
import { textAt, type Fields } from '../fields';
import type { Difference } from '../difference';
import { objectChange, type ComparedObject } from '../object-change';
import { maybeSame, nameOf, objectTitle } from '../objects';
import type { ObservedPool } from '../observed-pool';
import { podReferences } from '../pod-references';
import { isNotJudged } from '../not-judged';
import { hasOtherRoot, rootNotice } from '../root-credentials';
import { driveWriterProblems } from '../rules/drive-writers';
import { encryptionProblems } from '../rules/encryption';
import { startCommandProblems } from '../rules/start-command';
import { serverUserProblems } from '../rules/users';
import { heldFields } from './held';
import { twoAtOnce } from './at-once';
import {
  comparedName,
  note,
  serversAt,
  told,
  type Effect,
  type EffectContext,
  type PlacedServers,
} from './effect';
import { problemsLikePools, sharesDrives } from './like-pools';
import { unplaced } from './unplaced';

/**
 * Servers that are no pools of a plan: those whose addresses nobody here can read, and those of a Deployment or a Pod; and
 * of the pools those of which nobody can tell where their drives are.
 */
export function* serverEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { key, before, after } = object;
  const former = serversAt(key, context.former);
  if (before === undefined || former === undefined) return;
  const now = serversAt(key, context.staying);
  if (!context.others.has(key)) {
    if (now !== undefined) yield* unplaced(object, former.pool, now);
    return;
  }
  if (after === undefined || now === undefined) {
    yield goneServers(object, former);
    return;
  }
  const sides = {
    old: { ...former.of.tenant, pools: [former.pool] },
    now: { ...now.of.tenant, pools: [now.pool] },
  };
  const fields = heldFields(object);
  const isKnown = former.pool.volumes !== '' && now.pool.volumes !== '';
  const problems = isKnown
    ? problemsLikePools(object, sides.old, sides.now)
    : former.pool.volumes !== ''
      ? [unreadable(before, former.pool), ...encryptionProblems(sides.old, sides.now)]
      : fields.length > 0
        ? [unknown(before, `${fields.join(', ')} would change.`)]
        : [
            ...driveWriterProblems(sides.old, sides.now),
            ...serverUserProblems(sides.old, sides.now),
            ...startCommandProblems(sides.old, sides.now),
          ];
  for (const problem of [...problems, ...(sharesDrives(now.pool) ? twoAtOnce(object) : [])]) {
    const change = objectChange(object).change === 'rolls' ? 'rolls' : 'in-place';
    const meanwhile = isNotJudged(problem) ? 'procedure' : change;
    yield told(key, now.of, { ...problem, path: '' }, problem.severity === 'error' ? 'refused' : meanwhile);
  }
  if (isKnown) yield* unplaced(object, former.pool, now);
  if (nameOf(after).kind !== 'StatefulSet') yield* restarts(object, former.pool, now.pool);
}

function goneServers({ key, before = {} }: ComparedObject, { of, pool }: PlacedServers): Effect {
  if (nameOf(before).kind === 'StatefulSet') {
    return told(key, of, unknown(before, 'it would be gone, and its servers hold data.'));
  }
  const drives = pool.drives ?? [];
  const where = drives.length > 0 ? drives.join(', ') : 'its volumes';
  const data = sharesDrives(pool)
    ? 'what lies there stays as long as that does, and nobody serves it from now on'
    : 'what lies there goes with its pods';
  return note(
    key,
    `It runs RustFS on ${where}: ${data}. A tenant that begins in its place begins empty.`,
    'procedure',
  );
}

function unknown(server: Fields, what: string): Problem {
  const { kind, name } = nameOf(server);
  return error(
    '',
    'address-unknown',
    `The ${kind} ${name} runs RustFS: ${what} What it is told in RUSTFS_VOLUMES cannot be read from its environment, so ` +
      'nobody can tell whether its servers would find each other and their data.',
    kind === 'StatefulSet'
      ? 'Put it back. To change it, first adopt the tenant: rustfs-tenant adopt.'
      : 'Put it back. To change it, say RUSTFS_VOLUMES in the environment first, in a change of its own.',
  );
}

/** What told the servers their drives goes, or is where nobody can read it: the image has a place of its own. */
function unreadable(server: Fields, { poolList }: ObservedPool): Problem {
  return unknown(server, `it is told RUSTFS_VOLUMES (${poolList.join(' ')}), and would not be.`);
}

/** Its pods are replaced, as are those of a pool; of a Pod Kubernetes changes nothing but its image. */
function* restarts(
  { key, differences }: ComparedObject,
  former: ObservedPool,
  now: ObservedPool,
): Iterable<Effect> {
  if (now.running.count === 0 && former.running.count > 0) {
    yield note(key, 'Its server stops, and nobody is served until it has one again.', 'procedure');
  } else if (differences.some(({ path }) => /^spec\.(template|containers)/.test(path))) {
    yield note(key, 'Its server restarts; nobody is served meanwhile.', 'rolls');
  }
  if (hasOtherRoot(former, now)) yield note(key, rootNotice);
}

/**
 * What servers of unknown addresses take from another object that goes or changes: where nothing is known of it, it may be
 * the addresses.
 */
export function* namedEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { key, before, after, differences } = object;
  if (before === undefined || (after !== undefined && !differences.some(mayTell(object)))) return;
  for (const { tenant, sets } of context.former) {
    for (const { pool, object: server } of sets) {
      const now = serversAt(pool.key, context.staying);
      if (pool.volumes !== '' || now === undefined || !context.others.has(pool.key)) continue;
      if (!maybeSame(tenant.namespace, comparedName(object).namespace) || !isNamedBy(server, before))
        continue;
      const does = after === undefined ? 'go' : 'change';
      yield told(
        key,
        now.of,
        unknown(server, `${objectTitle(nameOf(before))}, which it names, would ${does}.`),
      );
    }
  }
}

/** What a pod finds in what it names; of any other object, and of its labels, it is told nothing. */
function mayTell(object: ComparedObject): (difference: Difference) => boolean {
  const isRead = ['Secret', 'ConfigMap', 'SecretProviderClass'].includes(comparedName(object).kind);
  return ({ path }) => isRead && !/^(metadata|immutable|type)\b/.test(path);
}

function isNamedBy(server: Fields, object: Fields): boolean {
  const { kind, name } = nameOf(object);
  return (
    (kind === 'Service' && name === textAt(server, 'spec', 'serviceName')) ||
    podReferences(server).some((reference) => reference.kind === kind && reference.name === name)
  );
}
