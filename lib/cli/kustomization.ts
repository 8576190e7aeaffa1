import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '../is-record';
import { misreadBreak } from '../manifest/document-marks';
import { kubernetesYaml } from '../manifest/document-text';
import { error } from '../tenant/problem';
import { yamlPackage } from '../yaml/yaml-package';
import { entriesOf, manifestsIn, noFiles, together, type FolderFiles } from './folder-files';
import { foreignFiles } from './foreign-files';
import { isKustomization, readable } from './inputs';
import type { FiledProblem } from './load';

/** What a kustomization may say without making anything else of the files than they are. */
const plainFields = new Set(['apiVersion', 'kind', 'metadata', 'resources', 'sortOptions']);

/** What kustomize reads of a folder that has a kustomization. */
export function kustomizedFiles(folder: string): FolderFiles {
  const { names } = readable(folder, () => entriesOf(folder));
  const [name = '', ...more] = names.filter(isKustomization);
  const file = join(folder, name);
  const listed = listedFiles(folder, file, manifestsIn(folder, names));
  const problems = [
    ...foreignFiles(folder, names),
    ...more.map((other) =>
      told(join(folder, other), '', '', `${name} lies beside it, and kustomize reads neither.`, 'Leave one.'),
    ),
    ...(isFound(name)
      ? []
      : [told(file, '', '', 'kustomize does not find a file of this name.', 'Call it kustomization.yaml.')]),
  ];
  return { ...listed, problems: [...problems, ...listed.problems] };
}

/** Exactly these, as it and Argo CD look for them; a disk may tell no small letters from capitals. */
function isFound(name: string): boolean {
  return /^(kustomization\.ya?ml|Kustomization)$/.test(name);
}

/** Beside declarations: render hands the other manifests on as they are, and so must kustomize. */
export function ambiguous(folder: string, others: readonly string[]): FiledProblem[] {
  if (others.length === 0) return [];
  const { files, problems } = kustomizedFiles(folder);
  const listed = new Set(files.map(({ file }) => file));
  const [differing] = problems.length > 0 ? others : others.filter((file) => !listed.has(file));
  if (differing === undefined) return [];
  const message =
    'It lies among declarations, from which render makes what is applied, and beside a kustomization, by which kustomize would make something else of it.';
  const fix = 'Move the declarations into a folder of their own.';
  return [{ ...error('', 'folder', message, fix), file: differing, line: 1 }];
}

function listedFiles(folder: string, file: string, manifests: readonly string[]): FolderFiles {
  const text = readable(file, () => readFileSync(file, 'utf8'));
  const misread = misreadBreak(text);
  if (misread !== undefined) {
    const { line, message, fix } = misread;
    return { ...noFiles, problems: [{ ...error('', 'yaml', message, fix), file, line }] };
  }
  const fields = readFields(text);
  if (fields === undefined) return { ...noFiles, problems: [unreadable(file)] };
  const makers = Object.keys(fields).filter(
    (field) => !(plainFields.has(field) && isPlain(field, fields[field])) && !isEmpty(fields[field]),
  );
  const resources: unknown[] = Array.isArray(fields.resources) ? fields.resources : [];
  const names = resources.map(String);
  const parts = names.map((name, i) =>
    names.indexOf(name) === i
      ? resource(folder, file, text, name)
      : { ...noFiles, problems: [twice(file, text, name)] },
  );
  const listed = together(parts);
  const known = new Set(listed.files.map((each) => each.file));
  return {
    ...listed,
    files: listed.files.map((each) => ({ ...each, folder })),
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
    return { ...noFiles, problems: [missing(file, text, name)] };
  }
  if (!statSync(path).isDirectory()) return { ...noFiles, files: [{ file: path, folder, by: 'listed' }] };
  return readdirSync(path).some(isKustomization)
    ? kustomizedFiles(path)
    : { ...noFiles, problems: [missing(file, text, `${name}/kustomization.yaml`, name)] };
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
