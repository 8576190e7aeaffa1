import { readShape } from '../../lib/tenant/shape';
import { acme, pool0 } from '../support/specs';

function findings(value: unknown) {
  return readShape(value).problems.map(({ code, path }) => `${code} ${path}`);
}

function fixes(value: unknown) {
  return readShape(value).problems.map(({ fix }) => fix);
}

describe('Unknown fields', () => {
  test.each([
    ['pool', 'Did you mean "pools"?'],
    ['nameSpace', 'Did you mean "namespace"?'],
    ['credSecret', 'Did you mean "credsSecret"?'],
  ])('are told with the nearest name: %s', (field, fix) => {
    expect(findings({ ...acme, [field]: 1 })).toEqual([`unknown-field ${field}`]);
    expect(fixes({ ...acme, [field]: 1 })).toEqual([fix]);
  });

  test('are told with all names when none is near', () => {
    const [fix = ''] = fixes({ ...acme, rpcSecret: { name: 'a', key: 'b', zzzzzzzz: 1 } });
    expect(fix).toBe('Known fields: name, key.');
  });

  test('are found at any depth', () => {
    const pools = [{ ...pool0, persistence: { ...pool0.persistence, size: '1Ti' }, replicas: 3 }];
    const expected = ['unknown-field pools[0].persistence.size', 'unknown-field pools[0].replicas'];
    expect(findings({ ...acme, pools })).toEqual(expected);
  });

  test.each(['__proto__', 'constructor', 'toString'])(
    'include %s, which every object seems to have',
    (key) => {
      const spec: unknown = JSON.parse(`{ "name": "a", "namespace": "b", "pools": [], "${key}": {} }`);
      expect(findings(spec)).toEqual([`unknown-field ${key}`]);
      expect(Object.getPrototypeOf(readShape(spec).draft)).toBe(Object.prototype);
    },
  );

  test('do not include keys of maps, whatever they are called', () => {
    const labels: unknown = JSON.parse('{ "__proto__": "x", "a": "y" }');
    const { draft, problems } = readShape({ ...acme, labels });
    expect(problems).toEqual([]);
    expect(Object.entries(draft.labels ?? {})).toEqual([
      ['__proto__', 'x'],
      ['a', 'y'],
    ]);
  });
});

describe('Missing fields', () => {
  test('are told each', () => {
    expect(findings({})).toEqual(['missing-field name', 'missing-field namespace', 'missing-field pools']);
    expect(findings({ ...acme, pools: [{}] })).toEqual([
      'missing-field pools[0].name',
      'missing-field pools[0].servers',
      'missing-field pools[0].persistence',
    ]);
  });

  test('with null or undefined are missing as well', () => {
    expect(findings({ ...acme, name: null, namespace: undefined })).toEqual([
      'missing-field name',
      'missing-field namespace',
    ]);
  });

  test('do not hide what else a draft has', () => {
    const { draft } = readShape({ ...acme, name: undefined, pools: [{ servers: 3 }] });
    expect(draft).toEqual({ ...draft, namespace: 'storage', pools: [{ servers: 3 }] });
    expect(draft).not.toHaveProperty('name');
  });
});

describe('Absent fields', () => {
  test('may be null or undefined, and are left out', () => {
    const { draft, problems } = readShape({ ...acme, image: null, env: undefined });
    expect(problems).toEqual([]);
    expect(draft).toEqual(acme);
    expect(Object.keys(draft)).not.toEqual(expect.arrayContaining(['image']));
    expect(Object.keys(draft)).not.toEqual(expect.arrayContaining(['env']));
  });

  test('are not items: null in a list is a wrong type', () => {
    expect(findings({ ...acme, env: [null] })).toEqual(['wrong-type env[0]']);
  });
});

describe('Wrong types', () => {
  test.each<[field: string, value: unknown, message: string, fix: string]>([
    ['name', 7, '"name" is a number, not a text.', 'Give a text. Quote it.'],
    ['name', true, '"name" is true, not a text.', 'Give a text. Quote it.'],
    ['name', {}, '"name" is a mapping, not a text.', 'Give a text.'],
    ['pools', {}, '"pools" is a mapping, not a list.', 'Give a list.'],
    ['placement', [], '"placement" is a list, not a mapping.', 'Give a mapping.'],
    [
      'developmentCredentials',
      'yes',
      '"developmentCredentials" is a text, not true or false.',
      'Give true or false.',
    ],
    [
      'imagePullPolicy',
      'always',
      '"imagePullPolicy" is another text, not "Always", "IfNotPresent" or "Never".',
      'Give "Always", "IfNotPresent" or "Never".',
    ],
    ['compatibility', 'minio', '"compatibility" is another text, not "operator".', 'Give "operator".'],
  ])('%s: %j', (field, value, message, fix) => {
    const problems = readShape({ ...acme, [field]: value }).problems;
    expect(problems).toEqual([{ path: field, code: 'wrong-type', severity: 'error', message, fix }]);
  });

  test.each([
    ['a fraction', 1.5],
    ['a text', '4'],
    ['not a number', NaN],
    ['zero', 0],
    ['less than zero', -1],
    ['more than a number can tell', 2 ** 53],
  ])('a pool cannot have %s of servers', (_, servers) => {
    expect(findings({ ...acme, pools: [{ ...pool0, servers }] })).toEqual(['wrong-type pools[0].servers']);
  });

  test.each([null, undefined, 'acme', 7, [], [acme]])('%j is no declaration', (value) => {
    expect(readShape(value).draft).toEqual({});
    expect(findings(value)).toEqual(['wrong-type ']);
  });

  test('keep the places of the items beside them', () => {
    const { draft, problems } = readShape({ ...acme, pools: ['pool-0', pool0] });
    expect(problems.map(({ path }) => path)).toEqual(['pools[0]']);
    expect(draft.pools?.[1]).toEqual(pool0);
  });

  test('leave out only what they are about', () => {
    const { draft } = readShape({
      ...acme,
      rpcSecret: { name: 'a', key: 7 },
      probes: { startup: 5, liveness: {} },
    });
    expect(draft).toEqual({ ...acme, rpcSecret: { name: 'a' }, probes: { liveness: {} } });
  });
});
