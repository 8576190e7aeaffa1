import { environmentTexts } from '../tenant/variables';
import { itemsAt, textAt, valueAt, type Fields } from './fields';

export { ownNamespace, ownPod } from '../tenant/variables';

/** The container that runs RustFS: the one that is told its volumes. */
export function serverOf(statefulSet: Fields): Fields | undefined {
  return serversOf(statefulSet)[0];
}

/** All containers that are told volumes; one of them runs RustFS. */
export function serversOf(statefulSet: Fields): Fields[] {
  return itemsAt(statefulSet, 'spec', 'template', 'spec', 'containers').filter((container) =>
    itemsAt(container, 'env').some(({ name }) => name === 'RUSTFS_VOLUMES'),
  );
}

/** A container's variables as it gets them: of two with one name Kubernetes gives it the last. */
export function effectiveVariables(container: Fields | undefined): ReadonlyMap<string, Fields> {
  return new Map(itemsAt(container, 'env').map((variable) => [textAt(variable, 'name') ?? '', variable]));
}

/** What a variable's `valueFrom` names, as one text: `secretKeyRef NAME KEY`. Undefined for a variable with a value. */
export function referenceText({ valueFrom }: Fields): string | undefined {
  if (valueFrom === undefined) return undefined;
  for (const kind of ['secretKeyRef', 'configMapKeyRef']) {
    const from = valueAt(valueFrom, kind);
    if (from !== undefined) return `${kind} ${textAt(from, 'name') ?? ''} ${textAt(from, 'key') ?? ''}`;
  }
  return JSON.stringify(valueFrom);
}

/**
 * What a variable says when the container starts: `$(NAME)` of one that stands before it is put in, as the kubelet does,
 * and the pod's own name and namespace as `ownPod` and `ownNamespace`. Undefined where nothing says it, or only the cluster knows.
 */
export function variableText(container: Fields | undefined, name: string): string | undefined {
  return variableTexts(container).get(name);
}

/** The same of all variables. */
export function variableTexts(container: Fields | undefined): ReadonlyMap<string, string | undefined> {
  return environmentTexts(itemsAt(container, 'env'));
}

/** A text with variables in it that only the cluster knows: it is another one when they come from elsewhere. */
export function openText(text: string, variables: ReadonlyMap<string, Fields>): string {
  const sources = [...text.matchAll(/\$\(([^)]*)\)/g)].map(([, name = '']) =>
    referenceText(variables.get(name) ?? {}),
  );
  return [text, ...sources.filter((source) => source !== undefined)].join(' of ');
}

/** The names that stand twice in a container's list of variables. */
export function doubledVariables(container: Fields): string[] {
  const names = itemsAt(container, 'env').map((variable) => textAt(variable, 'name') ?? '');
  return [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];
}

/**
 * What a container starts beside RustFS itself; empty for the image's own entrypoint and for the binary alone. RustFS
 * takes the drives that it is given there before those of `RUSTFS_VOLUMES` (rustfs/src/config/cli.rs).
 */
export function startCommand(container: Fields | undefined): readonly string[] {
  const words = ['command', 'args'].flatMap((field) => {
    const said = valueAt(container, field);
    return Array.isArray(said) ? said.map(String) : [];
  });
  const isPlain = words.length <= 1 && /^(|\/entrypoint\.sh|rustfs|\/usr\/bin\/rustfs)$/.test(words[0] ?? '');
  return isPlain ? [] : words;
}

/**
 * Where the relative paths begin that a server is told, of drives (ecstore layout/endpoint.rs makes them absolute), of the keys
 * or by what it starts; undefined where there is none. An image may have a folder of its own.
 */
export function relativeFrom(container: Fields | undefined): string | undefined {
  const told = ['RUSTFS_VOLUMES', 'RUSTFS_KMS_KEY_DIR', 'RUSTFS_KMS_LOCAL_KEY_DIR'].flatMap((name) =>
    (variableText(container, name) ?? '').split(' '),
  );
  const isWhole = (path: string) => path === '' || /^(\/|-|https?:\/\/|rustfs$)/.test(path);
  if ([...told, ...startCommand(container)].every(isWhole)) return undefined;
  return textAt(container, 'workingDir') ?? "the image's own folder";
}
