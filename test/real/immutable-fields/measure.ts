import { isDeepStrictEqual } from 'node:util';
import { differencesOf } from '../../../lib/change/difference';
import { isImmutable } from '../../../lib/change/immutable-fields';
import { normalObject } from '../../../lib/change/normal';
import type { Answer, ApiServer, Manifest } from '../control-plane/api-server';
import { eventually } from '../control-plane/eventually';
import { fieldOf, withField } from './field';
import type { Subject } from './subjects';

/** What the API server made of a change. */
export type Outcome =
  /** The field is as it was asked for. */
  | 'accepted'
  /** Success is reported, and the field is as it was. */
  | 'kept'
  | 'refused'
  /** Refused to server-side apply alone: what is left of the former value does not go with the new one. */
  | 'unmergeable';

/** One field changed from one value into another; undefined is a field that is not there. */
export interface Measurement {
  readonly path: string;
  readonly from: unknown;
  readonly to: unknown;
  readonly outcome: Outcome;
  /** The server's reason, where it refused. */
  readonly reason: string;
  readonly declared: Manifest;
  readonly live: Answer['body'];
  readonly wanted: Manifest;
}

let count = 0;

/** What was found, and the values that our tables have for a field and that no new object may have: a mistake of theirs. */
export interface Measured {
  readonly measurements: readonly Measurement[];
  readonly impossible: readonly string[];
}

/** Changes every field of the subject from each of its values into each other. */
export async function measure(api: ApiServer, subject: Subject): Promise<Measured> {
  const measurements: Measurement[] = [];
  const impossible: string[] = [];
  const asMade = subject.isAsMade ? await made(api, subject, subject.object) : undefined;
  for (const [path, values] of Object.entries(subject.values)) {
    const own = fieldOf(subject.object, path);
    const states = [own, undefined, ...values].filter((state, i, all) => all.indexOf(state) === i);
    const possible: unknown[] = [];
    for (const state of states) {
      const fresh = await api.apply(named(withField(subject.object, path, state), 'fresh'), {
        isDryRun: true,
      });
      if (isMade(fresh)) possible.push(state);
      else if (state !== undefined)
        impossible.push(`${path}: ${JSON.stringify(state)} ${String(fresh.body.message)}`);
      if (subject.enough === possible.length) break;
    }
    for (const from of asMade === undefined ? possible : [own]) {
      const start = asMade ?? (await made(api, subject, withField(subject.object, path, from)));
      for (const to of possible.filter((state) => !isDeepStrictEqual(from, state))) {
        measurements.push({ path, from, to, ...start, ...(await changed(api, subject, path, to, start)) });
      }
      // Its addresses and ports are free at once; claims and namespaces go when their controllers let them.
      if (asMade === undefined) await api.delete(start.declared);
    }
  }
  if (asMade !== undefined) await api.delete(asMade.declared);
  return { measurements, impossible };
}

/** An object as it was applied, and as it runs. */
type Start = Pick<Measurement, 'declared' | 'live'>;

async function made(api: ApiServer, { isBound }: Subject, object: Manifest): Promise<Start> {
  const declared = named(object, `${object.metadata.name}-${count++}`);
  const answer = await api.apply(declared);
  if (!isMade(answer)) throw new Error(`${declared.kind} was refused: ${String(answer.body.message)}`);
  return { declared, live: isBound ? await bound(api, declared) : (await api.get(declared)).body };
}

async function changed(
  api: ApiServer,
  { object }: Subject,
  path: string,
  to: unknown,
  { declared, live }: Start,
): Promise<Pick<Measurement, 'outcome' | 'reason' | 'wanted'>> {
  const wanted = named(withField(object, path, to), declared.metadata.name);
  const fresh = await api.apply(named(wanted, 'fresh'), { isDryRun: true });
  const answer = await api.apply(wanted, { isDryRun: true });
  const reason = isMade(answer) ? '' : String(answer.body.message);
  if (isMade(answer))
    return { outcome: isKept(path, live, answer, fresh) ? 'kept' : 'accepted', reason, wanted };
  const { body } = await api.get(declared);
  const replaced = await api.request(
    'PUT',
    `${await api.pathOf(declared)}?dryRun=All`,
    withField(body, path, to),
  );
  return { outcome: isMade(replaced) ? 'unmergeable' : 'refused', reason, wanted };
}

/** Whether our table says that the server refuses the change, by the object as it runs and as it was applied. */
export function isImmutableOfLive({
  live,
  declared,
  wanted,
}: Pick<Measurement, 'live' | 'declared' | 'wanted'>): boolean {
  const differences = differencesOf(normalObject(live), normalObject(wanted), { isWhole: false }, [
    wanted,
    declared,
  ]);
  return differences.some((difference) => isImmutable(difference, { before: live, after: wanted }));
}

/** The same of two declarations, without a look at what runs. */
export function isImmutableOfDeclared({ declared, wanted }: Measurement): boolean {
  const differences = differencesOf(normalObject(declared), normalObject(wanted), { isWhole: true });
  return differences.some((difference) => isImmutable(difference, { before: declared, after: wanted }));
}

export function isMade({ status }: Answer): boolean {
  return status === 200 || status === 201;
}

function named(object: Manifest, name: string): Manifest {
  return { ...object, metadata: { ...object.metadata, name } };
}

/** Whether the field is as it was, and not as it is in an object that is made like this. */
function isKept(path: string, live: unknown, answer: Answer, fresh: Answer): boolean {
  const now = fieldOf(answer.body, path);
  return isDeepStrictEqual(now, fieldOf(live, path)) && !isDeepStrictEqual(now, fieldOf(fresh.body, path));
}

/** The claim once it has its volume. */
export function bound(api: ApiServer, claim: Manifest): Promise<Answer['body']> {
  return eventually(`${claim.metadata.name} is bound`, async () => {
    const { body } = await api.get(claim);
    return fieldOf(body, 'status.phase') === 'Bound' ? body : undefined;
  });
}
