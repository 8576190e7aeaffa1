import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { layoutOf } from 'rustfs-constructs';
import { eventually } from '../../real/control-plane/eventually';
import { declared, root, secretsOf } from '../declared';
import { failDrive } from '../pods/drive';
import { binary, RealTenant } from '../pods/tenant';
import { big, writeInto } from '../objects';
import { clientOf } from '../s3/client';
import { formed } from '../formed';
import { observe, settled, type Observed } from './answers';
import { planned } from './planned';
import { awayIn, edgesOf, goesOn, measuredStates, outcome, seriesOf, stateTitle, type State } from './state';

/** `all`: also the states between two in which the same goes on. */
const isAll = process.env.RUSTFS_STATES === 'all';

const series = seriesOf(measuredStates).map(
  (states) => [seriesTitle(states), isAll ? states : edgesOf(states)] as const,
);

/** Where it is set, what is measured goes there, as lines for `measured-states.jsonl`. */
const record = process.env.RUSTFS_RECORD;

const version = /^rustfs (\S+)/m.exec(spawnSync(binary, ['--version'], { encoding: 'utf8' }).stdout)?.[1];

describe.each(series)('A tenant of %s goes on as the planner says and the table has it', (_, states) => {
  const spec = declared(...(states[0]?.pools ?? []));
  const layout = layoutOf(spec);
  const gone = new Set<string>();
  let tenant: RealTenant;

  beforeAll(async () => {
    tenant = new RealTenant(spec, secretsOf());
    await formed(tenant);
    await writeObjects(
      tenant,
      spec.pools.map(({ name }) => name),
    );
  });

  afterAll(() => tenant.end());

  test.each(states.map((state) => [stateTitle(state), state] as const))('%s', async (_title, state) => {
    for (const { pool, server, drive } of awayIn(state)) {
      const pod = `${spec.name}-${pool}-${server}`;
      const name = drive === undefined ? pod : `${pod}/${drive}`;
      if (gone.has(name)) continue;
      gone.add(name);
      if (drive === undefined) await tenant.kill(pod);
      else failDrive(tenant.drive(pod, drive));
    }
    if (layout === undefined) throw new Error('The planner does not know the layout.');
    const plan = planned(layout, state);
    const observed = await settled(() => observe(tenant, state.object), plan);
    if (record === undefined) {
      expect(outcome(observed)).toEqual(outcome(state));
    } else {
      write(state, observed);
    }
    expect(goesOn(observed.answers)).toEqual(plan);
  });
});

test('The table is of this version', () => {
  expect(new Set(measuredStates.map((state) => state.version))).toEqual(new Set([version]));
});

function seriesTitle(states: readonly State[]): string {
  const last = states.at(-1);
  const of = last?.away[0]?.includes('/') === true ? 'drives' : 'servers';
  return `${last?.pools.join(' + ')} that loses ${of} (${last?.away.join(', ')})`;
}

/** A bucket, and in every pool a small and a big object. */
async function writeObjects(tenant: RealTenant, pools: readonly string[]): Promise<void> {
  const client = clientOf(tenant.address(tenant.pods[0] ?? ''), root);
  await eventually('There is a bucket', async () =>
    (await client.put('/bucket')).status === 200 ? true : undefined,
  );
  for (const pool of pools) {
    await writeInto(tenant, client, `media-${pool}`, `/bucket/small-${pool}`, 'hello');
    await writeInto(tenant, client, `media-${pool}`, `/bucket/big-${pool}`, big);
  }
}

function write({ pools, away, object }: State, { answers, ready, cluster }: Observed): void {
  const date = new Date().toISOString().slice(0, 10);
  const row = { version, date, pools, away, object, answers, ready, cluster };
  appendFileSync(record ?? '', `${JSON.stringify(row)}\n`);
}
