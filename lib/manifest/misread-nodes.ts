import type { Document, Scalar } from 'yaml';
import { yamlPackage } from '../yaml/yaml-package';

/** A node that not all of Kubernetes' tools read as the same value. */
export interface MisreadNode {
  /** Where it begins in the text. */
  readonly offset: number;
  readonly message: string;
  readonly fix: string;
}

/** What everybody reads alike, as it is what the value would be by its looks, too. */
const knownTags = /^tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq)$/;

/**
 * The nodes of a document that kubectl and Argo CD read by one rule and kustomize or this library by another: merge keys
 * behind other keys, and tags. A merge in sigs.k8s.io/yaml (goyaml.v2/decode.go, mapping) overwrites what stands before
 * it; in kyaml (goyaml.v3) and here the key that is written out counts, wherever it stands.
 */
export function misreadNodes(document: Document): MisreadNode[] {
  const found: MisreadNode[] = [];
  yamlPackage().visit(document, {
    Node: (_, node) => {
      const { range, tag } = node;
      if (tag !== undefined && !knownTags.test(tag)) found.push({ offset: range?.[0] ?? 0, ...tagged(tag) });
      const offset = lateMerge(node);
      if (offset !== undefined) found.push({ offset, ...merged });
    },
  });
  return found.sort((a, b) => a.offset - b.offset);
}

/** Where a merge key stands behind another key of a mapping. */
function lateMerge(node: unknown): number | undefined {
  const { isMap, isScalar } = yamlPackage();
  if (!isMap(node)) return undefined;
  const [late] = node.items.slice(1).flatMap(({ key }) => (isScalar(key) && isMerge(key) ? [key] : []));
  return late === undefined ? undefined : (late.range?.[0] ?? 0);
}

/** In quotes it is a key as any other. */
function isMerge({ type, source }: Scalar): boolean {
  return type === 'PLAIN' && source === '<<';
}

const merged = {
  message:
    'A merge key (<<) stands behind another key of its mapping: kubectl and Argo CD let it overwrite what stands before it, and kustomize does not.',
  fix: 'Put it first in the mapping, or write its fields out.',
};

function tagged(tag: string): Omit<MisreadNode, 'offset'> {
  const name = tag.replace(/^tag:yaml\.org,2002:/, '!!');
  return {
    message: `The tag ${name} makes another value of what stands here, and not the same for kubectl, kustomize and this library.`,
    fix: 'Write the value out, without a tag.',
  };
}
