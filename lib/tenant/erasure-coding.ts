import type { EnvVar } from 'kubernetes-types/core/v1';
import type { CodingPlan } from '../erasure';

/** Parity by storage class, in drives per erasure set. */
export interface StorageClassSpec {
  /**
   * The parity of STANDARD objects: at most half of an erasure set.
   * @default - RustFS's own: 1 for sets of 2 and 3 drives, 2 for 4 and 5, 3 for 6 and 7, 4 from 8 on
   * @asType integer
   * @minimum 0
   */
  readonly standard?: number;

  /**
   * The parity of REDUCED_REDUNDANCY objects: at most that of STANDARD.
   * @default - RustFS's own: 1
   * @asType integer
   * @minimum 0
   */
  readonly reducedRedundancy?: number;
}

/** What of a declaration speaks of erasure coding. */
export interface CodingSource {
  readonly parity?: number;
  readonly storageClass?: StorageClassSpec;
  readonly erasureSetDriveCount?: number;
  readonly env?: readonly Partial<EnvVar>[];
}

/** One thing that a field or a variable may say. */
interface Saying {
  readonly key: keyof CodingPlan;
  /** The field's path in the declaration. */
  readonly field: string;
  /** The variables by which RustFS reads it, the one that wins first (utils envs.rs). */
  readonly variables: readonly [own: string, alias: string];
  readonly fieldValue: (source: CodingSource) => number | undefined;
  /** The value of a variable's text; undefined when it is malformed, null when it says nothing. */
  readonly parse: (text: string) => number | null | undefined;
  readonly print: (value: number) => string;
}

const sayings: readonly Saying[] = [
  {
    key: 'parity',
    field: 'parity',
    variables: ['RUSTFS_STORAGE_CLASS_STANDARD', 'MINIO_STORAGE_CLASS_STANDARD'],
    fieldValue: ({ parity, storageClass }) => parity ?? storageClass?.standard,
    parse: parityOf,
    print: (parity) => `EC:${parity}`,
  },
  {
    key: 'reducedParity',
    field: 'storageClass.reducedRedundancy',
    variables: ['RUSTFS_STORAGE_CLASS_RRS', 'MINIO_STORAGE_CLASS_RRS'],
    fieldValue: ({ storageClass }) => storageClass?.reducedRedundancy,
    parse: parityOf,
    print: (parity) => `EC:${parity}`,
  },
  {
    key: 'setSize',
    field: 'erasureSetDriveCount',
    variables: ['RUSTFS_ERASURE_SET_DRIVE_COUNT', 'MINIO_ERASURE_SET_DRIVE_COUNT'],
    fieldValue: ({ erasureSetDriveCount }) => erasureSetDriveCount,
    parse: setSizeOf,
    print: String,
  },
];

/** What a declaration's fields and variables say together. */
export interface ReadCoding {
  readonly coding: CodingPlan;
  /** Variables by reference, whose value only the cluster knows; with one of them no layout is certain. */
  readonly unknown: readonly CodingVariable[];
  /** Variables that RustFS would not understand. */
  readonly malformed: readonly CodingVariable[];
  /** Variables beside the field that says the same. */
  readonly doubled: readonly CodingVariable[];
  /** Where each part of the plan is said, for messages: a field or `env[3].value`. */
  readonly paths: Readonly<Partial<Record<keyof CodingPlan, string>>>;
}

/** A variable of `env` that speaks of erasure coding. */
export interface CodingVariable {
  /** Its path: `env[3]`. */
  readonly path: string;
  /** The part of it that says the value: `value` or `valueFrom`. */
  readonly part: 'value' | 'valueFrom';
  readonly name: string;
  /** The field that says the same. */
  readonly field: string;
}

/** Reads parity and set size from the fields and from literal variables, as RustFS will. */
export function readCoding(source: CodingSource): ReadCoding {
  const coding: Partial<Record<keyof CodingPlan, number>> = {};
  const paths: Partial<Record<keyof CodingPlan, string>> = {};
  const unknown: CodingVariable[] = [];
  const malformed: CodingVariable[] = [];
  const doubled: CodingVariable[] = [];
  for (const { key, field, variables, fieldValue, parse } of sayings) {
    const value = fieldValue(source);
    if (value !== undefined) [coding[key], paths[key]] = [value, fieldPath(source, key, field)];
    const found = findVariable(source.env ?? [], variables);
    if (found === undefined) continue;
    const variable = { path: `env[${found.index}]`, part: found.part, name: found.name, field };
    const parsed = parse(found.value ?? '');
    if (value !== undefined) doubled.push(variable);
    else if (found.isReference) unknown.push(variable);
    else if (parsed === undefined) malformed.push(variable);
    else if (parsed !== null) [coding[key], paths[key]] = [parsed, `${variable.path}.value`];
  }
  return { coding, unknown, malformed, doubled, paths };
}

/** Whether the declaration says all that RustFS will go by, in a form that RustFS understands. */
export function isCodingKnown({ unknown, malformed }: ReadCoding): boolean {
  return unknown.length + malformed.length === 0;
}

/** The variables that the fields of a declaration become. */
export function codingVariables(source: CodingSource): EnvVar[] {
  return sayings.flatMap(({ variables: [name], fieldValue, print }) => {
    const value = fieldValue(source);
    return value === undefined ? [] : [{ name, value: print(value) }];
  });
}

function fieldPath({ parity }: CodingSource, key: keyof CodingPlan, field: string): string {
  return key === 'parity' && parity === undefined ? 'storageClass.standard' : field;
}

interface FoundVariable {
  readonly index: number;
  readonly name: string;
  readonly value: string | undefined;
  readonly part: CodingVariable['part'];
  readonly isReference: boolean;
}

/** The variable that counts: RustFS's own name before the alias, and of equal names the last. */
function findVariable(env: readonly Partial<EnvVar>[], names: readonly string[]): FoundVariable | undefined {
  for (const name of names) {
    const index = env.findLastIndex((variable) => variable.name === name);
    const variable = env[index];
    if (variable === undefined) continue;
    return {
      index,
      name,
      value: variable.value,
      part: variable.valueFrom === undefined ? 'value' : 'valueFrom',
      isReference: variable.valueFrom !== undefined || (variable.value ?? '').includes('$('),
    };
  }
  return undefined;
}

/** `EC:4`; an empty text leaves the choice to RustFS (storageclass.rs). */
function parityOf(text: string): number | null | undefined {
  if (text === '') return null;
  const digits = /^EC:(\d+)$/.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** A number of drives; 0 leaves the choice to RustFS. */
function setSizeOf(text: string): number | null | undefined {
  if (text === '' || text === '0') return null;
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
