import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeTenant, type TenantSpec } from 'rustfs-constructs';
import type { Manifest } from '../control-plane/api-server';
import type { ControlPlane } from '../control-plane/start';
import type { Program } from '../control-plane/programs';
import type { Terminal } from '../harness/terminal';
import { chartOf, definition, listOf, release } from './releases';

/** How a tenant comes to run that is adopted later. */
export interface WayIn {
  readonly name: string;
  /** The tenant's namespace, and that of no other. */
  readonly namespace: string;
  readonly tenant: string;
  readonly programs?: readonly Program[];
  /** Whether the pods may restart once, when the StatefulSets are replaced. */
  readonly restarts: boolean;
  /** Under which name it writes. */
  readonly manager: string;
  /** Whether a step deletes something, and has to ask first whether the one before is done. */
  readonly guarded: boolean;
  /** What the printed steps leave open. */
  readonly names?: Readonly<Record<string, string>>;
  install(plane: ControlPlane, terminal: Terminal): Promise<void>;
  /** What happens in git, in the words of a step's text. */
  readonly git?: readonly { readonly said: string; readonly commands: string }[];
}

/** What the others have as custom resources. */
export const definitions: readonly Manifest[] = [
  definition('helm.toolkit.fluxcd.io', 'HelmRelease', 'v2'),
  definition('kustomize.toolkit.fluxcd.io', 'Kustomization', 'v1'),
  definition('argoproj.io', 'Application', 'v1alpha1'),
];

const media: TenantSpec = {
  name: 'media',
  namespace: 'operated',
  compatibility: 'operator',
  credsSecret: { name: 'media-root' },
  rpcSecret: { name: 'media-rpc', key: 'secret' },
  env: [
    { name: 'RUSTFS_REGION', value: 'us-east-1' },
    { name: 'RUSTFS_OBS_ENVIRONMENT', value: 'production' },
  ],
  pod: { annotations: { 'operator.rustfs.com/tls-hash': `sha256:${'5d'.repeat(32)}` } },
  pools: [
    {
      name: 'pool-0',
      servers: 4,
      persistence: { volumesPerServer: 1 },
      nodeSelector: { 'kubernetes.io/os': 'linux' },
    },
  ],
};

