import type { ResourceValidationPolicy } from '@pulumi/policy';
import type { StatefulSet } from 'kubernetes-types/apps/v1';
import type { Container, EnvVar } from 'kubernetes-types/core/v1';
import { composeTenant } from 'rustfs-constructs';
import { rustfsPolicies } from 'rustfs-constructs/pulumi/policies';
import { present, statefulSet } from '../support/composed';
import { acme, asOperator, twoPools } from '../support/specs';

// What a PolicyPack takes.
const policies: ResourceValidationPolicy[] = rustfsPolicies();

const set = statefulSet(acme);

/** The names of the rules that a resource breaks, with what they say. */
function violations(
  { kind: _, apiVersion: __, ...props }: StatefulSet,
  type = 'kubernetes:apps/v1:StatefulSet',
) {
  return rustfsPolicies().flatMap(({ name, validateResource }) => {
    const found: string[] = [];
    validateResource({ type, props: { ...props } }, (violation) => found.push(violation));
    return found.map((violation) => `${name}: ${violation}`);
  });
}

function withContainer(change: Partial<Container>): StatefulSet {
  const spec = present(set.spec);
  const pod = present(spec.template.spec);
  const containers = pod.containers.map((container) => ({ ...container, ...change }));
  return { ...set, spec: { ...spec, template: { ...spec.template, spec: { ...pod, containers } } } };
}

function withVariable(variable: EnvVar): StatefulSet {
  return withContainer({ env: [variable] });
}

describe('The policies', () => {
  test('have names of their own', () => {
    expect(new Set(policies.map(({ name }) => name)).size).toBe(policies.length);
  });

  test('have nothing to say of a tenant as it is composed', () => {
    expect(violations(set)).toEqual([]);
  });

  test('want the claims to be kept', () => {
    const policy = { whenDeleted: 'Delete', whenScaled: 'Retain' };
    const changed = { ...set, spec: { ...present(set.spec), persistentVolumeClaimRetentionPolicy: policy } };
    expect(violations(changed)).toEqual([expect.stringContaining('rustfs-claims-retained: ')]);
  });

  test('want credentials from Secrets, and do not repeat them', () => {
    const [found, ...more] = violations(withVariable({ name: 'RUSTFS_SECRET_KEY', value: 'hunter-2' }));
    expect(found).toContain(
      'rustfs-no-literal-credentials: Container "rustfs" has the value of RUSTFS_SECRET_KEY',
    );
    expect(found).not.toContain('hunter-2');
    expect(more).toEqual([]);
    expect(violations(withVariable({ name: 'RUSTFS_SECRET_KEY_FILE', value: '/run/key' }))).toEqual([]);
    expect(violations(withVariable({ name: 'RUSTFS_ACCESS_KEY', value: 'admin-of-storage' }))).toEqual([]);
  });

  test.each([
    ['rustfs/rustfs', 1],
    ['rustfs/rustfs:latest', 1],
    ['registry:5000/rustfs', 1],
    ['rustfs/rustfs:1.0.0', 0],
    ['registry:5000/rustfs:v2', 0],
    [`rustfs/rustfs@sha256:${'ab'.repeat(32)}`, 0],
  ])('want an image that stays what it is: %s', (image, count) => {
    const found = violations(withContainer({ image }));
    expect(found).toEqual(
      Array.from({ length: count }, () => expect.stringContaining('rustfs-pinned-image: ')),
    );
  });

  test('want one server per node', () => {
    expect(violations(statefulSet(asOperator(acme)))).toEqual([
      expect.stringContaining('rustfs-one-server-per-node: '),
    ]);
  });

  test('want the servers that are addressed, each with drives of its own', () => {
    const spec = present(set.spec);
    const [drive, ...mounts] = present(spec.template.spec?.containers[0]?.volumeMounts);
    const found = (changed: StatefulSet) => violations(changed).map((text) => text.slice(0, 60));
    const inPlace = expect.stringContaining('rustfs-servers-in-place: RUSTFS_VOLUMES addresses 4 servers');
    expect(found({ ...set, spec: { ...spec, replicas: 2 } })).toEqual([inPlace]);
    expect(found({ ...set, spec: { ...spec, ordinals: { start: 1 } } })).toEqual([inPlace]);
    const shared = { ...present(drive), mountPath: present(mounts[0]).mountPath };
    expect(found(withContainer({ volumeMounts: [present(drive), shared, ...mounts.slice(1)] }))).toEqual([
      expect.stringContaining('rustfs-servers-in-place: Two drives of "pool-0"'),
    ]);
  });

  test('hold servers also when a transform takes their labels away', () => {
    const spec = { ...present(set.spec), replicas: 2 };
    const unlabelled = { ...set, metadata: { name: 'acme-pool-0', namespace: 'storage' }, spec };
    expect(violations(unlabelled)).toEqual([
      expect.stringContaining('rustfs-servers-in-place: RUSTFS_VOLUMES addresses 4 servers'),
    ]);
  });

  test('have nothing to say of the pools of a larger tenant', () => {
    const sets = composeTenant(twoPools).filter((object) => object.kind === 'StatefulSet');
    expect(sets.flatMap((each) => violations(each))).toEqual([]);
  });

  test('leave other resources alone', () => {
    const wrong = withContainer({ image: 'latest' });
    expect(violations(wrong, 'kubernetes:apps/v1:DaemonSet')).toEqual([]);
    expect(
      violations({ ...withContainer({ image: 'latest', env: [] }), metadata: { name: 'other' } }),
    ).toEqual([]);
    expect(violations({})).toEqual([]);
  });
});
