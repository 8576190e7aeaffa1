import fc from 'fast-check';
import type { TenantSpec } from 'rustfs-constructs';
import { media, rows, type Edit } from './rows';

/** Two declarations of one tenant, and what was done to either. */
export interface Pair {
  readonly title: string;
  readonly before: TenantSpec;
  readonly after: TenantSpec;
}

const edits: readonly (readonly [title: string, edit: Edit])[] = rows
  .filter(({ verdict }) => verdict !== 'refused')
  .flatMap(({ title, before, after }) => [
    ...(before === undefined ? [] : [[`before ${title}`, before] as const]),
    [title, after] as const,
  ]);

const some = fc.subarray([...edits], { maxLength: 4 });

const pairs = fc.record({ before: some, after: some }).map(({ before, after }): Pair => {
  const said = (chosen: typeof before) => chosen.map(([title]) => title).join(', ') || 'nothing';
  return {
    title: `from ${said(before)} to ${said(after)}`,
    before: done(before),
    after: done(after),
  };
});

function done(chosen: typeof edits): TenantSpec {
  return chosen.reduce((spec, [, edit]) => edit(spec), media);
}

/** The same pairs in every run; REAL_SEED chooses others. */
export const seed = Number(process.env.REAL_SEED ?? 2026);

export const generated: readonly Pair[] = fc.sample(pairs, { seed, numRuns: 24 });
