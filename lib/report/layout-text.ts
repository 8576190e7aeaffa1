import type { TenantLayout, TenantPoolLayout } from '../tenant/layout-of';
import { bytesText } from '../tenant/quantity';
import { poolMap, shardsOf, type MapGroup, type MapRow } from './map';
import { shardsText } from './shards-text';
import { counted } from '../counted';
import { guaranteeText, poolFacts, poolsText } from './words';

/** The layout for a terminal: facts, guarantees and map of each pool. */
export function layoutText(layout: TenantLayout): string {
  const { tenant, pools, rawBytes, usableBytes } = layout;
  const total = `${tenant}: ${counted(pools.length, 'pool')}, ${bytesText(usableBytes)} usable of ${bytesText(rawBytes)}`;
  const together = poolsText(layout);
  const heading = together === undefined ? total : `${total}\n${together}`;
  return `${[heading, ...pools.map(poolText)].join('\n\n')}\n`;
}

function poolText(pool: TenantPoolLayout): string {
  const facts = poolFacts(pool).map(([name, value]) => `  ${name.padEnd(26)}${value}`);
  const guarantees = pool.statements.map((statement) => `  ${guaranteeText(statement)}`);
  const placement = guarantees.length === 0 ? ['  nothing: all servers may run on one node'] : guarantees;
  return [`Pool ${pool.name}`, ...facts, '', 'Placement', ...placement, '', ...mapText(pool)].join('\n');
}

/** A column per drive; each cell is the number of the drive's erasure set. */
function mapText(pool: TenantPoolLayout): string[] {
  const { groups, drivesPerServer } = poolMap(pool);
  const width = Math.max(String(pool.sets - 1).length, String(drivesPerServer - 1).length);
  const cells = (numbers: readonly number[]) =>
    numbers.map((number) => String(number).padStart(width)).join(' ');
  const label = (text: string) => `  ${text.padEnd(12)}`;
  const row = ({ server, sets, shards }: MapRow) =>
    `${label(`server ${server}`)}${cells(sets)}   ${shardsText(shards)}`;
  const group = ({ title, rows }: MapGroup) => [
    ...(title === '' ? [] : [`  ${title}: ${shardsText(shardsOf(rows))}`]),
    ...rows.map(row),
  ];
  const drives = Array.from({ length: drivesPerServer }, (_, drive) => drive);
  const caption =
    pool.failureDomain === undefined ? '' : ', one way in which the scheduler may place the servers';
  return [
    `Erasure set of each drive${caption}`,
    `${label('drive')}${cells(drives)}`,
    ...groups.flatMap(group),
  ];
}
