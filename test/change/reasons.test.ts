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
