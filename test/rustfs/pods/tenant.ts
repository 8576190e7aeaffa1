import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Probe } from 'kubernetes-types/core/v1';
import type { TenantSpec } from 'rustfs-constructs';
import { eventually } from '../../real/control-plane/eventually';
import { request } from '../s3/request';
import { isRunning, logTail, startContainer, type RunningContainer } from './container';
import { makeDrive, removeDrive, type Drive } from './drive';
import type { Secrets } from './environment';
import {
  addPodNetwork,
  makeNetwork,
  removeNetwork,
  removePodNetwork,
  setLink,
  type PodNetwork,
} from './network';
import { renderedPods, type RenderedPod } from './rendered';

/** The program, from the variable that names it. */
export const binary = process.env.RUSTFS_BINARY ?? '';

/** Seconds after which a kubelet starts a container again that ended by itself. It waits longer from time to time. */
const restartDelay = 10;

/** What every tenant here gets: as much as the tests write, and little memory. */
const driveMegabytes = 200;

/** A folder for a tenant: the first number that no other tenant of the run has. Modules are read anew for every file. */
function freeNumber(): number {
  mkdirSync('/run/tenants', { recursive: true });
  for (let number = 1; ; number++) {
    if (existsSync(`/run/tenants/${number}`)) continue;
    mkdirSync(`/run/tenants/${number}`);
    return number;
  }
}

/** What is done around the restart of each pod. */
export interface Steps {
  readonly before?: (pod: string) => Promise<void>;
  readonly after?: (pod: string) => Promise<void>;
}

interface Place {
  rendered: RenderedPod;
  readonly network: PodNetwork;
  readonly drives: readonly Drive[];
  container: RunningContainer | undefined;
  restarts: number;
}

/**
 * A rendered tenant as processes: a cluster of one tenant, in which the test is kubelet and controller. Only `end` takes
 * drives and networks away.
 */
export class RealTenant {
  readonly #number = freeNumber();
  readonly #folder = `/run/tenants/${this.#number}`;
  readonly #network = makeNetwork(this.#number);
  readonly #places = new Map<string, Place>();

  constructor(
    spec: TenantSpec,
    public secrets: Secrets,
  ) {
    this.apply(spec);
  }

