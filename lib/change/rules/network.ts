import { takesAnchor } from '../../tenant/environment';
import { error, type Problem } from '../../tenant/problem';
import { poolAddress, type UrlAddress } from '../address';
import { isOfContainer } from '../drive-places';
import { variableSources } from '../encryption-settings';
import type { ObservedTenant } from '../observed';
import type { ObservedPool } from '../observed-pool';
import { ownPod } from '../server';

/** Servers that would not find the others, not be found, or take other servers' drives for their own. */
export function* networkProblems(
  pool: ObservedPool,
  path: string,
  tenant: ObservedTenant,
): Iterable<Problem> {
  yield* consoleProblems(pool, path);
  const address = poolAddress(pool.volumes);
  if (address?.kind !== 'url') return;
  yield* anchorProblems(pool, path, address);
  yield* waitProblems(pool, path);
  yield* listenProblems(pool, path, address);
  const { asksCluster, aliases, certificates, lackedFiles } = pool.network;
  if (address.scheme === 'https' && (certificates === undefined || isOfContainer(certificates))) {
    yield cutOff(
      path,
      `The servers of "${pool.name}" are addressed by https, and would have no certificates at RUSTFS_TLS_PATH.`,
      'Put the variable and the mount back.',
    );
  }
  if (address.scheme === 'https' && lackedFiles.length > 0) {
    yield cutOff(
      path,
      `The servers of "${pool.name}" are addressed by https, and the volume at RUSTFS_TLS_PATH has no ${lackedFiles.join(' and no ')}.`,
      'Put the paths of its items back.',
    );
  }
  if (!asksCluster) {
    yield cutOff(
      path,
      `The pods of "${pool.name}" would ask the node's name servers, which do not know the cluster's names (dnsPolicy, hostNetwork).`,
      'Leave dnsPolicy out; beside hostNetwork, say ClusterFirstWithHostNet.',
    );
  }
  const named = aliases.filter((alias) => tenant.pools.some((each) => isServer(alias, each)));
  if (named.length > 0) {
    yield cutOff(
      path,
      `hostAliases of "${pool.name}" would send ${named.join(', ')} elsewhere than the cluster's names lead.`,
      'Take them out.',
    );
  }
}

/**
 * Servers that are addressed by http and get `RUSTFS_TLS_PATH`: from 1.0.0 on they answer by https alone, or do not start
 * without certificates there (rustfs/src/server/http.rs). Before, some charts set it on servers without certificates.
 */
export function addedTlsProblems(before: ObservedTenant, now: ObservedTenant): Problem[] {
  return now.pools.flatMap((pool, i) => {
    const former = before.pools.find(({ key }) => key === pool.key);
    const address = poolAddress(pool.volumes);
    const isAdded =
      former !== undefined &&
      former.network.certificates === undefined &&
      pool.network.certificates !== undefined;
    if (!isAdded || address?.kind !== 'url' || address.scheme !== 'http') return [];
    return [
      cutOff(
        `pools[${i}]`,
        `The servers of "${pool.name}" are addressed by http, and with RUSTFS_TLS_PATH they would answer by https alone, or not start without certificates there.`,
        'Take the variable out. To go over to https: rustfs-tenant runbook tls.',
      ),
    ];
  });
}

/**
 * A server takes the endpoints of this host for its own drives, whoever they belong to (ecstore layout/endpoints.rs,
 * `apply_local_endpoint_host`).
 */
function* anchorProblems({ name, network: { anchor } }: ObservedPool, path: string, address: UrlAddress) {
  const own = `${ownPod}.${hostOf(address)}`;
  if (anchor === undefined || anchor.text?.toLowerCase() === own.toLowerCase()) return;
  yield error(
    path,
    'volumes-elsewhere',
    `RUSTFS_LOCAL_ENDPOINT_HOST of "${name}" is ${anchor.text ?? 'what only the cluster knows'}, and not the server's own name, ` +
      `${own}: by it a server takes drives for its own, and this would be another's, or none.`,
    'Put it back as it was, after the variable that it refers to; or leave it out.',
  );
}

/** Beside the anchor RustFS takes one mode, and exits in any other (ecstore layout/endpoints.rs, `create_pool_endpoints_with`). */
function* waitProblems({ name, network: { anchor, waits } }: ObservedPool, path: string): Iterable<Problem> {
  if (anchor === undefined || waits === undefined) return;
  if (waits.text !== undefined && takesAnchor(waits.text)) return;
  yield error(
    path,
    'servers-cut-off',
    `RUSTFS_STARTUP_TOPOLOGY_WAIT_MODE of "${name}" is ${waits.text ?? 'what only the cluster knows'} beside ` +
      'RUSTFS_LOCAL_ENDPOINT_HOST, which RustFS takes in orchestrated mode alone: every server that restarts would exit at its ' +
      'start.',
    'Say orchestrated, or take the variable out.',
  );
}

function* listenProblems(pool: ObservedPool, path: string, address: UrlAddress) {
  const listens = listensAt(pool);
  if (listens === undefined) return;
  const { variable, text } = listens;
  if (text === undefined) {
    yield cutOff(
      path,
      `Only the cluster knows what ${variable} of "${pool.name}" is, and the others look for its servers at port ${address.port || '9000'}.`,
      'Say it in the environment.',
    );
    return;
  }
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(text) ?? [];
  const isOpen = ['', '0.0.0.0', '[::]', '::'].includes(host);
  if (isOpen && (address.port === '' || port === address.port)) return;
  yield cutOff(
    path,
    `${variable} of "${pool.name}" is ${text}, and the others look for its servers at port ${address.port || '9000'}.`,
    'Put it back as it was.',
  );
}

/** Two listeners at one port: the server exits at its start (rustfs/src/startup_server.rs, `validate_console_listener_address`). */
function* consoleProblems({ name, network: { console, listens } }: ObservedPool, path: string) {
  const [s3, other] = [listens === undefined ? ':9000' : listens.text, console].map(
    (text) => /:(\d+)$/.exec(text ?? '')?.[1],
  );
  if (s3 === undefined || s3 !== other) return;
  yield error(
    path,
    'servers-cut-off',
    `The servers of "${name}" would serve the console at ${String(console)}, the port of S3: every server that restarts would exit at its start.`,
    'Give RUSTFS_CONSOLE_ADDRESS another port.',
  );
}

/** Where nothing says it, nor a command or a source that only the cluster knows may, it is the server's own default. */
function listensAt({ network: { listens }, startCommand, keySettings }: ObservedPool) {
  if (listens !== undefined) return listens;
  const isOpen = startCommand.length > 0 || keySettings.has(variableSources);
  return isOpen ? undefined : { variable: 'RUSTFS_ADDRESS, which is not said,', text: ':9000' };
}

function hostOf({ service, namespace, domain }: UrlAddress): string {
  return [service, namespace, domain].filter((part) => part !== '').join('.');
}

function isServer(host: string, { statefulSet, service }: ObservedPool): boolean {
  const [pod = '', of = service] = host.split('.');
  return (
    of === service && pod.startsWith(`${statefulSet}-`) && /^\d+$/.test(pod.slice(statefulSet.length + 1))
  );
}

function cutOff(path: string, what: string, fix: string): Problem {
  return error(
    path,
    'servers-cut-off',
    `${what} The servers would not find each other, and the tenant would stop.`,
    fix,
  );
}
