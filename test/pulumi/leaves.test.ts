import * as pulumi from '@pulumi/pulumi';
import type { TenantSpec } from 'rustfs-constructs';
import type { RustfsTenantArgs } from 'rustfs-constructs/pulumi';
import { isPlainField } from '../../lib/pulumi/leaves';
import { acme, pool0 } from '../support/specs';

const text = pulumi.output('text');

/** Whatever compiles here is what a program may say; `npm run typecheck` sees to the lines that must not compile. */
function accepts(args: Partial<RustfsTenantArgs>): Partial<RustfsTenantArgs> {
  return args;
}

describe('The args', () => {
  test('take every declaration as it is', () => {
    const spec: TenantSpec = acme;
    const args: RustfsTenantArgs = spec;
    expect(args).toBe(acme);
  });

  test('take leaves that are known later', () => {
    const requests = { requests: { storage: text } };
    const claim = { accessModes: ['ReadWriteOnce'], storageClassName: text, resources: requests };
    const args = accepts({
      namespace: text,
      image: Promise.resolve('image'),
      env: [{ name: 'REGION', valueFrom: { secretKeyRef: { name: text, key: text } } }],
      services: { io: { annotations: { note: text }, loadBalancerSourceRanges: [text] } },
      pools: [{ ...pool0, persistence: { volumesPerServer: 1, volumeClaimTemplate: claim } }],
    });
    expect(Object.keys(args)).toHaveLength(5);
  });

  test('do not take what decides the shape later', () => {
    const wrong = [
      // @ts-expect-error: it names every object.
      accepts({ name: text }),
      // @ts-expect-error: a choice of words is part of the shape.
      accepts({ imagePullPolicy: text }),
      // @ts-expect-error: a list is part of the shape.
      accepts({ pools: pulumi.output([pool0]) }),
      // @ts-expect-error: a number is part of the shape.
      accepts({ pools: [{ ...pool0, servers: pulumi.output(4) }] }),
      // @ts-expect-error: it names a StatefulSet.
      accepts({ pools: [{ ...pool0, name: text }] }),
      // @ts-expect-error: it names a variable.
      accepts({ env: [{ name: text }] }),
      // @ts-expect-error: checks hold it against other fields.
      accepts({ pools: [{ ...pool0, nodeSelector: { disk: text } }] }),
    ];
    expect(wrong).toHaveLength(7);
  });
});

test.each([
  ['name', true],
  ['namespace', false],
  ['pools[3].name', true],
  ['pools[3].nodeSelector["example.com/disk"]', true],
  ['pools[3].persistence.volumeClaimTemplate.storageClassName', false],
  ['annotations.note', true],
  ['names', false],
])('%s has to be plain: %s', (path, isPlain) => {
  expect(isPlainField(path)).toBe(isPlain);
});
