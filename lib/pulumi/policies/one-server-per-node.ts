import { serverPolicy } from './servers';

/** A node that fails takes one server of a pool with it, and no more. */
export const oneServerPerNode = serverPolicy(
  {
    name: 'rustfs-one-server-per-node',
    description: 'No two RustFS servers of a pool may run on one node.',
    enforcementLevel: 'advisory',
  },
  function* ({ replicas = 1, template }) {
    const terms =
      template?.spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
    if (replicas < 2 || terms.some(({ topologyKey }) => topologyKey === 'kubernetes.io/hostname')) return;
    yield 'Several servers of the pool may run on one node, and fail with it. Require anti-affinity on kubernetes.io/hostname.';
  },
);
