import { layoutOf, layoutText } from 'rustfs-constructs';
import { present } from '../support/composed';
import { acmeWithPool, singleDrive } from '../support/specs';
import { threeZones, twoShapes, unplaced } from './layouts';

describe('the text report of a layout', () => {
  test('shows a pool by failure domain, with what its placement guarantees', () => {
    expect(layoutText(threeZones)).toMatchSnapshot();
  });

  test('shows every pool of a tenant', () => {
    expect(layoutText(twoShapes)).toMatchSnapshot();
  });

  test('says of several pools that they are no redundancy, and nothing of one', () => {
    const line = 'Every pool has to answer for a bucket: pools add room and places to fail, not redundancy';
    expect(layoutText(twoShapes).split('\n')[1]).toBe(line);
    expect(layoutText(threeZones)).not.toContain(line);
  });

  test('says what later versions may do where it would be more, and that nobody has measured it', () => {
    expect(fact(layoutText(unplaced), 'Later versions')).toBe(
      'may read on without 2 servers or 2 drives (rustfs#7556, not measured)',
    );
    // Shards end reads there as early as the bucket gate does.
    expect(layoutText(threeZones)).not.toContain('Later versions');
  });

  test.each([
    ['a single drive', layoutOf(singleDrive), 'none: without one nothing is read or written'],
    ['two servers', layoutOf(acmeWithPool({ servers: 2 })), 'none: without one nothing is read or written'],
    [
      'servers that hold more of a set than its parity',
      layoutOf({ ...acmeWithPool({ servers: 4 }), parity: 2 }),
      'none: without one objects are out of reach',
    ],
  ])('says what happens where no server may fail: %s', (_, layout, text) => {
    expect(fact(layoutText(present(layout)), 'Servers that may fail')).toBe(text);
  });

  test.each([
    [4, 2, 'none: without one, objects are read, but nothing is written or listed'],
    [
      8,
      4,
      '1, whichever: reads and writes go on; without 2, objects are read, but nothing is written or listed',
    ],
  ])(
    'says where reads bear more than writes: %i servers in sets of %i',
    (servers, erasureSetDriveCount, text) => {
      const layout = layoutOf({ ...acmeWithPool({ servers }), erasureSetDriveCount });
      expect(fact(layoutText(present(layout)), 'Servers that may fail')).toBe(text);
    },
  );

  test('counts one drive as one', () => {
    const facts = layoutText(present(layoutOf(singleDrive)));
    expect(fact(facts, 'Quorum of a set')).toBe('1 shard to read, 1 to write');
    expect(fact(facts, 'Erasure sets')).toBe('1 of 1 drive: 1 data, 0 parity');
  });

  test('warns of two drives per server', () => {
    expect(fact(layoutText(twoShapes), 'Two drives per server')).toBe(
      'one dead drive of two is a dead server: one, three or four are better',
    );
    expect(layoutText(threeZones)).not.toContain('Two drives per server');
  });
});

function fact(text: string, name: string): string | undefined {
  const line = text.split('\n').find((one) => one.startsWith(`  ${name} `));
  return line?.slice(name.length + 2).trim();
}