/** As the operator applies them: under its two names, and owned by the Tenant. */
const operator: WayIn = {
  name: 'the operator',
  namespace: 'operated',
  tenant: 'media',
  restarts: false,
  manager: 'rustfs-operator',
  guarded: false,
  install: async ({ api }, terminal) => {
    terminal.write(
      'crd.yaml',
      readFileSync(join(__dirname, '../../../crds/tenants.rustfs.com.yaml'), 'utf8'),
    );
    await terminal.run('kubectl apply -f crd.yaml && kubectl wait --for=condition=Established -f crd.yaml');
    const { name, namespace = '' } = media;
    const tenant: Manifest = {
      apiVersion: 'rustfs.com/v1alpha1',
      kind: 'Tenant',
      metadata: { name, namespace },
      spec: {
        credsSecret: media.credsSecret,
        pools: [{ name: 'pool-0', servers: 4, persistence: { volumesPerServer: 1 } }],
      },
    };
    terminal.write('tenant.yaml', JSON.stringify(tenant));
    await terminal.run('kubectl apply -f tenant.yaml && kubectl create namespace rustfs-system');
    const uid = await terminal.run(`kubectl get tenant media -n ${namespace} -o jsonpath='{.metadata.uid}'`);
    const { apiVersion, kind } = tenant;
    const owner = { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
    for (const object of composeTenant(media)) {
      const metadata = { ...object.metadata, ownerReferences: [owner] };
      const { status, body } = await api.apply({ ...object, metadata }, { manager: 'rustfs-operator' });
      if (status !== 201) throw new Error(`${object.kind} ${metadata.name}: ${String(body.message)}`);
      const hardening = hardened(object.kind);
      if (hardening === undefined) continue;
      const { apiVersion: version, kind: what } = object;
      const patch = { apiVersion: version, kind: what, metadata: { name: metadata.name, namespace } };
      await api.apply({ ...patch, ...hardening }, { manager: 'rustfs-operator-security' });
    }
    await terminal.run(
      'kubectl create deployment rustfs-operator -n rustfs-system --image=rustfs/operator:0.1.0',
    );
  },
};

/** What the operator's hardening applies by force (src/reconcile/phases.rs of 276ff67). */
function hardened(kind: string): Readonly<Record<string, unknown>> | undefined {
  if (kind === 'ServiceAccount') return { automountServiceAccountToken: false };
  if (kind !== 'StatefulSet') return undefined;
  const template = { spec: { automountServiceAccountToken: false } };
  return { spec: { template, updateStrategy: { type: 'RollingUpdate' } } };
}

/** A release that `helm` installs. */
function helm(version: 3 | 4): WayIn {
  const namespace = `helm-${version}`;
  return {
    name: `Helm ${version}`,
    namespace,
    tenant: 'files-rustfs',
    programs: [`helm-${version}`],
    restarts: true,
    manager: 'helm',
    guarded: true,
    names: { CHART: './chart' },
    install: async (_, terminal) => {
      chartOf(release(namespace)).forEach(([file, text]) => terminal.write(file, text));
      await terminal.run(`helm install files ./chart -n ${namespace}`);
    },
  };
}

/** The official chart's own templates, where a variable says their folder. */
function officialChart(version: 3 | 4, folder: string): WayIn {
  const namespace = `official-${version}`;
  const values = [
    'secret.existingSecret=root',
    'storageclass.name=local-path',
    'pdb.create=true',
    'pdb.minAvailable=3',
  ];
  return {
    ...helm(version),
    name: `the official chart under Helm ${version}`,
    namespace,
    names: { CHART: folder },
    install: async (_, terminal) => {
      const keys = ['RUSTFS_ACCESS_KEY', 'RUSTFS_SECRET_KEY'].map(
        (key) => `--from-literal=${key}=open-sesame`,
      );
      await terminal.run(`kubectl create secret generic root -n ${namespace} ${keys.join(' ')}`);
      const set = values.map((value) => `--set ${value}`).join(' ');
      await terminal.run(`helm install files ${folder} -n ${namespace} ${set}`);
    },
  };
}

/** Objects that a HelmRelease of Flux made: its controller updates them, and Helm's record lies beside. */
const fluxRelease: WayIn = {
  name: 'a HelmRelease of Flux',
  namespace: 'flux-release',
  tenant: 'files-rustfs',
  restarts: true,
  manager: 'helm-controller',
  guarded: true,
  install: async (_, terminal) => {
    const namespace = 'flux-release';
    const labels = {
      'helm.toolkit.fluxcd.io/name': 'files',
      'helm.toolkit.fluxcd.io/namespace': namespace,
    };
    terminal.write('release.json', listOf(release(namespace, labels)));
    await terminal.run('kubectl create -f release.json --field-manager=helm-controller');
    await terminal.run(
      `kubectl annotate -f release.json --field-manager=helm-controller meta.helm.sh/release-name=files meta.helm.sh/release-namespace=${namespace}`,
    );
    const record = {
      name: 'sh.helm.release.v1.files.v1',
      namespace,
      labels: { owner: 'helm', name: 'files' },
    };
    const metadata = { name: 'files', namespace };
    terminal.write(
      'flux.json',
      listOf([
        { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', metadata, spec: { interval: '10m' } },
        { apiVersion: 'v1', kind: 'Secret', metadata: record, type: 'helm.sh/release.v1' },
      ]),
    );
    await terminal.run('kubectl create -f flux.json');
  },
};

/** Objects that a Kustomization of Flux applied. */
const fluxKustomization: WayIn = {
  name: 'a Kustomization of Flux',
  namespace: 'flux-kustomization',
  tenant: 'files-rustfs',
  restarts: true,
  manager: 'kustomize-controller',
  guarded: false,
  install: async (_, terminal) => {
    const namespace = 'flux-kustomization';
    const labels = {
      'kustomize.toolkit.fluxcd.io/name': 'files',
      'kustomize.toolkit.fluxcd.io/namespace': namespace,
    };
    const objects = release(namespace, labels);
    const prune = { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' };
    const kept = objects.map((one) => ({ ...one, metadata: { ...one.metadata, annotations: prune } }));
    const metadata = { name: 'files', namespace };
    terminal.write('git.json', listOf(objects));
    terminal.write('kept.json', listOf(kept));
    terminal.write(
      'flux.json',
      JSON.stringify({ apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization', metadata }),
    );
    await terminal.run(`kubectl create -f flux.json && ${kustomized('git.json')}`);
  },
  git: [{ said: 'give each of their manifests in git the annotation', commands: kustomized('kept.json') }],
};

function kustomized(file: string): string {
  return `kubectl apply --server-side --force-conflicts --field-manager=kustomize-controller -f ${file}`;
}

/** Objects that an Application of Argo CD applied, as it does without server-side apply. */
const argo: WayIn = {
  name: 'an Application of Argo CD',
  namespace: 'argo',
  tenant: 'files-rustfs',
  restarts: true,
  manager: 'argocd-controller',
  guarded: true,
  install: async (_, terminal) => {
    const objects = release('argo').map((one) => {
      const group = one.apiVersion.includes('/') ? one.apiVersion.split('/')[0] : '';
      const id = `files:${group}/${one.kind}:argo/${one.metadata.name}`;
      const annotations = { 'argocd.argoproj.io/tracking-id': id };
      return { ...one, metadata: { ...one.metadata, annotations } };
    });
    const finalizers = ['resources-finalizer.argocd.argoproj.io'];
    const syncPolicy = { automated: { prune: true, selfHeal: true } };
    terminal.write('git.json', listOf(objects));
    terminal.write(
      'application.json',
      JSON.stringify({
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        metadata: { name: 'files', namespace: 'argocd', finalizers },
        spec: { syncPolicy },
      }),
    );
    await terminal.run('kubectl create namespace argocd && kubectl create -f application.json');
    await terminal.run('kubectl apply --field-manager=argocd-controller -f git.json');
  },
};

/** Objects that somebody applied by hand. */
const hand: WayIn = {
  name: 'a hand',
  namespace: 'hand',
  tenant: 'files-rustfs',
  restarts: true,
  manager: 'kubectl-client-side-apply',
  guarded: false,
  install: async (_, terminal) => {
    terminal.write('files.json', listOf(release('hand')));
    await terminal.run('kubectl apply -f files.json');
  },
};

const folder = process.env.RUSTFS_CHART;

export const waysIn: readonly WayIn[] = [
  operator,
  helm(3),
  helm(4),
  fluxRelease,
  fluxKustomization,
  argo,
  hand,
  ...(folder === undefined ? [] : [officialChart(3, folder), officialChart(4, folder)]),
];
