import { objectYaml } from './document';

export { documentYaml, objectYaml } from './document';
export { ordered } from './ordered';

/**
 * Objects as YAML documents, byte for byte what cdk8s prints for them: keys sorted, but apiVersion, kind and
 * metadata first; nothing absent; no line folding; quoted so that YAML 1.1 readers understand the same, and Kubernetes' own,
 * which takes more texts for numbers (see `documentYaml`).
 */
export function toYaml(objects: readonly object[]): string {
  return joinDocuments(objects.map(objectYaml));
}

/** Several documents as one text. A document with directives needs the end of the one before it. */
export function joinDocuments(texts: readonly string[]): string {
  return texts
    .map((text, i) => (i === 0 ? text : `${text.startsWith('%') ? '...' : '---'}\n${text}`))
    .join('');
}
