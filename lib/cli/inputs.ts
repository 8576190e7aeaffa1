import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError, type Io } from './io';

/** A text to read tenants from. */
export interface Input {
  /** The file as it was named; `<stdin>` for standard input. */
  readonly file: string;
  readonly text: string;
}

/** The texts that the arguments name. A directory stands for its YAML and JSON files, in the order of their names. */
export function readInputs(names: readonly string[], io: Io): Input[] {
  return names.flatMap((name) => {
    if (name === '-') return [{ file: '<stdin>', text: io.input() }];
    try {
      const files = statSync(name).isDirectory() ? manifestFiles(name) : [name];
      return files.map((file) => ({ file, text: readFileSync(file, 'utf8') }));
    } catch (cause) {
      if (cause instanceof UsageError) throw cause;
      throw new UsageError(`Cannot read ${name}: ${reasonOf(cause)}`);
    }
  });
}

/** What the file system says: `no such file or directory`. */
export function reasonOf(cause: unknown): string {
  const text = typeof cause === 'object' && cause !== null && 'message' in cause ? cause.message : cause;
  return String(text)
    .replace(/^E[A-Z]+: /, '')
    .replace(/, \w+( '.*')?$/, '');
}

function manifestFiles(directory: string): string[] {
  const names = readdirSync(directory, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && /\.(ya?ml|json)$/.test(entry.name))
    // A kustomization lists files and is none of the objects.
    .filter(({ name }) => !/^kustomization\.ya?ml$/.test(name))
    .map(({ name }) => name);
  if (names.length === 0) throw new UsageError(`${directory} has no .yaml, .yml or .json files.`);
  return names.sort().map((name) => join(directory, name));
}
