import type { TopologySpreadConstraint } from 'kubernetes-types/core/v1';
import { checkTenant, type PlacementSpec, type RequirementsSpec } from 'rustfs-constructs';
import { acme, pool0 } from '../support/specs';

const zone = 'topology.kubernetes.io/zone';
const drives = 'distinct';

/** What the checks say of a requirement: the message, and the way out. */
function verdict(
  requires: RequirementsSpec,
  placement: PlacementSpec = { drives },
  servers = 4,
): [string, string][] {
  const pools = [{ ...pool0, servers }];
  return checkTenant({ ...acme, requires, placement, pools }).map(({ message, fix }) => [message, fix]);
}

describe('A requirement that is not met', () => {
  test('names the nearest layouts that would meet it', () => {
    expect(verdict({ survives: { servers: 2, for: 'read' } })).toEqual([
      [
        'Pool "pool-0" does not survive 2 servers: an erasure set may keep 8 of its 16 shards (it needs 12 to read, 12 to ' +
          'write) and is lost where it is required to read.',
        'Nearest that does: 5 servers of 4 drives (120 GiB usable).',
      ],
    ]);
  });

  test('names what placement lacks, where no layout would help', () => {
    const [[, zones] = []] = verdict({ survives: { zones: 1 } });
    expect(zones).toBe(
      `Nothing spreads the servers: say placement.failureDomain { topologyKey: ${zone}, count }.`,
    );
    const [[, nodes] = []] = verdict({ survives: { nodes: 1 } }, { perNode: 'none', drives });
    expect(nodes).toBe('Nothing keeps the servers on different nodes: say placement.perNode: required.');
    const [[, domains] = []] = verdict({ survives: { domains: 1 } });
    expect(domains).toBe('Add placement.failureDomain { topologyKey, count }.');
  });

  test('of a zone is met by more servers in it', () => {
    const placement = { drives, failureDomain: { topologyKey: zone, count: 3 } } as const;
    const [[message, fix] = []] = verdict({ survives: { zones: 1 } }, placement);
    expect(message).toContain('an erasure set may keep 8 of its 16 shards');
    expect(fix).toContain('5 servers of 4 drives');
    expect(verdict({ survives: { zones: 1 } }, placement, 6)).toEqual([]);
  });

  test('of a zone is not met by a spread that counts the servers of all pools together', () => {
    const ofAll = {
      topologyKey: zone,
      maxSkew: 1,
      minDomains: 3,
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: {
        matchLabels: { 'rustfs.tenant': 'acme' },
        matchExpressions: [{ key: 'rustfs.pool', operator: 'Exists' }],
      },
    };
    const checked = (constraint: TopologySpreadConstraint) =>
      checkTenant({
        ...acme,
        requires: { survives: { zones: 1 } },
        pools: ['pool-0', 'pool-1'].map((name) => ({
          ...pool0,
          name,
          servers: 6,
          topologySpreadConstraints: [constraint],
        })),
      }).map(({ code, fix }) => [code, fix]);
    const way = 'topologySpreadConstraints[0] select this pool alone, and give it minDomains.';
    expect(checked(ofAll)).toEqual([0, 1].map((i) => ['requirement', `Let pools[${i}].${way}`]));
    const { matchLabels } = ofAll.labelSelector;
    expect(checked({ ...ofAll, labelSelector: { matchLabels }, matchLabelKeys: ['rustfs.pool'] })).toEqual(
      [],
    );
  });

  test('of room names larger drives, and more', () => {
    const [[message, fix] = []] = verdict({ usable: '200Gi' });
    expect(message).toBe('The tenant has room for 120 GiB, not 200Gi: 160 GiB of drives, less the parity.');
    expect(fix).toBe(
      'Use drives of 16.67 GiB; or 7 servers of 4 drives (200 GiB usable); or 4 servers of 8 drives (240 GiB usable).',
    );
  });

  test('that is no amount is refused as such', () => {
    expect(verdict({ usable: 'much' })[0]?.[0]).toBe('"much" is not an amount of bytes.');
  });
});

describe('A requirement', () => {
  test('is about writing, unless it is about reading only', () => {
    // 8 x 4 in sets of four drives: two that are away leave half of a set, which is read and not written.
    const of = (survives: NonNullable<RequirementsSpec['survives']>) =>
      checkTenant({
        ...acme,
        erasureSetDriveCount: 4,
        pools: [{ ...pool0, servers: 8 }],
        requires: { survives },
      }).map(({ message }) => message);
    expect(of({ servers: 2, for: 'read' })).toEqual([]);
    expect(of({ servers: 2 })).toEqual([expect.stringContaining('is only readable where')]);
  });

  test('counts the servers that answer for a bucket, not the shards alone', () => {
    // Half of the shards are there, and half of the servers, of which a bucket needs more.
    const [problem] = checkTenant({
      ...acme,
      parity: 8,
      requires: { survives: { servers: 2, for: 'read' } },
    });
    expect(problem?.message).toBe(
      'Pool "pool-0" does not survive 2 servers: 2 of its 4 servers may be left to answer for a bucket (RustFS needs 3, ' +
        'each with 3 of its 4 drives), and every object of the tenant is out of reach where it is required to read.',
    );
    expect(problem?.fix).toContain('8 servers of 4 drives');
  });
});

