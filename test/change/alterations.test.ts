import { composeTenant } from 'rustfs-constructs';
import { alterationProblems } from '../../lib/change/alterations';
import { asStored } from '../support/live';
import { twoPools } from '../support/specs';
import { everyTenant } from '../support/tenants';

describe('What alters composed objects', () => {
  test('is not the server that stores them, with its defaults', () => {
    everyTenant(({ objects }) => {
      const stored = objects.map((object) => (object.kind === 'Service' ? object : asStored(object)));
      expect(alterationProblems(objects, stored, 'A transform')).toEqual([]);
    });
  });

  test('is told as an error with who did it, once for each mistake', () => {
    const objects = composeTenant(twoPools);
    const scaled = objects.map((object) =>
      object.kind === 'StatefulSet' ? { ...object, spec: { ...object.spec, replicas: 1 } } : object,
    );
    expect(alterationProblems(objects, scaled, 'A transform')).toMatchObject(
      [0, 1].map((i) => ({
        path: `pools[${i}].servers`,
        code: 'servers-unlike-address',
        severity: 'error',
        message: expect.stringMatching(
          /^A transform changes what the lock keeps\. RUSTFS_VOLUMES addresses 4 servers/,
        ),
      })),
    );
  });
});
