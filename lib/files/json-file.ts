import { readFileSync } from 'node:fs';

/** What a JSON file says; undefined where it is not there, not whole, or says something else. */
export function readJsonFile<T>(file: string, isExpected: (value: unknown) => value is T): T | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isExpected(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
