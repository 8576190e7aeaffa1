import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiServer } from './api-server';
import { eventually } from './eventually';
import { pathOf, stagesFile, type Program } from './programs';

/** A running control plane, on loopback, that nobody else uses. */
export interface ControlPlane {
  readonly api: ApiServer;
  /** For kubectl and whatever else reads one; the user may do everything. */
  readonly kubeconfig: string;
  /** Ends its processes and removes what they wrote. */
  stop(): Promise<void>;
}

/** What runs beside etcd and the API server. */
export type Controller = 'kube-controller-manager' | 'kube-scheduler' | 'kwok';

/** Ways in which a run ends before its end. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Starts etcd, the API server and the given others; ready when the API server says so, in about ten seconds. */
export async function startControlPlane(...controllers: readonly Controller[]): Promise<ControlPlane> {
  const folder = mkdtempSync(join(tmpdir(), 'control-plane-'));
  const file = (name: string) => join(folder, name);
  const write = (name: string, text: string) => {
    writeFileSync(file(name), text, { mode: 0o600 });
    return file(name);
  };
  const running: ChildProcess[] = [];
  const kill = () => running.forEach((process) => process.kill('SIGKILL'));
  const killAndEnd = () => {
    kill();
    process.exit(1);
  };
  process.on('exit', kill);
  signals.forEach((signal) => process.on(signal, killAndEnd));
  const start = (program: Program, flags: Readonly<Record<string, string>>) => {
    const log = openSync(file(`${program}.log`), 'w');
    const parameters = Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
    running.push(spawn(pathOf(program), parameters, { cwd: folder, stdio: ['ignore', log, log] }));
  };
  const stop = async () => {
    process.off('exit', kill);
    signals.forEach((signal) => process.off(signal, killAndEnd));
    const ends = running
      .filter(isRunning)
      .map((process) => new Promise((resolve) => process.once('exit', resolve)));
    kill();
    await Promise.all(ends);
    rmSync(folder, { recursive: true, force: true });
  };

  const [client, peer, secure] = await freePorts(3);
  const etcd = `http://127.0.0.1:${client}`;
  start('etcd', {
    'data-dir': file('etcd'),
    'listen-client-urls': etcd,
    'advertise-client-urls': etcd,
    'listen-peer-urls': `http://127.0.0.1:${peer}`,
    'initial-advertise-peer-urls': `http://127.0.0.1:${peer}`,
    'initial-cluster': `default=http://127.0.0.1:${peer}`,
    // Nothing here outlives the run.
    'unsafe-no-fsync': 'true',
  });

  const token = randomBytes(16).toString('hex');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const accountKey = write('accounts.key', privateKey.export({ type: 'pkcs1', format: 'pem' }).toString());
  start('kube-apiserver', {
    'etcd-servers': etcd,
    'bind-address': '127.0.0.1',
    'advertise-address': '127.0.0.1',
    'secure-port': `${secure}`,
    // Without a certificate it makes its own, and writes it there.
    'cert-dir': folder,
    'token-auth-file': write('tokens.csv', `${token},admin,admin,system:masters\n`),
    'authorization-mode': 'RBAC',
    'service-account-issuer': 'https://kubernetes.default.svc',
    'service-account-key-file': accountKey,
    'service-account-signing-key-file': accountKey,
    // Of both families, so that Services may have either and both.
    'service-cluster-ip-range': '10.96.0.0/16,fd00:10:96::/112',
    // An address on loopback is none that it would publish as its own.
    'endpoint-reconciler-type': 'none',
  });

  const url = `https://127.0.0.1:${secure}`;
  const certificate = file('apiserver.crt');
  const api = await eventually('The API server is ready', async () => {
    if (!running.every(isRunning)) throw new Error('A process of the control plane ended.');
    return ready(url, token, certificate);
  }).catch(async (error: unknown) => {
    const logs = ['etcd', 'kube-apiserver'].map((name) =>
      readFileSync(file(`${name}.log`), 'utf8').slice(-2000),
    );
    await stop();
    throw new Error([String(error), ...logs].join('\n'));
  });

  const kubeconfig = write('kubeconfig', JSON.stringify(kubeconfigOf(url, token, certificate)));
  // As many requests as they like: this API server is their own.
  const unthrottled = { 'kube-api-qps': '1000', 'kube-api-burst': '2000' };
  const flagsOf: Record<Controller, Readonly<Record<string, string>>> = {
    'kube-controller-manager': {
      kubeconfig,
      ...unthrottled,
      'leader-elect': 'false',
      'secure-port': '0',
      // Where kwok gets no time to say that nodes are alive, they are alive all the same.
      'node-monitor-grace-period': '24h',
      // Makes a folder for every claim of the class that names it: claims are bound for real.
      'enable-hostpath-provisioner': 'true',
      // It makes this folder where it finds none.
      'flex-volume-plugin-dir': file('flexvolume'),
      'service-account-private-key-file': accountKey,
      'root-ca-file': certificate,
    },
    'kube-scheduler': { kubeconfig, ...unthrottled, 'leader-elect': 'false', 'secure-port': '0' },
    kwok: { kubeconfig, config: stagesFile, 'manage-all-nodes': 'true', 'node-ip': '127.0.0.1' },
  };
  controllers.forEach((controller) => start(controller, flagsOf[controller]));
  const stopAll = async () => {
    const volumes = await foldersOfVolumes(api).catch(() => []);
    await stop();
    volumes.forEach((volume) => rmSync(volume, { recursive: true, force: true }));
  };
  return { api, kubeconfig, stop: stopAll };
}

/** The provisioner's folders lie in /tmp/hostpath_pv, wherever everything else is. */
async function foldersOfVolumes(api: ApiServer): Promise<string[]> {
  const { body } = await api.request('GET', '/api/v1/persistentvolumes');
  const volumes: readonly Volume[] = Array.isArray(body.items) ? body.items : [];
  const paths = volumes.map(({ spec }) => spec.hostPath?.path ?? '');
  return paths.filter((path) => path.startsWith('/tmp/hostpath_pv/'));
}

interface Volume {
  readonly spec: { readonly hostPath?: { readonly path: string } };
}

async function ready(url: string, token: string, certificate: string): Promise<ApiServer | undefined> {
  try {
    const api = new ApiServer(url, token, readFileSync(certificate));
    const { status } = await api.request('GET', '/readyz');
    // The namespace `default` is made a moment later.
    const { status: found } = await api.request('GET', '/api/v1/namespaces/default');
    return status === 200 && found === 200 ? api : undefined;
  } catch {
    return undefined;
  }
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

function kubeconfigOf(url: string, token: string, certificate: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'real', cluster: { server: url, 'certificate-authority': certificate } }],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name: 'real', context: { cluster: 'real', user: 'admin' } }],
    'current-context': 'real',
  };
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once('listening', resolve))));
  const ports = servers.map((server) => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('No port is free.');
    return address.port;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
