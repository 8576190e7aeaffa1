import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PodNetwork } from './network';
import type { RenderedPod } from './rendered';
import { environmentOf, type Secrets } from './environment';
import { ownRoot } from './root';

/** The one container of a pod, running or ended. */
export interface RunningContainer {
  readonly process: ChildProcess;
  /** The pod that it was started for; a later declaration may say another. */
  readonly pod: RenderedPod;
  /** Its exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
}

/** Where the parts of a pod are. */
export interface PodPlaces {
  /** A folder for the files of the tenant. */
  readonly folder: string;
  readonly binary: string;
  readonly network: PodNetwork;
  readonly secrets: Secrets;
}

/** What of the tests' own environment a server gets as well: an unoptimised build may need a larger stack, say. */
const passedOn = ['RUST_MIN_STACK', 'RUST_BACKTRACE'] as const;

/** Starts the container of a pod: in the pod's network, in mount and host name namespaces of its own. */
export function startContainer(pod: RenderedPod, places: PodPlaces): RunningContainer {
  const { folder, network, secrets } = places;
  const log = openSync(logFile(places, pod.name), 'a');
  const root = join(folder, 'roots', pod.name);
  mkdirSync(root, { recursive: true });
  const runtime = { PATH: process.env.PATH ?? '/usr/bin:/bin', HOME: '/', HOSTNAME: pod.name };
  const ours = Object.fromEntries(passedOn.map((name) => [name, process.env[name]]));
  const env = {
    ...runtime,
    ...ours,
    ...environmentOf(pod.container, { ...pod, address: network.address, secrets }),
  };
  const child = spawn(
    'ip',
    [
      ...['netns', 'exec', network.namespace, 'unshare', '--mount', '--uts'],
      ...['bash', '-c', ownRoot(pod, { root, folder, binary: places.binary })],
    ],
    { cwd: '/', env, stdio: ['ignore', log, log] },
  );
  return { process: child, pod, ended: new Promise((resolve) => child.once('exit', resolve)) };
}

export function isRunning({ process: { exitCode, signalCode } }: RunningContainer): boolean {
  return exitCode === null && signalCode === null;
}

/** The file that its output goes to, over all of its starts. */
export function logFile({ folder }: Pick<PodPlaces, 'folder'>, pod: string): string {
  mkdirSync(join(folder, 'logs'), { recursive: true });
  return join(folder, 'logs', pod);
}

/** The end of a pod's output, without the lines about requests. */
export function logTail(places: Pick<PodPlaces, 'folder'>, pod: string, lines = 12): string {
  const all = readFileSync(logFile(places, pod), 'utf8').trimEnd().split('\n');
  const told = all.filter((line) => !line.includes('http_request_completed'));
  return told
    .slice(-lines)
    .map((line) => line.slice(0, 400))
    .join('\n');
}
