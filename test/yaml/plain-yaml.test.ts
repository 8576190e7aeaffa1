import { Yaml } from 'cdk8s';
import { composeTenant } from 'rustfs-constructs';
import { documentYaml, ordered } from '../../lib/yaml';
import { plainYaml } from '../../lib/yaml/plain-yaml';
import { acme, development } from '../support/specs';

describe('the fast way to YAML', () => {
  test.each([acme, development])('takes every object of a tenant: $name', (spec) => {
    for (const object of composeTenant(spec)) expect(plainYaml(ordered(object))).toBeDefined();
  });

  test.each([
    ['yes', '"yes"'],
    ['0777', '"0777"'],
    ['e5', '"e5"'],
    ['1:30', '"1:30"'],
    ['2024-05-01', '"2024-05-01"'],
    ['a: b', '"a: b"'],
    ['{"a":1}', `'{"a":1}'`],
    ["it's", "it's"],
    ['$(POD_NAME)', '$(POD_NAME)'],
    ['http://a-{0...3}:9000/data', 'http://a-{0...3}:9000/data'],
    ['Größe', 'Größe'],
  ])('writes the text %s as cdk8s does', (text, scalar) => {
    expect(plainYaml({ key: text })).toBe(`key: ${scalar}\n`);
    expect(Yaml.stringify({ key: text })).toBe(`key: ${scalar}\n`);
  });

  const shared = {};
  const circular: Record<string, unknown> = {};
  circular.self = circular;

  test.each<[string, object]>([
    ['a list at the top', ['a']],
    ['several lines', { key: 'a\nb' }],
    ['a control character', { key: 'a\u0007' }],
    ['a document mark', { key: '---' }],
    ['a merge key', { '<<': 'a' }],
    ['a very long key', { ['a'.repeat(1100)]: 1 }],
    ['nothing', { key: null }],
    ['what is absent', { key: undefined }],
    ['a zero with a sign', { key: -0 }],
    ['infinity', { key: Infinity }],
    ['a large whole number', { key: 1n }],
    ['a date', { key: new Date(0) }],
    ['a Map', { key: new Map([['a', 1]]) }],
    ['an object that writes itself', { key: { toJSON: () => 'own' } }],
    ['an empty mapping that stands twice', { one: shared, two: shared }],
    ['what contains itself', circular],
  ])('leaves %s to the yaml package', (_, value) => {
    expect(plainYaml(value)).toBeUndefined();
    expect(documentYaml(value)).toBe(Yaml.stringify(value));
  });

  test('writes what is empty as cdk8s does', () => {
    for (const value of [{}, { a: {}, b: [] }, { a: [[], {}, [[]]] }]) {
      expect(plainYaml(value)).toBe(Yaml.stringify(value));
    }
  });
});
