import { isRecord } from '../is-record';
import { fieldsAt, itemsAt, textAt, valueAt, type Fields } from './fields';
import { maybeSame, nameOf } from './objects';
import { podReferences } from './pod-references';
import { asSet } from './selectors';

/** What ConfigMaps and Secrets of a side say, for the servers that take variables from them. */
export type Sources = (
  kind: string,
  namespace: string,
  name: string,
) => ReadonlyMap<string, string> | undefined;

/**
 * The sources of a side, as far as they can be compared: what only one side has, while servers of the other name it as
 * well, is known there alone, and counts as what only the cluster knows on both.
 */
export function sourcesOf(objects: readonly Fields[], other: readonly Fields[] = []): Sources {
  const here = objects.filter(isSource);
  const there = other.filter(isSource);
  const isThe = (kind: string, namespace: string, name: string) => (object: Fields) => {
    const of = nameOf(object);
    return of.kind === kind && of.name === name && maybeSame(of.namespace, namespace);
  };
  return (kind, namespace, name) => {
    const found = here.find(isThe(kind, namespace, name));
    const isNamed = (object: Fields) =>
      nameOf(object).namespace === namespace &&
      podReferences(asSet(object)).some((reference) => reference.kind === kind && reference.name === name);
    const isComparable = there.some(isThe(kind, namespace, name)) || !other.some(isNamed);
    return found !== undefined && isComparable ? valuesOf(found) : undefined;
  };
}

function isSource(object: Fields): boolean {
  return ['ConfigMap', 'Secret'].includes(nameOf(object).kind);
}

function valuesOf(object: Fields): ReadonlyMap<string, string> {
  const fields = ['data', 'stringData'].flatMap((field) => Object.entries(fieldsAt(object, field)));
  return new Map(fields.map(([key, value]) => [key, String(value)]));
}

/**
 * A StatefulSet as its containers get their variables: those of whole ConfigMaps and Secrets by name, the values of
 * ConfigMaps, and the labels and annotations of its pods. The values of Secrets stay references.
 */
export function withToldVariables(statefulSet: Fields, sources: Sources): Fields {
  const { namespace } = nameOf(statefulSet);
  const spec = fieldsAt(statefulSet, 'spec');
  const template = fieldsAt(spec, 'template');
  const pod = fieldsAt(template, 'spec');
  const containers = itemsAt(pod, 'containers');
  if (!containers.some((container) => isTold(container))) return statefulSet;
  const ownText = textOfPod(fieldsAt(template, 'metadata'));
  const told = containers.map((container) => toldContainer(container, namespace, sources, ownText));
  return { ...statefulSet, spec: { ...spec, template: { ...template, spec: { ...pod, containers: told } } } };
}

function isTold(container: Fields): boolean {
  const hasReference = itemsAt(container, 'env').some(
    (variable) =>
      valueAt(variable, 'valueFrom', 'configMapKeyRef') !== undefined ||
      valueAt(variable, 'valueFrom', 'fieldRef') !== undefined,
  );
  return hasReference || itemsAt(container, 'envFrom').length > 0;
}

/** What a pod's own labels and annotations say, by the field that a variable takes; undefined for other fields. */
type TextOfPod = (fieldPath: string) => string | undefined;

/** Those that Kubernetes gives each pod of a StatefulSet are in no template. */
function textOfPod(metadata: Fields): TextOfPod {
  return (fieldPath) => {
    const [, map = '', key = ''] = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(fieldPath) ?? [];
    return textAt(metadata, map, key);
  };
}

function toldContainer(container: Fields, namespace: string, sources: Sources, ownText: TextOfPod): Fields {
  const parts = itemsAt(container, 'envFrom').map((source) => wholeSource(source, namespace, sources));
  return {
    ...container,
    envFrom: parts.flatMap(({ left }) => left),
    env: [
      ...parts.flatMap(({ variables }) => variables),
      ...itemsAt(container, 'env').map((variable) => toldVariable(variable, namespace, sources, ownText)),
    ],
  };
}

/** The variables of a source that is seen, or the source itself. What `env` says later wins, as in the container. */
function wholeSource(source: Fields, namespace: string, sources: Sources) {
  const prefix = textAt(source, 'prefix') ?? '';
  for (const [kind, field] of [
    ['ConfigMap', 'configMapRef'],
    ['Secret', 'secretRef'],
  ] as const) {
    const name = textAt(source, field, 'name');
    const values = name === undefined ? undefined : sources(kind, namespace, name);
    if (name === undefined || values === undefined) continue;
    const variables = [...values].map(([key, value]) =>
      kind === 'ConfigMap'
        ? { name: `${prefix}${key}`, value }
        : { name: `${prefix}${key}`, valueFrom: { secretKeyRef: { name, key } } },
    );
    return { variables, left: [] };
  }
  return { variables: [], left: [source] };
}

function toldVariable(variable: Fields, namespace: string, sources: Sources, ownText: TextOfPod): Fields {
  const own = ownText(textAt(variable, 'valueFrom', 'fieldRef', 'fieldPath') ?? '');
  if (own !== undefined) return { name: variable.name, value: own };
  const from = valueAt(variable, 'valueFrom', 'configMapKeyRef');
  if (!isRecord(from)) return variable;
  const values = sources('ConfigMap', namespace, textAt(from, 'name') ?? '');
  const value = values?.get(textAt(from, 'key') ?? '');
  return value === undefined ? variable : { name: variable.name, value };
}
