import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A Go module of ours, whose `go.mod` pins what programs are built from, and where they are kept. */
interface GoModule {
  readonly folder: string;
  /** `go.mod`, or another file beside it that takes its place. */
  readonly file: string;
  /** What the file and its sums say. */
  readonly pinned: string;
  /** Where the programs of exactly this are kept, for all clones of a user. */
  readonly cache: string;
}

export const cacheFolder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'rustfs-constructs');

/** The module in a folder beside this one. */
function goModule(name: string, file = 'go.mod'): GoModule {
  const folder = join(__dirname, '..', name);
  const textOf = (each: string) => readFileSync(join(folder, each), 'utf8');
  const pinned = [file, file.replace(/mod$/, 'sum')].map(textOf).join('\n');
  const own = readdirSync(folder).filter((each) => each.endsWith('.go'));
  const hash = createHash('sha256')
    .update([pinned, ...own.map(textOf)].join('\n'))
    .digest('hex')
    .slice(0, 12);
  return { folder, file, pinned, cache: join(cacheFolder, name, hash) };
}

const controlPlane = goModule('control-plane');
/** Kubernetes itself: that of go.mod, or another version that has a file beside it. Whatever else there is stays as it is. */
const { REAL_KUBERNETES: otherVersion } = process.env;
const kubernetes =
  otherVersion === undefined ? controlPlane : goModule('control-plane', `kubernetes-${otherVersion}.mod`);
const judges = goModule('judges');
const podSecurity = goModule('judges/pod-security');
const helm = goModule('hand-overs/helm');

/** The programs, and the packages that they are built from: see `tool` in the module's file. */
const sources = {
  etcd: [controlPlane, 'go.etcd.io/etcd/server/v3'],
  'kube-apiserver': [kubernetes, 'k8s.io/kubernetes/cmd/kube-apiserver'],
  'kube-controller-manager': [kubernetes, 'k8s.io/kubernetes/cmd/kube-controller-manager'],
  'kube-scheduler': [kubernetes, 'k8s.io/kubernetes/cmd/kube-scheduler'],
  kubectl: [kubernetes, 'k8s.io/kubernetes/cmd/kubectl'],
  kwok: [controlPlane, 'sigs.k8s.io/kwok/cmd/kwok'],
  kubeconform: [judges, 'github.com/yannh/kubeconform/cmd/kubeconform'],
  'kube-score': [judges, 'github.com/zegl/kube-score/cmd/kube-score'],
  'pod-security': [podSecurity, '.'],
  'helm-3': [helm, 'helm.sh/helm/v3/cmd/helm'],
  'helm-4': [helm, 'helm.sh/helm/v4/cmd/helm'],
} as const satisfies Readonly<Record<string, readonly [GoModule, string]>>;

export type Program = keyof typeof sources;

/** For exactly what the module's file and its sums say, whatever else is set here. */
const environment = {
  ...process.env,
  CGO_ENABLED: '0',
  GOFLAGS: '-mod=readonly -buildvcs=false',
  GOTOOLCHAIN: 'local',
  GOWORK: 'off',
};

/** The version of a module that another requires, without the `v`. */
function versionOf(required: string, { pinned, folder, file }: GoModule): string {
  const version = new RegExp(`^\\s*(?:require )?${required} v(\\S+)`, 'm').exec(pinned)?.[1];
  if (version === undefined) throw new Error(`${join(folder, file)} requires no ${required}.`);
  return version;
}

export const kubernetesVersion = versionOf('k8s.io/kubernetes', kubernetes);

export function pathOf(program: Program): string {
  const [{ cache }] = sources[program];
  return join(cache, program);
}

/** What kwok makes of nodes and pods, by its own examples: nodes are ready, pods are ready, and go when they shall. */
export const stagesFile = join(controlPlane.cache, 'stages.yaml');
const stages = ['node/fast/node-initialize', 'pod/fast/pod-ready', 'pod/fast/pod-delete'];

function writeStages(): void {
  const module = spawnSync('go', ['list', '-m', '-f', '{{.Dir}}', 'sigs.k8s.io/kwok'], {
    cwd: controlPlane.folder,
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

/** What became of a program that shall be there: it was there, it was built, or there was no time for it. */
export type BuildOutcome = 'there' | 'built' | 'late';

/**
 * Builds the program, in minutes; unless it is there, or it takes longer than it may. Where it fails, Go has said why on
 * standard error.
 */
export function build(program: Program, milliseconds = Infinity): BuildOutcome {
  const [{ folder, file, cache }, source] = sources[program];
  const finished = pathOf(program);
  if (existsSync(finished)) return 'there';
  if (milliseconds <= 0) return 'late';
  mkdirSync(cache, { recursive: true });
  // Under a name of its own until it is whole: a run that was stopped, or one beside this, leaves no half a program.
  const unfinished = `${finished}.${process.pid}`;
  // A build from modules does not know its version, and the server tells it to every client.
  const version = `-X k8s.io/component-base/version.gitVersion=v${kubernetesVersion}`;
  const { status, error } = spawnSync(
    'go',
    ['build', `-modfile=${file}`, '-trimpath', `-ldflags=-s -w ${version}`, '-o', unfinished, source],
    {
      cwd: folder,
      stdio: 'inherit',
      env: environment,
      ...(milliseconds < Infinity && { timeout: milliseconds }),
    },
  );
  if (error !== undefined && 'code' in error && error.code === 'ETIMEDOUT') return 'late';
  if (status !== 0) throw new Error(`${program} was not built: go ended with ${status}.`);
  if (program === 'kwok') writeStages();
  renameSync(unfinished, finished);
  return 'built';
}
