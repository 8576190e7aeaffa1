import { ApiObject, App, Chart, Yaml, type ApiObjectProps } from 'cdk8s';
import { randomInt } from 'node:crypto';
import { objectYaml } from '../../lib/yaml';
import { decimalNumber, wholeNumber } from '../../lib/yaml/kubernetes-numbers';
import { objectOrder } from '../../lib/yaml/order';
import { plainYaml } from '../../lib/yaml/plain-yaml';
import { RandomDocuments } from './random-documents';

const documents = Number(process.env.FUZZ_DOCUMENTS ?? 100_000);
const randomSeed = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
const seeds = [
  ['the fixed seed', 20_260_101],
  ['a random seed', randomSeed],
] as const;

/** Repeat a failure with FUZZ_SEED=... npm run fuzz. */
describe(`YAML of our own, over ${documents} documents that take the fast path`, () => {
  test.each(seeds)(
    'is what cdk8s prints, byte for byte, for %s %d',
    (_, seed) => {
      const random = new RandomDocuments(seed);
      let written = 0;
      let tried = 0;
      for (; written < documents; tried++) {
        const document = random.next();
        const text = plainYaml(document);
        if (text === undefined || isMisreadFromCdk8s(document)) continue;
        written++;
        expectSame(text, Yaml.stringify(document), { seed, tried, document });
      }
      // Documents with something rare in them are left to the yaml package, and there have to be some.
      expect(tried).toBeGreaterThan(written);
    },
    600_000,
  );
});

describe('objects, with fields that are absent or empty, a tenth as many', () => {
  test.each(seeds)(
    'are what cdk8s prints, byte for byte, for %s %d',
    (_, seed) => {
      const random = new RandomDocuments(seed);
      let plain = 0;
      for (let tried = 0; tried < documents / 10; tried++) {
        const document = random.next();
        const metadata = { name: 'name', ...random.next() };
        const object = { kind: 'Kind', ...document, metadata, apiVersion: 'example.com/v1' };
        const expected = printedByCdk8s(object);
        if (expected === undefined) continue;
        expectSame(objectYaml(object), expected, { seed, tried, object });
        if (plainYaml(object, objectOrder) !== undefined) plain++;
      }
      expect(plain).toBeGreaterThan(documents / 100);
    },
    600_000,
  );
});

const misread = new Map<string, boolean>();

/** Whether cdk8s leaves a text of the document plain that Kubernetes' tools take for a number; we quote it. */
function isMisreadFromCdk8s(document: object): boolean {
  const texts = JSON.stringify(document).match(/"(?:[^"\\]|\\.)*"/g) ?? [];
  return texts.some((quoted) => {
    const text = String(JSON.parse(quoted));
    const known =
      misread.get(text) ??
      ([wholeNumber, decimalNumber].some((number) => number.test(text)) &&
        Yaml.stringify({ text }) === `text: ${text}\n`);
    misread.set(text, known);
    return known;
  });
}

/** Undefined with a field called `constructor` or `__proto__`, which cdk8s refuses or loses. */
function printedByCdk8s(object: ApiObjectProps): string | undefined {
  if (/"(__proto__|constructor)":/.test(JSON.stringify(object)) || isMisreadFromCdk8s(object))
    return undefined;
  return Yaml.stringify(new ApiObject(new Chart(new App(), 'chart'), 'id', object).toJson());
}

/** Not by `expect`, which takes longer than all the rest. */
function expectSame(text: string, expected: string, found: object): void {
  if (text !== expected) throw new Error(JSON.stringify({ ...found, text, expected }));
}
