import { composeTenant, planChange, planJson, planText, type TenantSpec } from 'rustfs-constructs';
import { liveObjects } from '../support/live';
import {
  acme,
  fromChart,
  fromChartWith,
  fromChartWithPool,
  pool0,
  singleDrive,
  twoPools,
} from '../support/specs';

function edited(objects: readonly object[], edit: (text: string) => string): object[] {
  return objects.map((object): object => JSON.parse(edit(JSON.stringify(object))));
}

function told(live: readonly object[], after: TenantSpec | readonly object[]): string[] {
  const plan = planChange(live, after, { live: true });
  const codes = plan.tenants.flatMap(({ problems }) => problems.map(({ code }) => code));
  return [plan.verdict, ...codes];
}

const files2 = { 'app.kubernetes.io/name': 'rustfs', 'app.kubernetes.io/instance': 'files2' };

test('What only a cluster has of a tenant is said to go by what prunes alone', () => {
  const budget = JSON.parse(
    JSON.stringify(
      liveObjects(acme).filter((object) => Object(object).kind === 'PodDisruptionBudget'),
    ).replaceAll('acme-pool-0', 'acme-former'),
  );
  const text = planText(planChange([...liveObjects(acme), ...budget], acme, { live: true }));
  expect(text).toContain('removed    PodDisruptionBudget storage/acme-former');
  expect(text).toContain('Only what prunes removes it; kubectl apply leaves it as it is.');
});

describe('What a cluster has beside the new side', () => {
  const emca = { ...acme, name: 'emca' };
  const larger = { ...emca, pools: [{ ...pool0, name: 'disks', servers: 8 }] };

  test.each<[what: string, live: TenantSpec, after: TenantSpec, told: string[]]>([
    ['a tenant under another name', acme, emca, ['in-place', 'tenant-beside']],
    [
      'the same shape under another pool name',
      acme,
      { ...emca, pools: [{ ...pool0, name: 'disks' }] },
      ['in-place', 'tenant-beside'],
    ],
    ['a tenant of another form', acme, larger, ['in-place']],
    [
      'the same name in another namespace',
      acme,
      { ...acme, namespace: 'other' },
      ['in-place', 'tenant-beside'],
    ],
    ['another name in another namespace', acme, { ...emca, namespace: 'other' }, ['in-place']],
    [
      'an adopted StatefulSet under another name',
      fromChart,
      fromChartWithPool({ statefulSet: 'files2' }),
      ['refused', 'pool-renamed', 'live-overlap'],
    ],
    [
      'an adopted tenant whose names are all its own again',
      fromChart,
      { ...acme, name: 'files-rustfs', pools: [pool0] },
      ['refused', 'pool-renamed', 'live-overlap'],
    ],
  ])('%s', (_, live, after, expected) => {
    const [verdict, ...codes] = told(liveObjects(live), after);
    expect([verdict, ...codes]).toEqual(expected);
  });

  test('is named, with the tenant that is new, and told once', () => {
    const plan = planChange(liveObjects(acme), emca, { live: true });
    expect(planText(plan)).toMatch(
      /storage\/emca is new and starts empty, beside 1 tenant .*: storage\/acme\./,
    );
    expect(planChange([...liveObjects(acme), ...liveObjects(emca)], emca, { live: true }).verdict).toBe(
      'none',
    );
  });

  test('is no warning where the new side has it as well', () => {
    const both = [...composeTenant(acme), ...composeTenant(emca)];
    expect(told(liveObjects(acme), both)).toEqual(['in-place']);
  });

  /** As the chart made it: its StatefulSet says of no tenant of this library whose it is. */
  const chart = edited(liveObjects(fromChart), (text) =>
    text.includes('"kind":"StatefulSet"') ? text.replace('"rustfs.tenant":"files-rustfs"', '"a":"b"') : text,
  );

  test('is taken over by the names that it has', () => {
    expect(JSON.stringify(chart)).toContain('"a":"b"');
    expect(told(chart, fromChart)[0]).not.toBe('refused');
  });

  test.each<[moved: string, after: TenantSpec]>([
    ['the StatefulSet', fromChartWithPool({ statefulSet: 'files2-rustfs' })],
    ['the StatefulSet and the headless Service', fromChartWith({ headlessService: 'files2-headless' })],
    [
      'the StatefulSet and its selector',
      {
        ...fromChartWith({ selector: files2 }),
        pools: fromChartWithPool({ statefulSet: 'files2-rustfs', selector: files2 }).pools,
      },
    ],
  ])('keeps its names, of which none may move: %s', (_, after) => {
    const { verdict, refusals } = planChange(chart, after, { live: true });
    expect(verdict).toBe('refused');
    expect(refusals.length).toBeGreaterThan(0);
  });

  test('keeps its claims: no new StatefulSet asks for those of another', () => {
    const claims = (template: string, statefulSet: string) =>
      edited(composeTenant({ ...singleDrive, name: statefulSet }), (text) =>
        text.replaceAll('vol-0', template).replaceAll(`${statefulSet}-pool-0`, statefulSet),
      );
    expect(told(claims('data', 'b-c'), claims('data-b', 'c'))).toEqual(['refused', 'live-overlap']);
    expect(told(claims('data', 'b-c'), claims('disk-b', 'c'))).toEqual(['in-place', 'tenant-beside']);
  });
});

