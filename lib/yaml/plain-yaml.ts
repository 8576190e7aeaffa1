import { asIs, type Mapping, type Order } from './order';
import { textScalar } from './scalar';

/**
 * A mapping as a YAML document in this order, byte for byte as the `yaml` package writes it for cdk8s; undefined when
 * there is anything in it but plain mappings, lists, numbers, truth values and texts of one line. A test holds the two
 * against each other over hundreds of thousands of documents.
 */
export function plainYaml(value: object, order: Order = asIs): string | undefined {
  if (!isPlain(value)) return undefined;
  const emission = new Emission();
  const keys = order.keysOf(value);
  const isWritten = keys.length === 0 ? emission.end('{}') : emission.fields(value, keys, order, '');
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
  end(text: string): true {
    this.pieces.push(text, '\n');
    return true;
  }

  /** A mapping with items. Its first line goes on where the text ends, the others begin with `indent`. */
  fields(mapping: Mapping, keys: readonly string[], order: Order, indent: string): boolean {
    const inner = `${indent}  `;
    let start = '';
    for (const key of keys) {
      const scalar = textScalar(key);
      if (scalar === undefined || scalar.length > longestKey) return false;
      this.pieces.push(start, scalar, ':');
      if (!this.value(mapping[key], order.under(key), inner, `\n${inner}`)) return false;
      start = indent;
    }
    return true;
  }

  private items(list: readonly unknown[], order: Order, indent: string): boolean {
    const inner = `${indent}  `;
    let start = '';
    for (const item of list) {
      if (order.isAbsent(item)) return false;
      this.pieces.push(start, '-');
      if (!this.value(item, order, inner, ' ')) return false;
      start = indent;
    }
    return true;
  }

  /** What follows a dash or a key; a collection with items stands `apart` from it. */
  private value(value: unknown, order: Order, indent: string, apart: string): boolean {
    if (typeof value !== 'object') {
      const scalar = scalarText(value);
      if (scalar === undefined) return false;
      this.pieces.push(' ');
      return this.end(scalar);
    }
    if (value === null || this.seen.has(value)) return false;
    this.seen.add(value);
    if (Array.isArray(value)) {
      if (value.length === 0) return this.end(' []');
      this.pieces.push(apart);
      return this.items(value, order, indent);
    }
    if (!isPlain(value)) return false;
    const keys = order.keysOf(value);
    if (keys.length === 0) return this.end(' {}');
    this.pieces.push(apart);
    return this.fields(value, keys, order, indent);
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

/** A mapping made by a literal, in whatever realm: nothing that could write itself in its own way. */
function isPlain(value: object): value is Mapping {
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
