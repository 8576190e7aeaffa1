import { spawn } from 'node:child_process';
import type { Pod } from 'kubernetes-types/core/v1';
import { layoutOf, type TenantSpec } from 'rustfs-constructs';
import { poolState } from '../../../lib/erasure';
import { eventually } from '../control-plane/eventually';
import { pathOf } from '../control-plane/programs';
import type { ControlPlane } from '../control-plane/start';
import { isReady, listOf } from '../harness/objects';
import type { Terminal } from '../harness/terminal';

/** What became of a pod, as the API server tells those who watch. */
export interface PodEvent {
  readonly type: string;
  readonly object: Pod;
}

/** What becomes of all pods from now on, in order: every state that there is, however short. */
export async function watchPods(plane: ControlPlane, terminal: Terminal): Promise<() => Promise<PodEvent[]>> {
  const { body } = await plane.api.request('GET', '/api/v1/pods');
  const { metadata }: { metadata?: { resourceVersion?: string } } = body;
  const then = metadata?.resourceVersion ?? '';
  const path = `/api/v1/pods?watch=1&resourceVersion=${then}&timeoutSeconds=3000`;
  const watch = spawn(pathOf('kubectl'), ['get', '--raw', path], { env: terminal.environment });
  let output = '';
  watch.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const seen = (): PodEvent[] =>
    output
      .slice(0, output.lastIndexOf('\n') + 1)
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  return async () => {
    const events = await eventually('Everything that became of pods is known', async () => {
      const found = seen();
      const versions = new Set(found.map(({ object }) => object.metadata?.resourceVersion));
      const pods = await listOf<Pod>(plane.api, '/api/v1/pods');
      const isKnown = (version = '') => versions.has(version) || Number(version) <= Number(then);
      return pods.every((pod) => isKnown(pod.metadata?.resourceVersion)) ? found : undefined;
    });
    watch.kill('SIGKILL');
    if (events.some(({ type }) => type === 'ERROR')) throw new Error(output.slice(-500));
    return events;
  };
}

/** How a tenant fared, of which all servers were there at first. */
export interface Course {
  /** The servers that went, whenever that was. */
  readonly left: readonly string[];
  /** Whether it could be written to at every moment. */
  readonly wroteAlways: boolean;
  /** Whether it could at the last. */
  readonly writes: boolean;
}

export function courseOf(spec: TenantSpec, events: readonly PodEvent[]): Course {
  const away = new Set<string>();
  const left = new Set<string>();
  let wroteAlways = true;
  for (const { type, object } of events) {
    const { namespace, name = '' } = object.metadata ?? {};
    if (namespace !== spec.namespace) continue;
    if (type !== 'DELETED' && isReady(object)) away.delete(name);
    else away.add(name);
    if (type === 'DELETED') left.add(name);
    wroteAlways &&= writes(spec, away);
  }
  return { left: [...left].sort(), wroteAlways, writes: writes(spec, away) };
}

/** Whether RustFS takes writes while these servers are away. A pool that does not stops the whole tenant. */
function writes(spec: TenantSpec, away: ReadonlySet<string>): boolean {
  const pools = layoutOf(spec)?.pools ?? [];
  return pools.every((pool) => {
    const { isBucketGateOpen, isLockGateOpen, sets } = poolState(pool, {
      hasServer: (server) => away.has(`${pool.statefulSet}-${server}`),
      hasDrive: () => false,
    });
    return isBucketGateOpen && isLockGateOpen && sets.every(({ canWrite }) => canWrite);
  });
}
