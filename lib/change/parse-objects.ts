import { kubernetesYaml } from '../manifest/document-text';
import { yamlPackage } from '../yaml/yaml-package';
import { objectsIn } from './objects';
import type { Fields } from './fields';

/** The objects that kubectl printed, as YAML or JSON, and what of the text is no YAML. */
export function parseObjects(text: string): {
  readonly objects: Fields[];
  readonly errors: readonly string[];
} {
  const documents = yamlPackage().parseAllDocuments(text, { prettyErrors: false, ...kubernetesYaml });
  if ('empty' in documents) return { objects: [], errors: [] };
  const errors = documents.flatMap((document) => document.errors.map(({ message }) => message));
  const values = errors.length > 0 ? [] : documents.map((document): unknown => document.toJS());
  return { objects: objectsIn(values), errors };
}