  /**
   * Takes what the declaration says now: pods that are new have networks and empty drives, none is started. Pods that are
   * declared no longer run on.
   */
  apply(spec: TenantSpec): void {
    for (const rendered of renderedPods(spec)) {
      const known = this.#places.get(rendered.name);
      if (known !== undefined) known.rendered = rendered;
      else this.#places.set(rendered.name, this.#newPlace(rendered));
    }
    const hosts = [...this.#places.values()].map(({ rendered: { hostNames }, network }) =>
      [network.address, ...hostNames].join(' '),
    );
    // In place: running servers see the new names, as they do in DNS.
    writeFileSync(join(this.#folder, 'hosts'), ['127.0.0.1 localhost', ...hosts, ''].join('\n'));
  }

  #newPlace(rendered: RenderedPod): Place {
    const { name, claims, spec } = rendered;
    const group = spec.securityContext?.fsGroup ?? 0;
    const path = (claim: string) => join(this.#folder, 'claims', `${claim}-${name}`);
    return {
      rendered,
      network: addPodNetwork(this.#network, this.#places.size),
      drives: claims.map((claim) => makeDrive(path(claim), driveMegabytes, group)),
      container: undefined,
      restarts: 0,
    };
  }

  /** The pods, pool by pool, in the order of their ordinals. */
  get pods(): string[] {
    return [...this.#places.keys()];
  }

  #place(pod: string): Place {
    const place = this.#places.get(pod);
    if (place === undefined) throw new Error(`There is no pod ${pod}.`);
    return place;
  }

  /** The StatefulSet that a pod belongs to. */
  statefulSet(pod: string): string {
    return this.#place(pod).rendered.statefulSet;
  }

  drives(pod: string): readonly Drive[] {
    return this.#place(pod).drives;
  }

  drive(pod: string, number: number): Drive {
    const drive = this.#place(pod).drives[number];
    if (drive === undefined) throw new Error(`${pod} has no drive ${number}.`);
    return drive;
  }

  /** Where its S3, admin and health paths are. */
  address(pod: string): string {
    return `${this.#place(pod).network.address}:9000`;
  }

  isRunning(pod: string): boolean {
    const { container } = this.#place(pod);
    return container !== undefined && isRunning(container);
  }

  /** What the kernel says of the server: a file below /proc/PID. */
  proc(pod: string, file: string): string {
    return readFileSync(`/proc/${this.#place(pod).container?.process.pid}/${file}`, 'utf8');
  }

  log(pod: string, lines?: number): string {
    return logTail({ folder: this.#folder }, pod, lines);
  }

  start(...pods: readonly string[]): void {
    for (const pod of pods) {
      if (this.isRunning(pod)) throw new Error(`${pod} is running.`);
      const { rendered, network } = this.#place(pod);
      this.#place(pod).container = startContainer(rendered, {
        folder: this.#folder,
        binary,
        network,
        secrets: this.secrets,
      });
    }
  }

  /** As a kubelet ends a pod: the wait before the stop, the signal, and the kill when its time is over. */
  async stop(pod: string): Promise<number | null> {
    const { container } = this.#place(pod);
    if (container === undefined) throw new Error(`${pod} was not started.`);
    const { lifecycle } = container.pod.container;
    await sleep((lifecycle?.preStop?.sleep?.seconds ?? 0) * 1000);
    container.process.kill('SIGTERM');
    const grace = container.pod.spec.terminationGracePeriodSeconds ?? 30;
    const timer = setTimeout(() => container.process.kill('SIGKILL'), grace * 1000);
    return container.ended.finally(() => clearTimeout(timer));
  }

  /** The server is gone, without a word: connections to it are refused. */
  async kill(pod: string): Promise<void> {
    const { container } = this.#place(pod);
    container?.process.kill('SIGKILL');
    await container?.ended;
  }

  /** The exit code of a server that ended by itself. */
  async ended(pod: string, seconds: number): Promise<number | null> {
    const { container } = this.#place(pod);
    await eventually(`${pod} ends`, async () => (this.isRunning(pod) ? undefined : true), seconds);
    return container === undefined ? null : container.ended;
  }

  /** The link of the pod: what is sent to it while it is down is lost. */
  link(pod: string, isUp: boolean): void {
    setLink(this.#place(pod).network, isUp);
  }

  /** How often a container ended by itself and was started again. */
  restarts(pod: string): number {
    return this.#place(pod).restarts;
  }

  /**
   * Waits until the readiness probe of each would pass, and starts again what ends by itself; says what they wrote when
   * one does not become ready.
   */
  async ready(pods: readonly string[] = this.pods, seconds = 300): Promise<void> {
    await Promise.all(
      pods.map(async (pod) => {
        const isReady = async () => {
          if (!this.isRunning(pod)) await this.#startAgain(pod);
          return (await this.health(pod, '/health/ready')) === 200 ? true : undefined;
        };
        await eventually(`${pod} is ready`, isReady, seconds, 500).catch(async (error: unknown) => {
          const { status, body } = await request(this.address(pod), { method: 'GET', path: '/health/ready' });
          throw new Error(
            `${String(error)} It answers ${status} ${body.toString()}; it was started again ${this.restarts(pod)} times. It wrote:\n${this.log(pod)}`,
          );
        });
      }),
    );
  }

  async #startAgain(pod: string): Promise<void> {
    this.#place(pod).restarts++;
    await sleep(restartDelay * 1000);
    this.start(pod);
  }

  /** A probe of its spec. */
  probe(pod: string, kind: 'readinessProbe' | 'livenessProbe'): Probe {
    const probe = this.#place(pod).rendered.container[kind];
    if (probe === undefined) throw new Error(`${pod} has no ${kind}.`);
    return probe;
  }

  /** What a health path answers; 0 when it does not within the time of the readiness probe. */
  async health(pod: string, path: string): Promise<number> {
    const seconds = this.probe(pod, 'readinessProbe').timeoutSeconds ?? 1;
    return (await request(this.address(pod), { method: 'GET', path, seconds })).status;
  }

  /**
   * As the controller brings the declaration to the pods: in every StatefulSet one pod at a time, from the last on, and
   * the next when that one has been ready for `minReadySeconds`. Pods that are as declared stay.
   */
  async roll({ before, after }: Steps = {}): Promise<void> {
    const places = [...this.#places.values()];
    const rollSet = async (set: string) => {
      const ofSet = places.filter(({ rendered }) => rendered.statefulSet === set);
      for (const { rendered, container } of ofSet.reverse()) {
        const isCurrent =
          container !== undefined && JSON.stringify(container.pod.spec) === JSON.stringify(rendered.spec);
        if (isCurrent) continue;
        await before?.(rendered.name);
        if (this.isRunning(rendered.name)) await this.stop(rendered.name);
        this.start(rendered.name);
        await this.ready([rendered.name]);
        await sleep(rendered.minReadySeconds * 1000);
        await after?.(rendered.name);
      }
    };
    await Promise.all([...new Set(places.map(({ rendered }) => rendered.statefulSet))].map(rollSet));
  }

  /** Ends its servers and removes their networks and drives, with all that was written. */
  async end(): Promise<void> {
    await Promise.all(this.pods.map((pod) => this.kill(pod)));
    for (const { network, drives } of this.#places.values()) {
      removePodNetwork(network);
      drives.forEach(removeDrive);
    }
    removeNetwork(this.#network);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
