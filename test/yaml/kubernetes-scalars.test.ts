import { parseTenants, toYaml } from 'rustfs-constructs';
import { parseDocument } from 'yaml';
import { kubernetesYaml } from '../../lib/manifest/document-text';

function read(scalar: string): unknown {
  const document: { readonly key: unknown } = parseDocument(`key: ${scalar}\n`, kubernetesYaml).toJS();
  return document.key;
}

/** As sigs.k8s.io/yaml 1.6.0 reads them, which kubectl and the API server read YAML with. */
const numbers: [scalar: string, value: number][] = [
  ['.5', 0.5],
  ['+.5', 0.5],
  ['-.5', -0.5],
  ['.5e3', 500],
  ['.5_0', 0.5],
  ['1.', 1],
  ['1.e5', 100_000],
  ['5_.0', 5],
  ['12e3', 12_000],
  ['12E+3', 12_000],
  ['1e-5', 0.000_01],
  ['1_e5', 100_000],
  ['1e_5', 100_000],
  ['0', 0],
  ['00', 0],
  ['-0', 0],
  ['0_', 0],
  ['017', 15],
  ['0777', 511],
  ['0_7', 7],
  ['08', 8],
  ['09.5', 9.5],
  ['0o17', 15],
  ['0O17', 15],
  ['-0o7', -7],
  ['0b11', 3],
  ['0B11', 3],
  ['0_b1', 1],
  ['0x1F', 31],
  ['0X1f', 31],
  ['+0x1', 1],
  ['0x_1', 1],
  ['1_000', 1000],
  ['1_', 1],
  ['+_1', 1],
  ['0xFFFFFFFFFFFFFFFF', 2 ** 64],
  ['18446744073709551616', 2 ** 64],
];

const texts = [
  ['.', '._5', '.e1', '+', '1e', 'e1', '_1', '0x', '0b', '0o', '0b2', '0o8', '1.5.2', '1e400'],
  ['1:30', '1:30:00.5', '12:30:45', '2024-05-01', '2024-05-01T10:00:00Z'],
  ['inf', 'nan', 'Infinity', 'tRue', 'nULL', '0x10000000000000000', '4Gi', '0.5Gi', 'v1', '1.0.0'],
].flat();

const words: [scalar: string, value: unknown][] = [
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON', 'true', 'True', 'TRUE'].map(asRead(true)),
  ...['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF', 'false', 'False', 'FALSE'].map(asRead(false)),
  ...['~', 'null', 'Null', 'NULL', ''].map(asRead(null)),
];

function asRead(value: unknown): (scalar: string) => [string, unknown] {
  return (scalar) => [scalar, value];
}

describe("A plain scalar is what Kubernetes' tools read", () => {
  test.each(numbers)('%s is the number %d', (scalar, value) => {
    expect(read(scalar)).toBe(value);
  });

  test.each(texts)('%s is a text', (scalar) => {
    expect(read(scalar)).toBe(scalar);
  });

  test.each(words)('%s is %s', (scalar, value) => {
    expect(read(scalar)).toBe(value);
  });
});

describe('What is written is read as it was meant', () => {
  test.each([...numbers.map(([scalar]) => scalar), ...texts, ...words.map(([scalar]) => scalar)])(
    'the text %j, as a value and as a key, in whichever way it is written',
    (text) => {
      for (const rare of [{}, { lines: 'a\nb' }]) {
        const value = { apiVersion: 'v1', kind: 'ConfigMap', data: { key: text, [text]: 'value', ...rare } };
        expect(parseTenants(toYaml([value])).others[0]?.value).toEqual(value);
      }
    },
  );
});
