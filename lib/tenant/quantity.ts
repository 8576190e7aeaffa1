/**
 * Kubernetes quantities, exact: no floating point.
 * See https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
const syntax = /^([+-]?)(\d+\.?\d*|\.\d+)(?:([KMGTPE]i)|([numkMGTPE])|[eE]([+-]?\d{1,3}))?$/;

const binaryPowers: Readonly<Record<string, bigint>> = {
  Ki: 10n,
  Mi: 20n,
  Gi: 30n,
  Ti: 40n,
  Pi: 50n,
  Ei: 60n,
};

const decimalPowers: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};

/** `mantissa * 10^power`. */
interface Decimal {
  readonly mantissa: bigint;
  readonly power: number;
}

/** Whether the text is a quantity. */
export function isQuantity(text: string): boolean {
  return syntax.test(text);
}

/**
 * The quantity in whole units (bytes, for storage), rounded up as Kubernetes does;
 * undefined when the text is no quantity.
 */
export function wholeQuantity(text: string): bigint | undefined {
  const value = decimal(text);
  if (value === undefined) return undefined;
  if (value.power >= 0) return scaled(value, 0);
  const unit = 10n ** BigInt(-value.power);
  const floor = value.mantissa / unit;
  return value.mantissa > floor * unit ? floor + 1n : floor;
}

/** Negative when `left` is less, positive when it is more, 0 when equal; undefined when one is no quantity. */
export function compareQuantities(left: string, right: string): number | undefined {
  const [a, b] = [decimal(left), decimal(right)];
  if (a === undefined || b === undefined) return undefined;
  const power = Math.min(a.power, b.power);
  const difference = scaled(a, power) - scaled(b, power);
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

/** One text for all quantities that are equal: `1024Mi` and `1Gi` give the same. Undefined when it is none. */
export function canonicalQuantity(text: string): string | undefined {
  const value = decimal(text);
  if (value === undefined) return undefined;
  const { mantissa, power } = value;
  const digits = String(mantissa).replace(/0+$/, '');
  return mantissa === 0n ? '0' : `${digits}e${power + String(mantissa).length - digits.length}`;
}

function decimal(text: string): Decimal | undefined {
  const match = syntax.exec(text);
  if (match === null) return undefined;
  const [, sign, number = '', binary, prefix, exponent] = match;
  const [whole = '', fraction = ''] = number.split('.');
  const digits = BigInt(whole + fraction) << (binaryPowers[binary ?? ''] ?? 0n);
  const power = (decimalPowers[prefix ?? ''] ?? 0) + Number(exponent ?? 0) - fraction.length;
  return { mantissa: sign === '-' ? -digits : digits, power };
}

/** The mantissa at a power of ten that is not above the value's own. */
function scaled({ mantissa, power }: Decimal, to: number): bigint {
  return mantissa * 10n ** BigInt(power - to);
}

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

/** Bytes for people, to hundredths: `12.5 TiB`. What is there is rounded down, what is needed up. */
export function bytesText(bytes: bigint, rounding: 'down' | 'up' = 'down'): string {
  const unit = Math.max(
    units.findLastIndex((_, i) => bytes >= 1n << BigInt(10 * i)),
    0,
  );
  const one = 1n << BigInt(10 * unit);
  const hundredths = (bytes * 100n + (rounding === 'up' ? one - 1n : 0n)) / one;
  const fraction = String(hundredths % 100n)
    .padStart(2, '0')
    .replace(/0+$/, '');
  return `${hundredths / 100n}${fraction === '' ? '' : `.${fraction}`} ${units[unit] ?? ''}`;
}
