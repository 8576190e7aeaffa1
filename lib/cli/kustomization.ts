import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '../is-record';
import { kubernetesYaml } from '../manifest/document-text';
import { parseTenants } from '../manifest/parse-tenants';
import { error } from '../tenant/problem';
import { yamlPackage } from '../yaml/yaml-package';
import { isKustomization, isNoManifest, readable } from './inputs';
import type { FiledProblem } from './load';
import { mark } from './output-files';

/** The files that make up what is applied of a folder. */
export interface FolderFiles {
  readonly files: readonly ListedFile[];
  /** Manifests that lie there and that the kustomization does not list. */
  readonly unlisted: readonly string[];
  readonly problems: readonly FiledProblem[];
}

export interface ListedFile {
  readonly file: string;
  /** Whether kustomize reads it, which leaves some objects out. */
  readonly isListed: boolean;
}

/**
 * Every YAML and JSON file of a folder and of the folders in it, by path; of a folder with a kustomization what that lists,
 * as kustomize would read it. What it would make of them beyond that is not known here, and told.
 */
export function filesOf(folder: string): FolderFiles {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  const manifests = entries
    .filter((entry) => !entry.isDirectory() && isManifest(entry.name))
    .map(({ name }) => join(folder, name));
  const [kustomization] = entries.map(({ name }) => name).filter(isKustomization);
  // Declarations are no objects for kustomize to read: a kustomization beside them is about others.
  if (kustomization !== undefined && !manifests.some(declaresTenants)) {
    return listedFiles(folder, join(folder, kustomization), manifests);
  }
  return together(
    entries
      .filter(({ name }) => !name.startsWith('.'))
      .map((entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return filesOf(path);
        return { ...none, files: isManifest(entry.name) ? [{ file: path, isListed: false }] : [] };
      }),
  );
}

const none: FolderFiles = { files: [], unlisted: [], problems: [] };

function together(parts: readonly FolderFiles[]): FolderFiles {
  return {
    files: parts.flatMap(({ files }) => files),
    unlisted: parts.flatMap(({ unlisted }) => unlisted),
    problems: parts.flatMap(({ problems }) => problems),
  };
}

function isManifest(name: string): boolean {
  return !name.startsWith('.') && /\.(ya?ml|json)$/i.test(name) && !isNoManifest(name);
}

/** What the tool wrote declares nothing, and need not be read to know that. */
function declaresTenants(file: string): boolean {
  const text = readable(file, () => readFileSync(file, 'utf8'));
  return !text.startsWith(mark) && parseTenants(text).tenants.length > 0;
}

/** What a kustomization may say without making anything else of the files than they are. */
const plainFields = new Set(['apiVersion', 'kind', 'metadata', 'resources', 'sortOptions']);

function listedFiles(folder: string, file: string, manifests: readonly string[]): FolderFiles {
  const text = readable(file, () => readFileSync(file, 'utf8'));
  const fields = readFields(text);
  if (fields === undefined) return { ...none, problems: [unreadable(file)] };
  const makers = Object.keys(fields).filter(
    (field) => !(plainFields.has(field) && isPlain(field, fields[field])) && !isEmpty(fields[field]),
  );
  const resources: unknown[] = Array.isArray(fields.resources) ? fields.resources : [];
  const names = resources.map(String);
  const parts = names.map((name, i) =>
    names.indexOf(name) === i
      ? resource(folder, file, text, name)
      : { ...none, problems: [twice(file, text, name)] },
  );
  const listed = together(parts);
  const known = new Set(listed.files.map((each) => each.file));
  return {
    files: listed.files,
    unlisted: [...listed.unlisted, ...manifests.filter((manifest) => !known.has(manifest))],
    problems: [...makers.map((field) => changing(folder, file, text, field)), ...listed.problems],
  };
}

function readFields(text: string): Readonly<Record<string, unknown>> | undefined {
  const document = yamlPackage().parseDocument(text, { prettyErrors: false, ...kubernetesYaml });
  const value: unknown = document.errors.length > 0 ? undefined : document.toJS();
  return isRecord(value) ? value : undefined;
}

function isPlain(field: string, value: unknown): boolean {
  if (field === 'kind') return value === 'Kustomization';
  return field !== 'resources' || Array.isArray(value) || value === null;
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function resource(folder: string, file: string, text: string, name: string): FolderFiles {
  const path = join(folder, name);
  if (!existsSync(path)) {
    return { ...none, problems: [missing(file, text, name)] };
  }
  if (!statSync(path).isDirectory()) return { ...none, files: [{ file: path, isListed: true }] };
  return readdirSync(path).some(isKustomization)
    ? filesOf(path)
    : { ...none, problems: [missing(file, text, `${name}/kustomization.yaml`, name)] };
}

function told(file: string, text: string, word: string, message: string, fix: string): FiledProblem {
  const line = text.split('\n').findIndex((each) => each.includes(word)) + 1;
  return { ...error('', 'kustomization', message, fix), file, line: Math.max(line, 1) };
}

function changing(folder: string, file: string, text: string, field: string): FiledProblem {
  return told(
    file,
    text,
    field,
    `"${field}" makes other objects than the files have, and what they are only kustomize knows.`,
    `Plan what it makes: kustomize build ${folder} > made.yaml, of each side that has it, and rustfs-tenant plan with these ` +
      'files. Names, namespaces, selectors and replicas of a tenant may not be changed there at all.',
  );
}

function missing(file: string, text: string, what: string, name = what): FiledProblem {
  return told(
    file,
    text,
    name,
    `It lists ${what}, which is not there to be read: kustomize makes nothing of such a folder, or of what lies elsewhere what only it knows.`,
    'Render the folder again, or plan what kustomize build prints.',
  );
}

function twice(file: string, text: string, name: string): FiledProblem {
  return told(
    file,
    text,
    name,
    `It lists ${name} twice, which kustomize refuses.`,
    'Render the folder again.',
  );
}

function unreadable(file: string): FiledProblem {
  return told(file, '', '', 'It is no YAML mapping.', 'Render the folder again.');
}
