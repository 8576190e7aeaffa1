import type { PoolSpec, TenantSpec } from 'rustfs-constructs';

/** A tenant in a namespace of its own, of the same name. */
export interface Drained {
  readonly title: string;
  readonly spec: TenantSpec;
}

function tenant(
  name: string,
  title: string,
  pools: readonly PoolSpec[],
  more: Partial<TenantSpec> = {},
): Drained {
  const spec = {
    name,
    namespace: name,
    credsSecret: { name: 'root' },
    rpcSecret: { name: 'rpc', key: 'secret' },
    pools,
    ...more,
  };
  return { title, spec };
}

/** A pool of so many servers with so many drives each. */
export function pool(servers: number, volumesPerServer: number, name = 'pool-0'): PoolSpec {
  return { name, servers, persistence: { volumesPerServer } };
}

/** Tenants whose pools all spare a server: `layout` says of each that a server may fail. */
export const sparing: readonly Drained[] = [
  tenant('t3x1', '3 x 1', [pool(3, 1)]),
  tenant('t4x1', '4 x 1', [pool(4, 1)]),
  tenant('t4x2', '4 x 2', [pool(4, 2)]),
  tenant('t4x4', '4 x 4', [pool(4, 4)]),
  tenant('t6x1', '6 x 1, a server on each node', [pool(6, 1)]),
  tenant('two-pools', '4 x 1 and 3 x 2', [pool(4, 1), pool(3, 2, 'pool-1')]),
  tenant('several', '8 x 1, several servers on a node', [pool(8, 1)], { placement: { perNode: 'none' } }),
  tenant('zones', '6 x 1 over three zones', [pool(6, 1)], {
    placement: { failureDomain: { topologyKey: 'topology.kubernetes.io/zone', count: 3 } },
  }),
  tenant('two-away', '6 x 1 of which two may be away', [pool(6, 1)], {
    disruptionBudget: { maxUnavailable: 2 },
  }),
];

/** Tenants of which no server can be spared: `layout` says that none may fail, and the check `write-headroom` warns. */
export const unsparing: readonly Drained[] = [
  tenant('t1x4', '1 x 4', [pool(1, 4)]),
  tenant('t2x1', '2 x 1', [pool(2, 1)]),
  tenant('t2x2', '2 x 2', [pool(2, 2)]),
];
