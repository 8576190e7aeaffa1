import fc from 'fast-check';
import { bytesText, compareQuantities, isQuantity, wholeQuantity } from '../../lib/tenant/quantity';

describe('Quantities', () => {
  test.each([
    ['0', 0n],
    ['42', 42n],
    ['+42', 42n],
    ['-42', -42n],
    ['1k', 1000n],
    ['1Ki', 1024n],
    ['10Gi', 10_737_418_240n],
    ['1.5Gi', 1_610_612_736n],
    ['.5Ki', 512n],
    ['2.', 2n],
    ['2T', 2_000_000_000_000n],
    ['1e3', 1000n],
    ['1E3', 1000n],
    ['12e-1', 2n],
    ['1E', 1_000_000_000_000_000_000n],
    ['8Ei', 9_223_372_036_854_775_808n],
    ['9007199254740993', 9_007_199_254_740_993n],
  ])('%s is %s', (text, whole) => {
    expect(wholeQuantity(text)).toBe(whole);
  });

  test.each([
    ['500m', 1n],
    ['1500m', 2n],
    ['-1500m', -1n],
    ['-500m', 0n],
    ['1n', 1n],
    ['1u', 1n],
    ['0m', 0n],
    ['0.1Ki', 103n],
  ])('%s is rounded up to %s', (text, whole) => {
    expect(wholeQuantity(text)).toBe(whole);
  });

  test.each([
    '',
    'Gi',
    '10GB',
    '10 Gi',
    ' 10',
    '10\n',
    '1,5',
    '0x10',
    '1e',
    '1e5Gi',
    '1e1000',
    '10K',
    '10gi',
    '--1',
    'NaN',
  ])('%j is none', (text) => {
    expect(isQuantity(text)).toBe(false);
    expect(wholeQuantity(text)).toBeUndefined();
    expect(compareQuantities(text, '1')).toBeUndefined();
    expect(compareQuantities('1', text)).toBeUndefined();
  });
});

describe('Comparing quantities', () => {
  test.each([
    ['1Gi', '1G', 1],
    ['1000Mi', '1Gi', -1],
    ['1024Mi', '1Gi', 0],
    ['0.5', '500m', 0],
    ['1500m', '1.4', 1],
    ['-1', '1', -1],
    ['0', '-0', 0],
    ['1001u', '1m', 1],
  ])('%s against %s gives %i', (left, right, order) => {
    expect(compareQuantities(left, right)).toBe(order);
  });

  test('agrees with the order of the whole units', () => {
    fc.assert(
      fc.property(quantity, quantity, (left, right) => {
        const order = compareQuantities(left, right) ?? NaN;
        const [a = 0n, b = 0n] = [wholeQuantity(left), wholeQuantity(right)];
        // Rounding up may make two amounts equal, but never changes their order.
        if (a !== b) expect(order).toBe(a < b ? -1 : 1);
        if (order === 0) expect(a).toBe(b);
      }),
    );
  });

  test('turns around with its arguments', () => {
    fc.assert(
      fc.property(quantity, quantity, (left, right) => {
        const order = compareQuantities(left, right) ?? NaN;
        expect(compareQuantities(right, left)).toBe(order === 0 ? 0 : -order);
      }),
    );
  });
});

const suffix = fc.constantFrom(
  '',
  'n',
  'u',
  'm',
  'k',
  'M',
  'G',
  'T',
  'P',
  'E',
  'Ki',
  'Mi',
  'Gi',
  'Ti',
  'Pi',
  'Ei',
  'e2',
  'E-2',
);

const quantity = fc
  .tuple(fc.stringMatching(/^[+-]?([0-9]{1,4}(\.[0-9]{0,3})?|\.[0-9]{1,3})$/), suffix)
  .map(([number, unit]) => `${number}${unit}`);

describe('Bytes for people', () => {
  test.each<[bytes: bigint, down: string, up: string]>([
    [0n, '0 B', '0 B'],
    [1023n, '1023 B', '1023 B'],
    [1024n, '1 KiB', '1 KiB'],
    [1536n, '1.5 KiB', '1.5 KiB'],
    [1025n, '1 KiB', '1.01 KiB'],
    [4n << 40n, '4 TiB', '4 TiB'],
    [(2n << 60n) + 1n, '2 EiB', '2.01 EiB'],
  ])('of %i are %s, or %s when they are needed', (bytes, down, up) => {
    expect([bytesText(bytes), bytesText(bytes, 'up')]).toEqual([down, up]);
  });
});
