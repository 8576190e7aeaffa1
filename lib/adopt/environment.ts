import { isRecord } from '../is-record';
import type { LiveObject, LiveProblem } from './live-objects';
import { problemAt, type LivePool } from './live-tenant';
import { variable } from './stored-pod';
import { fieldsAt, listAt, named, textAt, type Fields } from './value';

/** A server's variables, each once, wherever they come from: `envFrom` first, then `env`, which wins. */
export function variablesOf({ container }: LivePool, objects: readonly LiveObject[]): Fields[] {
  const taken = listAt(container, 'envFrom').flatMap((source) => sourceVariables(source, objects));
  const own = listAt(container, 'env').map(variable).filter(isRecord);
  const last = new Map([...taken, ...own].map((one) => [textAt(one, 'name') ?? '', one]));
  return [...last.values()];
}

/** The addresses of the drives, as the server gets them. */
export function volumesOf(pool: LivePool, objects: readonly LiveObject[]): string | undefined {
  return textAt(named(variablesOf(pool, objects), 'RUSTFS_VOLUMES'), 'value');
}

/** Sources of variables that are not among the objects: what they bring would be a guess. */
export function missingSources({ set, container }: LivePool, objects: readonly LiveObject[]): LiveProblem[] {
  return listAt(container, 'envFrom').flatMap((source) => {
    const { kind, name } = sourceOf(source);
    if (objects.some((object) => object.kind === kind && object.name === name)) return [];
    const secrecy = kind === 'Secret' ? ' Only its keys are read; the values may be emptied before.' : '';
    return [
      problemAt(
        set,
        'live-unknown',
        `All of its environment that ${kind} "${name}" brings is unknown: it is not among the objects.`,
        `Give it too: kubectl get ${kind.toLowerCase()} ${name} -n ${set.namespace} -o yaml.${secrecy}`,
      ),
    ];
  });
}

function sourceOf(source: unknown): { readonly kind: 'ConfigMap' | 'Secret'; readonly name: string } {
  const config = textAt(source, 'configMapRef', 'name');
  return config === undefined
    ? { kind: 'Secret', name: textAt(source, 'secretRef', 'name') ?? '' }
    : { kind: 'ConfigMap', name: config };
}

function sourceVariables(source: unknown, objects: readonly LiveObject[]): Fields[] {
  const { kind, name } = sourceOf(source);
  const prefix = textAt(source, 'prefix') ?? '';
  const object = objects.find((one) => one.kind === kind && one.name === name);
  return Object.entries(fieldsAt(object?.value, 'data'))
    .filter(([key]) => /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(key))
    .map(([key, text]) =>
      kind === 'Secret'
        ? { name: `${prefix}${key}`, valueFrom: { secretKeyRef: { name, key } } }
        : { name: `${prefix}${key}`, ...(text !== '' && { value: String(text) }) },
    );
}
