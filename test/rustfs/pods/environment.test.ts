import { environmentOf, type PodFacts } from './environment';

const pod: PodFacts = {
  name: 'media-a-0',
  namespace: 'storage',
  address: '10.77.1.10',
  secrets: { root: { accesskey: 'key' } },
};

const made = (...env: Parameters<typeof environmentOf>[0]['env'] & object) =>
  environmentOf({ name: 'rustfs', env }, pod);

describe('The environment of a container is that of a kubelet', () => {
  test('the API server is always named', () => {
    expect(made()).toMatchObject({ KUBERNETES_SERVICE_HOST: '10.96.0.1' });
  });

  test.each([
    ['what stands before is put in', '$(FIRST)/b', 'a/b'],
    ['what stands nowhere stays', '$(NOBODY)/b', '$(NOBODY)/b'],
    ['two dollars are one, and no reference', '$$(FIRST)', '$(FIRST)'],
    ['a dollar alone stays', '5$ and $FIRST', '5$ and $FIRST'],
  ])('%s', (_, value, expected) => {
    expect(made({ name: 'FIRST', value: 'a' }, { name: 'SECOND', value })).toMatchObject({
      SECOND: expected,
    });
  });

  test('what stands after is not put in', () => {
    expect(made({ name: 'A', value: '$(B)' }, { name: 'B', value: 'b' })).toMatchObject({ A: '$(B)' });
  });

  test('fields of the pod and keys of Secrets are looked up', () => {
    const fieldPaths = ['metadata.name', 'metadata.namespace', 'status.podIP'];
    const fields = fieldPaths.map((fieldPath, i) => ({
      name: `F${i}`,
      valueFrom: { fieldRef: { fieldPath } },
    }));
    const secret = { name: 'KEY', valueFrom: { secretKeyRef: { name: 'root', key: 'accesskey' } } };
    expect(made(...fields, secret)).toMatchObject({
      F0: 'media-a-0',
      F1: 'storage',
      F2: '10.77.1.10',
      KEY: 'key',
    });
  });

  test('a key that is not there stops the pod, unless it is optional', () => {
    const from = (optional: boolean) => ({
      name: 'KEY',
      valueFrom: { secretKeyRef: { name: 'root', key: 'none', optional } },
    });
    expect(() => made(from(false))).toThrow('KEY: no key none in a Secret root.');
    expect(made(from(true))).not.toHaveProperty('KEY');
  });
});
