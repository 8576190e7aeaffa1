import { error, type Problem, type ProblemCode } from '../../tenant/problem';
import { poolAddress, type UrlAddress } from '../address';
import type { TenantIdentity } from '../identity';
import type { KeptPool } from './index';

/** A part of a pool's address that must not change, and the way there where there is one. */
interface Part {
  readonly of: keyof UrlAddress;
  readonly code: ProblemCode;
  readonly what: string;
  readonly path: (pool: string) => string;
  readonly fix: (before: string) => string;
}

const keep = (before: string) => `Keep "${before}". Another one is another tenant: copy the objects over S3.`;

const parts: readonly Part[] = [
  {
    of: 'scheme',
    code: 'scheme-changed',
    what: 'scheme',
    path: () => 'tls',
    fix: () =>
      'Servers that speak http and https cannot talk, so all restart together: rustfs-tenant runbook tls FILE',
  },
  {
    of: 'service',
    code: 'service-name-changed',
    what: 'headless Service',
    path: () => 'name',
    fix: keep,
  },
  { of: 'namespace', code: 'namespace-changed', what: 'namespace', path: () => 'namespace', fix: keep },
  {
    of: 'domain',
    code: 'cluster-domain-changed',
    what: 'cluster domain',
    path: () => 'clusterDomain',
    fix: () => 'All servers restart together with the new one: rustfs-tenant runbook cluster-domain FILE',
  },
  { of: 'port', code: 'port-changed', what: 'port', path: () => 'pools', fix: keep },
  {
    of: 'path',
    code: 'drive-path-changed',
    what: 'path of the drives',
    path: (pool) => `${pool}.persistence.path`,
    fix: keep,
  },
];

/** RustFS compares the text of a pool's expression: another text is a new pool to it (ecstore core/pools.rs). */
export function* addressProblems({ before, now, path }: KeptPool, tenant: TenantIdentity): Iterable<Problem> {
  // A changed number of servers or drives is told as that.
  const isReshaped = before.servers !== now.servers || before.drivesPerServer !== now.drivesPerServer;
  if (before.volumes === now.volumes || isReshaped) return;
  const [old, address] = [poolAddress(before.volumes), poolAddress(now.volumes)];
  if (old?.kind === 'path' && address?.kind === 'url' && tenant.pools.length > 1) {
    yield error(
      path,
      'pool-single-drive',
      `"${now.name}" is one server with one drive, and its drive would change its address beside another pool: ` +
        'RustFS would not find its data.',
      'Move its objects to a new tenant with larger pools.',
    );
    return;
  }
  const changed =
    old?.kind === 'url' && address?.kind === 'url'
      ? parts
          .filter(({ of }) => old[of] !== address[of])
          .map((part) => ({ part, value: String(old[part.of]).replace(/^svc\./, '') }))
      : [];
  for (const { part, value } of changed) {
    const message = `The ${part.what} in the address of "${now.name}" would change from "${value}". ${reason(now.volumes)}`;
    yield error(part.path(path), part.code, message, part.fix(value));
  }
  if (changed.length === 0) {
    yield error(
      path,
      'address-changed',
      `The address of "${now.name}" would change from ${before.volumes}. ${reason(now.volumes)}`,
      'Put it back as it was.',
    );
  }
}

function reason(volumes: string): string {
  return `RustFS would take ${volumes} for a new pool and forget what it knows of the old one.`;
}