describe('The nearest layouts', () => {
  test('would all be accepted, by RustFS and by every requirement', () => {
    const pools = [
      { ...pool0, servers: 8, persistence: { volumesPerServer: 2 } },
      { ...pool0, name: 'b', persistence: { volumesPerServer: 1 } },
    ];
    const [{ fix } = { fix: '' }] = checkTenant({
      ...acme,
      pools,
      requires: { survives: { servers: 3 } },
    }).filter(({ code }) => code === 'requirement');
    // Another parity or set size would do for the first pool, and is illegal in the second.
    expect(fix).toContain('No single change does');
  });

  test('give up no more parity than the room needs', () => {
    const fixOf = (requires: RequirementsSpec) => verdict(requires, { drives }, 8)[0]?.[1];
    expect(fixOf({ usable: '250Gi' })).toContain('or parity 3 (260 GiB usable)');
    expect(fixOf({ usable: '250Gi', survives: { servers: 2 } })).not.toContain('parity');
  });

  test('give up no parity that lets a server restart', () => {
    // With parity 3 a set of 4 x 4 could not spare the four drives of a server.
    const [[, fix] = []] = verdict({ usable: '130Gi' });
    expect(fix).toBe(
      'Use drives of 10.84 GiB; or 6 servers of 4 drives (160 GiB usable); or 4 servers of 6 drives (160 GiB usable).',
    );
  });

  test.each([
    [2, 2, { drives: 1 }, '3 servers of 1 drive (20 GiB usable)'],
    [4, 2, { drives: 2 }, '4 servers of 3 drives (80 GiB usable)'],
    [6, 2, { servers: 3 }, '12 servers of 1 drive (80 GiB usable)'],
    [2, 1, { servers: 1 }, '3 servers of 1 drive (20 GiB usable)'],
    [1, 2, { drives: 1 }, '1 server of 3 drives (20 GiB usable)'],
  ])(
    'are of no shape that the checks warn of: %i x %i with %j',
    (servers, volumesPerServer, survives, near) => {
      const pools = [{ ...pool0, servers, persistence: { ...pool0.persistence, volumesPerServer } }];
      const problems = checkTenant({ ...acme, requires: { survives }, pools });
      expect(problems.find(({ code }) => code === 'requirement')?.fix).toBe(`Nearest that does: ${near}.`);
    },
  );

  test('repeat a weakness that a pool has only where its shape stays', () => {
    const pools = [{ ...pool0, servers: 4, persistence: { ...pool0.persistence, volumesPerServer: 2 } }];
    const problems = checkTenant({ ...acme, requires: { usable: '50Gi' }, pools });
    expect(problems.find(({ code }) => code === 'requirement')?.fix).toBe(
      'Use drives of 12.5 GiB; or parity 3 (50 GiB usable); or 4 servers of 3 drives (80 GiB usable).',
    );
  });

  test('speak of the drives of the last pool, where there are several', () => {
    const claim = (storage: string) => ({
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage } },
    });
    const pools = ['10Ti', '1Ti'].map((storage, i) => ({
      name: `pool-${i}`,
      servers: 4,
      persistence: { volumesPerServer: 1, volumeClaimTemplate: claim(storage) },
    }));
    const problems = checkTenant({ ...acme, pools, requires: { usable: '30Ti' } });
    expect(problems.find(({ code }) => code === 'requirement')?.fix).toContain(
      'Use drives of 5 TiB in pool "pool-1"',
    );
  });

  test('are none where no erasure set could do it', () => {
    expect(verdict({ survives: { drives: 9 } })[0]?.[1]).toBe(
      'No layout does: of an erasure set at most 7 may be missing to write, and 8 to read.',
    );
  });
});

test('A budget that is too large is told what the pool bears, one server as one', () => {
  const problems = checkTenant({ ...acme, disruptionBudget: { maxUnavailable: 2 } });
  expect(problems.map(({ code, message }) => [code, message])).toContainEqual([
    'disruption-budget',
    'Pool "pool-0" writes on without one of its servers, not without 2.',
  ]);
});

describe('Where a variable decides', () => {
  const valueFrom = { secretKeyRef: { name: 'coding', key: 'parity' } };
  const env = [{ name: 'RUSTFS_STORAGE_CLASS_STANDARD', valueFrom }];

  test('a requirement cannot be held to', () => {
    const problems = checkTenant({ ...acme, env, requires: { survives: { servers: 1 } } });
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'layout-unknown env[0].valueFrom',
      'requirement requires',
    ]);
  });

  test('a pool that can form with no parity at all is refused all the same', () => {
    const pools = [{ ...pool0, servers: 17 }];
    expect(checkTenant({ ...acme, env, pools }).map(({ code }) => code)).toEqual([
      'layout-unknown',
      'erasure-set',
    ]);
  });
});
