import { concat, type Output } from '@pulumi/pulumi';
import type { Filled } from './leaves';
import { mapTexts } from './stand-ins';

/** A value with what its stand-ins stand for: an Output for a whole text, a text of Outputs for a longer one. */
export function filled<T>(
  value: T,
  pattern: RegExp,
  values: ReadonlyMap<string, Output<unknown>>,
): Filled<T> {
  return mapped(value, (text) => {
    const parts = text.split(new RegExp(`(${pattern.source})`));
    if (parts.length === 1) return text;
    return values.get(text) ?? concat(...parts.map((part) => values.get(part) ?? part));
  });
}

// The one place where the compiler cannot follow: a mapping over every text, at any depth.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function mapped(value: unknown, replace: (text: string) => unknown): any {
  return mapTexts(value, replace);
}
