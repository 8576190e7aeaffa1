import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The programs of a control plane, and the packages that they are built from: see `tool` in go.mod. */
const packages = {
  etcd: 'go.etcd.io/etcd/server/v3',
  'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
  'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
  'kube-scheduler': 'k8s.io/kubernetes/cmd/kube-scheduler',
  kubectl: 'k8s.io/kubernetes/cmd/kubectl',
  kwok: 'sigs.k8s.io/kwok/cmd/kwok',
} as const;

export type Program = keyof typeof packages;

/** For exactly what go.mod and go.sum say, whatever else is set here. */
const environment = {
  ...process.env,
  CGO_ENABLED: '0',
  GOFLAGS: '-mod=readonly -buildvcs=false',
  GOTOOLCHAIN: 'local',
  GOWORK: 'off',
};

const pinned = ['go.mod', 'go.sum'].map((file) => readFileSync(join(__dirname, file), 'utf8')).join('\n');

/** The version of a module that go.mod requires, without the `v`. */
function versionOf(module: string): string {
  const version = new RegExp(`^\\s*(?:require )?${module} v(\\S+)`, 'm').exec(pinned)?.[1];
  if (version === undefined) throw new Error(`go.mod requires no ${module}.`);
  return version;
}

export const kubernetesVersion = versionOf('k8s.io/kubernetes');

/** Where the programs of exactly these versions are kept, for all clones of a user. */
export const cacheFolder = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  'rustfs-constructs/control-plane',
  `${kubernetesVersion}-${createHash('sha256').update(pinned).digest('hex').slice(0, 12)}`,
);

export function pathOf(program: Program): string {
  return join(cacheFolder, program);
}

/** What kwok makes of nodes and pods, by its own examples: nodes are ready, pods are ready, and go when they shall. */
export const stagesFile = join(cacheFolder, 'stages.yaml');
const stages = ['node/fast/node-initialize', 'pod/fast/pod-ready', 'pod/fast/pod-delete'];

function writeStages(): void {
  const module = spawnSync('go', ['list', '-m', '-f', '{{.Dir}}', 'sigs.k8s.io/kwok'], {
    cwd: __dirname,
    encoding: 'utf8',
    env: environment,
  }).stdout.trim();
  const texts = stages.map((stage) => readFileSync(join(module, 'kustomize/stage', `${stage}.yaml`), 'utf8'));
  writeFileSync(stagesFile, texts.join('---\n'));
}

/** What Go says of itself; undefined where there is none. */
export function goVersion(): string | undefined {
  const { status, stdout } = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** Builds the program, in minutes, and says so; unless it is there. Where it fails, Go has said why on standard error. */
export function build(program: Program): boolean {
  const finished = pathOf(program);
  if (existsSync(finished)) return false;
  mkdirSync(cacheFolder, { recursive: true });
  // Under a name of its own until it is whole: a run that was stopped, or one beside this, leaves no half a program.
  const unfinished = `${finished}.${process.pid}`;
  // A build from modules does not know its version, and the server tells it to every client.
  const version = `-X k8s.io/component-base/version.gitVersion=v${kubernetesVersion}`;
  const { status } = spawnSync(
    'go',
    ['build', '-trimpath', `-ldflags=-s -w ${version}`, '-o', unfinished, packages[program]],
    {
      cwd: __dirname,
      stdio: 'inherit',
      env: environment,
    },
  );
  if (status !== 0) throw new Error(`${program} was not built: go ended with ${status}.`);
  if (program === 'kwok') writeStages();
  renameSync(unfinished, finished);
  return true;
}
