import { isRecord } from '../is-record';
import { problemAt, type LiveObject, type LiveProblem } from './live-objects';
import type { LivePool } from './live-tenant';
import { startOf } from './server-start';
import { variable } from './stored-pod';
import { at, fieldsAt, listAt, named, textAt, type Fields } from './value';

/**
 * A server's variables, each once, wherever they come from: `envFrom` first, then `env`, which wins; of two of one name,
 * the last one.
 */
export function variablesOf(
  { container }: Pick<LivePool, 'container'>,
  objects: readonly LiveObject[],
): Fields[] {
  const taken = listAt(container, 'envFrom').flatMap((source) => sourceVariables(source, objects));
  const own = listAt(container, 'env').map(variable).filter(isRecord);
  const last = new Map([...taken, ...own].map((one) => [textAt(one, 'name') ?? '', one]));
  return [...last.values()];
}

/** Variables that stand twice and are referred to: which of the two is meant depends on where the reference stands. */
export function doubledReferences(pool: LivePool, objects: readonly LiveObject[]): LiveProblem[] {
  const taken = listAt(pool.container, 'envFrom').flatMap((source) => sourceVariables(source, objects));
  const own = listAt(pool.container, 'env').filter(isRecord);
  const names = [...taken, ...own].map((one) => textAt(one, 'name') ?? '');
  const doubled = [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];
  return doubled
    .filter((name) => own.some((one) => textAt(one, 'value')?.includes(`$(${name})`)))
    .map((name) =>
      problemAt(
        pool.set,
        'live-unknown',
        `Its environment has ${name} twice, and another variable refers to it: which one is meant depends on their order.`,
        'Say it once where the StatefulSet comes from; that restarts the pods once. Then adopt.',
      ),
    );
}

/**
 * The addresses of the drives as the server gets them: those of its arguments, or else RUSTFS_VOLUMES. Spaces around
 * them are part of no address.
 */
export function volumesOf(
  pool: Pick<LivePool, 'container'>,
  objects: readonly LiveObject[],
): string | undefined {
  const variable = named(variablesOf(pool, objects), 'RUSTFS_VOLUMES');
  const said = startOf(pool).volumes ?? textAt(variable, 'value') ?? configured(variable, objects);
  const addresses = said?.split(' ').filter((address) => address !== '') ?? [];
  return addresses.length === 0 ? undefined : addresses.join(' ');
}

/** Sources of variables that are not among the objects: what they bring would be a guess. */
export function missingSources({ set, container }: LivePool, objects: readonly LiveObject[]): LiveProblem[] {
  return listAt(container, 'envFrom').flatMap((source) => {
    const { kind, name } = sourceOf(source);
    if (objects.some((object) => object.kind === kind && object.name === name)) return [];
    const isOptional = at(source, kind === 'Secret' ? 'secretRef' : 'configMapRef', 'optional') === true;
    const absence = isOptional ? ' If the cluster has none, take the reference out of envFrom first.' : '';
    const secrecy = kind === 'Secret' ? ' Only its keys are read; the values may be emptied before.' : '';
    return [
      problemAt(
        set,
        'live-unknown',
        `All of its environment that ${kind} "${name}" brings is unknown: it is not among the objects.`,
        `Give it too: kubectl get ${kind.toLowerCase()} ${name} -n ${set.namespace} -o yaml.${secrecy}${absence}`,
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
        : { name: `${prefix}${key}`, ...(text !== '' && { value: verbatim(String(text)) }) },
    );
}

/** What a variable says that refers to a key of a ConfigMap among the objects. */
function configured(variable: Fields | undefined, objects: readonly LiveObject[]): string | undefined {
  const { name, key } = fieldsAt(variable, 'valueFrom', 'configMapKeyRef');
  const config = objects.find((one) => one.kind === 'ConfigMap' && one.name === name);
  return typeof key === 'string' ? textAt(config?.value, 'data', key) : undefined;
}

/** A value of a ConfigMap as `env` says it: there, and only there, `$(NAME)` would be replaced and `$$` be one dollar. */
function verbatim(text: string): string {
  return /\$[$(]/.test(text) ? text.replaceAll('$', '$$$$') : text;
}
