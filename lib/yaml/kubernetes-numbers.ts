/**
 * Whole numbers as Kubernetes' tools read them (go.yaml.in/yaml/v2 resolve.go): with the prefixes and the zero in front of Go,
 * and with underscores anywhere behind the first character.
 */
export const wholeNumber =
  /^(?!_)[-+]?_*(?:0_*[bB]_*[01][01_]*|0_*[oO]_*[0-7][0-7_]*|0_*[xX]_*[\dA-Fa-f][\dA-Fa-f_]*|0[0-7_]*|[1-9][\d_]*)$/;

/** Decimal numbers, so read: with a dot in front, underscores stand between digits only. */
export const decimalNumber =
  /^(?:\.\d+(?:_\d+)*(?:[eE][-+]?\d+(?:_\d+)*)?|(?![._])[-+]?_*(?:\._*\d[\d_]*|\d[\d_]*(?:\.[\d_]*)?)(?:[eE]_*[-+]?_*\d[\d_]*)?)$/;

/** The value of a whole number; the text itself where it has a prefix and more than 64 bits. */
export function wholeValue(text: string): number | string {
  const [, sign = '', digits = ''] = /^([-+]?)(.*)$/.exec(text.replaceAll('_', '')) ?? [];
  const value = BigInt(digits.replace(/^0(?=\d)/, '0o'));
  if (value < 2n ** 64n) return sign === '-' ? 0 - Number(value) : Number(value);
  return /^0\D/.test(digits) ? text : Number(sign + digits);
}

/** The value of a decimal number; the text itself where it is larger than any. */
export function decimalValue(text: string): number | string {
  const value = Number(text.replaceAll('_', ''));
  return Number.isFinite(value) ? value : text;
}
