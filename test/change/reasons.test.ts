import {
  checkAgainstLock,
  composeTenant,
  emptyLock,
  lockWith,
  planChange,
  tenantIdentity,
  type KubernetesObject,
  type TenantSpec,
} from 'rustfs-constructs';
import { withRetired } from '../../lib/change/record';
import { present } from '../support/composed';
import { acme, fromChart, fromChartWithPool, pool1, twoPools } from '../support/specs';

/** What is found of pools, by the lock and by a plan: they agree. */
function found(before: TenantSpec, after: TenantSpec | readonly KubernetesObject[]): string[] {
  const objects = 'pools' in after ? composeTenant(after) : after;
  const lock = lockWith(emptyLock, present(tenantIdentity(composeTenant(before))));
  const problems = checkAgainstLock(lock, present(tenantIdentity(objects)));
  const told = problems.map(({ path, code, message, fix }) => `${path} [${code}] ${message} ${fix}`);
  const planned = planChange(before, objects).refusals.map(
    ({ path, code, message, fix }) => `${path} [${code}] ${message} ${fix}`,
  );
  expect(planned).toEqual(expect.arrayContaining(told));
  return told;
}

const named = (name: string) => ({ ...fromChart, pools: fromChart.pools.map((pool) => ({ ...pool, name })) });

/** As kustomize's namePrefix does: names change, and labels and variables stay. */
function prefixed(spec: TenantSpec): KubernetesObject[] {
  return composeTenant(spec).map((object) =>
    object.kind === 'StatefulSet'
      ? { ...object, metadata: { ...object.metadata, name: `test-${object.metadata.name}` } }
      : object,
  );
}

describe('The reason why a pool is refused is the right one', () => {
  test('when only the name of an adopted pool changes, whose data stays', () => {
    expect(found(fromChart, named('hot'))).toEqual([
      expect.stringMatching(
        /^pools\[0\]\.name \[pool-renamed\] The pool "pool-0" would be called "hot"\. Its StatefulSet files-rustfs and its data stay, .* Keep the name "pool-0"\.$/,
      ),
    ]);
  });

  test('when a StatefulSet bears the label of its pool no longer, and its pods do', () => {
    const bare = composeTenant(acme).map((object) => {
      if (object.kind !== 'StatefulSet') return object;
      const { 'rustfs.pool': _pool, ...labels } = present(object.metadata.labels);
      return { ...object, metadata: { ...object.metadata, labels } };
    });
    expect(planChange(acme, bare)).toMatchObject({ verdict: 'in-place', refusals: [] });
  });

  test('when a pool has the StatefulSet of one that was retired', () => {
    const known = lockWith(emptyLock, present(tenantIdentity(composeTenant(fromChart))));
    const lock = withRetired(known, { namespace: 'storage', name: fromChart.name }, 'pool-0', {
      reason: 'old disks',
      date: '2026-11-25',
    });
    const problems = checkAgainstLock(lock, present(tenantIdentity(composeTenant(named('second')))));
    expect(problems.map(({ code, message }) => `${code} ${message}`)).toContainEqual(
      expect.stringContaining(
        'pool-retired "second" has the StatefulSet files-rustfs of "pool-0", which was retired on 2026-11-25.',
      ),
    );
  });

  test('when an address is written with capitals, which DNS does not know, and nothing changes', () => {
    const loud = composeTenant(twoPools).map((object) =>
      JSON.parse(JSON.stringify(object).replaceAll('http://acme-pool', 'http://ACME-pool')),
    );
    expect(planChange(loud, loud)).toMatchObject({ verdict: 'none', refusals: [] });
    // RustFS knows a pool by its text.
    expect(planChange(twoPools, loud).verdict).toBe('refused');
  });

  test('when the StatefulSets get a prefix', () => {
    expect(found(twoPools, prefixed(twoPools))).toEqual([
      expect.stringMatching(
        /^pools\[0\] \[pool-renamed\] The StatefulSet of the pool "pool-0" would be called test-acme-pool-0 instead of acme-pool-0: .* Keep acme-pool-0: take back .* namePrefix/,
      ),
      expect.stringContaining('would be called test-acme-pool-1 instead of acme-pool-1'),
    ]);
  });

  test('when the StatefulSet of an adopted pool gets another name', () => {
    expect(found(fromChart, fromChartWithPool({ statefulSet: 'files' }))).toEqual([
      expect.stringContaining(
        'The StatefulSet of the pool "pool-0" would be called files instead of files-rustfs',
      ),
    ]);
  });

  test('when only the name of an adopted tenant changes, whose data stays', () => {
    const lock = lockWith(emptyLock, present(tenantIdentity(composeTenant(fromChart))), 'files.yaml');
    const renamed = present(tenantIdentity(composeTenant({ ...fromChart, name: 'files' })));
    expect(checkAgainstLock(lock, renamed, 'files.yaml')).toEqual([
      expect.objectContaining({
        code: 'tenant-renamed',
        message: expect.stringContaining('Its StatefulSets and its data stay'),
      }),
    ]);
  });

  test('when pools are only reordered, or only renamed', () => {
    expect(found(twoPools, { ...twoPools, pools: [...twoPools.pools].reverse() })).toEqual([
      expect.stringContaining('[pool-reordered]'),
    ]);
    expect(found(acme, { ...acme, pools: [pool1] })).toEqual([
      expect.stringContaining('The pool "pool-0" would become "pool-1": other claims'),
    ]);
  });
});

test('A pool that is adopted gets its name without an alarm: before it had none', () => {
  const live = composeTenant(fromChart).map((object) => {
    const { 'rustfs.pool': _pool, 'rustfs.tenant': _tenant, ...labels } = object.metadata.labels ?? {};
    return { ...object, metadata: { ...object.metadata, labels } };
  });
  expect(planChange(live, fromChart).refusals).toEqual([]);
});
