import type { Problem } from '../tenant/problem';
import { poolAddress } from './address';
import type { ObservedTenant } from './observed';
import type { Procedure } from './plan';
import type { TenantSides } from './plan-context';
import { isRootChanged } from './root-credentials';
import { rpcSecret } from './shared-settings';

/** A procedure, and whether all pods of the tenant have to restart together in it. */
export interface FoundProcedure extends Procedure {
  readonly isTogether: boolean;
}

/** What of a change has to be done step by step: applying the objects alone would fail, or stop the tenant. */
export function proceduresOf({ before, now }: TenantSides, problems: readonly Problem[]): FoundProcedure[] {
  if (before === undefined || now === undefined) return [];
  return [
    ...(problems.some(({ code }) => code === 'claim-grown') ? [sizeUp] : []),
    ...addressProcedures(before, now),
    ...retirement(before, now),
    ...secretProcedures(before, now),
  ];
}

const sizeUp: FoundProcedure = {
  runbook: 'size-up',
  why: 'claims grow one by one, and each StatefulSet is made anew around its pods',
  isTogether: false,
};

/** RustFS servers of another scheme or domain do not find or understand each other. */
function addressProcedures(before: ObservedTenant, now: ObservedTenant): FoundProcedure[] {
  const pairs = now.pools.flatMap((pool) => {
    const former = before.pools.find(({ statefulSet }) => statefulSet === pool.statefulSet);
    return former === undefined || former.volumes === pool.volumes
      ? []
      : [[former.volumes, pool.volumes] as const];
  });
  if (pairs.length === 0) return [];
  const hasOtherScheme = pairs.some(([old, current]) => schemeOf(old) !== schemeOf(current));
  return [
    {
      runbook: hasOtherScheme ? 'tls' : 'cluster-domain',
      why: `servers at ${hasOtherScheme ? 'http and https' : 'the old and the new'} addresses cannot talk to each other`,
      isTogether: true,
    },
  ];
}

function schemeOf(volumes: string): string {
  const address = poolAddress(volumes);
  return address?.kind === 'url' ? address.scheme : '';
}

function retirement(before: ObservedTenant, now: ObservedTenant): FoundProcedure[] {
  const gone = before.pools.filter(
    ({ statefulSet }) => !now.pools.some((pool) => pool.statefulSet === statefulSet),
  );
  if (gone.length === 0) return [];
  return [
    {
      runbook: 'retire-pool',
      why: `after its decommission ${gone.map(({ name }) => name).join(', ')} has to leave before any server restarts`,
      isTogether: false,
    },
  ];
}

/**
 * Servers with another RPC secret cannot authenticate to each other. Without one it derives from the root credentials
 * (server contract 1.3).
 */
function secretProcedures(before: ObservedTenant, now: ObservedTenant): FoundProcedure[] {
  const servers = now.pools.reduce((sum, pool) => sum + pool.servers, 0);
  if (servers < 2) return [];
  const isRpcChanged = now.pools.some(({ key, shared }) =>
    before.pools.some((pool) => pool.key === key && pool.shared.get(rpcSecret) !== shared.get(rpcSecret)),
  );
  if (isRpcChanged) return [rotateRpc];
  const isDerived = now.pools.every(({ hasRpcSecret }) => !hasRpcSecret);
  return isDerived && isRootChanged(before, now) ? [rotateRoot] : [];
}

export const rotateRpc: FoundProcedure = {
  runbook: 'rotate-rpc',
  why: 'servers with the old and the new RPC secret cannot talk to each other',
  isTogether: true,
};

export const renameRoot: FoundProcedure = {
  runbook: 'rename-root',
  why: 'another access key is another root user, and access keys that the old one made are denied until they are made anew',
  isTogether: false,
};

export const rotateRoot: FoundProcedure = {
  runbook: 'rotate-root',
  why: 'without an RPC secret of its own the tenant derives it from the root credentials',
  isTogether: true,
};
