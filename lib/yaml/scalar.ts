import { decimalNumber, wholeNumber } from './kubernetes-numbers';

/** Most keys and values: a word or a path. Not with an E in front, as `e5` is a number. */
const simple = /^[A-DF-Za-df-z/][\w./-]*$/;

/** Words that YAML 1.1 reads as a truth value or as nothing. */
const notTexts: ReadonlySet<string> = new Set(
  ['y', 'Y', 'n', 'N', '~', 'null', 'Null', 'NULL', '']
    .concat(['yes', 'Yes', 'YES', 'no', 'No', 'NO', 'on', 'On', 'ON', 'off', 'Off', 'OFF'])
    .concat(['true', 'True', 'TRUE', 'false', 'False', 'FALSE']),
);

/** One line of characters that can stand in YAML as they are. */
const printable = /^[ -~\u00a1-\u1fff]*$/;

/** Texts that the `yaml` package writes by the place where they stand. */
const placed = /^(?:---|\.\.\.|<<$)/;

/** What would begin, or hold, a part of YAML's own grammar (yaml stringifyString.ts). */
const grammatical = /^[ ,[\]{}#&*!|>'"%@`]|^[?-](?: |$)|: | #|[ :]$/;

/** Numbers and times of YAML 1.1 (yaml schema/yaml-1.1), and those that only Kubernetes' tools take for such. */
const numbers: readonly RegExp[] = [
  wholeNumber,
  decimalNumber,
  /^[-+]?0(?:b[01_]+|x[\da-fA-F_]+)$/,
  /^[-+]?\d[\d_]*$/,
  /^[-+]?(?:\d[\d_]*)?\.[\d_]*$/,
  /^[-+]?(?:\d[\d_]*)?(?:\.[\d_]*)?[eE][-+]?\d+$/,
  /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/,
  /^(?:[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/,
  /^\d{4}-\d{1,2}-\d{1,2}(?:(?:[tT]| +)\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?: *(?:Z|[-+][012]?\d(?::\d{2})?))?)?$/,
];

/** A text as a scalar on one line, plain or quoted as the `yaml` package does; undefined for one that is rare. */
export function textScalar(text: string): string | undefined {
  if (simple.test(text)) return notTexts.has(text) ? `"${text}"` : text;
  if (!printable.test(text) || placed.test(text)) return undefined;
  return grammatical.test(text) || notTexts.has(text) || isNumber(text) ? quoted(text) : text;
}

function isNumber(text: string): boolean {
  return /^[-+.\deE]/.test(text) && numbers.some((number) => number.test(text));
}

function quoted(text: string): string {
  return text.includes('"') && !text.includes("'") ? `'${text}'` : JSON.stringify(text);
}
