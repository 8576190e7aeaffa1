import { knownFieldsText } from '../tenant/nearest';
import { pathTo } from '../tenant/path';
import { isRecord } from '../is-record';
import type { Fields } from './fields';

/** What is wrong, and where. */
export interface LockFinding {
  readonly path: string;
  readonly message: string;
  /** What to do, where it is not what helps a lock that was spoilt. */
  readonly fix?: string;
}

/** Reads values of a lock and notes whatever is not of the form that the tool writes. */
export class LockReading {
  readonly problems: LockFinding[] = [];

  wrong(path: string, finding: string, fix?: string): void {
    const message = `${path === '' ? 'The lock' : `"${path}"`} ${finding}.`;
    this.problems.push({ path, message, ...(fix !== undefined && { fix }) });
  }

  /** Fields of which some are required, some optional, and no others known. */
  fields(
    value: unknown,
    path: string,
    required: readonly string[],
    optional: readonly string[] = [],
  ): Fields | undefined {
    if (!isRecord(value)) {
      this.wrong(path, 'is no mapping of fields');
      return undefined;
    }
    const known = [...required, ...optional];
    for (const key of Object.keys(value).filter((field) => !known.includes(field))) {
      this.wrong(pathTo(path, key), `is not known here. ${knownFieldsText(key, known).replace(/\.$/, '')}`);
    }
    for (const key of required.filter((field) => value[field] === undefined || value[field] === null)) {
      this.wrong(pathTo(path, key), 'is missing');
    }
    return value;
  }

  map(value: unknown, path: string): Fields {
    if (isRecord(value)) return value;
    if (value !== undefined && value !== null) this.wrong(path, 'is no mapping');
    return {};
  }

  list<T>(value: unknown, path: string, item: (value: unknown, path: string) => T): T[] {
    if (Array.isArray(value)) return value.map((each, i) => item(each, pathTo(path, i)));
    if (value !== undefined && value !== null) this.wrong(path, 'is no list');
    return [];
  }

  /** A mapping of texts. */
  texts(value: unknown, path: string): Readonly<Record<string, string>> {
    const entries = Object.entries(this.map(value, path));
    return Object.fromEntries(entries.map(([key, text]) => [key, this.text(text, pathTo(path, key))]));
  }

  text(value: unknown, path: string): string {
    if (typeof value === 'string' && value !== '') return value;
    if (value !== undefined && value !== null) this.wrong(path, 'is no text');
    return '';
  }

  count(value: unknown, path: string): number {
    if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value;
    if (value !== undefined && value !== null) this.wrong(path, 'is no whole number from 1');
    return 1;
  }
}
