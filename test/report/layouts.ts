import { layoutOf, type PoolSpec, type TenantLayout, type TenantSpec } from 'rustfs-constructs';
import { present } from '../support/composed';
import { acme } from '../support/specs';

/** Six servers of four drives over three zones: two sets of twelve. */
export const threeZones = layoutWith([pool('pool-0', 6, 4)], {
  drives: 'distinct',
  failureDomain: { topologyKey: 'topology.kubernetes.io/zone', count: 3 },
});

/** Sixteen servers of four drives: a set in each column. */
export const sixteenServers = layoutWith([pool('pool-0', 16, 4)]);

/** Forty servers of sixteen drives over three zones: 64 sets of ten. */
export const fortyServers = layoutWith([pool('pool-0', 40, 16)], {
  drives: 'distinct',
  failureDomain: { topologyKey: 'topology.kubernetes.io/zone', count: 3 },
});

/** Two pools of different shapes. */
export const twoShapes = layoutWith([pool('pool-0', 4, 4), pool('pool-1', 8, 2)]);

/** Four servers of one drive each, wherever the scheduler likes. */
export const unplaced = layoutWith([pool('pool-0', 4, 1)], { perNode: 'none' });

function layoutWith(pools: readonly PoolSpec[], placement = acme.placement): TenantLayout {
  const spec: TenantSpec = { ...acme, pools, ...(placement !== undefined && { placement }) };
  return present(layoutOf(spec));
}

function pool(name: string, servers: number, volumesPerServer: number): PoolSpec {
  const volumeClaimTemplate = {
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: '1Ti' } },
  };
  return { name, servers, persistence: { volumesPerServer, volumeClaimTemplate } };
}
