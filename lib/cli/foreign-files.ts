import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '../is-record';
import { misreadBreak } from '../manifest/document-marks';
import { kubernetesYaml } from '../manifest/document-text';
import { error } from '../tenant/problem';
import { yamlPackage } from '../yaml/yaml-package';
import { isKustomization, readable } from './inputs';
import type { FiledProblem } from './load';

/**
 * The files by which Argo CD, Flux and Fleet make something else of a folder than the manifests in it, which the objects do not
 * show (argo-cd reposerver/repository/repository.go and util/app/discovery, fluxcd/pkg sourceignore).
 */
export function foreignFiles(folder: string, names: readonly string[]): FiledProblem[] {
  const hasKustomization = names.some(isKustomization);
  return names.flatMap((name) => {
    const file = join(folder, name);
    const text = () => readable(file, () => readFileSync(file, 'utf8'));
    if (/^\.argocd-source(-.*)?\.yaml$/.test(name)) return saysNothing(text()) ? [] : [told(file, 1, source)];
    if (name === '.sourceignore') return ignoring(text()).map((line) => told(file, line, ignore));
    if (name.endsWith('Chart.yaml')) return [told(file, 1, chart)];
    if (isFleetFile(name, text)) return [told(file, 1, fleet)];
    if (name.endsWith('.jsonnet') && !hasKustomization) return [told(file, 1, jsonnet)];
    return [];
  });
}

/**
 * Whether a file tells Rancher Fleet what to make of its folder (fleet.rancher.io, "fleet.yaml"). A fleet of tenants may be called so as
 * well.
 */
export function isFleetFile(name: string, text: () => string): boolean {
  return /^fleet\.ya?ml$/.test(name) && !/^["']?(pools|kind)["']?\s*:/m.test(text());
}

interface Saying {
  readonly message: string;
  readonly fix: string;
}

const source: Saying = {
  message:
    'Argo CD merges it into the Application: a prefix, a namespace, an image or a patch there makes other objects than the files have.',
  fix: 'Take it out, and say what it says in the declaration; or plan what Argo CD makes of each side (argocd app manifests).',
};

const ignore: Saying = {
  message: 'Flux leaves out what it ignores here, and prunes what it has applied of that; nothing else does.',
  fix: 'Ignore other files than manifests only, or write this into the GitRepository (spec.ignore) for folders without tenants.',
};

const chart: Saying = {
  message: 'Argo CD takes the folder for a Helm chart, and its manifests for nothing.',
  fix: 'Take it out, or move the chart into a folder that is not planned.',
};

const fleet: Saying = {
  message:
    'Rancher Fleet makes a bundle of the folder as it says here: a namespace, Helm values or an overlay there make other objects than the files have.',
  fix: 'Leave it out of the folder that is planned, and say what it says in the declaration; or plan what Fleet makes of each side.',
};

const jsonnet: Saying = {
  message: 'Argo CD applies what it makes of Jsonnet in a folder; what that is, the files do not say.',
  fix: 'Move it out of the folder, or plan what Argo CD makes of each side (argocd app manifests).',
};

function told(file: string, line: number, { message, fix }: Saying): FiledProblem {
  return { ...error('', 'folder', message, fix), file, line };
}

function saysNothing(text: string): boolean {
  const document = yamlPackage().parseDocument(text, { prettyErrors: false, ...kubernetesYaml });
  if (document.errors.length > 0 || misreadBreak(text) !== undefined) return false;
  const value: unknown = document.toJS();
  return value === null || (isRecord(value) && Object.keys(value).length === 0);
}

/** The lines that may be about manifests: all but names that end otherwise. */
function ignoring(text: string): number[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return lines.flatMap((line, i) => {
    const isAboutOthers = /\.(?!ya?ml$|json$)[a-z0-9]+$/i.test(line);
    return line === '' || line.startsWith('#') || isAboutOthers ? [] : [i + 1];
  });
}
