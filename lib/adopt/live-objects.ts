import type { Document, LineCounter } from 'yaml';
import { kubernetesYaml } from '../manifest/document-text';
import { lineOf } from '../manifest/source';
import { error, type Problem } from '../tenant/problem';
import { isRecord } from '../is-record';
import { yamlPackage } from '../yaml/yaml-package';
import { fieldsAt, textAt, type Fields } from './value';

/** A text with live objects, as `kubectl get ... -o yaml` prints them. */
export interface LiveText {
  /** The file as it was named. */
  readonly file: string;
  readonly text: string;
}

/** An object as the cluster has it, and where it stands in the input. */
export interface LiveObject {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly value: Fields;
  readonly place: Place;
}

/** A place in the input. */
export interface Place {
  readonly file: string;
  /** The line, from 1. */
  readonly line: number;
}

/** A problem with its place in the input. */
export type LiveProblem = Problem & Place;

/** A problem with an object. */
export function problemAt(
  { kind, name, place }: LiveObject,
  code: LiveProblem['code'],
  message: string,
  fix: string,
): LiveProblem {
  return { ...error(`${kind} ${name}`, code, message, fix), ...place };
}

/** Everything that the texts hold. */
export interface LiveObjects {
  readonly objects: readonly LiveObject[];
  readonly problems: readonly LiveProblem[];
}

/** The kinds that tell something about a tenant, and the group of each; others are passed over. */
const groups: Readonly<Record<string, string>> = {
  StatefulSet: 'apps',
  Service: '',
  ConfigMap: '',
  Secret: '',
  Certificate: 'cert-manager.io',
  Deployment: 'apps',
  PodDisruptionBudget: 'policy',
};

/** Reads YAML or JSON: single objects, several documents, Lists. Of Secrets, nothing but the keys is kept. */
export function readLiveObjects(texts: readonly LiveText[]): LiveObjects {
  const { LineCounter, parseAllDocuments } = yamlPackage();
  const objects: LiveObject[] = [];
  const problems: LiveProblem[] = [];
  for (const { file, text } of texts) {
    const lines = new LineCounter();
    const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, ...kubernetesYaml });
    if ('empty' in documents) continue;
    for (const document of documents) {
      const { found, problem } = readDocument(document, lines, file);
      objects.push(...found);
      if (problem !== undefined) problems.push(problem);
    }
  }
  return { objects, problems };
}

interface ReadDocument {
  readonly found: readonly LiveObject[];
  readonly problem?: LiveProblem;
}

function readDocument(document: Document, lines: LineCounter, file: string): ReadDocument {
  const [first] = document.errors;
  if (first !== undefined) {
    const message = `${first.message}.`.replace(/\.\.$/, '.');
    const { line } = lines.linePos(first.pos[0]);
    return { found: [], problem: { ...error('', 'yaml', message, 'Correct the YAML.'), file, line } };
  }
  let value: unknown;
  try {
    value = document.toJS();
  } catch {
    const message = 'The aliases of the document lead nowhere.';
    return { found: [], problem: { ...error('', 'yaml', message, 'Correct the YAML.'), file, line: 1 } };
  }
  if (!isRecord(value)) return { found: [] };
  const items: unknown[] | undefined = Array.isArray(value.items) ? value.items : undefined;
  const all =
    items === undefined
      ? [{ item: value, steps: [] }]
      : items.map((item, i) => ({ item, steps: ['items', i] }));
  const found = all.flatMap(({ item, steps }) =>
    liveObject(item, { file, line: lineOf(document, lines, steps) }),
  );
  return { found };
}

function liveObject(value: unknown, place: Place): LiveObject[] {
  const kind = textAt(value, 'kind');
  const name = textAt(value, 'metadata', 'name');
  if (!isRecord(value) || kind === undefined || name === undefined || !Object.hasOwn(groups, kind)) return [];
  const namespace = textAt(value, 'metadata', 'namespace') ?? '';
  const group = foreignGroup(kind, textAt(value, 'apiVersion'));
  const title = group === undefined ? kind : `${kind}.${group}`;
  return [{ kind: title, namespace, name, value: kind === 'Secret' ? withoutValues(value) : value, place }];
}

/** The group of another kind of the same name, such as OpenKruise's StatefulSet or Knative's Service. */
function foreignGroup(kind: string, apiVersion: string | undefined): string | undefined {
  const parts = apiVersion?.split('/') ?? [];
  const group = parts.length > 1 ? parts[0] : '';
  return apiVersion === undefined || group === groups[kind] ? undefined : group;
}

/** A Secret's keys. Its annotations may hold a copy of the values, as kubectl's last-applied one does. */
function withoutValues(secret: Fields): Fields {
  const keys = [...Object.keys(fieldsAt(secret, 'data')), ...Object.keys(fieldsAt(secret, 'stringData'))];
  const { name, namespace } = fieldsAt(secret, 'metadata');
  return {
    kind: 'Secret',
    metadata: { name, namespace },
    data: Object.fromEntries(keys.map((key) => [key, ''])),
  };
}
