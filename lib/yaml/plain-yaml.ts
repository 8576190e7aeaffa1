import { textScalar } from './scalar';

/**
 * A mapping as a YAML document, byte for byte as the `yaml` package writes it for cdk8s; undefined when there is
 * anything in it but plain mappings, lists, numbers, truth values and texts of one line. A test holds the two against
 * each other over hundreds of thousands of documents.
 */
export function plainYaml(value: object): string | undefined {
  if (!isPlain(value)) return undefined;
  const emission = new Emission();
  const isWritten = isEmpty(value) ? emission.line('{}') : emission.collection(value, '');
  return isWritten ? emission.text() : undefined;
}

/** Longer keys are written in another form (yaml stringifyPair.ts); 1024 with their quotes. */
const longestKey = 1024;

/** The text so far. Every method says whether it could write all that it was given. */
class Emission {
  /** Joined once: a text that grows piece by piece is a tree of them all, until somebody reads it. */
  private readonly pieces: string[] = [];
  /** What stands twice would need an anchor. */
  private readonly seen = new Set<object>();

  text(): string {
    return this.pieces.join('');
  }

  /** The end of a line. */
  line(end: string): true {
    this.pieces.push(end, '\n');
    return true;
  }

  /** What has items. Its first line goes on where the text ends, the others begin with `indent`. */
  collection(value: object, indent: string): boolean {
    const inner = `${indent}  `;
    let start = '';
    if (Array.isArray(value)) {
      for (const item of value) {
        this.pieces.push(start, '-');
        if (!this.value(item, inner, ' ')) return false;
        start = indent;
      }
      return true;
    }
    if (!isPlain(value)) return false;
    for (const key of Object.keys(value)) {
      const scalar = textScalar(key);
      if (scalar === undefined || scalar.length > longestKey) return false;
      this.pieces.push(start, scalar, ':');
      if (!this.value(value[key], inner, `\n${inner}`)) return false;
      start = indent;
    }
    return true;
  }

  /** What follows a dash or a key; a collection with items stands `apart` from it. */
  private value(value: unknown, indent: string, apart: string): boolean {
    if (typeof value !== 'object') {
      const scalar = scalarText(value);
      if (scalar === undefined) return false;
      this.pieces.push(' ');
      return this.line(scalar);
    }
    if (value === null || this.seen.has(value)) return false;
    this.seen.add(value);
    if (isEmpty(value)) return this.line(Array.isArray(value) ? ' []' : ' {}');
    this.pieces.push(apart);
    return this.collection(value, indent);
  }
}

function scalarText(value: unknown): string | undefined {
  if (typeof value === 'string') return textScalar(value);
  if (typeof value === 'boolean') return String(value);
  // JSON has no sign for zero, and YAML has words for what is not finite.
  return typeof value === 'number' && Number.isFinite(value) && !Object.is(value, -0)
    ? JSON.stringify(value)
    : undefined;
}

/** Whether it is a list or a mapping without items. */
function isEmpty(value: object): boolean {
  return Array.isArray(value) ? value.length === 0 : isPlain(value) && Object.keys(value).length === 0;
}

/** A mapping made by a literal, in whatever realm: nothing that could write itself in its own way. */
function isPlain(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || isRootPrototype(prototype);
}

/** Another realm's `Object.prototype`. */
function isRootPrototype(prototype: unknown): boolean {
  return (
    typeof prototype === 'object' &&
    prototype !== null &&
    Object.getPrototypeOf(prototype) === null &&
    Object.hasOwn(prototype, 'hasOwnProperty')
  );
}
