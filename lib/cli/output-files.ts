import { joinDocuments, toYaml } from '../yaml';
import type { Loaded, LoadedTenant } from './load';

/** A folder that the tool keeps: all of its files that should be there. */
export interface OutputFolder {
  /** The path below the output directory. */
  readonly path: string;
  /** The files by name. */
  readonly files: ReadonlyMap<string, string>;
  /**
   * The files that the tool may remove when they are not in `files`; of the others nothing is known.
   * Undefined: all that it wrote.
   */
  readonly ownNames?: ReadonlySet<string>;
}

/** The first line of every file that the tool writes, by which it knows its own. */
export const mark = '# Written by rustfs-tenant. Change the declaration, not this file.\n';

/**
 * One folder per tenant, and `_others` for the documents that passed through.
 *
 * @param superseded files of former inputs there, which this run takes the place of.
 */
export function outputFiles(loaded: Loaded, superseded: readonly string[] = []): OutputFolder[] {
  return [...loaded.tenants.map(tenantFolder), othersFolder(loaded, superseded)];
}

/** Numbers per kind, in the order to apply, with room between: an object more renames no other's file. */
const kindNumbers: Readonly<Record<string, number>> = {
  Secret: 10,
  ServiceAccount: 20,
  Certificate: 25,
  Service: 30,
  PodDisruptionBudget: 50,
  StatefulSet: 60,
};

function tenantFolder({ namespace, name, objects }: LoadedTenant): OutputFolder {
  const files = objects.map((object): [string, string] => {
    const { kind, metadata } = object;
    const fileName = `${kindNumbers[kind] ?? 90}-${kind.toLowerCase()}-${metadata.name}.yaml`;
    return [fileName, mark + toYaml([object])];
  });
  return { path: `${namespace}/${name}`, files: withKustomization(files) };
}

/** A file per input, so that rendering one input leaves the documents of the others alone. */
export function othersFolder({ others, inputs }: Loaded, superseded: readonly string[] = []): OutputFolder {
  const files = inputs.flatMap((input): [string, string][] => {
    const texts = others.filter(({ file }) => file === input).map(({ text }) => text);
    return texts.length === 0 ? [] : [[othersFile(input), mark + joinDocuments(texts)]];
  });
  return {
    path: '_others',
    files: new Map(files),
    ownNames: new Set([...inputs.map(othersFile), ...superseded]),
  };
}

/** An input's whole path as one name, since two inputs may have the same last part. */
export function othersFile(input: string): string {
  const name = input === '<stdin>' ? '(stdin)' : input.replace(/^(\.?[/\\])+/, '').replaceAll(/[/\\]/g, '__');
  return name.endsWith('.yaml') ? name : `${name}.yaml`;
}

function withKustomization(files: readonly [string, string][]): ReadonlyMap<string, string> {
  const resources = files.map(([name]) => name);
  return new Map([...files, ['kustomization.yaml', kustomization(resources)]]);
}

function kustomization(resources: readonly string[]): string {
  const object = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources };
  return mark + toYaml([object]);
}
