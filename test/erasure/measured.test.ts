import { layoutOf, survives, type Failure, type TenantLayout } from 'rustfs-constructs';
import { declared } from '../rustfs/declared';
import { planned } from '../rustfs/states/planned';
import { awayIn, goesOn, measuredStates, stateTitle, type MeasuredState } from '../rustfs/states/state';

function layoutIn({ pools }: MeasuredState): TenantLayout {
  const layout = layoutOf(declared(...pools));
  if (layout === undefined) throw new Error(`${pools.join(' + ')} has no layout.`);
  return layout;
}

/** The state as so many of one kind that fail, in the only pool that loses any. */
function failureIn(state: MeasuredState): Failure {
  const away = awayIn(state);
  return { of: away.some(({ drive }) => drive !== undefined) ? 'drives' : 'servers', count: away.length };
}

/** What the planner promises of a tenant that loses so much, whichever it is: all of its pools have to go on. */
function promised(state: MeasuredState): { readonly reads: boolean; readonly writes: boolean } {
  const failure = failureIn(state);
  const outcomes = layoutIn(state).pools.map((pool) => survives(pool, pool.placement, failure));
  return {
    reads: outcomes.every(({ canRead }) => canRead),
    writes: outcomes.every(({ canWrite }) => canWrite),
  };
}

function seen({ answers }: MeasuredState): { readonly reads: boolean; readonly writes: boolean } {
  const { get, getBig, list, put, putBig } = goesOn(answers);
  return { reads: get && getBig && list, writes: put && putBig };
}

describe('What a real RustFS did without servers and drives is what the planner says', () => {
  test.each(measuredStates.map((state) => [stateTitle(state), state] as const))('%s', (_, state) => {
    expect(goesOn(state.answers)).toEqual(planned(layoutIn(state), state));
  });
});

describe('A promise is kept, and none is withheld', () => {
  test.each(measuredStates.map((state) => [stateTitle(state), state] as const))(
    'what is promised of %s went on',
    (_, state) => {
      const { reads, writes } = promised(state);
      expect(seen(state)).toMatchObject({ ...(reads && { reads }), ...(writes && { writes }) });
    },
  );

  const lossIn = (state: MeasuredState) =>
    `${state.pools.join(' + ')} without ${failureIn(state).count} ${failureIn(state).of}`;
  const unpromised = measuredStates.filter((state) => !promised(state).reads);
  test.each([...new Set(unpromised.map(lossIn))])('%s: what is not promised was seen to stop', (loss) => {
    const alike = measuredStates.filter((state) => lossIn(state) === loss);
    expect(alike.map((state) => seen(state).reads)).toContain(false);
  });
});

describe('Each gate alone was seen to stop requests', () => {
  const poolsOf = (state: MeasuredState) => layoutIn(state).pools;

  test('the bucket gate: with one drive dead on each of two servers, shards and locks would do', () => {
    const state = measured(['4x2'], ['a-3/0', 'a-2/0']);
    const [pool] = poolsOf(state);
    expect(pool).toMatchObject({ setSize: 8, readQuorum: 4, writeQuorum: 5, serversPerSet: 4 });
    expect(seen(state)).toEqual({ reads: false, writes: false });
    // Users are no objects of a bucket.
    expect(goesOn(state.answers)).toMatchObject({ makeBucket: false, addUser: true });
    expect(planned(layoutIn(state), state)).toEqual(goesOn(state.answers));
  });

  test('the bucket gate: a pool that is shut stops what lies in the others', () => {
    const state = measured(['4x1', '4x1'], ['b-3', 'b-2']);
    expect(state.object).toBe('a');
    expect(seen(state)).toEqual({ reads: false, writes: false });
    expect(planned(layoutIn(state), state)).toEqual(goesOn(state.answers));
  });

  test('the shards: with a drive more than parity dead, buckets are made and nothing is read', () => {
    const state = measured(['4x4'], ['a-3/0', 'a-2/0', 'a-1/0', 'a-0/0', 'a-3/1']);
    const [pool] = poolsOf(state);
    expect(pool).toMatchObject({ setSize: 16, readQuorum: 12 });
    expect(seen(state)).toEqual({ reads: false, writes: false });
    expect(goesOn(state.answers)).toMatchObject({ makeBucket: true });
    expect(planned(layoutIn(state), state)).toEqual(goesOn(state.answers));
  });
});

function measured(pools: readonly string[], away: readonly string[]): MeasuredState {
  const isAsked = (state: MeasuredState) =>
    state.pools.join() === pools.join() && state.away.join() === away.join();
  const state = measuredStates.find(isAsked);
  if (state === undefined)
    throw new Error(`${pools.join(' + ')} without ${away.join(', ')} was not measured.`);
  return state;
}