describe('A rollout while servers are away', () => {
  const next = { ...acme, image: 'rustfs/rustfs:1.0.1' };
  const live = (ready: number, edit = (text: string) => text) =>
    edited(liveObjects(acme), (text) => edit(text.replace('"readyReplicas":4', `"readyReplicas":${ready}`)));

  test('promises nothing that holds only when all are there', () => {
    const whole = planChange(live(4), next, { live: true });
    expect(whole.tenants[0]?.rollout).toMatchObject({ canRead: true, canWrite: true, away: [] });
    const plan = planChange(live(3), next, { live: true });
    expect(plan.verdict).toBe('rolls');
    expect(plan.tenants[0]?.rollout).toMatchObject({ canWrite: false, away: [{ name: 'pool-0', count: 1 }] });
    expect(plan.tenants[0]?.problems).toMatchObject([{ code: 'servers-away', severity: 'warning' }]);
    expect(planText(plan)).toContain('fail with 1 server of pool-0 away already, and another at every step');
    expect(planText(plan)).not.toContain('go on at every step');
    expect(planJson(plan)).toContain('"away": [');
    expect(planJson(whole)).not.toContain('"away"');
  });

  test('begins with all servers ready, cluster or not', () => {
    expect(planText(planChange(acme, next))).toMatch(
      /^storage\/acme: restarts servers\n {2}First +let all servers be ready/,
    );
    expect(planText(planChange(singleDrive, { ...singleDrive, image: 'rustfs/rustfs:1.0.1' }))).not.toContain(
      'First',
    );
    expect(planText(planChange(acme, { ...acme, claimRetention: { whenScaled: 'Delete' } }))).not.toContain(
      'First',
    );
  });

  test('counts one that is not ready at all, which the status leaves out', () => {
    const none = edited(liveObjects(acme), (text) => text.replace('"readyReplicas":4,', ''));
    expect(planChange(none, next, { live: true }).tenants[0]?.rollout.away).toEqual([
      { name: 'pool-0', count: 4 },
    ]);
  });

  test('says nothing where the cluster does not', () => {
    const unknown = edited(liveObjects(acme), (text) =>
      text.replace(/"status":\{"availableReplicas".*?\}/, '"status":{}'),
    );
    expect(planChange(unknown, next, { live: true }).tenants[0]?.rollout.away).toEqual([]);
  });

  test.each([
    ['under way', (text: string) => text, 1],
    ['held by a partition', (text: string) => text.replace('"partition":0', '"partition":3'), 0],
    [
      'of who deletes the pods',
      (text: string) => text.replace('"type":"RollingUpdate"', '"type":"OnDelete"'),
      0,
    ],
  ])('counts a rollout that is %s', (_, edit, count) => {
    const rolling = live(4, (text) =>
      edit(text.replace('"updateRevision":"revision-5d9f"', '"updateRevision":"revision-77aa"')),
    );
    const { away = [] } = planChange(rolling, next, { live: true }).tenants[0]?.rollout ?? {};
    expect(away.map((pool) => pool.count)).toEqual(count === 0 ? [] : [count]);
  });

  test('counts the servers of a pool that does not roll itself', () => {
    const held = {
      ...twoPools,
      image: 'rustfs/rustfs:1.0.1',
      pools: twoPools.pools.map((pool, i) => (i === 1 ? { ...pool, updatePartition: 4 } : pool)),
    };
    const away = edited(liveObjects(twoPools), (text) =>
      text.includes('"name":"acme-pool-1"') ? text.replace('"readyReplicas":4', '"readyReplicas":1') : text,
    );
    expect(planChange(away, held, { live: true }).tenants[0]?.rollout).toMatchObject({
      canRead: false,
      canWrite: false,
    });
  });

  test('is no matter where nothing restarts', () => {
    const plan = planChange(live(2), { ...acme, claimRetention: { whenScaled: 'Delete' } }, { live: true });
    expect(plan.tenants[0]?.problems).toEqual([]);
  });
});

describe('Servers that take themselves for those of another tenant', () => {
  test.each([
    ['namespace', (text: string) => text.replaceAll('"namespace":"storage"', '"namespace":"staging"')],
    ['namePrefix', (text: string) => text.replaceAll('"name":"acme-pool-0"', '"name":"my-acme-pool-0"')],
    [
      'serviceName',
      (text: string) => text.replaceAll('"serviceName":"acme-hl"', '"serviceName":"my-acme-hl"'),
    ],
  ])('are refused, whatever was there before: %s', (_, edit) => {
    const { verdict, refusals } = planChange([], edited(composeTenant(acme), edit));
    expect(verdict).toBe('refused');
    expect(refusals.map(({ code }) => code)).toContain('volumes-elsewhere');
  });

  test.each([acme, twoPools, singleDrive, fromChart])('are not those of $name itself', (spec) => {
    expect(planChange([], spec).refusals).toEqual([]);
  });
});
