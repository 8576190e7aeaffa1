import { ApiObject, App, Chart, Yaml } from 'cdk8s';
import fc from 'fast-check';
import { composeTenant, toYaml } from 'rustfs-constructs';
import { RustfsTenant } from 'rustfs-constructs/cdk8s';
import { parseAllDocuments } from 'yaml';
import { tenantSpecs } from '../support/arbitrary';
import { acme, development } from '../support/specs';
import { silenceWarnings } from '../support/warnings';

silenceWarnings();

describe('YAML of composed objects', () => {
  test('is deterministic: the same declaration gives the same bytes', () => {
    fc.assert(
      fc.property(tenantSpecs, (spec) => {
        expect(toYaml(composeTenant(spec))).toBe(toYaml(composeTenant(structuredClone(spec))));
      }),
    );
  });

  test('says the same objects when it is read back', () => {
    fc.assert(
      fc.property(tenantSpecs, (spec) => {
        const objects = composeTenant(spec);
        const documents = parseAllDocuments(toYaml(objects), { version: '1.1' });
        expect(documents.map((document): unknown => document.toJS())).toEqual(
          objects.map(withoutEmptyMetadata),
        );
      }),
    );
  });

  test('is what cdk8s prints for the same objects, byte for byte', () => {
    fc.assert(
      fc.property(tenantSpecs, (spec) => {
        const chart = new Chart(new App(), 'chart');
        new RustfsTenant(chart, 'tenant', spec);
        expect(toYaml(composeTenant(spec))).toBe(Yaml.stringify(...chart.toJson()));
      }),
      { numRuns: 50 },
    );
  });

  test('has no anchors, although objects of a tenant say many things twice', () => {
    expect(toYaml(composeTenant(acme))).not.toMatch(/[&*]a\d/);
  });

  test('keeps the parts of an object in order: apiVersion, kind, metadata, then the rest by name', () => {
    const [account = ''] = toYaml(composeTenant(development)).split('---\n').slice(1);
    expect([...account.matchAll(/^\w+/gm)].map(([key]) => key)).toEqual([
      'apiVersion',
      'kind',
      'metadata',
      'automountServiceAccountToken',
    ]);
  });

  test('has fields that are whole numbers first, as JavaScript and cdk8s do', () => {
    const object = {
      kind: 'Map',
      apiVersion: 'v1',
      data: { a: 1, '10': 1, '9': 1 },
      metadata: { name: 'm' },
    };
    const printed = Yaml.stringify(new ApiObject(new Chart(new App(), 'chart'), 'id', object).toJson());
    expect(toYaml([object])).toBe(printed);
    expect(printed).toContain('data:\n  "9": 1\n  "10": 1\n  a: 1\n');
  });

  test('of no objects is empty', () => {
    expect(toYaml([])).toBe('');
  });
});

/** cdk8s leaves out empty labels and annotations. */
function withoutEmptyMetadata<T extends { metadata: { annotations?: object } }>(object: T): T {
  const { annotations, ...metadata } = object.metadata;
  const isEmpty = annotations === undefined || Object.keys(annotations).length === 0;
  return { ...object, metadata: isEmpty ? metadata : object.metadata };
}
