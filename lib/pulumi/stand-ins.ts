import { Output, output, Resource } from '@pulumi/pulumi';
import { pathTo } from '../tenant/path';
import { isRecord } from '../is-record';

/**
 * A value that is known later, and the text that stands for it meanwhile. The text is a valid name, so that the
 * pure part composes with it as with any other.
 */
export interface Leaf {
  readonly standIn: string;
  /** Every place in the declaration where the value stands. */
  readonly paths: readonly string[];
  readonly value: Output<unknown>;
}

/** The stand-ins of a declaration. */
export interface StandIns {
  readonly leaves: readonly Leaf[];
  /** Finds them in a text. */
  readonly pattern: RegExp;
}

/** Puts a stand-in wherever an Output or a promise stands. The same one, twice, is one leaf. */
export function withStandIns(given: unknown): StandIns & { readonly value: unknown } {
  const texts: string[] = keysIn(given);
  mapTexts(given, (text) => texts.push(text));
  const label = unusedLabel(texts);
  const found = new Map<unknown, Leaf & { readonly paths: string[] }>();
  const visit = (item: unknown, path: string): unknown => {
    if (isLater(item)) {
      const leaf = found.get(item) ?? {
        standIn: `leaf-${found.size}-of-${label}`,
        paths: [],
        value: output(item),
      };
      found.set(item, leaf);
      leaf.paths.push(path);
      return leaf.standIn;
    }
    if (Array.isArray(item)) return item.map((each: unknown, i) => visit(each, pathTo(path, i)));
    if (!isMapping(item)) return item;
    return Object.fromEntries(
      Object.entries(item).map(([key, each]) => [key, visit(each, pathTo(path, key))]),
    );
  };
  const value = visit(given, '');
  return { value, leaves: [...found.values()], pattern: new RegExp(`leaf-\\d+-of-${label}`, 'g') };
}

/** A copy in which every text is what `replace` makes of it. Keys stay. */
export function mapTexts(value: unknown, replace: (text: string) => unknown): unknown {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) return value.map((item: unknown) => mapTexts(item, replace));
  if (!isMapping(value) || isLater(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, replace)]));
}

/** Every key of every mapping in a value. What is known later is not looked into. */
export function keysIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(keysIn);
  if (!isMapping(value) || isLater(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...keysIn(item)]);
}

/** A mapping; not a resource, which has no end. */
function isMapping(value: unknown): value is Record<string, unknown> {
  return isRecord(value) && !Resource.isInstance(value);
}

function isLater(value: unknown): boolean {
  return Output.isInstance(value) || value instanceof Promise;
}

/** A label that no text of the user has, so that nothing of theirs is taken for a stand-in. */
function unusedLabel(texts: readonly string[]): string {
  let label = 'pulumi';
  while (texts.some((text) => text.includes(`-of-${label}`))) label += 'x';
  return label;
}
