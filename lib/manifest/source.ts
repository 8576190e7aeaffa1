import type { Document, LineCounter, Node } from 'yaml';
import type { Step } from '../tenant/path';
import { yamlPackage } from '../yaml/yaml-package';

/** Where a declaration stands in its text. */
export interface Source {
  /** The line, from 1, of a path of the declaration; of its nearest parent when the path is not there. */
  line(path: string): number;
}

/** The line of what `steps` lead to from the document's root, or of the last of them that is there. */
export function lineOf(document: Document, lines: LineCounter, steps: readonly Step[]): number {
  let node = resolved(document, document.contents);
  let offset = startOf(node) ?? 0;
  for (const step of steps) {
    const next = stepInto(document, node, step);
    if (next === undefined) break;
    node = resolved(document, next.value);
    offset = next.offset ?? offset;
  }
  return lines.linePos(offset).line;
}

interface Found {
  readonly value: unknown;
  readonly offset: number | undefined;
}

function stepInto(document: Document, node: unknown, step: Step): Found | undefined {
  const { isMap, isScalar, isSeq } = yamlPackage();
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return item === undefined ? undefined : { value: item, offset: startOf(item) };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
  if (pair !== undefined) return { value: pair.value, offset: startOf(pair.key) };
  const merged = node.items.filter(({ key }) => isScalar(key) && key.value === '<<');
  for (const { value } of merged) {
    const found = stepInto(document, resolved(document, value), step);
    if (found !== undefined) return found;
  }
  return undefined;
}

function resolved(document: Document, node: unknown): unknown {
  return yamlPackage().isAlias(node) ? node.resolve(document) : node;
}

function startOf(node: unknown): number | undefined {
  return isNodeWithRange(node) ? node.range?.[0] : undefined;
}

function isNodeWithRange(node: unknown): node is Node {
  return typeof node === 'object' && node !== null && 'range' in node;
}
