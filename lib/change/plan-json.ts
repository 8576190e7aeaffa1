import type { PoolLayout } from '../erasure';
import { poolJson } from '../report/layout-json';
import type { ChangePlan, TenantPlan } from './plan';

/** The plan as documented JSON, a stable interface: fields are added, never renamed. Bytes are decimal strings. */
export function planJson(plan: ChangePlan): string {
  const { verdict, objects, refusals, tenants } = plan;
  return `${JSON.stringify({ verdict, objects, refusals, tenants: tenants.map(tenantJson) }, null, 2)}\n`;
}

function tenantJson({
  tenant,
  verdict,
  change,
  pools,
  rollout,
  procedures,
  problems,
  afterwards,
  irreversible,
}: TenantPlan) {
  return {
    tenant,
    verdict,
    change,
    pools: pools.map((pool) => ({
      name: pool.name,
      change: pool.change,
      before: layout(pool.before),
      after: layout(pool.after),
    })),
    rollout: {
      together: rollout.isTogether,
      restarts: rollout.restarts,
      reads: rollout.canRead ?? null,
      writes: rollout.canWrite ?? null,
      ...(rollout.away.length > 0 && { away: rollout.away }),
      pools: rollout.pools.map(({ name, ordinals, canRead, canWrite }) => ({
        name,
        ordinals,
        reads: canRead ?? null,
        writes: canWrite ?? null,
      })),
    },
    procedures,
    warnings: problems
      .filter(({ severity }) => severity === 'warning')
      .map(({ path, code, message, fix }) => ({ path, code, message, fix })),
    afterwards,
    irreversible,
  };
}

function layout(pool: PoolLayout | undefined) {
  return pool === undefined ? null : poolJson(pool);
}
