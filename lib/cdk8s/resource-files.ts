import { ApiObject, YamlOutputType, type App } from 'cdk8s';
import type { IConstruct } from 'constructs';

/** What cdk8s says of every object that it renders. */
export interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name?: string | undefined };
}

/** The file of an object, where each has its own, as cdk8s names it (cdk8s app.ts, `synth`): its namespace has no part. */
export function resourceFileName({ kind, metadata }: Manifest): string {
  return `${kind}.${metadata.name}`.replace(/[^0-9a-zA-Z-_.]/g, '');
}

/** Why two objects must not have one file. */
export function lossText(file: string, one: string, other: string): string {
  return (
    `Two objects would be written to ${file}, of ${one} and of ${other}, and one would be lost: with a file per resource, ` +
    'a file is named after the kind and the name alone. Give one of them another name, or write a file or a folder per ' +
    'chart (yamlOutputType).'
  );
}

/** An app that sees to its files itself. */
export const guardsFiles = Symbol('guardsFiles');

/** The constructs of an app by the files of their objects. */
const filesByApp = new WeakMap<IConstruct, Map<string, Set<IConstruct>>>();

/**
 * Lets an app be refused that would write an object of this construct over one of another such construct. It says so as a
 * validation, which is all that a construct can do about the files of an `App`; objects of others it does not know.
 */
export function guardFiles(construct: IConstruct): void {
  const { root } = construct.node;
  if (!isApp(root) || guardsFiles in root || root.yamlOutputType !== YamlOutputType.FILE_PER_RESOURCE) return;
  const files = filesByApp.get(root) ?? new Map<string, Set<IConstruct>>();
  filesByApp.set(root, files);
  for (const file of objectsOf(construct).map(resourceFileName)) {
    files.set(file, (files.get(file) ?? new Set<IConstruct>()).add(construct));
  }
  construct.node.addValidation({ validate: () => lossesOf(construct, files) });
}

function lossesOf(construct: IConstruct, files: ReadonlyMap<string, ReadonlySet<IConstruct>>): string[] {
  for (const object of objectsOf(construct)) {
    const file = resourceFileName(object);
    const others = [...(files.get(file) ?? [])].filter((other) => other !== construct && isInTree(other));
    // A patch may have given it another name.
    const clash = others.find((other) => writes(other, file));
    if (clash !== undefined && writes(construct, file)) {
      return [lossText(file, clash.node.path, construct.node.path)];
    }
  }
  return [];
}

function writes(construct: IConstruct, file: string): boolean {
  return objectsOf(construct).some(
    (object) => resourceFileName(object) === file && resourceFileName(object.toJson()) === file,
  );
}

function objectsOf({ node }: IConstruct): ApiObject[] {
  return node.children.filter((child) => ApiObject.isApiObject(child));
}

function isApp(root: IConstruct): root is App {
  return 'yamlOutputType' in root;
}

function isInTree({ node }: IConstruct): boolean {
  return node.scopes.slice(1).every((scope) => scope.node.scope?.node.tryFindChild(scope.node.id) === scope);
}
