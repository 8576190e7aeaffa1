import { Yaml } from 'cdk8s';
import { plainYaml } from '../../lib/yaml/plain-yaml';
import { RandomDocuments } from './random-documents';

const documents = Number(process.env.FUZZ_DOCUMENTS ?? 100_000);
const randomSeed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);

/** Repeat a failure with FUZZ_SEED=... npm run fuzz. */
describe(`YAML of our own, over ${documents} documents that take the fast path`, () => {
  test.each([
    ['the fixed seed', 20_260_101],
    ['a random seed', randomSeed],
  ])(
    'is what cdk8s prints, byte for byte, for %s %d',
    (_, seed) => {
      const random = new RandomDocuments(seed);
      let written = 0;
      let tried = 0;
      for (; written < documents; tried++) {
        const document = random.next();
        const text = plainYaml(document);
        if (text === undefined) continue;
        written++;
        const expected = Yaml.stringify(document);
        if (text !== expected) {
          throw new Error(`Seed ${seed}, document ${tried}: ${JSON.stringify({ document, text, expected })}`);
        }
      }
      // Documents with something rare in them are left to the yaml package, and there have to be some.
      expect(tried).toBeGreaterThan(written);
    },
    600_000,
  );
});
